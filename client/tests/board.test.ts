// @vitest-environment node

import { expect, test } from "vitest";

import { apply, applyAll } from "../src/board";
import type { Change, Note } from "../src/protocol";
import { aBallot, aBoard, added, AINO, aNote, AT, aYou, ELENA, OULU } from "./builders";

const OUTER = { at: AT, city: OULU };
const OWN = { ...aNote("mine"), hidden: true as const };

test("a type of a later version changes nothing", () => {
  const [board, you] = [aBoard(), aYou()];

  const after = apply(board, you, { ...OUTER, seq: 1, type: "tide.risen" } as unknown as Change);

  expect(after).toEqual({ board, you });
});

test("what was known before a change stays as it was", () => {
  const board = Object.freeze(aBoard({ notes: Object.freeze([aNote("a")]) as Note[] }));

  const after = apply(board, aYou(), added(1));

  expect(after.board.notes).toHaveLength(2);
  expect(board.notes).toHaveLength(1);
});

test("an own hidden note is masked on the board and whole beside it", () => {
  const change: Change = { ...OUTER, seq: 1, by: AINO, op_id: "1", type: "note.added", note: OWN };

  const { board, you } = apply(aBoard(), aYou(), change);

  expect(board.notes).toEqual([
    { id: "mine", area: "value", city: OULU, hidden: true, length: "short", version: 1 },
  ]);
  expect(you.hidden_notes).toEqual([OWN]);
  expect(you.notes).toEqual(["mine"]);
});

test("an own hidden note that somebody else removes and restores keeps its text", () => {
  const by = ELENA;
  const note = { id: "mine", area: "value", city: OULU, version: 1 };
  const masked = { ...note, hidden: true as const, length: "short" as const };

  const { you } = applyAll({ board: aBoard(), you: aYou() }, [
    { ...OUTER, seq: 1, by: AINO, type: "note.added", note: OWN },
    { ...OUTER, seq: 2, by, type: "note.removed", note_id: "mine", hidden: true },
    { ...OUTER, seq: 3, by, type: "note.restored", note: masked, before: null, hidden: true },
  ]);

  expect(you.hidden_notes).toMatchObject([{ id: "mine", text: "text of mine" }]);
  expect(you.notes).toEqual(["mine"]);
});

test("others' votes in a hidden ballot change the turnout alone", () => {
  const board = aBoard({ ballots: [aBallot()] });
  const counted: Change = {
    ...OUTER,
    seq: 1,
    type: "turnout.changed",
    ballot_id: "ballot",
    turnout: { [OULU]: 1 },
  };
  const vote: Change = { ...OUTER, seq: 2, type: "vote.placed", ballot_id: "ballot" };

  const after = applyAll({ board, you: aYou({ votes_left: { ballot: 5 } }) }, [counted, vote]);

  expect(after.board.ballots).toEqual([aBallot({ turnout: { [OULU]: 1 } })]);
  expect(after.you.votes_left).toEqual({ ballot: 5 });
});

test("500 changes on 2,000 notes take less than 50 ms", () => {
  const areas = ["opportunity", "value", "advantage"];
  const notes = areas.flatMap((area) =>
    Array.from({ length: 667 }, (_, at) => aNote(`${area}${at}`, { area })),
  );
  const changes = Array.from({ length: 500 }, (_, at): Change => {
    const outer = { ...OUTER, seq: at, by: ELENA };
    const note_id = `value${at}`;
    if (at % 4 === 0) return added(at);
    if (at % 4 === 1) return { ...outer, type: "note.edited", note_id, text: "new", version: 2 };
    if (at % 4 === 2)
      return { ...outer, type: "note.moved", note_id, area: "advantage", before: null };
    return { ...outer, type: "note.removed", note_id };
  });
  const run = (): number => {
    const begun = process.cpuUsage();
    applyAll({ board: aBoard({ areas, notes }), you: aYou() }, changes);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };

  // Time of the processor, the best of some: others may keep the machine busy.
  const fastest = Math.min(...Array.from({ length: 10 }, run));

  expect(fastest).toBeLessThan(50);
});
