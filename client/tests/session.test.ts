import { afterEach, beforeEach, expect, test } from "vitest";

import { boardHash } from "../src/canonical";
import { makeOps } from "../src/ops";
import type { Canvas, Change, SentOp } from "../src/protocol";
import { keepSeat, keptSeats, seatOf, tokenForCode, tokenForKey } from "../src/seats";
import { makeSession, type Session } from "../src/session";
import { memoryShelf, type Shelf } from "../src/shelf";
import { errorWords, fetchWords } from "../src/words";
import {
  added,
  AINO,
  aNote,
  aSnapshot,
  AT,
  aTransport,
  type FakeTransport,
  OULU,
} from "./builders";

const WORKSHOP = "workshop1111";
const SEAT = { id: AINO, role: "participant", city: OULU, name: "AINO" } as const;
let session: Session;
let transport: FakeTransport;
let shelf: Shelf;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  shelf = memoryShelf();
  transport = aTransport({
    enter: () => ({
      ok: true,
      seq: 10,
      epoch: "epoch1111111",
      server_time: AT,
      snapshot: aSnapshot(),
    }),
  });
  session = makeSession({
    transport: () => transport,
    shelf: () => shelf,
    fetchCanvas: () => Promise.resolve({ id: "small" } as Canvas),
  });
});

afterEach(() => {
  session.leave();
});

async function entered(): Promise<void> {
  keepSeat({ workshop_id: WORKSHOP, token: "token", seat: SEAT }, { code: "ABCD-EFGH" });
  expect(session.enter(WORKSHOP)).toBe(true);
  await expect.poll(() => session.connection.value.kind).toBe("live");
}

test("a browser without a seat does not enter", () => {
  expect(session.enter(WORKSHOP)).toBe(false);
});

test("a browser with a seat enters and shows the board", async () => {
  await entered();

  expect(session.board.value?.title).toBe("Night library");
  expect(session.seat.value?.id).toBe(AINO);
  expect(session.pending.value).toBe(0);
  await expect.poll(() => session.canvas.value?.id).toBe("small");
  expect(keptSeats()).toMatchObject([{ workshop_id: WORKSHOP, title: "Night library" }]);
});

test("a note is drawn before it is saved, and once when it is", async () => {
  await entered();
  let accept: (() => void) | undefined;
  transport.answers["op"] = () =>
    new Promise((done) => {
      accept = () => done({ ok: true, seq: 11, id: "note1" });
    });
  const ops = makeOps(session.perform, session.tell);

  const answer = ops.addNote({ area: "value", text: "longer hours" });
  await expect.poll(() => accept).toBeDefined();
  expect(session.notes.value).toMatchObject([{ text: "longer hours", isSaved: false }]);
  expect(session.pending.value).toBe(1);
  const { op_id } = transport.asked.at(-1)?.payload as SentOp;
  const key = session.notes.value[0]?.key;
  const own = { ...added(11, aNote("note1", { text: "longer hours" })), by: AINO, op_id };
  transport.handlers.event("changes", [own]);
  expect(session.notes.value).toMatchObject([{ id: "note1", key, isSaved: true, isOwn: true }]);
  accept?.();

  expect(await answer).toMatchObject({ ok: true, id: "note1" });
  expect(session.notes.value).toHaveLength(1);
  expect(session.pending.value).toBe(0);
});

test("an op made without a connection is sent when there is one again", async () => {
  await entered();
  transport.answers["op"] = () => ({ ok: true, seq: 11 });
  transport.drop();

  const answer = session.perform({ type: "note.add", area: "value", text: "kept" });
  expect(session.connection.value.kind).toBe("reconnecting");
  expect(await shelf.all()).toHaveLength(1);
  transport.connect();

  expect(await answer).toMatchObject({ ok: true });
});

test("changes already known are dropped, a hole is not jumped", async () => {
  await entered();

  expect(session.takeChanges([added(10), added(11)])).toBe(true);
  expect(session.takeChanges([added(13)])).toBe(false);

  expect(session.seq.value).toBe(11);
  expect(session.notes.value).toHaveLength(1);
});

