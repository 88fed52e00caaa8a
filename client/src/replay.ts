/** Plays a workshop's log again in this browser: the server is asked for its beginning only. */

import * as api from "./api";
import { applyAll, type Known } from "./board";
import type { Board, Change, Seat, You } from "./protocol";

const KEPT_EVERY = 100; // changes; what is kept of the past shares nearly all of its parts

/** A log that has been read, and the board at each of its seqs. */
export interface Replay {
  /** the first seq with a whole board */
  readonly begins: number;
  readonly last: number;
  readonly changes: readonly Change[];
  readonly boardAt: (seq: number) => Board;
}

export interface ReplayParts {
  readonly boardAt: typeof api.boardAt;
  readonly changesAfter: typeof api.changesAfter;
}

/** Reads a whole log, about `seq` changes long; `told` hears how far it is, 0 to 1. Rejects as `api` does. */
export async function readReplay(
  workshopId: string,
  { token, seat }: { readonly token: string; readonly seat: Seat },
  { begins, seq }: { readonly begins: number; readonly seq: number },
  told: (share: number) => void = () => undefined,
  parts: ReplayParts = api,
): Promise<Replay> {
  const first = await parts.boardAt(workshopId, token, begins);
  const replay = makeReplay(begins, first.board, seat);
  let isMore = true;
  while (isMore) {
    const after = replay.last();
    const page = await parts.changesAfter(workshopId, token, { after, epoch: first.epoch });
    replay.goOn(page.changes);
    isMore = page.more && page.changes.length > 0;
    told(seq > begins ? Math.min(1, (page.seq - begins) / (seq - begins)) : 1);
  }
  return { begins, last: replay.last(), changes: replay.changes, boardAt: replay.boardAt };
}

/** Returns a replay that begins with a board and grows with the changes after it. */
export function makeReplay(begins: number, board: Board, seat: Seat) {
  const kept: Known[] = [{ board, you: nobodyYet(seat) }]; // every KEPT_EVERY changes
  const changes: Change[] = [];
  let end: Known = kept[0] as Known;

  function goOn(more: readonly Change[]): void {
    for (const change of more) {
      end = applyAll(end, [change]);
      changes.push(change);
      if (changes.length % KEPT_EVERY === 0) kept.push(end);
    }
  }

  function boardAt(seq: number): Board {
    const count = Math.min(Math.max(seq - begins, 0), changes.length);
    const from = kept[Math.floor(count / KEPT_EVERY)] ?? end;
    return applyAll(from, changes.slice(count - (count % KEPT_EVERY), count)).board;
  }

  return { changes, goOn, boardAt, last: () => begins + changes.length };
}

/** Returns the next seq something worth telling happened at, before or after one; null at an end. */
export function nextTold(
  replay: Replay,
  seq: number,
  by: 1 | -1,
  isTold: (type: string) => boolean,
): number | null {
  for (let at = seq + by; at > replay.begins && at <= replay.last; at += by) {
    if (isTold(replay.changes[at - replay.begins - 1]?.type ?? "")) return at;
  }
  return by < 0 && seq > replay.begins ? replay.begins : null;
}

/** Returns what a seat knows of its own before it did anything. */
function nobodyYet(seat: Seat): You {
  const nothing = { votes: [], stances: [], scores: [], service_scores: [], hidden_notes: [] };
  return { seat, votes_left: {}, ...nothing, notes: [], links: [], comments: [] };
}
