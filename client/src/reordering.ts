/** Orders sentences of a draft: what a move means for the whole list of a section. */

/** Returns the names, each once, with two of them in each other's place. */
export function swapped(names: readonly string[], one: string, other: string): readonly string[] {
  const exchanged = new Map([
    [one, other],
    [other, one],
  ]);
  return [...new Set(names)].map((name) => exchanged.get(name) ?? name);
}

/** Returns the name so many places further, or undefined past the ends. */
export function neighbour(names: readonly string[], of: string, by: 1 | -1): string | undefined {
  const at = names.indexOf(of);
  return at < 0 ? undefined : names[at + by];
}
