/** Measures how far the own clock is off the server's, so that time left is the same everywhere. */

import { serverOffset, type Trip } from "./time";

const SAMPLES = 5; // the one with the shortest trip counts
const BETWEEN = 200; // ms between two samples
const AGAIN_AFTER = 5 * 60_000; // ms; clocks of laptops drift
const LOOK_EVERY = 1000; // ms between looks whether the own clock has jumped
const JUMP = 100; // ms; nobody sees less

export interface Clock {
  /** Returns the server's time now, in ms since 1970. */
  readonly now: () => number;
  /** Takes a server's time just heard (ISO) for a first guess; what is measured counts more. */
  readonly guess: (serverTime: string) => void;
  readonly start: () => void;
  readonly stop: () => void;
  readonly measure: () => void;
}

/** The two clocks of a device, in ms: one tells the date and may be set, one only runs. */
export interface OwnClocks {
  readonly wall: () => number;
  readonly steady: () => number;
}

const OWN: OwnClocks = { wall: () => Date.now(), steady: () => performance.now() };

/** Returns a clock; `ask` brings the server's time as an ISO text. */
export function makeClock(ask: () => Promise<string>, own: OwnClocks = OWN): Clock {
  let offset: number | null = null; // ms; server's minus own wall clock
  let ahead = own.wall() - own.steady(); // ms; another value: one of them has jumped
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking: ReturnType<typeof setInterval> | undefined;

  async function measure(): Promise<void> {
    const mine = ++round;
    const trips: Trip[] = [];
    for (let sample = 0; sample < SAMPLES && mine === round; sample++) {
      const sentAt = own.wall();
      try {
        const serverTime = Date.parse(await ask());
        if (mine !== round) return;
        trips.push({ sentAt, serverTime, heardAt: own.wall() });
      } catch {
        break;
      }
      offset = serverOffset(trips) ?? offset; // at once: the first is better than none
      await new Promise((done) => setTimeout(done, BETWEEN));
    }
    if (mine === round) timer = setTimeout(() => void measure(), AGAIN_AFTER);
  }

  /** A device that slept, or whose clock was set, is off by as much as the two went apart. */
  function look(): void {
    const before = ahead;
    ahead = own.wall() - own.steady();
    if (Math.abs(ahead - before) > JUMP) again();
  }

  function stop(): void {
    round += 1;
    clearTimeout(timer);
    clearInterval(looking);
  }

  function again(): void {
    stop();
    ahead = own.wall() - own.steady();
    looking = setInterval(look, LOOK_EVERY);
    void measure();
  }

  function guess(serverTime: string): void {
    const time = Date.parse(serverTime);
    if (offset === null && Number.isFinite(time)) offset = time - own.wall();
  }

  return { now: () => own.wall() + (offset ?? 0), guess, start: again, stop, measure: again };
}
