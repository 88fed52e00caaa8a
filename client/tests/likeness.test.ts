import { expect, test } from "vitest";

import { likeness, nearest, runsOf } from "../src/likeness";

const note = (text: string | null) => ({ text });

test("nearly the same sentence is found, whatever its case and marks", () => {
  const told = [note("Fewer trips"), note("Booking a time takes too long!")];

  expect(nearest("booking a time takes so long", told)).toBe(told[1]);
});

test("another thought is not, nor a hidden note, nor two words", () => {
  const told = [note("Open data of the region"), note(null), note("Light")];

  expect(nearest("Open at night in the winter", told)).toBeNull();
  expect(nearest("Light", told)).toBeNull();
});

test("Finnish inflection and Cyrillic are read", () => {
  const told = [note("Ajan varaaminen kestää liian kauan"), note("По-малко чакане на гише")];

  expect(nearest("Ajanvaraus kestää liian kauan", told)).toBe(told[0]);
  expect(nearest("по-малко чакане на гишето", told)).toBe(told[1]);
});

test("equal texts are wholly alike, empty ones not at all", () => {
  expect(likeness(runsOf("Less paper"), runsOf("less  paper."))).toBe(1);
  expect(likeness(runsOf(""), runsOf("less paper"))).toBe(0);
});
