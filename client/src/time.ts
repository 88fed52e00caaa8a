/** Computes with time: the offset to the server's clock, time left, and how it is written. */

/** One question for the server's time; all in ms since 1970, `sentAt` and `heardAt` by the own clock. */
export interface Trip {
  readonly sentAt: number;
  readonly serverTime: number;
  readonly heardAt: number;
}

/** Returns server's minus own clock in ms, from the shortest trip; null when there is none. */
export function serverOffset(trips: readonly Trip[]): number | null {
  const length = (trip: Trip): number => trip.heardAt - trip.sentAt;
  const good = trips.filter((trip) => Number.isFinite(trip.serverTime) && length(trip) >= 0);
  const best = good.toSorted((a, b) => length(a) - length(b))[0];
  return best === undefined ? null : best.serverTime + length(best) / 2 - best.heardAt;
}

/** Returns the whole seconds left of `seconds` since `startedAt` (ISO); negative when it is over. */
export function secondsLeft(startedAt: string, seconds: number, now: number): number {
  return Math.ceil((Date.parse(startedAt) + seconds * 1000 - now) / 1000);
}

/** Returns seconds as people read them: "4:05", "1:02:09"; with a minus when it is over. */
export function minutesText(seconds: number): string {
  const whole = Math.abs(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const two = (part: number): string => String(part).padStart(2, "0");
  const text = hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  return seconds < 0 ? `−${text}` : text;
}
