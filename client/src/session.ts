/** Holds what the views show of one workshop: signals fed by the connection and the outbox. */

import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";

import * as api from "./api";
import { applyAll } from "./board";
import { boardHash } from "./canonical";
import { type Connection, type ConnectionState, makeConnection } from "./connection";
import { byArea, draw, type Drawn, type ShownNote } from "./drawn";
import { makeOutbox, type Outbox, type RefusedOp } from "./outbox";
import { ownVotesIn } from "./own-votes";
import type {
  Ack,
  Ballot,
  Beat,
  Board,
  Canvas,
  Change,
  ChangeOf,
  Hub,
  Notice,
  Op,
  PeopleMessage,
  Presence,
  SeatHere,
  SentOp,
  Snapshot,
  WireError,
  You,
} from "./protocol";
import { joinWithCode, joinWithKey, rejoin } from "./joining";
import { mayReloadAgain, reloadOnce } from "./reload";
import { type KeptSeat, keepSeen, seatOf } from "./seats";
import { openShelf, type Shelf } from "./shelf";
import { socketTransport, type Transport } from "./transport";

const WRITING_EVERY = 3000; // ms; "writing" is told at most so often

export interface People extends Omit<PeopleMessage, "seats"> {
  /** everybody who has a seat, in the order they are told; nobody for observers */
  readonly seats: readonly SeatHere[];
}

export interface SessionParts {
  readonly transport?: (token: string) => Transport;
  readonly shelf?: (workshopId: string, seatId: string) => Shelf;
  readonly fetchSnapshot?: (workshopId: string, token: string) => Promise<Snapshot>;
  readonly fetchCanvas?: (canvasId: string) => Promise<Canvas>;
}

export type Session = ReturnType<typeof makeSession>;

