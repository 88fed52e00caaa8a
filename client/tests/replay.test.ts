// @vitest-environment node

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { applyAll } from "../src/board";
import { boardHash } from "../src/canonical";
import type { Board, Change, Seat } from "../src/protocol";
import { makeReplay, nextTold, readReplay, type Replay } from "../src/replay";
import { aYou } from "./builders";

const FOLDER = join(import.meta.dirname, "../../tests/journeys");
const SEAT: Seat = { id: "observer", role: "observer", city: null };

interface Journey {
  readonly name: string;
  readonly start: Board;
  readonly changes: readonly Change[];
  readonly hash: string;
}

const journeys = readdirSync(FOLDER).map(
  (name) => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Journey,
);
const longest = journeys.toSorted((a, b) => b.changes.length - a.changes.length)[0] as Journey;

function played({ start, changes }: Journey): Replay {
  const begins = (changes[0]?.seq ?? 1) - 1;
  const replay = makeReplay(begins, start, SEAT);
  replay.goOn(changes);
  return { ...replay, begins, last: replay.last() };
}

test.each(journeys)("$name is at each seq what it was then", (journey) => {
  const replay = played(journey);
  let known = { board: journey.start, you: aYou({ seat: SEAT }) };

  for (const [place, change] of journey.changes.entries()) {
    known = applyAll(known, [change]);
    expect(replay.boardAt(replay.begins + place + 1)).toEqual(known.board);
  }
  expect(boardHash(replay.boardAt(replay.last))).toBe(journey.hash);
});

test("a board long ago is found from one kept near it", () => {
  const again = Array.from({ length: 260 }, (_, place) => ({
    ...(longest.changes[0] as Change),
    seq: place + 1,
    type: "phase.locked" as const,
    locked: place % 2 === 0,
  })) as unknown as readonly Change[];
  const replay = makeReplay(0, longest.start, SEAT);
  replay.goOn(again);

  expect(replay.boardAt(0)).toEqual(longest.start);
  for (const seq of [1, 99, 100, 101, 200, 259, 260]) {
    expect(replay.boardAt(seq).phase.locked).toBe(seq % 2 === 1);
  }
  expect(replay.boardAt(9999).phase.locked).toBe(false);
});

describe("steps", () => {
  const replay = played(longest);
  const only = (type: string) => (other: string) => other === type;

  test("go from one thing worth telling to the next", () => {
    const seqs = replay.changes.filter(({ type }) => type === "note.added").map(({ seq }) => seq);

    expect(nextTold(replay, replay.begins, 1, only("note.added"))).toBe(seqs[0]);
    expect(nextTold(replay, seqs[0] ?? 0, 1, only("note.added"))).toBe(seqs[1]);
    expect(nextTold(replay, seqs[1] ?? 0, -1, only("note.added"))).toBe(seqs[0]);
  });

  test("end at the beginning and at the end", () => {
    expect(nextTold(replay, replay.last, 1, () => true)).toBeNull();
    expect(nextTold(replay, replay.begins, -1, () => true)).toBeNull();
    expect(nextTold(replay, replay.begins + 1, -1, only("nothing"))).toBe(replay.begins);
  });
});

test("a log is read page by page from its first board on", async () => {
  const begins = (longest.changes[0]?.seq ?? 1) - 1;
  const last = begins + longest.changes.length;
  const asked: number[] = [];

  const replay = await readReplay(
    "w",
    { token: "t", seat: SEAT },
    { begins, seq: last },
    undefined,
    {
      boardAt: (_w, _t, seq) =>
        Promise.resolve({
          workshop_id: "w",
          seq,
          epoch: "e",
          at: "",
          hash: "",
          board: longest.start,
        }),
      changesAfter: (_w, _t, { after, epoch }) => {
        asked.push(after);
        const changes = longest.changes.filter(({ seq }) => seq > after).slice(0, 10);
        const seq = changes.at(-1)?.seq ?? after;
        return Promise.resolve({ changes, seq, epoch, more: seq < last });
      },
    },
  );

  expect(replay.last).toBe(last);
  expect(asked[1]).toBe(begins + 10);
  expect(boardHash(replay.boardAt(last))).toBe(longest.hash);
});
