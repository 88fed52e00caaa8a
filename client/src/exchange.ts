/** Matches what cities have with what they want: who could teach whom, note by note. */

import type { City, NoteAnswers, Offer } from "./protocol";

export const OFFERS: readonly Offer[] = ["have", "want", "can_offer"];

/** What cities said about one note. Cities in the order of the board. */
export interface Exchange {
  readonly noteId: string;
  readonly by: Readonly<Record<Offer, readonly City[]>>;
  /** every city that could teach, with each other city that wants it */
  readonly pairs: readonly { readonly from: City; readonly to: City }[];
}

interface Offered {
  readonly id: string;
  readonly offers?: NoteAnswers["offers"] | undefined;
}

/** Returns the notes about which anything was said: most pairs first, then most wanted.
 *
 * A city says what any of its seats said. Ties keep the order of the notes. */
export function exchangeOf(
  notes: readonly Offered[],
  cities: readonly City[],
): readonly Exchange[] {
  const found = notes
    .filter((note) => Object.keys(note.offers ?? {}).length > 0)
    .map((note) => exchangeAt(note, cities));
  return found.toSorted(
    (a, b) => b.pairs.length - a.pairs.length || b.by.want.length - a.by.want.length,
  );
}

function exchangeAt({ id, offers = {} }: Offered, cities: readonly City[]): Exchange {
  const saying = (place: number): readonly City[] =>
    cities.filter((city) => (offers[city.id]?.[place] ?? 0) > 0);
  const by = { have: saying(0), want: saying(1), can_offer: saying(2) };
  const pairs = by.can_offer.flatMap((from) =>
    by.want.filter((to) => to !== from).map((to) => ({ from, to })),
  );
  return { noteId: id, by, pairs };
}
