/** Results as they are served: ranking, findings, draft. */

import type { BallotKind, Total } from "./ballots";
import type { KnockOut } from "./structure";
import type { PerCity, Weighting } from "./words";

/** Whether the tallies of rooms count. */
export type Counting = "with" | "without";

/** What one target came to in a revealed ballot. */
export interface ResultTarget {
  readonly target_id: string;
  /** what they are ordered by, higher is better; null where nobody said anything */
  readonly order: number | null;
  readonly rank: number | null;
  readonly cities: Readonly<Record<string, Total>>;
  readonly raw?: number;
  readonly points?: number;
  readonly mean_rank?: number | null;
  readonly mean?: number | null;
  readonly g?: number | null;
  readonly steps?: readonly number[];
}

export interface BallotResult {
  readonly id: string;
  readonly title: string;
  readonly kind: BallotKind;
  readonly turnout: PerCity;
  /** whether hands of a room were counted in it, and whether they are left out here */
  readonly rooms: boolean;
  readonly leaves_out_rooms?: true;
  /** best first */
  readonly targets: readonly ResultTarget[];
}

export interface ComparedBallots {
  /** seats that took part in both; null: nobody is known to have, everybody counts */
  readonly people: number | null;
  readonly items: number;
  readonly tau_b: number | null;
  readonly overlap: number | null;
  readonly is_stable: boolean | null;
  readonly targets?: readonly {
    readonly target_id: string;
    readonly change: number | null;
    readonly is_stable: boolean | null;
  }[];
}

export interface BallotResults {
  readonly hub: Counting;
  readonly ballots: readonly BallotResult[];
  readonly comparison?: ComparedBallots;
}

export interface RankedNote {
  readonly target_id: string;
  readonly raw: number;
  /** equal-city share 0…1; null where no city has dots, like `share`, `lift` and `breadth` */
  readonly equal: number | null;
  readonly share: number | null;
  readonly lift: number | null;
  readonly breadth: number | null;
  readonly cities: { readonly backing: number; readonly voting: number };
  readonly dots: PerCity;
  readonly rank_raw: number;
  readonly rank_equal: number | null;
}

export interface Ranking {
  readonly weighting: Weighting;
  /** area id → cities that have dots there */
  readonly voting: Readonly<Record<string, readonly string[]>>;
  /** area id → its notes, best first by the weighting */
  readonly areas: Readonly<Record<string, readonly RankedNote[]>>;
}

/** A service on one criterion: the mean of the cities' means, and how far they lie apart. */
export interface CriterionScore {
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
  readonly cities: number;
}

export interface ComparedService {
  readonly service_id: string;
  readonly state: "ranked" | "thin" | "failed" | "unscored";
  readonly rank?: number;
  /** 0 to 100 */
  readonly points?: number;
  /** share of the weights it rests on, 0…1 */
  readonly coverage?: number;
  readonly criteria: Readonly<Record<string, CriterionScore>>;
  readonly failed: readonly KnockOut[];
  readonly open: readonly KnockOut[];
  /** ids of services it is nowhere worse than */
  readonly beats: readonly string[];
  readonly levers: readonly { readonly criterion: string; readonly gain: number }[];
  /** pair by pair; a second opinion */
  readonly flow?: {
    readonly ahead: number;
    readonly behind: number;
    readonly net: number;
    readonly rank: number;
  };
}

/** Of how many trials the first place was kept in how many. */
type Kept = readonly [kept: number, runs: number];

export interface Comparison {
  readonly weights: Readonly<Record<string, number>>;
  readonly is_split: boolean;
  readonly services: readonly ComparedService[];
  readonly firmness: {
    readonly best: string;
    readonly kept: { readonly weights: Kept; readonly cities: Kept; readonly criteria: Kept };
    readonly is_robust: boolean;
    readonly flip?: {
      readonly criterion: string;
      readonly weight: number;
      readonly service_id: string;
    };
  } | null;
  readonly near: readonly (readonly [string, string])[];
}

/** How alike the cities order an area; null where no order was expressed. */
export interface CityOrder {
  readonly cities: readonly string[];
  readonly targets: number;
  readonly w: number | null;
  readonly r_bar: number | null;
  readonly band: "none" | "weak" | "moderate" | "strong" | null;
  readonly chance: number | null;
  readonly pairs: readonly {
    readonly cities: readonly [string, string];
    readonly tau_b: number | null;
  }[];
}

export interface CityOrders {
  readonly areas: Readonly<Record<string, CityOrder>>;
}

