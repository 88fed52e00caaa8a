/** Counts characters as a reader counts them, like the server does. */

import type { Length } from "./protocol";

const segmenter =
  "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

/** Returns the number of graphemes of a text. */
export function countGraphemes(text: string): number {
  if (segmenter === null) return [...text.replace(/\p{M}|\u200d./gu, "")].length; // old browsers
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

/** Returns how long a hidden text is said to be. */
export function lengthClass(text: string): Length {
  const length = countGraphemes(text);
  if (length <= 40) return "short";
  return length <= 140 ? "medium" : "long";
}
