/** Lets stances and scores happen: the own ones at once, those of all when the phase is left. */

import type { Known } from "./board";
import type { BoardNote, ChangeOf, Note, NoteAnswers, OwnOffer, You } from "./protocol";

const KINDS = ["stances", "importance", "readiness", "offers"] as const;

/** Keeps the own stance; of others' nothing is told. */
export function takeStance(you: You, change: ChangeOf<"stance.taken">): You {
  const { note_id, stance } = change;
  if (change.by !== you.seat.id || note_id === undefined || stance === undefined) return you;
  const others = you.stances.filter((one) => one.note_id !== note_id);
  return { ...you, stances: stance === null ? others : [...others, { note_id, stance }] };
}

/** Keeps the own score; of others' nothing is told. */
export function scoreNote(you: You, change: ChangeOf<"note.scored">): You {
  const { note_id, kind, value } = change;
  if (change.by !== you.seat.id || note_id === undefined || kind === undefined) return you;
  const others = you.scores.filter((one) => one.note_id !== note_id || one.kind !== kind);
  const isTaken = value === null || value === undefined;
  return { ...you, scores: isTaken ? others : [...others, { note_id, kind, value }] };
}

/** Puts the counts of a city on the note, and keeps the own offer. */
export function takeOffer(known: Known, change: ChangeOf<"offer.taken">): Known {
  const { note_id, counts, offer } = change;
  const notes = known.board.notes.map((note) =>
    note.id === note_id && note.hidden !== true ? withOffers(note, counts) : note,
  );
  const board = { ...known.board, notes };
  if (change.by !== known.you.seat.id || offer === undefined) return { board, you: known.you };
  const others = (known.you.offers ?? []).filter((one) => one.note_id !== note_id);
  return {
    board,
    you: withOwnOffers(known.you, offer === null ? others : [...others, { note_id, offer }]),
  };
}

function withOwnOffers({ offers: _before, ...you }: You, offers: readonly OwnOffer[]): You {
  return offers.length > 0 ? { ...you, offers } : you;
}

function withOffers(note: Note, counts: NonNullable<NoteAnswers["offers"]>): BoardNote {
  const told = Object.entries({ ...note.offers, ...counts });
  const offers = Object.fromEntries(told.filter(([, numbers]) => numbers.some((one) => one > 0)));
  return withAnswers(note, { offers });
}

/** Puts the counts per city on the notes; an empty one means that nobody answers any more. */
export function showScores(known: Known, change: ChangeOf<"scores.revealed">): Known {
  const { stances, scores, rounds = {} } = change;
  const notes = known.board.notes.map((note) => {
    const ofNote = {
      ...(stances[note.id] && { stances: stances[note.id] }),
      ...scores[note.id],
      ...(rounds[note.id] && { rounds: rounds[note.id] }),
    };
    return note.hidden === true || Object.keys(ofNote).length === 0
      ? note
      : withAnswers(note, ofNote);
  });
  return { board: { ...known.board, notes }, you: known.you };
}

/** Merged notes: what was shown is told, and each seat's latest own answers go to `into`. */
export function mergeAnswers(known: Known, change: ChangeOf<"note.merged">): Known {
  const { into, notes, answers = {} } = change;
  const merged = new Set([into, ...notes]);
  const { board, you } = known;
  const of = (kind: string) => you.scores.filter((one) => one.kind === kind);
  const scores = new Set([
    ...latestOf(of("importance"), merged),
    ...latestOf(of("readiness"), merged),
  ]);
  const moved = <Own extends { readonly note_id: string }>(one: Own): Own =>
    merged.has(one.note_id) ? { ...one, note_id: into } : one;
  return {
    board: {
      ...board,
      notes: board.notes.map((note) =>
        note.id === into && note.hidden !== true ? withAnswers(note, answers) : note,
      ),
    },
    you: withOwnOffers(
      {
        ...you,
        stances: latestOf(you.stances, merged).map(moved),
        scores: you.scores.filter((one) => scores.has(one)).map(moved),
      },
      latestOf(you.offers ?? [], merged).map(moved),
    ),
  };
}

/** Returns own answers, oldest first, with only the latest of those about merged notes. */
function latestOf<Own extends { readonly note_id: string }>(
  own: readonly Own[],
  merged: ReadonlySet<string>,
): readonly Own[] {
  const latest = own.findLast((one) => merged.has(one.note_id));
  return own.filter((one) => one === latest || !merged.has(one.note_id));
}

function withAnswers(note: BoardNote, answers: NoteAnswers): BoardNote {
  const told = { ...note, ...answers };
  const empty = KINDS.filter((kind) => Object.keys(told[kind] ?? { none: 0 }).length === 0);
  return Object.fromEntries(
    Object.entries(told).filter(([name]) => !(empty as readonly string[]).includes(name)),
  ) as unknown as BoardNote; // the same fields, but for counts of nothing
}
