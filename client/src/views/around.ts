/** Finds what stands around each note: its comments and links. */

import { computed, type ReadonlySignal } from "@preact/signals";

import { DETAILS } from "../details";
import type { ShownNote } from "../drawn";
import type { Comment, Link } from "../protocol";
import { session } from "../session";
import { versionFor } from "../translations";
import { language, t } from "../words";
import type { BoardView } from "./board-view";

// Lists of a board stay the same until they change: each is sorted anew only then.
const comments = computed(() => session.board.value?.comments ?? []);

/** note id → its comments, oldest first */
export const commentsAt: ReadonlySignal<ReadonlyMap<string, readonly Comment[]>> = computed(() =>
  grouped(comments.value, (one) => one.note_id),
);

/** Returns how many comments of a note are open. */
export function openComments(note: string): number {
  return commentsAt.value.get(note)?.filter((one) => one.open).length ?? 0;
}

const links = computed(() => session.board.value?.links ?? []);

/** note id → the links that start or end there, in the order they were drawn */
export const linksAt: ReadonlySignal<ReadonlyMap<string, readonly Link[]>> = computed(() => {
  const ends = links.value.flatMap((link) => [
    { note: link.from, link },
    { note: link.to, link },
  ]);
  const found = grouped(ends, (one) => one.note);
  return new Map([...found].map(([note, at]) => [note, at.map((one) => one.link)]));
});

const notes = computed(() => new Map(session.notes.value.map((note) => [note.id, note])));

/** Returns the text of a note, in one line, or what to say instead of it. */
export function noteWords(id: string): string {
  const note = notes.value.get(id);
  if (note?.erased) return t("note.erased");
  const version = note === undefined ? undefined : versionFor(note, language.value);
  return (version?.text ?? note?.text ?? t("note.hidden")).replace(/\s+/g, " ");
}

/** Returns where the links of a note go, a line each: "leads to …". */
export function linkLines(note: string): string {
  const out = linksAt.value.get(note)?.filter((link) => link.from === note) ?? [];
  return out.map((link) => lineOf(link)).join("\n");
}

const lineOf = ({ kind, to }: Link): string =>
  t("linking.line", { kind: t(`linking.out_${kind}`), text: noteWords(to) });

/** Whether this seat may say something about a note: comment on it, link it. */
export function mayTalk({ rights }: BoardView, note: ShownNote): boolean {
  return rights.mayComment(note) || rights.mayLink(note);
}

/** Whether there is something to read about a note beside its text. */
export const hasMore = (note: ShownNote): boolean =>
  commentsAt.value.has(note.id) ||
  linksAt.value.has(note.id) ||
  note.offers !== undefined ||
  hasDetails(note);

export const hasDetails = (note: ShownNote): boolean =>
  DETAILS.some((name) => note[name] !== undefined);

function grouped<Thing>(
  listed: readonly Thing[],
  by: (thing: Thing) => string,
): ReadonlyMap<string, readonly Thing[]> {
  const found = new Map<string, Thing[]>();
  for (const one of listed) {
    const known = found.get(by(one));
    if (known === undefined) found.set(by(one), [one]);
    else known.push(one);
  }
  return found;
}