test("a beat finds a board that an unknown change made stale", async () => {
  await entered();
  const entries = () => transport.asked.filter((one) => one.event === "enter").length;
  const beat = { epoch: "epoch1111111", server_time: AT };
  transport.handlers.event("beat", { ...beat, seq: 10, hash: boardHash(aSnapshot().board) });
  expect(entries()).toBe(1);

  const unknown = { seq: 11, type: "tide.turned", at: AT, city: null } as unknown as Change;
  transport.handlers.event("changes", [unknown]);
  transport.handlers.event("beat", { ...beat, seq: 11, hash: "0".repeat(64) });

  await expect.poll(entries).toBe(2);
});

test("after a beat the page reports the hash it counted, and still that somebody writes", async () => {
  await entered();
  const told = () => transport.asked.filter((one) => one.event === "presence").at(-1)?.payload;
  const hash = boardHash(aSnapshot().board);
  const beat = { epoch: "epoch1111111", server_time: AT, seq: 10, hash };

  transport.handlers.event("beat", beat);
  expect(told()).toEqual({ state: "idle", seq: 10, hash });

  session.tell({ state: "writing", area: "value" });
  transport.handlers.event("beat", beat);
  expect(told()).toEqual({ state: "writing", seq: 10, hash });
});

test("the date of erasing moves when the server says so", async () => {
  await entered();
  const change = { seq: 11, type: "erase_date.moved", at: AT, city: null } as const;

  transport.handlers.event("changes", [{ ...change, erase_on: "2027-05-01" }]);

  expect(session.eraseOn.value).toBe("2027-05-01");
});

test("an erased workshop ends the connection and says so", async () => {
  await fetchWords("en");
  await entered();

  transport.handlers.event("notice", { code: "workshop.erased", message: "It is erased." });

  const state = session.connection.value;
  expect(state.kind === "ended" && errorWords(state.error)).toMatch(/has been erased/);
});

test("people keep who did not change", async () => {
  await entered();
  const seat = { name: "AINO", role: "participant", city: OULU, connected: true } as const;
  const told = { cities: {}, facilitators: 1, observers: 0 };

  transport.handlers.event("people", { ...told, seats: [{ ...seat, id: "a", ready: false }] });
  transport.handlers.event("people", { ...told, seats: [{ ...seat, id: "b", ready: true }] });

  expect(session.people.value?.seats.map(({ id }) => id)).toEqual(["a", "b"]);
});

test("the same code, however it is written, finds the token again", () => {
  keepSeat({ workshop_id: WORKSHOP, token: "token", seat: SEAT }, { code: "ABCD-EFGH" });

  expect(tokenForCode("abcd efgh")).toBe("token");
  expect(tokenForCode("ABCD-EFGJ")).toBeUndefined();
});

test("a participant's seat in the same browser does not cost the facilitator theirs", () => {
  const facilitator = { ...SEAT, id: "seatffffffff", role: "facilitator", city: null } as const;
  const key = `${WORKSHOP}.secret`;
  keepSeat({ workshop_id: WORKSHOP, token: "mine", seat: facilitator }, { facilitator_key: key });
  keepSeat({ workshop_id: WORKSHOP, token: "other", seat: SEAT }, { code: "ABCD-EFGH" });

  expect(seatOf(WORKSHOP)?.token).toBe("other"); // in this tab
  sessionStorage.clear();
  expect(seatOf(WORKSHOP)?.token).toBe("mine"); // in every other
  expect(tokenForKey(key)).toBe("mine");
});

test("who is ready says so again after a lost connection, and no more in the next phase", async () => {
  await entered();
  const ops = makeOps(
    (op) => session.perform(op),
    (presence) => session.tell(presence),
  );
  const told = (): unknown[] =>
    transport.asked.filter(({ event }) => event === "presence").map(({ payload }) => payload);
  ops.tellReady(true);
  expect(session.isReady.value).toBe(true);

  transport.drop();
  transport.connect();
  await expect.poll(() => told()).toHaveLength(2);
  expect(told().at(-1)).toEqual({ state: "idle", ready: true });

  transport.handlers.event("changes", [
    { type: "phase.started", seq: 11, at: AT, city: null, phase: "gather", started_at: "later" },
  ]);
  expect(session.isReady.value).toBe(false);
});

test("a line to everybody is told with its time", async () => {
  await entered();

  transport.handlers.event("changes", [
    { type: "announced", seq: 11, at: AT, city: null, text: "Back at 10:45" },
  ]);

  expect(session.line.value).toMatchObject({ text: "Back at 10:45", at: AT });
});
