/** Lets it happen that a note is said in another language, and tells what a reader is shown. */

import type { Known } from "./board";
import type { ChangeOf, Note, Translation, Translations } from "./protocol";

export function translateNote(known: Known, change: ChangeOf<"note.translated">): Known {
  const { language, text } = change;
  if (language === undefined || text === undefined) return known; // of somebody's hidden note
  const { board, you } = known;
  const version: Translation | null =
    text === "" ? null : { text, ...(change.city === null ? {} : { city: change.city }) };
  const notes = board.notes.map((note) =>
    note.id === change.note_id && note.hidden !== true ? said(note, language, version) : note,
  );
  const hidden_notes = you.hidden_notes.map((note) =>
    note.id === change.note_id ? said(note, language, version) : note,
  );
  return { board: { ...board, notes }, you: { ...you, hidden_notes } };
}

/** Returns a note without its versions in other languages. */
export function withoutTranslations<Some extends Pick<Note, "translations">>(note: Some): Some {
  const { translations: _gone, ...rest } = note;
  return rest as Some;
}

/** Returns the versions marked: the original says something else now. */
export function outdated(translations: Translations): Translations {
  const marked = Object.entries(translations).map(([language, one]): [string, Translation] => [
    language,
    { ...one, outdated: true },
  ]);
  return Object.fromEntries(marked);
}

/** Returns the version a reader of `language` is shown in place of the original, if there is one. */
export function versionFor(
  note: { readonly translations?: Translations; readonly erased?: true },
  language: string,
): Translation | undefined {
  if (note.erased || note.translations === undefined) return undefined;
  return note.translations[language] ?? note.translations[language.split("-")[0] ?? language];
}

function said<Some extends Pick<Note, "translations">>(
  note: Some,
  language: string,
  version: Translation | null,
): Some {
  const { [language]: _before, ...others } = note.translations ?? {};
  const translations = version === null ? others : { ...others, [language]: version };
  if (Object.keys(translations).length === 0) return withoutTranslations(note);
  return { ...note, translations };
}
