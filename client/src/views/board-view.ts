/** Gathers what the views of a workshop draw from, in one value made anew at each change. */

import { computed } from "@preact/signals";

import type { ShownNote } from "../drawn";
import type { Ballot, Board, City, PerCity, Seat } from "../protocol";
import { session } from "../session";
import { kindOf } from "../totals";
import { type Rights, rightsOf } from "./rights";

export interface BoardView {
  readonly board: Board;
  readonly seat: Seat;
  readonly rights: Rights;
  /** the running ballot, when this seat may vote for notes in it */
  readonly ownBallot: Ballot | null;
}

/** What is shown; null as long as the first snapshot is not here. */
export const view = computed<BoardView | null>(() => {
  const [board, seat] = [session.board.value, session.seat.value];
  if (board === null || seat === null) return null;
  const rights = rightsOf(board, seat);
  const ballot = session.ballot.value;
  const isOfNotes = ballot !== null && kindOf(ballot) !== "gradient";
  return { board, seat, rights, ownBallot: rights.mayVote && isOfNotes ? ballot : null };
});

/** Returns the note with this id, or undefined when it left the board meanwhile. */
export function noteWith(id: string): ShownNote | undefined {
  return session.notes.peek().find((note) => note.id === id);
}

/** Returns how many dots a note or a theme has, and from how many cities. */
export function dotsOf(
  target: { readonly dots?: PerCity },
  cities: readonly City[],
): { all: number; cities: number } {
  const dots = cities.map((city) => target.dots?.[city.id] ?? 0);
  return {
    all: dots.reduce((sum, one) => sum + one, 0),
    cities: dots.filter((one) => one > 0).length,
  };
}
