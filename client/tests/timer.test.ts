// @vitest-environment node

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { makeClock } from "../src/clock";
import { planEnd, type Writing } from "../src/fair-end";
import type { Timer } from "../src/protocol";
import { saidAt, timeLeft, untilNextSecond, wholeSeconds } from "../src/timer";

const HOUR = 3_600_000;
const START = Date.parse("2026-11-23T10:00:00.000Z");

const aTimer = (facts: Partial<Timer> = {}): Timer => ({
  id: "timer",
  ends_at: "2026-11-23T10:05:00.000Z",
  at_end: "lock",
  grace_ms: 10_000,
  ...facts,
});

beforeEach(() => {
  vi.useFakeTimers({
    now: START,
    toFake: ["Date", "setTimeout", "setInterval", "clearTimeout", "clearInterval"],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("time left", () => {
  test.each([
    [0, "runs", 300_000],
    [299_999, "runs", 1],
    [300_000, "grace", 10_000],
    [309_999, "grace", 1],
    [310_000, "over", 0],
  ] as const)("after %i ms the timer %s, %i ms", (passed, state, ms) => {
    expect(timeLeft(aTimer(), START + passed)).toEqual({ state, ms });
  });

  test("a timer at rest shows what it will go on with, however long it rests", () => {
    const timer = aTimer({ paused_left_ms: 90_000, paused_by: "seat" });

    expect(timeLeft(timer, START + 10 * HOUR)).toEqual({ state: "rests", ms: 90_000 });
  });

  test("a second that has begun is still there", () => {
    expect([60_000, 59_999, 59_001, 59_000, 1, 0].map(wholeSeconds)).toEqual([
      60, 60, 60, 59, 1, 0,
    ]);
  });

  test("the next look is when the seconds turn over", () => {
    expect([1000, 1250, 999, 1].map(untilNextSecond)).toEqual([1000, 250, 999, 1]);
  });

  test("the time is said at few moments, also when a look was missed", () => {
    const said = Array.from({ length: 700 }, (_, at) => saidAt(701 - at, 700 - at));

    expect(said.filter((mark) => mark !== null)).toEqual([600, 300, 120, 60, 30, 10]);
    expect(saidAt(400, 20)).toBe(30);
    expect(saidAt(1, 0)).toBe(0);
    expect(saidAt(60, 60)).toBeNull();
  });
});

/** A device whose wall clock is wrong; its server answers in `trip` ms. */
function aDevice(wrongBy: number, trip = 40) {
  const off = { wall: wrongBy, steady: 0 };
  const clock = makeClock(
    async () => {
      await new Promise((done) => setTimeout(done, trip / 2));
      const serverTime = new Date(Date.now()).toISOString();
      await new Promise((done) => setTimeout(done, trip / 2));
      return serverTime;
    },
    { wall: () => Date.now() + off.wall, steady: () => Date.now() - START + off.steady },
  );
  return { clock, off, error: () => Math.abs(clock.now() - Date.now()) };
}

describe("a clock", () => {
  test.each([HOUR, -HOUR, 0, 731])(
    "that is wrong by %i ms tells the server's time",
    async (off) => {
      const device = aDevice(off);
      device.clock.start();

      await vi.advanceTimersByTimeAsync(100);
      expect(device.error()).toBeLessThan(50); // after one sample
      await vi.advanceTimersByTimeAsync(2000);
      expect(device.error()).toBeLessThan(5);
      device.clock.stop();
    },
  );

  test("has a first guess before it has asked", () => {
    const device = aDevice(HOUR);
    device.clock.guess(new Date(START).toISOString());

    expect(device.error()).toBe(0);
  });

  test("whose device is set anew by an hour measures again by itself", async () => {
    const device = aDevice(0);
    device.clock.start();
    await vi.advanceTimersByTimeAsync(2000);

    device.off.wall = -HOUR;
    await vi.advanceTimersByTimeAsync(2000);

    expect(device.error()).toBeLessThan(50);
    device.clock.stop();
  });

  test("whose device slept measures again, though nobody says that it woke up", async () => {
    const device = aDevice(HOUR);
    device.clock.start();
    await vi.advanceTimersByTimeAsync(2000);

    device.off.steady = -120_000; // its steady clock stood still for two minutes
    device.off.wall = HOUR + 4000; // and the other one is not quite what it was
    await vi.advanceTimersByTimeAsync(2000);

    expect(device.error()).toBeLessThan(50);
    device.clock.stop();
  });

  test("that waits for its answer while it is started anew does not take the old one", async () => {
    const device = aDevice(HOUR, 400);
    device.clock.start();
    await vi.advanceTimersByTimeAsync(100);
    device.off.wall = 0;
    device.clock.measure();
    await vi.advanceTimersByTimeAsync(450);

    expect(device.error()).toBeLessThan(5);
    device.clock.stop();
  });
});

describe("a fair end", () => {
  function aWriting(text: string): Writing & { text: string; sent: string[] } {
    const writing = {
      text,
      sent: [] as string[],
      isBegun: () => writing.text !== "",
      finish: () => {
        writing.sent.push(writing.text);
        writing.text = "";
      },
    };
    return writing;
  }
  const now = (): number => Date.now();

  test("sends what was begun in time, as it is shortly before the grace ends", async () => {
    const writing = aWriting("");
    planEnd(aTimer(), now, new Set([writing]));
    await vi.advanceTimersByTimeAsync(299_000);
    writing.text = "begun in ti";
    await vi.advanceTimersByTimeAsync(5000);
    writing.text = "begun in time";

    await vi.advanceTimersByTimeAsync(3000);
    expect(writing.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(writing.sent).toEqual(["begun in time"]);
  });

  test("leaves alone what was begun after the end", async () => {
    const writing = aWriting("");
    planEnd(aTimer(), now, new Set([writing]));
    await vi.advanceTimersByTimeAsync(301_000);
    writing.text = "too late";
    await vi.advanceTimersByTimeAsync(20_000);

    expect(writing.sent).toEqual([]);
  });

  test("sends nothing where nothing follows the end, nor while the timer rests", async () => {
    const writing = aWriting("text");
    planEnd(aTimer({ grace_ms: 0, at_end: "nothing" }), now, new Set([writing]));
    planEnd(aTimer({ paused_left_ms: 1000 }), now, new Set([writing]));
    await vi.advanceTimersByTimeAsync(400_000);

    expect(writing.sent).toEqual([]);
  });

  test("sends nothing twice, nor after the plan was given up for another end", async () => {
    const writing = aWriting("text");
    planEnd(aTimer(), now, new Set([writing]))?.();
    await vi.advanceTimersByTimeAsync(320_000);

    expect(writing.sent).toEqual([]);
  });

  test("of a page that slept through the grace sends nothing: it stays with its author", async () => {
    const writing = aWriting("text");
    let slept = 0;
    planEnd(aTimer(), () => Date.now() + slept, new Set([writing]));
    await vi.advanceTimersByTimeAsync(301_000);
    slept = 60_000;
    await vi.advanceTimersByTimeAsync(20_000);

    expect(writing.sent).toEqual([]);
  });
});
