/** Says what kinds of ballots count, and puts totals on them. */

import type { AllTotals, Ballot, BallotKind, RatingValue, Total } from "./protocol";

/** What one can say of a target on a scale, lowest or most willing first. */
export const SCALES = {
  score: [0, 1, 2, 3, 4, 5],
  stance: ["agree", "pass", "disagree"],
  gradient: [1, 2, 3, 4, 5, 6, 7, 8],
} as const satisfies Readonly<Record<string, readonly RatingValue[]>>;

/** What a gradient is about: the draft as a whole. */
export const DRAFT = "draft";

export function kindOf(ballot: Ballot): BallotKind {
  return ballot.kind ?? "dots";
}

/** Returns the steps of the ballot's scale, or nothing where it has none. */
export function scaleOf(ballot: Ballot): readonly RatingValue[] {
  const kind = kindOf(ballot);
  return kind === "dots" || kind === "rank" ? [] : SCALES[kind];
}

/** Returns what everybody knows of a ballot, by target and city, or nothing. */
export function totalsOf(ballot: Ballot): AllTotals | undefined {
  return ballot[factOf(ballot)];
}

export function withTotals(ballot: Ballot, totals: AllTotals): Ballot {
  return { ...ballot, [factOf(ballot)]: totals } as Ballot; // of its kind, as the server sent them
}

/** Returns the total of a city that has said nothing. */
export function nothingIn(ballot: Ballot): Total {
  const scale = scaleOf(ballot);
  return scale.length === 0 ? 0 : scale.map(() => 0);
}

function factOf(ballot: Ballot): "dots" | "ranks" | "ratings" {
  const kind = kindOf(ballot);
  if (kind === "dots") return "dots";
  return kind === "rank" ? "ranks" : "ratings";
}
