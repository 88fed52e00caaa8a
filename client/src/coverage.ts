/** Says which notes a walk is about and how far both walks have come: what the rings show. */

import type { Board, BoardNote, Canvas, Direction, Note } from "./protocol";

const MOST_TOP = 3; // notes of an area that are its top, or half of them if that is less

/** What a walk draws, and on which way it goes on. */
export const LINK_OF = { clockwise: "leads_to", anticlockwise: "requires" } as const;
export const SCORE_OF = { clockwise: "importance", anticlockwise: "readiness" } as const;

/** Returns the area after this one on the way, round the end. */
export function nextArea(areas: readonly string[], area: string, direction: Direction): string {
  const step = direction === "clockwise" ? 1 : -1;
  const place = (areas.indexOf(area) + step + areas.length) % areas.length;
  return areas[place] ?? area;
}

/** Returns the top notes of an area, best first: by one city one vote, ties at the cut included.
 * As long as nobody has voted in the area all its notes are walked, in board order. */
export function topNotes(board: Board, area: string): readonly Note[] {
  const notes = board.notes.filter((note): note is Note => note.area === area && isOpen(note));
  const shares = equalShares(board, notes);
  if (shares === null) return notes;
  const of = (note: Note): number => shares.get(note.id) ?? 0;
  const best = notes.toSorted((a, b) => of(b) - of(a)); // stable: ties stay in board order
  const last = best[Math.min(MOST_TOP, Math.ceil(notes.length / 2)) - 1];
  return last === undefined ? [] : best.filter((note) => of(note) >= of(last));
}

/** Returns area → share of its top notes that have a link of this walk, 0 to 1; null without notes.
 * Only areas that the walk asks: clockwise the antecedents, anti-clockwise all but the first. */
export function coverage(
  board: Board,
  canvas: Canvas | null,
  direction: Direction,
): ReadonlyMap<string, number | null> {
  const kind = LINK_OF[direction];
  const linked = new Set(board.links.filter((one) => one.kind === kind).map((one) => one.from));
  return new Map(
    askedAreas(board, canvas, direction).map((area) => {
      const tops = topNotes(board, area);
      const done = tops.filter((note) => linked.has(note.id)).length;
      return [area, tops.length === 0 ? null : done / tops.length];
    }),
  );
}

function askedAreas(board: Board, canvas: Canvas | null, direction: Direction): readonly string[] {
  if (direction === "anticlockwise") return board.areas.slice(1);
  const first = canvas?.areas.filter((area) => area.side === "antecedent").map((area) => area.id);
  return first === undefined || first.length === 0 ? board.areas.slice(0, -1) : first;
}

/** Returns note → mean of the cities' shares of their dots in the area; null without any dot. */
function equalShares(board: Board, notes: readonly Note[]): ReadonlyMap<string, number> | null {
  const totals = board.cities.map(({ id }) => ({
    id,
    all: notes.reduce((sum, note) => sum + (note.dots?.[id] ?? 0), 0),
  }));
  const voting = totals.filter((city) => city.all > 0);
  if (voting.length === 0) return null;
  const share = (note: Note): number =>
    voting.reduce((sum, { id, all }) => sum + (note.dots?.[id] ?? 0) / all, 0) / voting.length;
  return new Map(notes.map((note) => [note.id, share(note)]));
}

function isOpen(note: BoardNote): note is Note {
  return note.hidden !== true;
}
