/** Lets changes of notes happen: on the board, and in the own notes that others cannot read. */

import type { Known } from "./board";
import type {
  BoardNote,
  ChangeOf,
  HiddenNote,
  Note,
  NoteInChange,
  OwnHiddenNote,
  You,
} from "./protocol";
import { withoutTexts as withoutDetails } from "./details";
import { lengthClass } from "./text";
import { outdated, withoutTranslations } from "./translations";

type WholeOrOwn = Exclude<NoteInChange, HiddenNote>;

const ERASED = "[erased]"; // what stands where a text was erased

/** Returns where a note stands among all: before another one, or last in its area. */
export function placeOf(
  notes: readonly { readonly id: string; readonly area: string }[],
  areas: readonly string[],
  area: string,
  before: string | null,
): number {
  const ahead = before === null ? -1 : notes.findIndex((note) => note.id === before);
  if (ahead >= 0) return ahead;
  const later = new Set(areas.slice(areas.indexOf(area) + 1));
  // From the end: notes mostly go last, and the last areas are few.
  let place = notes.length;
  while (place > 0 && later.has(notes[place - 1]?.area ?? "")) place -= 1;
  return place;
}

export function addNote(known: Known, change: ChangeOf<"note.added">): Known {
  const isOwn = change.by === known.you.seat.id;
  return put(known, change.note, { before: null, isOwn });
}

export function restoreNote(known: Known, change: ChangeOf<"note.restored">): Known {
  const { you } = known;
  const kept = you.removed?.[change.note.id];
  const isSigned = "seat" in change.note && change.note.seat === you.seat.id;
  // Somebody else may bring back my hidden note: I hear it masked, but have kept its text.
  const own = isWhole(change.note) || kept === undefined ? change.note : asHidden(kept);
  const isUnseen = change.note.hidden === true && isWhole(change.note); // only its author hears so
  const isOwn = kept !== undefined || isSigned || isUnseen;
  return put(known, own, { before: change.before, isOwn });
}

export function editNote(known: Known, change: ChangeOf<"note.edited">): Known {
  const { note_id, version } = change;
  const board = withNote(known, note_id, (note) => {
    if (note.hidden === true) return { ...note, version, length: change.length ?? note.length };
    return { ...edited(note, change), version };
  });
  const isOwn = change.by === known.you.seat.id;
  const hidden_notes = known.you.hidden_notes.map((note) =>
    isOwn && note.id === note_id ? { ...edited(note, change), version } : note,
  );
  return { board, you: { ...known.you, hidden_notes } };
}

/** Takes the texts out of a note wherever it is kept: on the board, hidden, or taken off it. */
export function eraseNote(known: Known, change: ChangeOf<"note.erased">): Known {
  const { note_id, version } = change;
  const gone = { text: ERASED, erased: true, version } as const;
  const board = withNote(known, note_id, (note) =>
    note.hidden === true
      ? { ...note, version, length: change.length ?? note.length }
      : { ...withoutTexts(note), ...gone },
  );
  const hidden_notes = known.you.hidden_notes.map((note) =>
    note.id === note_id ? { ...withoutTexts(note), ...gone } : note,
  );
  const kept = known.you.removed?.[note_id];
  const you = { ...known.you, hidden_notes };
  if (kept === undefined) return { board, you };
  const left = { ...withoutTexts(kept), ...gone };
  return { board, you: { ...you, removed: { ...you.removed, [note_id]: left } } };
}

export function moveNote(known: Known, change: ChangeOf<"note.moved">): Known {
  const { board, you } = known;
  const { area } = change;
  const note = board.notes.find((one) => one.id === change.note_id);
  if (note === undefined) return known;
  const there = note.hidden === true ? { ...note, area } : { ...edited(note, change), area };
  const rest = board.notes.filter((one) => one !== note);
  const notes = rest.toSpliced(placeOf(rest, board.areas, area, change.before), 0, there);
  const moved = { ...board, notes };
  if (!you.notes.includes(note.id)) return { board: moved, you };
  const hidden_notes = you.hidden_notes.map((own) =>
    own.id === note.id ? { ...edited(own, change), area } : own,
  );
  return inBoardOrder({ board: moved, you: { ...you, hidden_notes } });
}

/** Takes notes off the board; own ones are kept aside, so that they can come back. */
export function removeNote(known: Known, ids: readonly string[]): Known {
  const { board, you } = known;
  const gone = new Set(ids);
  const notes = board.notes.filter((note) => !gone.has(note.id));
  const own = you.notes.filter((id) => gone.has(id));
  if (own.length === 0) return { board: { ...board, notes }, you };
  const whole: (Note | OwnHiddenNote)[] = [...you.hidden_notes, ...board.notes.filter(isWhole)];
  const kept = whole.filter((note) => own.includes(note.id));
  return {
    board: { ...board, notes },
    you: {
      ...you,
      notes: you.notes.filter((id) => !gone.has(id)),
      hidden_notes: you.hidden_notes.filter((note) => !gone.has(note.id)),
      removed: { ...you.removed, ...Object.fromEntries(kept.map((note) => [note.id, note])) },
    },
  };
}

