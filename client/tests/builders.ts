/** Builds boards, snapshots and changes for tests; each test states only what matters to it. */

import type { Transport, TransportHandlers } from "../src/transport";
import type { Ballot, Board, BoardNote, ChangeOf, Note, Snapshot, You } from "../src/protocol";

export const AINO = "seataaaaaaaa";
export const ELENA = "seateeeeeeee";
export const OULU = "cityoooooooo";
export const AT = "2026-11-23T10:00:00.000Z";

export function aNote(id: string, facts: Partial<Omit<Note, "hidden">> = {}): Note {
  return { id, area: "value", text: `text of ${id}`, city: OULU, seat: AINO, version: 1, ...facts };
}

export function aHiddenNote(id: string): BoardNote {
  return { id, area: "value", city: OULU, hidden: true, length: "short", version: 1 };
}

export function aBallot(facts: Partial<Ballot> = {}): Ballot {
  return {
    id: "ballot",
    title: "Vote",
    state: "open",
    votes_each: 5,
    note_cap: 2,
    own_notes: true,
    totals: "hidden",
    weighting: "equal",
    turnout: { [OULU]: 0 },
    ...facts,
  };
}

export function aBoard(facts: Partial<Board> = {}): Board {
  return {
    canvas: "small",
    title: "Night library",
    languages: ["en"],
    areas: ["opportunity", "value", "advantage"],
    cities: [{ id: OULU, name: "Oulu", letters: "OU" }],
    phases: [{ id: "gather", kind: "gather", title: "Gather", silent: true }],
    phase: { id: "gather", kind: "gather", started_at: AT, locked: false },
    settings: {
      votes_each: 5,
      note_cap: 2,
      own_notes: true,
      totals: "hidden",
      weighting: "equal",
      silent: true,
      join: "open",
      show_authors: true,
      retention_days: 90,
      thresholds: {},
    },
    notes: [],
    themes: [],
    links: [],
    comments: [],
    ballots: [],
    ...facts,
  };
}

export function aYou(facts: Partial<You> = {}): You {
  const seat = { id: AINO, role: "participant", city: OULU, name: "AINO" } as const;
  return {
    seat,
    votes: [],
    votes_left: {},
    stances: [],
    scores: [],
    service_scores: [],
    hidden_notes: [],
    notes: [],
    links: [],
    comments: [],
    ...facts,
  };
}

export function aSnapshot(facts: Partial<Snapshot> = {}): Snapshot {
  const board = facts.board ?? aBoard();
  return {
    workshop_id: "workshop1111",
    seq: 10,
    epoch: "epoch1111111",
    hash: "",
    board,
    you: aYou(),
    people: { cities: {}, facilitators: 0, observers: 0, waiting: 0, seats: [] },
    phase: board.phase,
    erase_on: "2027-02-21",
    ...facts,
  };
}

/** A note that somebody else added. */
export function added(seq: number, note = aNote(`note${seq}`)): ChangeOf<"note.added"> {
  return { type: "note.added", seq, at: AT, city: OULU, by: ELENA, note };
}

type Answer = (payload: unknown) => unknown;

/** A transport that answers as the test says; an event without an answer gets none. */
export interface FakeTransport extends Transport {
  readonly asked: { readonly event: string; readonly payload: unknown }[];
  readonly answers: Record<string, Answer>;
  handlers: TransportHandlers;
  connect(): void;
  drop(): void;
}

export function aTransport(answers: Record<string, Answer> = {}): FakeTransport {
  let isOpen = false;
  const fake: FakeTransport = {
    asked: [],
    answers: { clock: () => ({ server_time: new Date().toISOString() }), ...answers },
    handlers: { connected: no, disconnected: no, refused: no, event: no },
    hear: (handlers) => {
      fake.handlers = handlers;
    },
    open: () => fake.connect(),
    close: () => {
      isOpen = false;
    },
    isOpen: () => isOpen,
    emit: (event, payload) => fake.asked.push({ event, payload }),
    ask: async (event, payload) => {
      if (event !== "clock") fake.asked.push({ event, payload });
      const answer = await fake.answers[event]?.(payload);
      if (!isOpen || answer === undefined) throw new Error("no answer");
      return answer;
    },
    connect: () => {
      isOpen = true;
      queueMicrotask(() => fake.handlers.connected());
    },
    drop: () => {
      isOpen = false;
      fake.handlers.disconnected();
    },
  };
  return fake;
}

function no(): void {
  // nobody listens yet
}
