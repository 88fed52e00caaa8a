/** Reads the timer of a board: how much is left, and what is worth saying aloud. */

import type { Timer } from "./protocol";

/** rests: paused; grace: over, and what was begun may still be finished; over: it only has to end. */
export type TimerState = "runs" | "rests" | "grace" | "over";

export interface TimeLeft {
  readonly state: TimerState;
  /** ms until the end; in the grace until what follows; never below 0 */
  readonly ms: number;
}

// Seconds left at which the time is said to who does not see it: never at every second.
const SAID_AT = [600, 300, 120, 60, 30, 10, 0];

/** Returns what is left of a timer; `now` is the server's time in ms since 1970. */
export function timeLeft(timer: Timer, now: number): TimeLeft {
  if (timer.paused_left_ms !== undefined) return { state: "rests", ms: timer.paused_left_ms };
  const left = Date.parse(timer.ends_at) - now;
  if (left > 0) return { state: "runs", ms: left };
  const grace = left + timer.grace_ms;
  return grace > 0 ? { state: "grace", ms: grace } : { state: "over", ms: 0 };
}

/** Returns the whole seconds of a time left: a second that has begun is still there. */
export function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

/** Returns ms until the seconds shown are others: all clients turn over at the same moment. */
export function untilNextSecond(ms: number): number {
  const rest = ms % 1000;
  return rest === 0 ? 1000 : rest;
}

/** Returns the seconds to say aloud when a timer went from one to another, or null. */
export function saidAt(before: number, seconds: number): number | null {
  const passed = SAID_AT.filter((mark) => seconds <= mark && mark < before);
  return passed.at(-1) ?? null;
}
