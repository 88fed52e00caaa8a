// @vitest-environment node

import { expect, test, vi } from "vitest";

import { makeOutbox, type OutboxParts } from "../src/outbox";
import type { Ack, Op, SentOp } from "../src/protocol";
import { memoryShelf } from "../src/shelf";

const A_NOTE: Op = { type: "note.add", area: "value", text: "longer opening hours" };
const AWAY: Ack = { ok: false, error: { code: "store.unavailable", message: "", retry_in_ms: 5 } };
const SILENCE = "silence";

/** A server that says what the test tells it, one answer after the other, then yes for ever. */
function aServer(...answers: (Ack | typeof SILENCE)[]) {
  const sent: SentOp[] = [];
  const waits: number[] = [];
  const parts: Omit<OutboxParts, "shelf"> = {
    send: (op) => {
      sent.push(op);
      const answer = answers.shift() ?? { ok: true, seq: sent.length };
      return answer === SILENCE ? Promise.reject(new Error(SILENCE)) : Promise.resolve(answer);
    },
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
  return { sent, waits, parts };
}

function no(code: string): Ack {
  return { ok: false, error: { code, message: "No." } };
}

test("an op is drawn at once and sent when the connection is live", async () => {
  const server = aServer();
  const outbox = makeOutbox({ shelf: memoryShelf(), ...server.parts });

  const answer = outbox.add(A_NOTE);

  expect(outbox.waiting.value).toMatchObject([A_NOTE]);
  expect(outbox.pending.value).toBe(1);
  expect(server.sent).toEqual([]);
  await outbox.resume();
  expect(await answer).toEqual({ ok: true, seq: 1 });
  expect(outbox.pending.value).toBe(0);
});

test("an accepted op stays drawn until the board has it", async () => {
  const outbox = makeOutbox({ shelf: memoryShelf(), ...aServer().parts });
  await outbox.resume();

  await outbox.add(A_NOTE);

  expect(outbox.waiting.value).toHaveLength(1);
  outbox.settle(1, []);
  expect(outbox.waiting.value).toEqual([]);
});

test("a change that comes before its ack ends the drawing, the ack ends the op", async () => {
  const server = aServer();
  const outbox = makeOutbox({ shelf: memoryShelf(), ...server.parts });
  const answer = outbox.add(A_NOTE);
  const [op] = outbox.waiting.value;

  outbox.settle(1, [op?.op_id ?? ""]);

  expect(outbox.waiting.value).toEqual([]);
  expect(outbox.pending.value).toBe(0);
  await outbox.resume();
  expect(await answer).toMatchObject({ ok: true });
});

test("ops are sent in the order they were made", async () => {
  const server = aServer(AWAY, SILENCE);
  const outbox = makeOutbox({ shelf: memoryShelf(), ...server.parts });
  const answers = ["one", "two", "three"].map((text) => outbox.add({ ...A_NOTE, text } as Op));

  await outbox.resume();
  await Promise.all(answers);

  const texts = server.sent.map((op) => (op.type === "note.add" ? op.text : ""));
  expect(texts).toEqual(["one", "one", "one", "two", "three"]);
});

test("an op without an answer is sent again with the same op_id", async () => {
  const server = aServer(SILENCE, SILENCE);
  const outbox = makeOutbox({ shelf: memoryShelf(), ...server.parts });
  await outbox.resume();

  await outbox.add(A_NOTE);

  expect(server.sent).toHaveLength(3);
  expect(new Set(server.sent.map((op) => op.op_id)).size).toBe(1);
});

test.each(["op.too_fast", "workshop.busy", "store.unavailable"])(
  "%s waits as long as the server says",
  async (code) => {
    const server = aServer({ ok: false, error: { code, message: "", retry_in_ms: 250 } });
    const outbox = makeOutbox({ shelf: memoryShelf(), ...server.parts });
    await outbox.resume();

    expect(await outbox.add(A_NOTE)).toMatchObject({ ok: true });
    expect(server.waits).toEqual([250]);
    expect(outbox.refused.value).toEqual([]);
  },
);

test("a fault of the server that stays becomes a refusal", async () => {
  const server = aServer(...Array.from({ length: 9 }, () => no("server.fault")));
  const outbox = makeOutbox({ shelf: memoryShelf(), ...server.parts });
  await outbox.resume();

  expect(await outbox.add(A_NOTE)).toMatchObject({ error: { code: "server.fault" } });
});

test("the text of a refused note is kept, through a reload, and can be sent again", async () => {
  const shelf = memoryShelf();
  const before = makeOutbox({ shelf, ...aServer(no("phase.locked")).parts });
  await before.resume();
  await before.add(A_NOTE);
  expect(before.refused.value).toMatchObject([{ text: "longer opening hours" }]);

  const server = aServer();
  const after = makeOutbox({ shelf, ...server.parts });
  await after.resume();
  const [kept] = after.refused.value;
  expect(kept).toMatchObject({ text: "longer opening hours", error: { code: "phase.locked" } });
  after.tryAgain(kept?.op.op_id ?? "");
  await expect.poll(() => after.pending.value).toBe(0);

  expect(server.sent).toMatchObject([A_NOTE]);
  expect(after.refused.value).toEqual([]);
});

test("a refused vote is told to whoever placed it and kept by nobody", async () => {
  const shelf = memoryShelf();
  const outbox = makeOutbox({ shelf, ...aServer(no("vote.budget_spent")).parts });
  await outbox.resume();

  const ack = await outbox.add({ type: "vote.place", target_id: "n1" });

  expect(ack).toMatchObject({ ok: false });
  expect(outbox.refused.value).toEqual([]);
  expect(outbox.waiting.value).toEqual([]);
  expect(await shelf.all()).toEqual([]);
});

test("unsent ops survive a reload, in order", async () => {
  const shelf = memoryShelf();
  const before = makeOutbox({ shelf, ...aServer().parts });
  void before.add(A_NOTE);
  void before.add({ type: "vote.place", target_id: "n1" });

  const server = aServer();
  const after = makeOutbox({ shelf, ...server.parts });
  await after.resume();

  expect(server.sent.map((op) => op.type)).toEqual(["note.add", "vote.place"]);
  expect(await shelf.all()).toEqual([]);
});

test("steering does not outlive a reload", async () => {
  const shelf = memoryShelf();
  const before = makeOutbox({ shelf, ...aServer().parts });

  void before.add({ type: "phase.start", phase: "vote" });

  expect(await shelf.all()).toEqual([]);
});

test("two tabs of one seat send an op with one op_id", async () => {
  const shelf = memoryShelf();
  const [first, second] = [aServer(), aServer()];
  const here = makeOutbox({ shelf, ...first.parts });
  const there = makeOutbox({ shelf, ...second.parts });
  void here.add(A_NOTE);

  await there.resume();
  await here.resume();

  expect(first.sent[0]?.op_id).toBe(second.sent[0]?.op_id);
});

test("a pause stops the sending, resuming goes on with the same op", async () => {
  const server = aServer(SILENCE);
  const outbox = makeOutbox({
    shelf: memoryShelf(),
    send: (op) => {
      if (server.sent.length === 0) outbox.pause();
      return server.parts.send(op);
    },
  });
  const answer = outbox.add(A_NOTE);
  await outbox.resume();
  expect(server.sent).toHaveLength(1);

  await outbox.resume();

  expect(await answer).toMatchObject({ ok: true });
});

test("what came too late stays on its shelf until its author decides", async () => {
  const shelf = memoryShelf();
  const box = makeOutbox({ shelf, send: () => Promise.reject(new Error("never sent")) });
  const late: Op = { type: "note.add", area: "value", text: "begun too late" };

  box.setAside(late, { code: "phase.over", message: "" });

  expect(box.pending.value).toBe(0);
  expect(box.refused.value.map((one) => one.text)).toEqual(["begun too late"]);
  const again = makeOutbox({ shelf, send: () => Promise.resolve({ ok: true, seq: 1 }) });
  await again.resume();
  const [kept] = again.refused.value;
  expect(kept?.error.code).toBe("phase.over");
  again.tryAgain(kept?.op.op_id ?? "");
  await vi.waitFor(() => expect(again.refused.value).toEqual([]));
  expect(await shelf.all()).toEqual([]);
});