/** Returns a session without a workshop. The page has one, `session`; tests make their own. */
export function makeSession(parts: SessionParts = {}) {
  const {
    transport = socketTransport,
    shelf = openShelf,
    fetchSnapshot = api.snapshot,
    fetchCanvas = api.canvas,
  } = parts;

  const kept = signal<KeptSeat | null>(null);
  const board = signal<Board | null>(null);
  const you = signal<You | null>(null);
  const place = signal<{ readonly seq: number; readonly epoch: string } | null>(null);
  const canvas = signal<Canvas | null>(null);
  const people = signal<People | null>(null);
  const eraseOn = signal<string | null>(null);
  const line = signal<ChangeOf<"announced"> | null>(null);
  const notice = signal<Notice | null>(null);
  const endedIn = signal<string | null>(null); // the phase whose time is over
  const chosenBallot = signal<string | null>(null);
  const link = signal<Connection | null>(null);
  const outbox = signal<Outbox | null>(null);
  const drawnKeys = new Map<string, string>(); // note id → op_id it was made by
  const readyIn = signal<string | null>(null); // start of the phase in which this seat was ready
  let toldWritingAt = 0;
  let compared: { readonly board: Board; readonly hash: string } | null = null;

  const connection = computed<ConnectionState>(() => link.value?.state.value ?? NO_LINK);
  const drawn = computed<Drawn>(() => {
    if (board.value === null || you.value === null) return NOTHING;
    const waiting = outbox.value?.waiting.value ?? [];
    return draw(board.value, you.value, waiting, drawnKeys, chosenBallot.value);
  });
  const areas = computed(() => byArea(board.value?.areas ?? [], drawn.value.notes));
  const isReady = computed(() => readyIn.value === (board.value?.phase.started_at ?? ""));
  const openBallots = computed<readonly Ballot[]>(
    () => board.value?.ballots.filter((one) => one.state === "open") ?? [],
  );
  const ballot = computed<Ballot | null>(() => {
    const open = openBallots.value;
    return open.find((one) => one.id === chosenBallot.value) ?? open[0] ?? null;
  });

  /** Opens a workshop with the seat this browser has there; false when it has none. */
  function enter(workshopId: string): boolean {
    if (kept.peek()?.workshop_id === workshopId && connection.peek().kind !== "ended") return true;
    leave();
    const seat = seatOf(workshopId);
    if (seat === null) return false;
    const box = makeOutbox({ shelf: shelf(workshopId, seat.seat.id), send });
    const made = makeConnection(transport(seat.token), {
      place: () => place.peek(),
      snapshot: takeSnapshot,
      changes: takeChanges,
      report,
      fetchSnapshot: () => fetchSnapshot(workshopId, seat.token),
      people: takePeople,
      notice: (heard) => {
        notice.value = heard;
      },
      live: () => {
        mayReloadAgain();
        void box.resume();
        if (isReady.peek()) made.tell({ state: "idle", ready: true }); // it fell with the connection
      },
      lost: box.pause,
      reload: reloadOnce,
    });
    batch(() => {
      kept.value = seat;
      outbox.value = box;
      link.value = made;
    });
    made.start();
    return true;
  }

  /** Closes the workshop; unsent ops stay on their shelf. */
  function leave(): void {
    link.peek()?.stop();
    outbox.peek()?.pause();
    drawnKeys.clear();
    batch(() => {
      for (const held of [
        kept,
        board,
        you,
        place,
        canvas,
        people,
        eraseOn,
        line,
        readyIn,
        notice,
        endedIn,
        link,
        outbox,
      ]) {
        held.value = null;
      }
    });
  }

  function takeSnapshot(snapshot: Snapshot): void {
    batch(() => {
      board.value = snapshot.board;
      you.value = snapshot.you;
      place.value = { seq: snapshot.seq, epoch: snapshot.epoch };
      eraseOn.value = snapshot.erase_on;
      if (snapshot.people !== undefined) people.value = { seats: [], ...snapshot.people };
      outbox.peek()?.settle(snapshot.seq, []);
    });
    keepSeen(snapshot.workshop_id, { title: snapshot.board.title, seat: snapshot.you.seat });
    if (canvas.peek()?.id !== snapshot.board.canvas) void takeCanvas(snapshot.board.canvas);
  }

  async function takeCanvas(id: string): Promise<void> {
    try {
      const found = await fetchCanvas(id);
      if (board.peek()?.canvas === id) canvas.value = found;
    } catch {
      setTimeout(() => {
        if (board.peek()?.canvas === id && canvas.peek() === null) void takeCanvas(id);
      }, 2000);
    }
  }

  function takeChanges(changes: readonly Change[]): boolean {
    const from = place.peek();
    const [boardBefore, youBefore] = [board.peek(), you.peek()];
    if (from === null || boardBefore === null || youBefore === null) return changes.length === 0;
    const fresh = changes.filter((change) => change.seq > from.seq);
    const last = fresh.at(-1);
    if (last === undefined) return true;
    if (fresh.some((change, at) => change.seq !== from.seq + 1 + at)) return false;
    const after = applyAll({ board: boardBefore, you: youBefore }, fresh);
    batch(() => {
      rememberKeys(fresh);
      for (const change of fresh) {
        if (change.type === "erase_date.moved") eraseOn.value = change.erase_on;
        if (change.type === "announced") line.value = change;
        if (change.type === "timer.ended") endedIn.value = boardBefore.phase.id;
        if (change.type === "timer.started" || change.type === "phase.started")
          endedIn.value = null;
      }
      board.value = after.board;
      you.value = after.you;
      place.value = { ...from, seq: last.seq };
      outbox.peek()?.settle(last.seq, opIdsOf(fresh));
    });
    return true;
  }

  function rememberKeys(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type === "note.added" && change.op_id) {
        drawnKeys.set(change.note.id, change.op_id);
      }
    }
  }

  function report(beat: Beat): boolean {
    const now = board.peek();
    if (now === null) return true;
    // The same board needs no second count; its hash is still compared: a change this page does
    // not know moves the server's board and not ours.
    if (compared?.board !== now) compared = { board: now, hash: boardHash(now) };
    const state = Date.now() - toldWritingAt < WRITING_EVERY ? "writing" : "idle";
    link.peek()?.tell({ state, seq: beat.seq, hash: compared.hash });
    return compared.hash === beat.hash;
  }

  function takePeople(message: PeopleMessage): void {
    const known = new Map(people.peek()?.seats.map((seat) => [seat.id, seat]));
    for (const seat of message.seats ?? []) {
      if (seat.gone === true) known.delete(seat.id);
      else known.set(seat.id, seat);
    }
    people.value = { ...message, seats: [...known.values()] };
  }

  function send(op: SentOp): Promise<Ack> {
    return link.peek()?.send(op) ?? Promise.reject(new Error("no workshop"));
  }

  /** Sends an op through the outbox. Views use `ops`. */
  function perform(op: Op): Promise<Ack> {
    const box = outbox.peek();
    if (box !== null) return box.add(op);
    const error = { code: "workshop.unknown", message: "No workshop is open on this page." };
    return Promise.resolve({ ok: false, error });
  }

  /** Tells what somebody is doing. Views use `ops`. */
  function tell(presence: Presence): void {
    const now = Date.now();
    if (presence.state === "writing") {
      if (now - toldWritingAt < WRITING_EVERY) return;
      toldWritingAt = now;
    } else toldWritingAt = 0;
    if (presence.ready !== undefined) {
      readyIn.value = presence.ready ? (board.peek()?.phase.started_at ?? null) : null;
    }
    link.peek()?.tell(presence);
  }

  return {
    /** the workshop this page shows */
    workshopId: computed(() => kept.value?.workshop_id ?? null),
    /** the kept seat: its token for `api`, its code or key for the links */
    kept: kept as ReadonlySignal<KeptSeat | null>,
    board: board as ReadonlySignal<Board | null>,
    you: you as ReadonlySignal<You | null>,
    seat: computed(() => you.value?.seat ?? kept.value?.seat ?? null),
    canvas: canvas as ReadonlySignal<Canvas | null>,
    people: people as ReadonlySignal<People | null>,
    /** date on which everything is erased */
    eraseOn: eraseOn as ReadonlySignal<string | null>,
    isReady,
    line: line as ReadonlySignal<ChangeOf<"announced"> | null>,
    notice: notice as ReadonlySignal<Notice | null>,
    /** whether time was over in the present phase, and no more was given */
    isTimeOver: computed(() => {
      const [now, over] = [board.value, endedIn.value];
      return now !== null && now.timer === undefined && now.phase.id === over;
    }),
    connection,
    /** why nothing is saved although there is a connection; null when all is well */
    standing: computed(() => link.value?.standing.value ?? null),
    seq: computed(() => place.value?.seq ?? 0),
    /** all notes as they are drawn, in board order: with own hidden texts and what is not saved */
    notes: computed<readonly ShownNote[]>(() => drawn.value.notes),
    /** area id → its notes, in order */
    areas,
    /** the ballot that is voted in on this page, or null */
    ballot,
    openBallots,
    /** Goes to another of the open ballots. */
    voteIn: (id: string): void => {
      chosenBallot.value = id;
    },
    /** what this seat has said in that ballot, if it is not one of dots */
    own: computed(() => ownVotesIn(ballot.value, you.value, outbox.value?.waiting.value)),
    /** the room this seat counts for, or null */
    hub: computed<Hub | null>(
      () => board.value?.hubs?.find((one) => one.seat_id === you.value?.seat.id) ?? null,
    ),
    /** target id → own dots in that ballot, unsaved ones too */
    votes: computed(() => drawn.value.votes),
    stances: computed(() => drawn.value.stances),
    scores: computed(() => drawn.value.scores),
    serviceScores: computed(() => drawn.value.serviceScores),
    weights: computed(() => drawn.value.weights),
    offers: computed(() => drawn.value.offers),
    /** own dots left in that ballot; null when there is none, or this seat does not vote */
    votesLeft: computed(() => {
      const open = ballot.value;
      return open === null ? null : (drawn.value.votesLeft[open.id] ?? null);
    }),
    /** ops the server has not answered */
    pending: computed(() => outbox.value?.pending.value ?? 0),
    refused: computed<readonly RefusedOp[]>(() => outbox.value?.refused.value ?? []),
    setAside: (op: Op, error: WireError) => outbox.peek()?.setAside(op, error),
    tryAgain: (opId: string) => outbox.peek()?.tryAgain(opId),
    forget: (opId: string) => outbox.peek()?.forget(opId),
    /** the server's time, in ms since 1970 */
    now: () => link.peek()?.clock.now() ?? Date.now(),
    enter,
    leave,
    joinWithCode,
    joinWithKey,
    rejoin,
    perform,
    tell,
    /** Shows a snapshot without a connection: for tests of views. */
    takeSnapshot,
    takeChanges,
  };
}

const NO_LINK: ConnectionState = { kind: "connecting" };
const NOTHING: Drawn = {
  notes: [],
  votes: new Map(),
  votesLeft: {},
  stances: new Map(),
  scores: new Map(),
  serviceScores: new Map(),
  weights: null,
  offers: new Map(),
};

function opIdsOf(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) => (change.op_id ? [change.op_id] : []));
}

/** The one of this page. */
export const session = makeSession();
