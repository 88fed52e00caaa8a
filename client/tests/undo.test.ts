import { expect, test, vi } from "vitest";

import { type Before, inverseOf } from "../src/inverse";
import type { Ack, Op } from "../src/protocol";
import { makeUndo } from "../src/undo";
import { aBallot, aBoard, AINO, aHiddenNote, aNote, aYou, ELENA } from "./builders";

const accepted = { ok: true, seq: 11, id: "madenow00000" } as const;
const A_SEAT = { connected: true, ready: false, city: null } as const;

function before(facts: Partial<Before> = {}): Before {
  return { board: aBoard(), you: aYou(), seats: [], ...facts };
}

function undoing(op: Op, facts: Partial<Before> = {}): readonly Op[] | undefined {
  return inverseOf(op, before(facts))?.ops(accepted);
}

test("a new note is removed by the id it got", () => {
  expect(undoing({ type: "note.add", area: "value", text: "new" })).toEqual([
    { type: "note.remove", note_id: accepted.id },
  ]);
});

test("an edit is taken back, but not over what somebody wrote since", () => {
  const board = aBoard({ notes: [aNote("n", { text: "before", version: 4, facet: "creation" })] });

  const back = undoing({ type: "note.edit", note_id: "n", text: "after", facet: null }, { board });

  expect(back).toEqual([
    { type: "note.edit", note_id: "n", text: "before", facet: "creation", base_version: 5 },
  ]);
});

test("an own hidden note is edited back to the text only its author has", () => {
  const { hidden: _shown, ...own } = aNote("n", { text: "my own words" });
  const you = aYou({ hidden_notes: [own] });
  const board = aBoard({ notes: [aHiddenNote("n")] });

  const back = undoing({ type: "note.edit", note_id: "n", text: "other" }, { board, you });

  expect(back?.[0]).toMatchObject({ text: "my own words" });
});

test("a moved note goes back before the one it stood before, with the facet it lost", () => {
  const notes = [aNote("a", { facet: "creation" }), aNote("b"), aNote("c", { area: "advantage" })];
  const board = aBoard({ notes });

  expect(undoing({ type: "note.move", note_id: "a", area: "advantage" }, { board })).toEqual([
    { type: "note.move", note_id: "a", area: "value", before: "b" },
    { type: "note.edit", note_id: "a", facet: "creation" },
  ]);
  expect(
    undoing({ type: "note.move", note_id: "b", area: "value", before: "a" }, { board }),
  ).toEqual([{ type: "note.move", note_id: "b", area: "value", before: null }]);
});

test("what was said about a note first is taken away again, the rest is put back", () => {
  const board = aBoard({ notes: [aNote("n", { owner: "City IT" })] });

  const back = undoing(
    { type: "note.describe", note_id: "n", owner: "", tags: ["privacy"], funding: "fee" },
    { board },
  );

  expect(back).toEqual([
    { type: "note.describe", note_id: "n", owner: "City IT", tags: [], funding: null },
  ]);
});

test("dots taken back without a number are all placed again", () => {
  const board = aBoard({ ballots: [aBallot()] });
  const you = { ...aYou(), votes: [{ ballot_id: "ballot", target_id: "n", dots: 2 }] };

  expect(undoing({ type: "vote.withdraw", target_id: "n" }, { board, you })).toEqual([
    { type: "vote.place", target_id: "n", dots: 2 },
  ]);
});

test("notes filled into a theme go back to the one they were in", () => {
  const themes = [
    { id: "t1", area: "value", title: "Warmth", notes: ["a"] },
    { id: "t2", area: "value", title: "Light", notes: ["b", "c"] },
  ];

  const fill: Op = { type: "theme.fill", theme_id: "t1", notes: ["a", "b", "d"] };

  expect(undoing(fill, { board: aBoard({ themes }) })).toEqual([
    { type: "theme.empty", theme_id: "t1", notes: ["b", "d"] },
    { type: "theme.fill", theme_id: "t2", notes: ["b"] },
  ]);
});

test("a seat gets back its role and its city, a removed one comes back", () => {
  const seats = [{ ...A_SEAT, id: ELENA, name: "Elena", role: "participant", city: "c" }] as const;

  expect(undoing({ type: "seat.promote", seat_id: ELENA, role: "facilitator" }, { seats })).toEqual(
    [{ type: "seat.promote", seat_id: ELENA, role: "participant", city: "c" }],
  );
  expect(undoing({ type: "seat.remove", seat_id: ELENA })).toEqual([
    { type: "seat.restore", seat_id: ELENA },
  ]);
  expect(undoing({ type: "seat.promote", seat_id: AINO, role: "observer" }, { seats })).toBe(
    undefined,
  );
});

test("what everybody has seen cannot be taken back", () => {
  for (const type of ["notes.reveal", "ballot.reveal", "workshop.close"] as const) {
    expect(undoing({ type })).toBe(undefined);
  }
});

test("the last action is undone first; a refused one was never done", async () => {
  const sent: Op[] = [];
  const perform = (op: Op): Promise<Ack> => Promise.resolve((sent.push(op), accepted));
  const undo = makeUndo(() => before(), perform);
  const error = { code: "note.empty", message: "no" };
  await undo.watch({ type: "phase.lock", locked: true }, Promise.resolve(accepted));
  await undo.watch(
    { type: "note.add", area: "value", text: "" },
    Promise.resolve({ ok: false, error }),
  );
  await undo.watch({ type: "note.add", area: "value", text: "new" }, Promise.resolve(accepted));
  expect(undo.next.value).toBe("note");

  await undo.undo();
  await undo.undo();

  expect(sent.map((op) => op.type)).toEqual(["note.remove", "phase.lock"]);
  expect(await undo.undo()).toBe(null);
});

test("what comes second is not sent when the first is refused", async () => {
  const board = aBoard({ notes: [aNote("n", { facet: "creation" })] });
  const error = { code: "note.unknown", message: "gone" };
  const perform = vi.fn(() => Promise.resolve<Ack>({ ok: false, error }));
  const undo = makeUndo(() => before({ board }), perform);
  const move: Op = { type: "note.move", note_id: "n", area: "advantage" };
  await undo.watch(move, Promise.resolve(accepted));

  expect((await undo.undo())?.ack).toEqual({ ok: false, error });
  expect(perform).toHaveBeenCalledTimes(1);
});
