/** Makes op ids. `crypto.randomUUID` does not exist on plain http. */

/** Returns a random UUID (version 4) in lower case. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, at) => {
    if (at === 6) return ((byte & 0x0f) | 0x40).toString(16).padStart(2, "0"); // version 4
    if (at === 8) return ((byte & 0x3f) | 0x80).toString(16).padStart(2, "0"); // its variant
    return byte.toString(16).padStart(2, "0");
  }).join("");
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join("-");
}
