/** Lets ratings and rankings happen: of others nothing is told before the reveal. */

import type { Known } from "./board";
import type { Ballot, Board, ChangeOf, OwnRanking, OwnRating, PerCity, You } from "./protocol";

/** Keeps the own rating; a new one is the latest. */
export function rate(known: Known, change: ChangeOf<"vote.rated">): Known {
  const { ballot_id, target_id, value } = change;
  const { board, you } = known;
  if (change.by !== you.seat.id || target_id === undefined || value === undefined) return known;
  const rating = value === null ? null : { ballot_id, target_id, value };
  return { board, you: withRating(board, you, { ballot_id, target_id }, rating) };
}

/** Keeps the own order; an empty one is none. */
export function rank(known: Known, change: ChangeOf<"vote.ranked">): Known {
  const { ballot_id, targets } = change;
  const { board, you } = known;
  if (change.by !== you.seat.id || targets === undefined) return known;
  const others = (you.ranks ?? []).filter((one) => one.ballot_id !== ballot_id);
  const ranks = targets.length === 0 ? others : [...others, { ballot_id, targets }];
  return { board, you: withSaid(board, you, { ranks }) };
}

/** Puts the own rating of one target in the place of the one before; null takes it away. */
export function withRating(
  board: Board,
  you: You,
  of: Pick<OwnRating, "ballot_id" | "target_id">,
  rating: OwnRating | null,
): You {
  const others = (you.ratings ?? []).filter(
    (one) => one.ballot_id !== of.ballot_id || one.target_id !== of.target_id,
  );
  return withSaid(board, you, { ratings: rating === null ? others : [...others, rating] });
}

/** Keeps which papers are those of a room, as long as they say something. */
export function withPooled(you: You, pooled: PerCity): You {
  const { pooled: _before, ...rest } = you;
  const isSaid = (id: string): boolean =>
    [you.votes, you.ratings ?? [], you.ranks ?? []].some((said) =>
      said.some((one) => one.ballot_id === id),
    );
  const left = Object.entries(pooled).filter(([id]) => isSaid(id));
  return left.length === 0 ? rest : { ...rest, pooled: Object.fromEntries(left) };
}

/** Takes what this seat said of some targets off the papers of these ballots. */
export function withoutTargets(
  board: Board,
  you: You,
  targets: readonly string[],
  ballots: readonly Ballot[],
): You {
  const isMeant = (id: string): boolean => ballots.some((ballot) => ballot.id === id);
  const ratings = you.ratings?.filter(
    (one) => !isMeant(one.ballot_id) || !targets.includes(one.target_id),
  );
  const ranks = you.ranks?.map((one) =>
    isMeant(one.ballot_id)
      ? { ...one, targets: one.targets.filter((id) => !targets.includes(id)) }
      : one,
  );
  const left = withSaid(board, you, { ratings, ranks });
  return withPooled(left, you.pooled ?? {});
}

/** Says of others what this seat said of some targets: the latest rating, the best place. */
export function moveSaid(
  board: Board,
  you: You,
  where: (target: string) => string,
  ballots: readonly Ballot[],
): You {
  const isMeant = (id: string): boolean => ballots.some((ballot) => ballot.id === id);
  const moved = (you.ratings ?? []).map((one) =>
    isMeant(one.ballot_id) ? { ...one, target_id: where(one.target_id) } : one,
  );
  const ratings = moved.filter(
    (one, at) =>
      !moved.some(
        (other, later) =>
          later > at && other.ballot_id === one.ballot_id && other.target_id === one.target_id,
      ),
  );
  const ranks = you.ranks?.map((one) =>
    isMeant(one.ballot_id) ? { ...one, targets: [...new Set(one.targets.map(where))] } : one,
  );
  return withSaid(board, you, { ratings, ranks });
}

/** Keeps own ratings and orders as the server lists them: ballots as made; none is left out. */
function withSaid(
  board: Board,
  you: You,
  said: {
    readonly ratings?: readonly OwnRating[] | undefined;
    readonly ranks?: readonly OwnRanking[] | undefined;
  },
): You {
  const { ratings: knownRatings, ranks: knownRanks, ...rest } = you;
  const place = new Map(board.ballots.map((ballot, at) => [ballot.id, at]));
  const inOrder = <Said extends { readonly ballot_id: string }>(all: readonly Said[]) =>
    all.toSorted((a, b) => (place.get(a.ballot_id) ?? 0) - (place.get(b.ballot_id) ?? 0));
  const ratings = inOrder(said.ratings ?? knownRatings ?? []);
  const ranks = inOrder(said.ranks ?? knownRanks ?? []).filter((one) => one.targets.length > 0);
  return {
    ...rest,
    ...(ratings.length === 0 ? {} : { ratings }),
    ...(ranks.length === 0 ? {} : { ranks }),
  };
}
