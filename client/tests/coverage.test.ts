// @vitest-environment node

import { describe, expect, test } from "vitest";

import { coverage, nextArea, topNotes } from "../src/coverage";
import type { Board, Link, Note } from "../src/protocol";
import { aBoard, aNote } from "./builders";

const OULU = { id: "oulu", name: "Oulu", letters: "OU" };
const SOFIA = { id: "sofia", name: "Sofia", letters: "SO" };

function board(notes: readonly Note[], links: readonly Link[] = []): Board {
  return aBoard({ cities: [OULU, SOFIA], notes, links });
}

function link(from: string, to: string, kind: Link["kind"] = "leads_to"): Link {
  return { id: `${from}${to}${kind}`, from, to, kind };
}

describe("the notes a walk is about", () => {
  test("before a vote all notes of the area are walked, in board order", () => {
    const here = board([aNote("a"), aNote("b"), aNote("c", { area: "advantage" })]);

    expect(topNotes(here, "value").map((note) => note.id)).toEqual(["a", "b"]);
  });

  test("after it the best half by one city one vote, ties at the cut included", () => {
    const dots = [
      { oulu: 8, sofia: 0 },
      { oulu: 1, sofia: 1 },
      { oulu: 1, sofia: 1 },
      { oulu: 0, sofia: 0 },
    ];
    const here = board(dots.map((of, place) => aNote(`note${place}`, { dots: of })));

    expect(topNotes(here, "value").map((note) => note.id)).toEqual(["note0", "note1", "note2"]);
  });
});

describe("the rings", () => {
  test("clockwise they fill by links that lead on, of all areas but the last", () => {
    const notes = [aNote("need", { area: "opportunity" }), aNote("a"), aNote("b")];
    const here = board(notes, [link("a", "need"), link("b", "need", "requires")]);

    expect([...coverage(here, null, "clockwise")]).toEqual([
      ["opportunity", 0],
      ["value", 0.5],
    ]);
  });

  test("anti-clockwise they fill by what notes require, of all areas but the first", () => {
    const here = board([aNote("a"), aNote("b")], [link("b", "a", "requires")]);

    expect([...coverage(here, null, "anticlockwise")]).toEqual([
      ["value", 0.5],
      ["advantage", null],
    ]);
  });
});

test("the way goes round the end in both directions", () => {
  const areas = ["opportunity", "value", "advantage"];

  expect(nextArea(areas, "advantage", "clockwise")).toBe("opportunity");
  expect(nextArea(areas, "opportunity", "anticlockwise")).toBe("advantage");
});
