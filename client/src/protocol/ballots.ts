/** Ballots: what may be asked, what everybody knows of it, and what a seat has said. */

import type { PerCity, Stance, Totals, Weighting } from "./words";

export type BallotKind = "dots" | "rank" | "score" | "stance" | "gradient";

/** Dots, points of a ranking, or how many people chose each step of a scale. */
export type Total = number | readonly number[];
/** target id → city id → total */
export type AllTotals = Readonly<Record<string, Readonly<Record<string, Total>>>>;

export interface Ballot {
  readonly id: string;
  readonly phase?: string;
  readonly title: string;
  /** not there: dots */
  readonly kind?: Exclude<BallotKind, "dots">;
  /** of a ranking: how many places a paper has */
  readonly top?: number;
  readonly state: "open" | "closed" | "revealed";
  readonly votes_each: number;
  readonly note_cap: number;
  readonly own_notes: boolean;
  readonly totals: Totals;
  readonly weighting: Weighting;
  /** people who took part */
  readonly turnout: PerCity;
  /** people who were there when it was closed; `heads` of them in rooms */
  readonly present?: PerCity;
  readonly heads?: PerCity;
  readonly reopened?: boolean;
  /** these three by kind; only while revealed, or when totals of dots are open */
  readonly dots?: Readonly<Record<string, PerCity>>;
  readonly ranks?: Readonly<Record<string, PerCity>>;
  readonly ratings?: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

/** One device that counts for a room. */
export interface Hub {
  readonly seat_id: string;
  readonly city: string;
  readonly heads: number;
}

export type RatingValue = number | Stance;

export interface OwnRating {
  readonly ballot_id: string;
  readonly target_id: string;
  readonly value?: RatingValue;
  /** of a room: how many raised a hand for each step */
  readonly steps?: readonly number[];
}

export interface OwnRanking {
  readonly ballot_id: string;
  /** best first */
  readonly targets: readonly string[];
}
