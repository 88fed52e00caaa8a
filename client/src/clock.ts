/** Measures how far the own clock is off the server's, so that time left is the same everywhere. */

import { serverOffset, type Trip } from "./time";

const SAMPLES = 5; // the one with the shortest trip counts
const BETWEEN = 200; // ms between two samples
const AGAIN_AFTER = 5 * 60_000; // ms; clocks of laptops drift, and jump when they wake up

export interface Clock {
  /** Returns the server's time now, in ms since 1970. */
  readonly now: () => number;
  readonly start: () => void;
  readonly stop: () => void;
  readonly measure: () => void;
}

/** Returns a clock; `ask` brings the server's time as an ISO text. */
export function makeClock(ask: () => Promise<string>): Clock {
  let offset = 0; // ms; server's minus own
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function measure(): Promise<void> {
    const own = ++round;
    const trips: Trip[] = [];
    for (let sample = 0; sample < SAMPLES && own === round; sample++) {
      const sentAt = Date.now();
      try {
        trips.push({ sentAt, serverTime: Date.parse(await ask()), heardAt: Date.now() });
      } catch {
        break;
      }
      await new Promise((done) => setTimeout(done, BETWEEN));
    }
    if (own !== round) return;
    offset = serverOffset(trips) ?? offset;
    timer = setTimeout(() => void measure(), AGAIN_AFTER);
  }

  function stop(): void {
    round += 1;
    clearTimeout(timer);
  }

  function again(): void {
    stop();
    void measure();
  }

  return { now: () => Date.now() + offset, start: again, stop, measure: again };
}
