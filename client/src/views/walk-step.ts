/** Says where a walk is: the area in focus, the next one, and the note that is talked about. */

import { nextArea, topNotes } from "../coverage";
import type { Board, Direction, Note } from "../protocol";

export interface Step {
  readonly direction: Direction;
  readonly area: string;
  readonly target: string;
  readonly notes: readonly Note[];
  readonly note: Note | null;
}

/** Returns where the walk is, or null when there is none. */
export function stepOf(board: Board): Step | null {
  const { focus } = board.phase;
  const direction = board.phases.find((phase) => phase.id === board.phase.id)?.direction;
  if (focus === undefined || direction === undefined || board.closed_at !== undefined) return null;
  const notes = topNotes(board, focus.area);
  const asked = board.notes.find((note) => note.id === focus.note_id);
  const isHere = asked !== undefined && asked.hidden !== true && asked.area === focus.area;
  return {
    direction,
    area: focus.area,
    target: nextArea(board.areas, focus.area, direction),
    notes,
    note: isHere ? asked : (notes[0] ?? null),
  };
}
