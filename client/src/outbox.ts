/** Keeps ops until the server has answered: in order, through reloads, and never twice. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";

import type { Ack, Op, SentOp, WireError } from "./protocol";
import type { Shelf } from "./shelf";
import { uuid } from "./uuid";

const NOT_NOW = ["op.too_fast", "workshop.busy", "store.unavailable", "server.fault"];
const FIRST_WAIT = 500; // ms, when a refusal names none; doubles up to the longest
const LONGEST_WAIT = 8000; // ms
const MOST_FAULTS = 4; // a fault of the server's own that stays after so many tries is a refusal
// What people wrote or answered. Steering does not outlive a reload: it belongs to its moment.
const KEPT = [
  "note.",
  "vote.",
  "stance.",
  "score.",
  "offer.",
  "service.score",
  "weights.",
  "finding.",
  "draft.edit",
  "draft.sign",
];

/** An op the server said no to; `text` is what somebody wrote, to be copied or tried again. */
export interface RefusedOp {
  readonly op: SentOp;
  readonly error: WireError;
  readonly text?: string;
}

export interface Outbox {
  /** ops to draw: not answered yet, or accepted and not yet on the board */
  readonly waiting: ReadonlySignal<readonly SentOp[]>;
  /** how many ops the server has not accepted yet */
  readonly pending: ReadonlySignal<number>;
  readonly refused: ReadonlySignal<readonly RefusedOp[]>;
  /** Keeps and sends an op; answers when the server has. */
  readonly add: (op: Op) => Promise<Ack>;
  /** Begins, or goes on, to send; first takes in what was kept before or by another tab. */
  readonly resume: () => Promise<void>;
  readonly pause: () => void;
  /** The board is at `seq`; `opIds` are those of own ops that came with it. */
  readonly settle: (seq: number, opIds: readonly string[]) => void;
  /** Keeps an op that comes too late to be sent; its author decides about it as about a refused one. */
  readonly setAside: (op: Op, error: WireError) => void;
  /** Sends a refused op again. */
  readonly tryAgain: (opId: string) => void;
  /** Lets go of a refused op. */
  readonly forget: (opId: string) => void;
}

export interface OutboxParts {
  readonly shelf: Shelf;
  /** Rejects when there was no answer. */
  readonly send: (op: SentOp) => Promise<Ack>;
  readonly wait?: (ms: number) => Promise<void>;
}

interface Entry {
  readonly op: SentOp;
  readonly place: number;
  readonly tries: number;
  /** seq of its last change, once accepted */
  readonly acceptedAt?: number;
  readonly isOnBoard: boolean;
  /** tells whoever made the op; null when that was before a reload */
  readonly tell: ((ack: Ack) => void) | null;
}

