/** Puts what is voted for in an order of each seat's own, so that no note is first for all. */

/** Returns the items in an order that depends on seat, ballot and item alone: always the same. */
export function shuffled<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { seat, ballot }: { readonly seat: string; readonly ballot: string },
): readonly Item[] {
  const seed = hash(`${seat} ${ballot}`, OFFSET);
  return items
    .map((item) => ({ item, at: hash(keyOf(item), seed) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a, 32 bits, stirred at the end: neighbours of a text come far apart. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), PRIME);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
