/** Writes a value in the one canonical way, so that everybody's board hash can be compared. */

import type { Board } from "./protocol";
import { sha256 } from "./sha256";

/** Returns canonical JSON: keys sorted by code point, no spaces, absent fields left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value as Record<string, unknown>)
    .filter(([, kept]) => kept !== undefined)
    .sort(([a], [b]) => compareCodePoints(a, b));
  return `{${fields.map(([key, kept]) => `${JSON.stringify(key)}:${canonical(kept)}`).join(",")}}`;
}

const LONG = new Set(["notes", "links", "themes", "comments"]); // lists of a board
const written = new WeakMap<object, string>(); // what did not change is not written anew

/** Returns the hash of the shared board as the server computes it. */
export function boardHash(board: Board): string {
  const fields = Object.entries(board)
    .filter(([, kept]) => kept !== undefined)
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([key, kept]) => {
      const text = LONG.has(key) ? list(kept as readonly object[]) : canonical(kept);
      return `${JSON.stringify(key)}:${text}`;
    });
  return sha256(`{${fields.join(",")}}`);
}

function list(things: readonly object[]): string {
  const parts = things.map((thing) => {
    const before = written.get(thing);
    if (before !== undefined) return before;
    const now = canonical(thing);
    written.set(thing, now);
    return now;
  });
  return `[${parts.join(",")}]`;
}

/** Orders by code point; `<` on strings would order by UTF-16 unit, emoji before U+FFFD. */
function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let at = 0; at < left.length && at < right.length; at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
