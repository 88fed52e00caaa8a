/** Says what this seat has said in one ballot, with what is not saved yet on top. */

import type { Ballot, RatingValue, SentOp, You } from "./protocol";

export interface OwnVotes {
  /** target id → own rating */
  readonly ratings: ReadonlyMap<string, RatingValue>;
  /** target id → hands of the room for each step */
  readonly hands: ReadonlyMap<string, readonly number[]>;
  /** own order, best first */
  readonly order: readonly string[];
}

const NO_VOTES: OwnVotes = { ratings: new Map(), hands: new Map(), order: [] };

/** Returns what is drawn of the own paper of a ballot that is not of dots. */
export function ownVotesIn(
  ballot: Ballot | null,
  you: You | null,
  waiting: readonly SentOp[] = [],
): OwnVotes {
  if (ballot === null || you === null) return NO_VOTES;
  const ballotId = ballot.id;
  const ratings = new Map<string, RatingValue>();
  const hands = new Map<string, readonly number[]>();
  for (const { ballot_id, target_id, value, steps } of you.ratings ?? []) {
    if (ballot_id !== ballotId) continue;
    if (value !== undefined) ratings.set(target_id, value);
    if (steps !== undefined) hands.set(target_id, steps);
  }
  let order = you.ranks?.find((one) => one.ballot_id === ballotId)?.targets ?? [];
  for (const op of waiting) {
    if (op.type === "vote.rate" && op.ballot_id === ballotId) {
      if (op.value === null) ratings.delete(op.target_id);
      else ratings.set(op.target_id, op.value);
    }
    if (op.type === "vote.rank" && op.ballot_id === ballotId) order = op.targets;
    if (op.type === "hub.tally" && op.ballot_id === ballotId && op.steps !== undefined) {
      hands.set(op.target_id, op.steps);
    }
  }
  return { ratings, hands, order };
}