/** A drawing with what it shows in words and as a table. */
export interface Picture {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly columns: readonly string[];
  /** null: not defined */
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

export interface Gallery {
  readonly pictures: readonly Picture[];
}

export interface Finding {
  readonly id: string;
  readonly rule: string;
  readonly version: number;
  /** the rule's name */
  readonly title: string;
  readonly kind: string;
  readonly severity: number;
  readonly subjects: readonly string[];
  readonly areas: readonly string[];
  readonly notes: readonly string[];
  readonly cities: readonly string[];
  readonly numbers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly section: string;
  readonly verdict?: "accept" | "dismiss";
  readonly reason?: string;
}

export interface Sentence {
  readonly text: string;
  readonly rule: string;
  readonly version: number;
  readonly kind: string;
  readonly finding: string;
  readonly notes: readonly string[];
  readonly cities: readonly string[];
  readonly votes: PerCity;
  /** somebody put other words in the place of those the rules wrote */
  readonly edited?: true;
  readonly original?: string;
}

/** What one rule says, once: a sentence, or several gathered; see the first of `findings`. */
export interface GatheredLine {
  readonly findings: readonly string[];
  readonly rule?: string;
  /** one sentence for all: before, the parts with what stands between them, after */
  readonly text?: string;
  readonly before?: string;
  readonly after?: string;
  readonly parts?: readonly {
    readonly finding: string;
    readonly text: string;
    readonly then: string;
  }[];
  /** the rule's name, to stand above their own sentences */
  readonly title?: string;
}

export interface SectionSignature {
  readonly verdict: "adopt" | "reservation" | "decline";
  readonly text?: string;
  /** the words of the section were changed since */
  readonly outdated?: true;
}

export interface DraftSection {
  readonly id: string;
  readonly title: string;
  /** whose annex it is */
  readonly city?: string;
  readonly sentences: readonly Sentence[];
  /** the same sentences, gathered by rule */
  readonly lines: readonly GatheredLine[];
  readonly omitted: readonly Sentence[];
  readonly signatures: Readonly<Record<string, SectionSignature>>;
}

export interface UsedIn {
  /** "core" is the core sentence; it has neither finding nor rule */
  readonly section: string;
  readonly finding: string;
  readonly rule: string;
}

export interface CorePart {
  readonly slot: string;
  readonly text: string;
  readonly label: string;
  readonly notes: readonly string[];
  readonly cities?: { readonly backing: number; readonly voting: number };
  /** whether its note is linked with the chain the sentence is built on */
  readonly linked?: boolean;
}

export interface RuleReason {
  readonly version: number;
  readonly kind: string;
  readonly title: string;
  readonly why: string;
  readonly source: string;
}

export interface Draft {
  readonly language: string;
  readonly status: {
    readonly text: string;
    readonly date: string;
    readonly notes: number;
    readonly hidden: number;
    readonly weighting: Weighting;
    readonly rules: string;
    readonly voted?: PerCity;
    readonly present?: PerCity;
  };
  readonly core: {
    readonly text: string;
    readonly slots: Readonly<Record<string, readonly string[]>>;
    readonly parts: readonly CorePart[];
    /** the notes of the strongest chain, from the need to the outcome; empty without one */
    readonly chain: readonly string[];
  };
  readonly sections: readonly DraftSection[];
  readonly agreement: {
    readonly common_core: readonly string[];
    readonly annexes: readonly string[];
    readonly reservations: readonly (SectionSignature & {
      readonly section: string;
      readonly city: string;
    })[];
    readonly unsigned: Readonly<Record<string, readonly string[]>>;
  };
  readonly findings: readonly Finding[];
  /** the findings gathered by rule, the gravest first */
  readonly finding_lines: readonly GatheredLine[];
  readonly dismissed: readonly Finding[];
  readonly used: Readonly<Record<string, readonly UsedIn[]>>;
  readonly not_evaluated: readonly {
    readonly rule: string;
    readonly reason: string;
    readonly text: string;
  }[];
  readonly not_carried: readonly {
    readonly note_id: string;
    readonly reason: string;
    readonly text: string;
  }[];
  readonly rules: Readonly<Record<string, RuleReason>>;
  readonly thresholds: Readonly<Record<string, number>>;
  readonly pairs?: string;
  readonly frozen?: { readonly at: string; readonly seq: number; readonly log_head?: string };
  readonly checksum: string;
}

/** Notes of one area that say nearly the same. */
export interface SimilarNotes {
  readonly area: string;
  readonly notes: readonly string[];
  /** 0 to 100 */
  readonly likeness: number;
}
