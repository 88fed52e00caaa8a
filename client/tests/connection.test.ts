import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Connection, type Listener, makeConnection } from "../src/connection";
import type { Change } from "../src/protocol";
import { added, aSnapshot, aTransport, type FakeTransport } from "./builders";

const EPOCH = "epoch1111111";
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

/** A listener that keeps a seq, as the session does. */
function aListener(facts: Partial<Listener> = {}) {
  const heard = { seq: 0, snapshots: 0, lives: 0, reloads: 0, notices: [] as string[] };
  const listener: Listener = {
    place: () => (heard.seq === 0 ? null : { seq: heard.seq, epoch: EPOCH }),
    snapshot: (snapshot) => {
      heard.snapshots += 1;
      heard.seq = snapshot.seq;
    },
    changes: (changes: readonly Change[]) => {
      for (const { seq } of changes.filter((one) => one.seq > heard.seq)) {
        if (seq !== heard.seq + 1) return false;
        heard.seq = seq;
      }
      return true;
    },
    report: () => true,
    fetchSnapshot: () => Promise.resolve(aSnapshot()),
    people: () => undefined,
    notice: ({ code }) => heard.notices.push(code),
    live: () => (heard.lives += 1),
    lost: () => undefined,
    reload: () => (heard.reloads += 1),
    ...facts,
  };
  return { heard, listener };
}

/** A server with a snapshot at seq 10 that knows every later change up to `seq`. */
function aServer(seq = 10): FakeTransport {
  return aTransport({
    enter: (payload) => {
      const { seq: from, epoch } = payload as { seq?: number; epoch?: string };
      const answer = { ok: true, epoch: EPOCH, server_time: "", seq };
      if (from === undefined || epoch !== EPOCH) return { ...answer, snapshot: aSnapshot({ seq }) };
      const changes = Array.from({ length: seq - from }, (_, at) => added(from + 1 + at));
      return { ...answer, changes };
    },
  });
}

function enters(transport: FakeTransport): unknown[] {
  return transport.asked.filter(({ event }) => event === "enter").map(({ payload }) => payload);
}

async function started(transport: FakeTransport, listener: Listener): Promise<void> {
  connection = makeConnection(transport, listener);
  connection.start();
  await vi.advanceTimersByTimeAsync(10);
}

test("it enters without a place, takes the snapshot and is live", async () => {
  const transport = aServer();
  const { heard, listener } = aListener();

  await started(transport, listener);

  expect(enters(transport)).toEqual([{ protocol: 1 }]);
  expect(heard).toMatchObject({ seq: 10, snapshots: 1, lives: 1 });
  expect(connection.state.value).toEqual({ kind: "live" });
});

test("after a lost connection it enters with its place and hears what it missed", async () => {
  const transport = aServer();
  const { heard, listener } = aListener();
  await started(transport, listener);
  transport.drop();
  expect(connection.state.value.kind).toBe("reconnecting");

  heard.seq = 7;
  transport.connect();
  await vi.advanceTimersByTimeAsync(10);

  expect(enters(transport)[1]).toEqual({ seq: 7, epoch: EPOCH, protocol: 1 });
  expect(heard).toMatchObject({ seq: 10, snapshots: 1, lives: 2 });
});

test("a hole in the changes makes it enter again with its place", async () => {
  const transport = aServer();
  const { heard, listener } = aListener();
  await started(transport, listener);
  transport.answers["enter"] = aServer(13).answers["enter"] as () => unknown;

  transport.handlers.event("changes", [added(13)]);
  await vi.advanceTimersByTimeAsync(10);

  expect(enters(transport)[1]).toEqual({ seq: 10, epoch: EPOCH, protocol: 1 });
  expect(heard).toMatchObject({ seq: 13, snapshots: 1 });
});

test("a snapshot that is too large comes over HTTP, then it enters with its seq", async () => {
  const transport = aServer();
  const whole = transport.answers["enter"];
  transport.answers["enter"] = (payload) =>
    "seq" in (payload as object)
      ? whole?.(payload)
      : { ok: true, seq: 10, epoch: EPOCH, server_time: "", snapshot: null };
  const { heard, listener } = aListener({
    fetchSnapshot: () => Promise.resolve(aSnapshot({ seq: 9 })),
  });

  await started(transport, listener);

  expect(enters(transport)).toEqual([{ protocol: 1 }, { seq: 9, epoch: EPOCH, protocol: 1 }]);
  expect(heard).toMatchObject({ seq: 10, lives: 1 });
});

test("changes that come while it enters are taken after the snapshot", async () => {
  const transport = aServer();
  const answer = transport.answers["enter"];
  transport.answers["enter"] = (payload) => {
    transport.handlers.event("changes", [added(11), added(12)]);
    return answer?.(payload);
  };
  const { heard, listener } = aListener();

  await started(transport, listener);

  expect(heard).toMatchObject({ seq: 12, snapshots: 1 });
});

