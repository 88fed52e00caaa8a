/** Tells how alike two short texts are, quickly enough for every key: shared runs of three signs. */

const RUN = 3;
export const NEARLY_THE_SAME = 0.6; // tried on sentences of workshops, in English and Finnish
export const SHORTEST = 8; // signs; shorter texts are alike by chance

/** Returns the runs of three signs of a text, without case, marks and double spaces. */
export function runsOf(text: string): ReadonlySet<string> {
  const plain = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
  const signs = [...plain];
  return new Set(signs.slice(RUN - 1).map((_, at) => signs.slice(at, at + RUN).join("")));
}

/** Returns the Dice coefficient 2|A ∩ B| / (|A| + |B|), 0…1. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let shared = 0;
  for (const run of one) if (other.has(run)) shared += 1;
  return (2 * shared) / (one.size + other.size);
}

/** Returns the text most like the one that is written, if it says nearly the same. */
export function nearest<Told extends { readonly text: string | null }>(
  written: string,
  told: readonly Told[],
): Told | null {
  if ([...written.trim()].length < SHORTEST) return null;
  const runs = runsOf(written);
  let best: Told | null = null;
  let most = NEARLY_THE_SAME;
  for (const one of told) {
    const found = one.text === null ? 0 : likeness(runs, known(one, one.text));
    if (found >= most) [best, most] = [one, found];
  }
  return best;
}

const kept = new WeakMap<object, ReadonlySet<string>>(); // a board may hold thousands

function known(of: object, text: string): ReadonlySet<string> {
  const runs = kept.get(of) ?? runsOf(text);
  kept.set(of, runs);
  return runs;
}
