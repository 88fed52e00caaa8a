import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { SentOp } from "../src/protocol";
import { openShelf } from "../src/shelf";

const [WORKSHOP, SEAT] = ["workshop1111", "seataaaaaaaa"];
const NOW = Date.now();

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function anOp(op_id: string): SentOp {
  return { type: "note.remove", note_id: "n1", op_id };
}

async function idsOf(workshopId = WORKSHOP, seatId = SEAT): Promise<readonly string[]> {
  return (await openShelf(workshopId, seatId).all()).map(({ op }) => op.op_id);
}

test("what is put on the shelf is there after a reload, in order", async () => {
  const shelf = openShelf(WORKSHOP, SEAT);
  await shelf.put({ op: anOp("b"), place: NOW + 2 });
  await shelf.put({ op: anOp("a"), place: NOW + 1 });
  await shelf.put({ op: anOp("c"), place: NOW + 3 });

  await shelf.drop("c");

  expect(await idsOf()).toEqual(["a", "b"]);
});

test("a seat finds its own ops alone", async () => {
  await openShelf(WORKSHOP, SEAT).put({ op: anOp("a"), place: NOW });

  expect(await idsOf(WORKSHOP, "seateeeeeeee")).toEqual([]);
  expect(await idsOf("workshop2222", SEAT)).toEqual([]);
});

test("what nobody came back for goes away", async () => {
  await openShelf(WORKSHOP, SEAT).put({ op: anOp("a"), place: NOW - 31 * 24 * 3600_000 });

  expect(await idsOf()).toEqual([]);
  expect(await idsOf()).toEqual([]);
});

test("a browser that keeps nothing has a shelf as long as the page is open", async () => {
  vi.stubGlobal("indexedDB", undefined);
  const shelf = openShelf(WORKSHOP, SEAT);

  await shelf.put({ op: anOp("a"), place: NOW });

  expect(await shelf.all()).toMatchObject([{ op: { op_id: "a" } }]);
  expect(await idsOf()).toEqual([]);
});
