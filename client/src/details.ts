/** Lets it happen that more is said about a note. */

import type { Known } from "./board";
import type { ChangeOf, Details, DetailsChange } from "./protocol";

/** What can be said about a note beside its text. */
export const DETAILS = [
  "owner",
  "pays",
  "indicator",
  "supplier",
  "funding",
  "cost_behaviour",
  "tags",
  "services",
] as const satisfies readonly (keyof Details)[];

export function describeNote(known: Known, change: ChangeOf<"note.described">): Known {
  const { board, you } = known;
  const notes = board.notes.map((note) =>
    note.id === change.note_id && note.hidden !== true ? described(note, change) : note,
  );
  const hidden_notes = you.hidden_notes.map((note) =>
    note.id === change.note_id ? described(note, change) : note,
  );
  return { board: { ...board, notes }, you: { ...you, hidden_notes } };
}

/** Returns a note without what people wrote about it in their own words, names of theirs too. */
export function withoutTexts<Some extends Details & { readonly typed_by?: string }>(
  note: Some,
): Some {
  const { owner: _owner, indicator: _indicator, supplier: _supplier, ...rest } = note;
  const { typed_by: _typed, ...left } = rest;
  return left as unknown as Some; // the fields that are left
}

function described<Some extends Details>(note: Some, change: DetailsChange): Some {
  const said = Object.fromEntries(
    DETAILS.filter((name) => name in change).map((name) => [name, change[name]]),
  );
  const entries = Object.entries({ ...note, ...said }).filter(
    ([name, value]) => !(name in said) || isSaid(value),
  );
  return Object.fromEntries(entries) as unknown as Some; // the same fields, but for those that changed
}

function isSaid(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== "";
}
