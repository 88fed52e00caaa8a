import { beforeAll, expect, test } from "vitest";

import { eventWords, isTold } from "../src/views/history-words";
import { setLanguage } from "../src/words";
import { aBoard } from "./builders";

const EVENT = { seq: 7, at: "2026-11-23T10:00:00.000Z", city: null };
const NOTE = { id: "n", area: "value", state: "kept" } as const;

beforeAll(() => setLanguage("en"));

test("one thing and several at once are told, a vote is not", () => {
  expect(isTold("note.added")).toBe(true);
  expect(isTold("notes.revealed")).toBe(true);
  expect(isTold("vote.placed")).toBe(false);
  expect(isTold("turnout.changed")).toBe(false);
});

test("what happened is a plain sentence", () => {
  const told = (more: object): string => eventWords({ ...EVENT, type: "", ...more }, aBoard());

  expect(told({ type: "notes.revealed", count: 2 })).toBe("2 notes were revealed");
  expect(told({ type: "note.removed", note: { ...NOTE, text: "Open\nall night" } })).toBe(
    "Removed: “Open all night”",
  );
  expect(told({ type: "note.moved", area: "value", note: NOTE })).toBe(
    "Moved to value: a hidden note",
  );
  expect(told({ type: "note.removed", note: { ...NOTE, text: "x".repeat(300) } }).length).toBe(101);
  expect(told({ type: "phase.locked", locked: false })).toBe("The phase was unlocked");
});
