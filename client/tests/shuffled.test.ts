import { expect, test } from "vitest";

import { shuffled } from "../src/shuffled";

const NOTES = Array.from({ length: 40 }, (_, place) => `note${place}`);
const same = (note: string): string => note;
const order = (seat: string, ballot: string) => shuffled(NOTES, same, { seat, ballot });

test("a seat sees the same order each time, and all of it", () => {
  expect(order("aino", "first")).toEqual(order("aino", "first"));
  expect([...order("aino", "first")].sort()).toEqual([...NOTES].sort());
});

test("another seat, or another vote, has an order of its own", () => {
  expect(order("elena", "first")).not.toEqual(order("aino", "first"));
  expect(order("aino", "second")).not.toEqual(order("aino", "first"));
});

test("no note comes first much more often than others", () => {
  const seats = Array.from({ length: 400 }, (_, place) => `seat${place}`);
  const firsts = new Map<string, number>();
  for (const seat of seats) {
    const first = order(seat, "ballot")[0] ?? "";
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }

  expect(Math.max(...firsts.values())).toBeLessThan(40); // 10 by chance
});
