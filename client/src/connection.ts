/** Keeps a seat connected: enters, finds holes, enters again, and says in words how it stands. */

import { type ReadonlySignal, signal } from "@preact/signals";

import { type Clock, makeClock } from "./clock";
import {
  type Ack,
  type Beat,
  type Change,
  type Entered,
  type Notice,
  type PeopleMessage,
  type Presence,
  PROTOCOL,
  type SentOp,
  type ServerClock,
  type Snapshot,
  type Standing,
  type WireError,
} from "./protocol";
import type { Transport } from "./transport";

const PATIENCE = 8000; // ms without an ack: the connection is taken for dead
const AGAIN_AFTER = 1000; // ms until the next try after a refusal that passes
const BEHIND_FOR = 2000; // ms a beat may be ahead of the board before the board asks
const ASK_AT_DOOR_EVERY = 10_000; // ms; usually the notice comes first
const LET_GO = ["seat.removed", "seat.refused", "seat.left", "workshop.erased"]; // notices after which all is over
const FOR_NOW = ["store.unavailable", "workshop.busy", "server.fault", "op.too_fast"];

/** How the connection stands; views say it in words. `since`: ms by the own clock. */
export type ConnectionState =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | { readonly kind: "waiting" } // in the lobby
  | { readonly kind: "reconnecting"; readonly since: number }
  | { readonly kind: "offline"; readonly since: number }
  | { readonly kind: "ended"; readonly error: WireError };

/** What a connection brings; the listener knows where its board stands. */
export interface Listener {
  readonly place: () => { readonly seq: number; readonly epoch: string } | null;
  readonly snapshot: (snapshot: Snapshot) => void;
  /** Returns false when there is a hole before these changes. */
  readonly changes: (changes: readonly Change[]) => boolean;
  /** Reports the hash of the board, which is at the beat's seq; returns whether it is the beat's. */
  readonly report: (beat: Beat) => boolean;
  readonly fetchSnapshot: () => Promise<Snapshot>;
  readonly people: (message: PeopleMessage) => void;
  readonly notice: (notice: Notice) => void;
  readonly live: () => void;
  readonly lost: () => void;
  /** Called once when the server speaks another protocol. */
  readonly reload: () => void;
}

export interface Connection {
  readonly state: ReadonlySignal<ConnectionState>;
  /** why nothing is saved although there is a connection; null when all is well */
  readonly standing: ReadonlySignal<Standing | null>;
  readonly clock: Clock;
  readonly start: () => void;
  readonly stop: () => void;
  /** Rejects when there was no answer. */
  readonly send: (op: SentOp) => Promise<Ack>;
  readonly tell: (presence: Presence) => void;
}

