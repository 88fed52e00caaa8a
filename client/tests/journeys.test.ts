// @vitest-environment node

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { applyAll } from "../src/board";
import { boardHash } from "../src/canonical";
import type { Board, Change, You } from "../src/protocol";
import { aYou } from "./builders";

const FOLDER = join(import.meta.dirname, "../../tests/journeys");

interface Journey {
  readonly name: string;
  readonly tells: string;
  readonly start: Board;
  readonly changes: readonly Change[];
  readonly board: Board;
  readonly hash: string;
  readonly seats: readonly {
    readonly start: You;
    readonly changes: readonly Change[];
    readonly you: You;
  }[];
}

const journeys = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Journey);
const OBSERVER = aYou({ seat: { id: "observer", role: "observer", city: null } });

describe.each(journeys)("$name: $tells", ({ start, changes, board, hash, seats }) => {
  test("everybody's board ends as the server's", () => {
    const known = applyAll({ board: start, you: OBSERVER }, changes);

    expect(known.board).toEqual(board);
    expect(boardHash(known.board)).toBe(hash);
  });

  test.each(seats)(
    "the board of seat $you.seat.id ends as the server's, and so does what is its own",
    (seat) => {
      const known = applyAll({ board: start, you: seat.start }, seat.changes);
      const { removed: _removed, ...you } = known.you;

      expect(boardHash(known.board)).toBe(hash);
      expect(you).toEqual(seat.you);
    },
  );
});

test("there are journeys to play", () => {
  expect(journeys.length).toBeGreaterThan(3);
});
