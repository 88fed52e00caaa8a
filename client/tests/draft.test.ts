import { describe, expect, test } from "vitest";

import type { Board, Canvas, Finding, Seat } from "../src/protocol";
import { neighbour, swapped } from "../src/reordering";
import { restFor } from "../src/views/asked";
import { missing } from "../src/views/coaching";
import { asked } from "../src/views/draft-what-if";
import { rightsOf } from "../src/views/rights";
import { readNumber } from "../src/words";
import { aBoard, AT, OULU } from "./builders";

describe("order of sentences", () => {
  test("a move past what stands elsewhere leaves that where it is", () => {
    expect(swapped(["a", "core", "b"], "a", "b")).toEqual(["b", "core", "a"]);
  });

  test("a sentence told twice is named once", () => {
    expect(swapped(["a", "b", "a"], "a", "b")).toEqual(["b", "a"]);
  });

  test("nothing is before the first and after the last", () => {
    expect(neighbour(["a", "b"], "a", -1)).toBeUndefined();
    expect(neighbour(["a", "b"], "b", 1)).toBeUndefined();
    expect(neighbour(["a", "b"], "b", -1)).toBe("a");
  });
});

describe("live coaching", () => {
  const found = (id: string, kind: string, severity: number, more: object = {}): Finding => ({
    id,
    kind,
    severity,
    rule: "R01",
    title: "Name of the rule",
    version: 1,
    subjects: [],
    areas: [],
    notes: [],
    cities: [],
    numbers: {},
    text: id,
    section: "summary",
    ...more,
  });

  test("asks for the gravest first, and for what is judged last", () => {
    const all = [
      found("strength", "+", 3),
      found("small", "Q", 1),
      found("judged", "G", 3, { verdict: "dismiss", reason: "not ours" }),
      found("grave", "T", 3),
    ];

    expect(missing(all).map((one) => one.id)).toEqual(["grave", "small", "judged"]);
  });

  test("waits for quiet, but not for ever", () => {
    expect(restFor(1000, 1000)).toBe(600);
    expect(restFor(1000, 4800)).toBe(200);
    expect(restFor(1000, 60_000)).toBe(0);
  });
});

describe("who may do what to the draft", () => {
  const helmi: Seat = { id: "helmi", role: "facilitator", city: null };
  const lead: Seat = { id: "lead", role: "city_lead", city: OULU };
  const agree = { id: "agree", kind: "agree", started_at: AT, locked: false } as const;
  const drafting = { edits: [], order: {}, omitted: [], signatures: [] };
  const open: Board = aBoard({ phase: agree });

  test("the facilitator drafts and the lead of a city signs, when it is agreed", () => {
    expect(rightsOf(open, helmi)).toMatchObject({ mayDraft: true, maySign: false });
    expect(rightsOf(open, lead)).toMatchObject({ mayDraft: false, maySign: true });
    expect(rightsOf(aBoard(), helmi).mayDraft).toBe(false);
    expect(rightsOf(aBoard(), lead).maySign).toBe(false);
  });

  test("an agreed canvas can only be opened again, by the facilitator", () => {
    const frozen = aBoard({ phase: agree, draft: { ...drafting, frozen: { at: AT, seq: 7 } } });

    expect(rightsOf(frozen, helmi)).toMatchObject({
      mayDraft: false,
      mayJudge: false,
      mayUnfreeze: true,
    });
    expect(rightsOf(frozen, lead)).toMatchObject({ maySign: false, mayUnfreeze: false });
  });
});

describe("what if", () => {
  const canvas = { thresholds: { strong: {}, breadth: {} } } as unknown as Canvas;

  test("numbers may be typed with a comma, and the server reads points", () => {
    expect(asked({ strong: "0,8", weighting: "pooled" }, canvas)).toEqual({
      strong: "0.8",
      weighting: "pooled",
    });
  });

  test("while one is no number nothing is asked", () => {
    expect(asked({ strong: "0,8", breadth: "much" }, canvas)).toBeNull();
    expect(["", "1e3", "−0,2", " 5 "].map(readNumber)).toEqual([null, null, -0.2, 5]);
  });
});
