// @vitest-environment node

import { describe, expect, test } from "vitest";

import {
  fromPreset,
  madeSilent,
  minutesOf,
  moved,
  newPhase,
  ofKind,
  PHASE_KINDS,
  withRight,
} from "../src/agenda";
import type { ShownNote } from "../src/drawn";
import type { Board, Canvas, Phase, Role, Seat } from "../src/protocol";
import { rightsOf } from "../src/views/rights";
import { AINO, aBallot, aBoard, ELENA, OULU } from "./builders";

const AT = "2026-11-23T10:00:00.000Z";

function inPhase(phase: Partial<Phase>, more: Partial<Board> = {}): Board {
  const now: Phase = { id: "now", kind: "gather", title: "Now", silent: false, ...phase };
  const { id, kind } = now;
  return aBoard({ phases: [now], phase: { id, kind, started_at: AT, locked: false }, ...more });
}

const aSeat = (role: Role, id = AINO): Seat => ({ id, role, city: OULU, name: "A" });

const shown = (facts: Partial<ShownNote>): ShownNote => ({
  id: "note",
  key: "note",
  area: "value",
  city: OULU,
  text: "text",
  version: 1,
  isHidden: false,
  isOwn: false,
  isSaved: true,
  isNew: false,
  ...facts,
});

const OWN = shown({ isOwn: true });
const OF_CITY = shown({ id: "c" });
const OF_OTHERS = shown({ id: "o", city: "elsewhere" });

describe("what a seat is offered", () => {
  test("follows the kind of the phase", () => {
    const may = Object.fromEntries(
      PHASE_KINDS.map((kind) => {
        const rights = rightsOf(inPhase({ kind }), aSeat("participant"));
        return [kind, [rights.mayWrite, rights.mayEdit(OWN), rights.mayMove(OF_OTHERS)]];
      }),
    );

    expect(may).toEqual({
      gather: [true, true, false],
      reveal: [false, false, false],
      group: [false, false, true],
      walk: [true, true, false],
      vote: [false, false, false],
      discuss: [false, true, false],
      close_gaps: [true, true, false],
      agree: [false, false, false],
      break: [false, false, false],
    });
  });

  test.each([
    ["nobody", [false, false, false]],
    ["own", [true, false, false]],
    ["city", [true, true, false]],
    ["all", [true, true, true]],
  ] as const)("reaches the notes of %s where the agenda says so", (scope, reached) => {
    const { mayEdit } = rightsOf(inPhase({ rights: { edit: scope } }), aSeat("participant"));

    expect([OWN, OF_CITY, OF_OTHERS].map(mayEdit)).toEqual(reached);
  });

  test("is for a lead the city's what is a participant's own", () => {
    const { mayEdit } = rightsOf(inPhase({}), aSeat("city_lead", ELENA));

    expect([OWN, OF_CITY, OF_OTHERS].map(mayEdit)).toEqual([true, true, false]);
  });

  test("is everything for a facilitator but in a vote, and nothing for an observer", () => {
    const nobody = { add: "nobody", edit: "nobody", move: "nobody" } as const;
    const board = inPhase({ kind: "break", rights: nobody });

    expect(rightsOf(board, aSeat("facilitator")).mayEdit(OF_OTHERS)).toBe(true);
    expect(rightsOf(inPhase({}), aSeat("observer")).mayEdit(OWN)).toBe(false);
    expect(rightsOf(inPhase({ kind: "vote" }), aSeat("facilitator")).mayWrite).toBe(false);
  });

  test("needs an open ballot and the right to vote", () => {
    const ballots = [aBallot()];
    const seat = aSeat("participant");

    expect(rightsOf(inPhase({ kind: "vote" }), seat).mayVote).toBe(false);
    expect(rightsOf(inPhase({ kind: "vote" }, { ballots }), seat).mayVote).toBe(true);
    expect(rightsOf(inPhase({ kind: "break" }, { ballots }), seat).mayVote).toBe(false);
  });

  test("is nothing in a kind of phase of a later version", () => {
    const board = inPhase({ kind: "sing" as "break" });

    expect(rightsOf(board, aSeat("participant")).mayWrite).toBe(false);
  });
});

describe("planning", () => {
  test("moves a phase one place, and not past the ends", () => {
    expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
  });

  test("gives a new phase an id of its own that the server takes", () => {
    const [one, other] = [newPhase("walk", "W"), newPhase("break", "B")];

    expect(one.id).toMatch(/^[a-z0-9][a-z0-9_-]{0,39}$/);
    expect(one.id).not.toBe(other.id);
    expect(one.direction).toBe("clockwise");
    expect(other.direction).toBeUndefined();
  });

  test("drops what another kind cannot have", () => {
    const walk = { ...newPhase("walk", "W"), stances: true as const, silent: true };

    expect(ofKind(walk, "break")).toEqual({
      id: walk.id,
      title: "W",
      kind: "break",
      silent: false,
    });
    expect(madeSilent({ ...walk, silent: false }, true).stances).toBeUndefined();
  });

  test("says of rights only what differs from the kind", () => {
    const phase = newPhase("gather", "G");
    const changed = withRight(phase, "edit", "city");

    expect(changed.rights).toEqual({ edit: "city" });
    expect(withRight(changed, "edit", "own").rights).toBeUndefined();
  });

  test("keeps the phase that is on when a whole agenda is chosen", () => {
    const known = { kind: "vote" as const, silent: false, title: { en: "Vote" }, instruction: {} };
    const preset = {
      id: "short",
      title: { en: "Short" },
      phases: [{ phase: "vote", seconds: 600 }],
    };
    const canvas = { phases: [{ id: "vote", ...known }] } as unknown as Canvas;

    const phases = fromPreset(preset, canvas, inPhase({}));

    expect(phases.map(({ id }) => id)).toEqual(["now", "vote"]);
    expect(minutesOf(phases)).toBe(10);
  });
});