export function mergeNotes(known: Known, change: ChangeOf<"note.merged">): Known {
  const left = removeNote(known, change.notes);
  const board = withNote(left, change.into, (note) => {
    if (note.hidden === true) return note;
    const merged_from = [...(note.merged_from ?? []), ...change.notes];
    const dots = change.note_dots ?? note.dots;
    const { rounds: _asked, ...kept } = note; // of other notes
    return {
      ...kept,
      merged_from,
      ...(dots === undefined ? {} : { dots }),
      ...(change.ballots_before === undefined ? {} : { ballots_before: change.ballots_before }),
    };
  });
  return { board, you: left.you };
}

export function showNotes(known: Known, change: ChangeOf<"notes.revealed">): Known {
  const { board, you } = known;
  const shown = new Map(change.notes.map((note) => [note.id, note]));
  const notes = board.notes.map((note) => shown.get(note.id) ?? note);
  const hidden_notes = you.hidden_notes.filter((note) => !shown.has(note.id));
  return { board: { ...board, notes }, you: { ...you, hidden_notes } };
}

function withoutTexts<Some extends Note | OwnHiddenNote>(note: Some): Some {
  return withoutTranslations(withoutDetails(note));
}

interface Placing {
  readonly before: string | null;
  readonly isOwn: boolean;
}

function put(known: Known, note: NoteInChange, { before, isOwn }: Placing): Known {
  const { board, you } = known;
  const place = placeOf(board.notes, board.areas, note.area, before);
  const notes = board.notes.toSpliced(place, 0, masked(note));
  const placed = { ...board, notes };
  if (!isOwn) return { board: placed, you };
  const hidden = note.hidden === true && isWhole(note) ? [note] : [];
  const mine = {
    ...withoutRemoved(you, note.id),
    notes: [...you.notes, note.id],
    hidden_notes: [...you.hidden_notes, ...hidden],
  };
  return inBoardOrder({ board: placed, you: mine });
}

function withoutRemoved(you: You, id: string): You {
  if (you.removed === undefined || !(id in you.removed)) return you;
  const { [id]: _back, ...removed } = you.removed;
  return { ...you, removed };
}

/** Returns what everybody may know of a note. */
function masked(note: NoteInChange): BoardNote {
  if (note.hidden !== true) return note;
  if (!isWhole(note)) return note;
  const { id, area, city, version } = note;
  return { id, area, city, hidden: true, length: lengthClass(note.text), version };
}

function isWhole<Some extends NoteInChange>(note: Some): note is Some & WholeOrOwn {
  return "text" in note;
}

function asHidden(note: Note | OwnHiddenNote): WholeOrOwn {
  return { ...note, hidden: true };
}

function edited<Some extends Note | OwnHiddenNote>(
  note: Some,
  change: Partial<Pick<ChangeOf<"note.edited">, "text" | "facet" | "who">>,
): Some {
  const { facet, who, ...whole } = note;
  const { erased: _erased, ...fresh } = whole;
  const rest = change.text === undefined ? whole : fresh;
  const nextFacet = change.facet === undefined ? facet : (change.facet ?? undefined);
  const nextWho = change.who ?? who;
  return {
    ...rest,
    ...(nextFacet === undefined ? {} : { facet: nextFacet }),
    ...(nextWho === undefined || nextWho.length === 0 ? {} : { who: nextWho }),
    ...(change.text === undefined ? {} : { text: change.text }),
    ...(change.text === undefined || note.translations === undefined
      ? {}
      : { translations: outdated(note.translations) }),
  } as Some; // the same fields, in another order
}

/** Returns own notes in the order of the board, as the server lists them. */
function inBoardOrder({ board, you }: Known): Known {
  const own = new Set(you.notes);
  const notes = board.notes.filter((note) => own.has(note.id)).map((note) => note.id);
  const hidden = new Map(you.hidden_notes.map((note) => [note.id, note]));
  const hidden_notes = notes.flatMap((id) => hidden.get(id) ?? []);
  return { board, you: { ...you, notes, hidden_notes } };
}

function withNote(known: Known, id: string, change: (note: BoardNote) => BoardNote) {
  const place = known.board.notes.findIndex((note) => note.id === id);
  const note = known.board.notes[place];
  if (note === undefined) return known.board;
  return { ...known.board, notes: known.board.notes.with(place, change(note)) };
}
