/** The spotlight: the one note that everybody is shown. Twin of the server's `spotlight.py`. */

import type { Board, ChangeOf } from "./protocol";

export function moveSpotlight(board: Board, change: ChangeOf<"spotlight.moved">): Board {
  return { ...board, spotlight: change.note_id };
}

/** Returns the board whose spotlight shows `into` where it showed one of the `gone` notes. */
export function followSpotlight(
  board: Board,
  gone: readonly string[],
  into: string | null = null,
): Board {
  const shown = board.spotlight ?? null;
  return shown !== null && gone.includes(shown) ? { ...board, spotlight: into } : board;
}

/** Returns the board with nothing in the spotlight: something else begins. */
export function switchSpotlightOff(board: Board): Board {
  return (board.spotlight ?? null) === null ? board : { ...board, spotlight: null };
}
