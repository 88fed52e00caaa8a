// @vitest-environment node

import { expect, test } from "vitest";

import { byArea, draw } from "../src/drawn";
import type { Board, Op, SentOp, You } from "../src/protocol";
import { aBallot, aBoard, AINO, aHiddenNote, aNote, aYou } from "./builders";

function drawn(op: Op, board: Board = aBoard(), you: You = aYou()) {
  return draw(board, you, [{ ...op, op_id: "op1" } as SentOp]);
}

test("a note is drawn with what is own about it", () => {
  const board = aBoard({ notes: [aNote("a"), aNote("b"), aHiddenNote("c"), aHiddenNote("d")] });
  const own = { ...aNote("d"), hidden: true as const };

  const { notes } = draw(board, aYou({ notes: ["b", "d"], hidden_notes: [own] }), []);

  expect(notes).toMatchObject([
    { id: "a", text: "text of a", isOwn: false, isHidden: false, isSaved: true },
    { id: "b", text: "text of b", isOwn: true, isHidden: false },
    { id: "c", text: null, isOwn: false, isHidden: true, length: "short" },
    { id: "d", text: "text of d", isOwn: true, isHidden: true },
  ]);
});

test("a note that did not change is the same as before", () => {
  const board = aBoard({ notes: [aNote("a")] });

  const first = draw(board, aYou(), []);
  const second = draw({ ...board, notes: [...board.notes, aNote("b")] }, aYou(), []);

  expect(second.notes[0]).toBe(first.notes[0]);
});

test("a note that is not saved yet is drawn last in its area", () => {
  const board = aBoard({ notes: [aNote("a"), aNote("b", { area: "advantage" })] });

  const { notes } = drawn({ type: "note.add", area: "value", text: "new" }, board);

  expect(notes.map(({ id }) => id)).toEqual(["a", "op1", "b"]);
  expect(notes[1]).toMatchObject({ text: "new", isNew: true, isSaved: false, isHidden: true });
});

test("a saved note keeps the key it had before it had an id", () => {
  const board = aBoard({ notes: [aNote("a")] });

  const { notes } = draw(board, aYou(), [], new Map([["a", "op1"]]));

  expect(notes[0]?.key).toBe("op1");
});

test("an unsaved edit shows the new text and takes away what it takes away", () => {
  const board = aBoard({ notes: [aNote("a", { facet: "need", who: ["residents"] })] });

  const op: Op = { type: "note.edit", note_id: "a", text: "new", facet: null, who: [] };
  const { notes } = drawn(op, board);

  expect(notes[0]).toMatchObject({ text: "new", isSaved: false });
  expect(notes[0]).not.toHaveProperty("facet");
  expect(notes[0]).not.toHaveProperty("who");
});

test("an unsaved move and an unsaved removal are drawn", () => {
  const board = aBoard({ notes: [aNote("a"), aNote("b")] });

  const move: Op = { type: "note.move", note_id: "b", area: "value", before: "a" };

  expect(drawn(move, board).notes.map(({ id }) => id)).toEqual(["b", "a"]);
  expect(drawn({ type: "note.remove", note_id: "a" }, board).notes).toHaveLength(1);
});

test("unsaved dots count against the budget", () => {
  const board = aBoard({ notes: [aNote("a")], ballots: [aBallot()] });
  const you = aYou({
    votes: [{ ballot_id: "ballot", target_id: "a", dots: 1 }],
    votes_left: { ballot: 4 },
  });

  const placed = drawn({ type: "vote.place", target_id: "a" }, board, you);
  const withdrawn = drawn({ type: "vote.withdraw", target_id: "a" }, board, you);

  expect([placed.votes.get("a"), placed.votesLeft]).toEqual([2, { ballot: 3 }]);
  expect([withdrawn.votes.get("a"), withdrawn.votesLeft]).toEqual([undefined, { ballot: 5 }]);
});

test("notes are found by area", () => {
  const { notes } = draw(aBoard({ notes: [aNote("a", { seat: AINO })] }), aYou(), []);

  const areas = byArea(["opportunity", "value"], notes);

  expect(areas.get("opportunity")).toEqual([]);
  expect(areas.get("value")).toEqual(notes);
});

test("own scores of services show before they are saved, and go when taken back", () => {
  const you = aYou({
    service_scores: [{ service_id: "desk", criterion: "need", value: 4 }],
    weights: { need: 100 },
  });
  const score = { type: "service.score", service_id: "desk" } as const;

  const more = drawn({ ...score, criterion: "value", value: 2 }, aBoard(), you);
  const less = drawn({ ...score, criterion: "need", value: null }, aBoard(), you);
  const split = drawn({ type: "weights.split", points: { need: 40, value: 60 } }, aBoard(), you);

  expect([...more.serviceScores]).toEqual([
    ["desk need", 4],
    ["desk value", 2],
  ]);
  expect(less.serviceScores.size).toBe(0);
  expect([more.weights, split.weights]).toEqual([{ need: 100 }, { need: 40, value: 60 }]);
});