test("a beat with another hash makes it enter without a place", async () => {
  const transport = aServer();
  const { heard, listener } = aListener({ report: () => false });
  await started(transport, listener);

  transport.handlers.event("beat", { seq: 10, epoch: EPOCH, hash: "other", server_time: "" });
  await vi.advanceTimersByTimeAsync(10);

  expect(enters(transport)[1]).toEqual({ protocol: 1 });
  expect(heard.snapshots).toBe(2);
});

test("a beat says why nothing is saved, and that it is well again", async () => {
  const transport = aServer();
  const { listener } = aListener();
  await started(transport, listener);
  const beat = { seq: 10, epoch: EPOCH, hash: "", server_time: "" };

  transport.handlers.event("beat", { ...beat, store: "stale" });
  expect(connection.standing.value).toBe("stale");

  transport.handlers.event("beat", beat);
  expect(connection.standing.value).toBeNull();
});

test("a beat of another epoch makes it enter without a place", async () => {
  const transport = aServer();
  const { listener } = aListener();
  await started(transport, listener);

  transport.handlers.event("beat", { seq: 3, epoch: "other", hash: "", server_time: "" });
  await vi.advanceTimersByTimeAsync(10);

  expect(enters(transport)[1]).toEqual({ protocol: 1 });
});

test("a beat that stays ahead makes it ask for what is missing", async () => {
  const transport = aServer();
  const { heard, listener } = aListener();
  await started(transport, listener);
  transport.answers["enter"] = aServer(12).answers["enter"] as () => unknown;

  transport.handlers.event("beat", { seq: 12, epoch: EPOCH, hash: "", server_time: "" });
  expect(enters(transport)).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(3000);

  expect(heard.seq).toBe(12);
});

test("a removed seat ends it for good", async () => {
  const transport = aServer();
  const { listener } = aListener();
  await started(transport, listener);

  transport.handlers.event("notice", { code: "seat.removed", message: "Removed." });
  await vi.advanceTimersByTimeAsync(60_000);

  expect(connection.state.value).toMatchObject({ kind: "ended", error: { code: "seat.removed" } });
  expect(transport.isOpen()).toBe(false);
});

test("a changed seat enters again without a place", async () => {
  const transport = aServer();
  const { listener } = aListener();
  await started(transport, listener);

  transport.handlers.event("notice", { code: "seat.changed", message: "" });
  await vi.advanceTimersByTimeAsync(10);

  expect(enters(transport)[1]).toEqual({ protocol: 1 });
});

test("a server that goes away for a moment says when to come back", async () => {
  const transport = aServer();
  const { heard, listener } = aListener();
  await started(transport, listener);

  transport.handlers.event("notice", { code: "server.closing", message: "", reconnect_in_ms: 700 });
  expect(connection.state.value.kind).toBe("reconnecting");
  await vi.advanceTimersByTimeAsync(600);
  expect(heard.lives).toBe(1);
  await vi.advanceTimersByTimeAsync(200);

  expect(heard.lives).toBe(2);
});

test("another protocol reloads the page", async () => {
  const error = { code: "protocol.unsupported", message: "" };
  const transport = aTransport({ enter: () => ({ ok: false, error }) });
  const { heard, listener } = aListener();

  await started(transport, listener);

  expect(heard.reloads).toBe(1);
  expect(connection.state.value).toEqual({ kind: "ended", error });
});

test("a token that is not good ends it", async () => {
  const transport = aServer();
  const { listener } = aListener();
  connection = makeConnection(transport, listener);
  transport.hear(transport.handlers);
  connection.start();

  transport.handlers.refused({ code: "token.bad", message: "" });

  expect(connection.state.value).toMatchObject({ kind: "ended", error: { code: "token.bad" } });
});

test("an op without an answer means a dead connection: it is made anew", async () => {
  const transport = aServer();
  const { heard, listener } = aListener();
  await started(transport, listener);

  const op = { type: "note.remove", note_id: "n1", op_id: "1" } as const;
  await expect(connection.send(op)).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(10);

  expect(heard.lives).toBe(2);
});

test("who waits at the door comes in as soon as the door opens", async () => {
  const transport = aServer();
  const letIn = transport.answers["enter"];
  const error = { code: "seat.waiting", message: "Wait." };
  transport.answers["enter"] = () => ({ ok: false, error });
  const { heard, listener } = aListener();
  await started(transport, listener);
  expect(connection.state.value).toEqual({ kind: "waiting" });
  expect(heard.snapshots).toBe(0);

  if (letIn) transport.answers["enter"] = letIn;
  transport.handlers.event("notice", { code: "seat.admitted", message: "" });
  await vi.advanceTimersByTimeAsync(10);

  expect(connection.state.value).toEqual({ kind: "live" });
  expect(heard.snapshots).toBe(1);
});

test("who waits asks again now and then: a notice may be lost", async () => {
  const transport = aServer();
  const letIn = transport.answers["enter"];
  const error = { code: "seat.waiting", message: "Wait." };
  transport.answers["enter"] = () => ({ ok: false, error });
  const { listener } = aListener();
  await started(transport, listener);

  if (letIn) transport.answers["enter"] = letIn;
  await vi.advanceTimersByTimeAsync(11_000);

  expect(connection.state.value).toEqual({ kind: "live" });
});
