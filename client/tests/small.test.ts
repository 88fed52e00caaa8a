// @vitest-environment node

import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { boardHash, canonical } from "../src/canonical";
import { sha256 } from "../src/sha256";
import { countGraphemes, lengthClass } from "../src/text";
import { minutesText, secondsLeft, serverOffset } from "../src/time";
import { uuid } from "../src/uuid";
import { aBoard, aNote } from "./builders";

describe("sha256", () => {
  const lengths = [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 70_000];

  test.each(lengths)("of %i bytes is what everybody computes", (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + length) % 256);

    expect(sha256(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  test("of a text is that of its UTF-8", () => {
    const text = "Λιγότερη αναμονή 👩‍👩‍👧‍👦";

    expect(sha256(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
  });
});

describe("canonical", () => {
  test("sorts keys by code point, at every depth", () => {
    expect(canonical({ b: [{ d: 1, c: null }], a: true })).toBe(
      '{"a":true,"b":[{"c":null,"d":1}]}',
    );
    expect(canonical({ "😀": 1, "\uffee": 2 })).toBe('{"\uffee":2,"😀":1}');
  });

  test("leaves out what has no value", () => {
    expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  test("escapes only where JSON must", () => {
    expect(canonical('"\\\b\f\n\r\t\u0001/\u007f\u2028ä')).toBe(
      '"\\"\\\\\\b\\f\\n\\r\\t\\u0001/\u007f\u2028ä"',
    );
  });

  test("a board's hash is that of its canonical form", () => {
    const board = aBoard({ notes: [aNote("b"), aNote("a", { area: "advantage" })] });

    expect(boardHash(board)).toBe(sha256(canonical(board)));
    expect(boardHash({ ...board, title: "Other" })).not.toBe(boardHash(board));
  });
});

describe("text", () => {
  test("is counted as a reader counts it", () => {
    expect(countGraphemes("👩‍👩‍👧‍👦é한")).toBe(3);
  });

  test.each([
    [40, "short"],
    [41, "medium"],
    [140, "medium"],
    [141, "long"],
  ])("of %i characters is %s", (length, expected) => {
    expect(lengthClass("ä".repeat(length))).toBe(expected);
  });
});

describe("time", () => {
  test("the sample with the shortest trip tells the offset", () => {
    const trips = [
      { sentAt: 0, serverTime: 9000, heardAt: 800 },
      { sentAt: 1000, serverTime: 6010, heardAt: 1020 },
    ];

    expect(serverOffset(trips)).toBe(5000);
    expect(serverOffset([])).toBeNull();
  });

  test("time left is told in minutes and goes below zero", () => {
    const start = "2026-11-23T10:00:00.000Z";

    expect(secondsLeft(start, 300, Date.parse(start) + 55_000)).toBe(245);
    expect(minutesText(245)).toBe("4:05");
    expect(minutesText(3729)).toBe("1:02:09");
    expect(minutesText(-5)).toBe("−0:05");
  });
});

test("an op id is a lower-case UUID of version 4, each time another", () => {
  const ids = Array.from({ length: 500 }, uuid);

  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(new Set(ids).size).toBe(500);
});
