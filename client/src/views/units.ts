/** Puts the notes of an area together as they are drawn and voted for: themes, and single notes. */

import type { ShownNote } from "../drawn";
import type { Theme } from "../protocol";

/** A theme with its notes, or one note that is in none. */
export interface Unit {
  readonly key: string;
  readonly theme?: Theme;
  readonly notes: readonly ShownNote[];
}

/** Returns units in the order of their first notes; themes without a note come last. */
export function inUnits(notes: readonly ShownNote[], themes: readonly Theme[]): readonly Unit[] {
  if (themes.length === 0) return notes.map((note) => ({ key: note.key, notes: [note] }));
  const themeOf = new Map(themes.flatMap((theme) => theme.notes.map((id) => [id, theme])));
  const units = new Map<string, { key: string; theme?: Theme; notes: ShownNote[] }>();
  for (const note of notes) {
    const theme = themeOf.get(note.id);
    const key = theme?.id ?? note.key;
    const unit = units.get(key);
    if (unit !== undefined) unit.notes.push(note);
    else units.set(key, { key, notes: [note], ...(theme === undefined ? {} : { theme }) });
  }
  for (const theme of themes) {
    if (!units.has(theme.id)) units.set(theme.id, { key: theme.id, theme, notes: [] });
  }
  return [...units.values()];
}
