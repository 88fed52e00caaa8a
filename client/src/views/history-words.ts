/** Says in a plain sentence what happened. */

import type { Board, HistoryEvent, NoteThen } from "../protocol";
import { hasWords, t } from "../words";
import { cityName } from "./cities";
import { phaseTitle } from "./phase-bar";
import { areaName } from "./scene";

const LONGEST = 90; // characters of a note in a sentence

/** Returns the key of the words for a type of change: "note.added" → "note_added". */
const keyOf = (type: string): string => `history.told.${type.replace(".", "_")}`;

/** Whether something like this is told at all; of several things at once the words have a plural. */
export const isTold = (type: string): boolean =>
  hasWords(keyOf(type)) || hasWords(`${keyOf(type)}_other`);

/** Returns what happened, as a sentence. */
export function eventWords(event: HistoryEvent, board: Board): string {
  return t(keyOf(event.type), {
    text: event.text === undefined ? noteWords(event.note) : `“${shortened(event.text)}”`,
    note: noteWords(event.note),
    to: noteWords(event.to),
    area: areaName(event.area ?? event.note?.area ?? ""),
    title: event.title ?? "",
    count: event.count ?? 0,
    phase: event.phase === undefined ? "" : phaseTitle(board, event.phase),
    role: event.role === undefined ? "" : t(`roles.${event.role}`),
    city: cityName(board.cities, event.city),
    seat: event.seat_name ?? t("history.somebody"),
    language: event.language ?? "",
    kind: lockedOrNot(event),
  });
}

function lockedOrNot(event: HistoryEvent): string {
  return event.locked === false ? t("history.unlocked") : t("history.locked");
}

function noteWords(note: NoteThen | undefined): string {
  if (note?.erased === true) return t("history.erased_note");
  return note?.text === undefined ? t("history.hidden_note") : `“${shortened(note.text)}”`;
}

function shortened(text: string): string {
  const signs = [...text.replace(/\s+/g, " ")];
  return signs.length <= LONGEST ? signs.join("") : `${signs.slice(0, LONGEST - 1).join("")}…`;
}