/** Returns a connection; it does nothing before `start`. */
export function makeConnection(transport: Transport, listener: Listener): Connection {
  const state = signal<ConnectionState>({ kind: "connecting" });
  const standing = signal<Standing | null>(null);
  const clock = makeClock(askClock);
  let attempt = 0; // of entering; an older one that comes back late is dropped
  let isEntering = false;
  let early: Change[] = []; // changes that came while entering
  let timer: ReturnType<typeof setTimeout> | undefined;

  function start(): void {
    addEventListener("online", hurry);
    addEventListener("offline", lose);
    document.addEventListener("visibilitychange", wake);
    transport.hear({ connected: () => void enter(), disconnected, refused, event });
    transport.open();
  }

  function stop(): void {
    removeEventListener("online", hurry);
    removeEventListener("offline", lose);
    document.removeEventListener("visibilitychange", wake);
    attempt += 1;
    clearTimeout(timer);
    clock.stop();
    transport.close();
  }

  async function enter(place = listener.place()): Promise<void> {
    const own = ++attempt;
    isEntering = true;
    try {
      const asked = { ...place, protocol: PROTOCOL };
      const answer = (await transport.ask("enter", asked, PATIENCE)) as Entered;
      if (own !== attempt) return;
      if (!answer.ok) return refused(answer.error);
      standing.value = answer.store ?? null;
      clock.guess(answer.server_time);
      if (answer.snapshot === null) return await enterFromHttp(own);
      if (answer.snapshot !== undefined) listener.snapshot(answer.snapshot);
      const isWhole = listener.changes(answer.changes ?? []);
      if (!entered() || !isWhole) return void enter(null);
    } catch {
      if (own === attempt) restart(); // no answer: the socket is there and dead
    }
  }

  async function enterFromHttp(own: number): Promise<void> {
    try {
      const snapshot = await listener.fetchSnapshot();
      if (own !== attempt) return;
      listener.snapshot(snapshot);
      await enter({ seq: snapshot.seq, epoch: snapshot.epoch });
    } catch {
      if (own === attempt) later(() => void enter(), AGAIN_AFTER);
    }
  }

  /** Takes what came meanwhile; returns false when there is a hole before it. */
  function entered(): boolean {
    isEntering = false;
    const waiting = early;
    early = [];
    if (!listener.changes(waiting)) return false;
    state.value = { kind: "live" };
    clock.start();
    listener.live();
    return true;
  }

  function disconnected(): void {
    attempt += 1;
    isEntering = false;
    early = [];
    clearTimeout(timer);
    clock.stop();
    listener.lost();
    lose();
  }

  function lose(): void {
    const before = state.peek();
    if (before.kind === "ended" || (before.kind === "live" && transport.isOpen())) return;
    const since = "since" in before ? before.since : Date.now();
    const kind = navigator.onLine ? "reconnecting" : "offline";
    // The first connection is still "connecting", unless the browser knows better.
    if (before.kind === kind || (before.kind === "connecting" && kind !== "offline")) return;
    state.value = { kind, since };
  }

  function refused(error: WireError | null): void {
    if (error === null) return lose(); // no connection yet; the transport goes on trying
    if (error.code === "protocol.unsupported") listener.reload();
    if (FOR_NOW.includes(error.code)) {
      lose();
      return later(restart, error.retry_in_ms ?? AGAIN_AFTER);
    }
    if (error.code === "seat.waiting") return waitAtDoor();
    end(error);
  }

  function waitAtDoor(): void {
    isEntering = false;
    state.value = { kind: "waiting" };
    later(() => void enter(), ASK_AT_DOOR_EVERY);
  }

  function end(error: WireError): void {
    state.value = { kind: "ended", error };
    listener.lost();
    stop();
  }

  function event(name: string, payload: unknown): void {
    if (name === "changes") hearChanges(payload as readonly Change[]);
    else if (name === "people") listener.people(payload as PeopleMessage);
    else if (name === "beat") hearBeat(payload as Beat);
    else if (name === "notice") hearNotice(payload as Notice);
  }

  function hearChanges(changes: readonly Change[]): void {
    if (isEntering) early.push(...changes);
    else if (!listener.changes(changes)) void enter();
  }

  function hearBeat(beat: Beat): void {
    standing.value = beat.store ?? null;
    const place = listener.place();
    if (isEntering || place === null) return;
    if (beat.epoch !== place.epoch) return void enter(null);
    if (beat.seq > place.seq) return later(() => catchUp(beat), BEHIND_FOR);
    if (beat.seq === place.seq && !listener.report(beat)) void enter(null);
  }

  function catchUp(beat: Beat): void {
    if (!isEntering && (listener.place()?.seq ?? 0) < beat.seq) void enter();
  }

  function hearNotice(notice: Notice): void {
    listener.notice(notice);
    if (LET_GO.includes(notice.code)) return end(notice);
    if (notice.code === "seat.admitted") void enter();
    if (notice.code === "seat.changed" || notice.code === "epoch.changed") void enter(null);
    if (notice.reconnect_in_ms !== undefined) {
      transport.close();
      disconnected();
      later(() => transport.open(), notice.reconnect_in_ms);
    }
  }

  async function send(op: SentOp): Promise<Ack> {
    try {
      return (await transport.ask("op", op, PATIENCE)) as Ack;
    } catch (silence) {
      if (transport.isOpen()) restart();
      throw silence;
    }
  }

  async function askClock(): Promise<string> {
    return ((await transport.ask("clock", {}, PATIENCE)) as ServerClock).server_time;
  }

  function restart(): void {
    transport.close();
    disconnected();
    transport.open();
  }

  function hurry(): void {
    if (state.peek().kind !== "live" && state.peek().kind !== "ended") restart();
  }

  function wake(): void {
    if (document.visibilityState !== "visible") return;
    if (state.peek().kind === "live") clock.measure();
    else hurry();
  }

  function later(then: () => void, ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(then, ms);
  }

  return {
    state,
    standing,
    clock,
    start,
    stop,
    send,
    tell: (presence) => {
      if (state.peek().kind === "live") transport.emit("presence", presence);
    },
  };
}
