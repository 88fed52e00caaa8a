/** Brings what is being written to a fair end: what was begun in time is sent within the grace. */

import { computed, effect } from "@preact/signals";

import type { Timer } from "./protocol";
import { session } from "./session";
import { timeLeft } from "./timer";

const ON_THE_WAY = 2000; // ms before the grace ends: what is sent then still arrives on a slow line

/** Something that is being written, and how to send it as it is. */
export interface Writing {
  readonly isBegun: () => boolean;
  readonly finish: () => void;
}

const writings = new Set<Writing>();

/** Makes a writing known as long as it may go on; returns the end of that. */
export function whileWriting(writing: Writing): () => void {
  writings.add(writing);
  return () => void writings.delete(writing);
}

/** Watches the timer of the board; returns the end of it. */
export function startFairEnd(): () => void {
  let planned: (() => void) | null = null;
  // Its text, not the timer: a plan begun anew in the grace would take for begun what is not.
  const written = computed(() => JSON.stringify(session.board.value?.timer));
  const watched = effect(() => {
    const timer = written.value === undefined ? undefined : session.board.peek()?.timer;
    planned?.();
    planned = timer === undefined ? null : planEnd(timer, session.now, writings);
  });
  return () => {
    watched();
    planned?.();
  };
}

/**
 * Sends what is begun when the time is over, shortly before the grace is; returns the end of the plan.
 * `now`: the server's time in ms. A page that slept through the end counts what it finds as begun.
 */
export function planEnd(
  timer: Timer,
  now: () => number,
  known: ReadonlySet<Writing>,
): (() => void) | null {
  if (timer.grace_ms === 0 || timer.paused_left_ms !== undefined) return null;
  let begun: readonly Writing[] = [];
  let waiting: ReturnType<typeof setTimeout> | undefined;
  function follow(): void {
    const { state, ms } = timeLeft(timer, now());
    if (state === "runs") return wait(ms);
    if (state !== "grace") return;
    begun = [...known].filter((writing) => writing.isBegun());
    waiting = setTimeout(finish, Math.max(0, ms - ON_THE_WAY));
  }
  function wait(ms: number): void {
    waiting = setTimeout(follow, Math.min(ms, 60_000)); // in steps: a clock may be set meanwhile
  }
  function finish(): void {
    if (timeLeft(timer, now()).state !== "grace") return; // it slept: now it is too late
    for (const writing of begun) {
      if (known.has(writing) && writing.isBegun()) writing.finish();
    }
  }
  follow();
  return () => clearTimeout(waiting);
}
