/** Lets it happen that one device counts for a room, and that hands are counted there. */

import { addDots, withVotesLeft } from "./ballots";
import type { Known } from "./board";
import type { Board, ChangeOf, Hub } from "./protocol";
import { withPooled, withRating } from "./ratings";

/** Returns what this seat counts for, or nothing. */
export function hubOf(board: Board, seatId: string): Hub | undefined {
  return board.hubs?.find((hub) => hub.seat_id === seatId);
}

export function declareHub(known: Known, change: ChangeOf<"hub.declared">): Known {
  const { seat_id, city, heads } = change;
  const hub = { seat_id, city, heads };
  const others = known.board.hubs ?? [];
  const isKnown = others.some((one) => one.seat_id === seat_id);
  const hubs = isKnown
    ? others.map((one) => (one.seat_id === seat_id ? hub : one))
    : [...others, hub];
  const board = heads === 0 ? withoutHub(known.board, seat_id) : { ...known.board, hubs };
  const { you } = known;
  if (seat_id !== you.seat.id) return { board, you };
  const open = heads === 0 ? [] : board.ballots.filter((one) => one.state === "open");
  const pooled = Object.fromEntries(open.map((ballot) => [ballot.id, heads]));
  return { board, you: withVotesLeft(board, withPooled(you, { ...you.pooled, ...pooled })) };
}

/** A seat that goes, or stands for another city, counts for no room. */
export function withoutHub(board: Board, seatId: string): Board {
  const { hubs: before, ...rest } = board;
  if (before === undefined) return board;
  const hubs = before.filter((hub) => hub.seat_id !== seatId);
  return hubs.length === 0 ? rest : { ...rest, hubs };
}

export function promoteHub(board: Board, change: ChangeOf<"seat.promoted">): Board {
  const hub = hubOf(board, change.seat_id);
  return hub === undefined || hub.city === change.city ? board : withoutHub(board, hub.seat_id);
}

/** Counts the hands of a room: `dots` are there now, `more` than before. */
export function tally(known: Known, change: ChangeOf<"hub.tallied">): Known {
  const { ballot_id, target_id, more, steps } = change;
  const isOwn = change.by === known.you.seat.id;
  if (target_id === undefined) return known;
  const { board, you } =
    more === undefined ? known : addDots(known, change, { ballot_id, target_id, dots: more });
  if (!isOwn) return { board, you };
  const heads = hubOf(board, you.seat.id)?.heads ?? 0;
  const pooled = { ...you.pooled, [ballot_id]: heads };
  if (steps === undefined) return { board, you: withPooled(you, pooled) };
  const rating = steps.some((hands) => hands > 0) ? { ballot_id, target_id, steps } : null;
  const said = withRating(board, you, { ballot_id, target_id }, rating);
  return { board, you: withPooled(said, pooled) };
}