/** Returns an outbox; it sends nothing before `resume`. */
export function makeOutbox({ shelf, send, wait = sleep }: OutboxParts): Outbox {
  const entries = signal<readonly Entry[]>([]);
  const refused = signal<readonly RefusedOp[]>([]);
  let isLive = false;
  let isSending = false;
  let boardSeq = 0;

  function add(op: Op): Promise<Ack> {
    return new Promise((tell) => push({ ...op, op_id: uuid() }, tell));
  }

  function push(op: SentOp, tell: Entry["tell"]): void {
    const last = entries.peek().at(-1)?.place ?? 0;
    const place = Math.max(Date.now(), last + 1);
    entries.value = [...entries.peek(), { op, place, tries: 0, isOnBoard: false, tell }];
    if (isKept(op)) void shelf.put({ op, place });
    void sendAll();
  }

  async function resume(): Promise<void> {
    isLive = true;
    const kept = await shelf.all();
    const known = new Set([
      ...entries.peek().map((entry) => entry.op.op_id),
      ...refused.peek().map((one) => one.op.op_id),
    ]);
    const unknown = kept.filter((one) => !known.has(one.op.op_id));
    const found = unknown
      .filter((one) => one.refused === undefined)
      .map(({ op, place }): Entry => ({ op, place, tries: 0, isOnBoard: false, tell: null }));
    entries.value = [...entries.peek(), ...found].sort((a, b) => a.place - b.place);
    const said = unknown.flatMap((one) => (one.refused ? [refusal(one.op, one.refused)] : []));
    refused.value = [...refused.peek(), ...said];
    await sendAll();
  }

  async function sendAll(): Promise<void> {
    if (isSending) return;
    isSending = true;
    try {
      // One after the other: an op that has to wait must not be overtaken by a later one.
      for (let next = nextEntry(); isLive && next !== undefined; next = nextEntry()) {
        await sendOne(next);
      }
    } finally {
      isSending = false;
    }
  }

  function nextEntry(): Entry | undefined {
    return entries.peek().find((entry) => entry.acceptedAt === undefined);
  }

  async function sendOne(entry: Entry): Promise<void> {
    let ack: Ack;
    try {
      ack = await send(entry.op);
    } catch {
      change(entry.op.op_id, { tries: entry.tries + 1 });
      if (isLive) await wait(pause(entry.tries)); // no answer: the same op_id goes again
      return;
    }
    if (ack.ok) accept(entry.op.op_id, ack);
    else if (isForNow(ack.error, entry.tries)) {
      change(entry.op.op_id, { tries: entry.tries + 1 });
      await wait(ack.error.retry_in_ms ?? pause(entry.tries));
    } else refuse(entry.op.op_id, ack.error);
  }

  function accept(opId: string, ack: Ack & { ok: true }): void {
    const entry = find(opId);
    void shelf.drop(opId);
    if (entry === undefined) return;
    change(opId, { acceptedAt: ack.seq });
    if (entry.isOnBoard || ack.seq <= boardSeq) remove(opId);
    entry.tell?.(ack);
  }

  function refuse(opId: string, error: WireError): void {
    const entry = find(opId);
    if (entry === undefined) return;
    const said = refusal(entry.op, error);
    remove(opId);
    // What somebody wrote stays; so does what nobody waits for any more. The rest is told at once.
    if (error.code !== "op.no_effect" && (said.text !== undefined || entry.tell === null)) {
      refused.value = [...refused.peek(), said];
      if (isKept(entry.op)) void shelf.put({ op: entry.op, place: entry.place, refused: error });
    } else void shelf.drop(opId);
    entry.tell?.({ ok: false, error });
  }

  function setAside(op: Op, error: WireError): void {
    const late: SentOp = { ...op, op_id: uuid() };
    refused.value = [...refused.peek(), refusal(late, error)];
    void shelf.put({ op: late, place: Date.now(), refused: error });
  }

  function settle(seq: number, opIds: readonly string[]): void {
    boardSeq = seq;
    const heard = new Set(opIds);
    const isDone = (entry: Entry): boolean =>
      entry.acceptedAt !== undefined && (entry.acceptedAt <= seq || heard.has(entry.op.op_id));
    if (!entries.peek().some((entry) => isDone(entry) || heard.has(entry.op.op_id))) return;
    entries.value = entries
      .peek()
      .filter((entry) => !isDone(entry))
      .map((entry) => (heard.has(entry.op.op_id) ? { ...entry, isOnBoard: true } : entry));
  }

  function tryAgain(opId: string): void {
    const one = refused.peek().find((other) => other.op.op_id === opId);
    if (one === undefined) return;
    refused.value = refused.peek().filter((other) => other !== one);
    push(one.op, null); // the same op_id: the server does not remember refusals
  }

  function forget(opId: string): void {
    refused.value = refused.peek().filter((one) => one.op.op_id !== opId);
    void shelf.drop(opId);
  }

  function find(opId: string): Entry | undefined {
    return entries.peek().find((entry) => entry.op.op_id === opId);
  }

  function change(opId: string, facts: Partial<Entry>): void {
    entries.value = entries
      .peek()
      .map((entry) => (entry.op.op_id === opId ? { ...entry, ...facts } : entry));
  }

  function remove(opId: string): void {
    entries.value = entries.peek().filter((entry) => entry.op.op_id !== opId);
  }

  return {
    waiting: computed(() => entries.value.filter((one) => !one.isOnBoard).map((one) => one.op)),
    pending: computed(() => entries.value.filter((one) => isOpen(one)).length),
    refused,
    add,
    resume,
    pause: () => {
      isLive = false;
    },
    settle,
    setAside,
    tryAgain,
    forget,
  };
}

function isOpen(entry: Entry): boolean {
  return entry.acceptedAt === undefined && !entry.isOnBoard;
}

function isKept(op: SentOp): boolean {
  return KEPT.some((noun) => op.type.startsWith(noun));
}

function isForNow(error: WireError, tries: number): boolean {
  if (error.code === "server.fault") return tries < MOST_FAULTS;
  return NOT_NOW.includes(error.code);
}

function refusal(op: SentOp, error: WireError): RefusedOp {
  const text = "text" in op ? op.text : null;
  return { op, error, ...(text === null || text === undefined ? {} : { text }) };
}

function pause(tries: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries);
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
