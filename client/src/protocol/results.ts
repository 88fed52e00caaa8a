/** Results as they are served: ranking, findings, draft. */

import type { PerCity, Weighting } from "./words";

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

export interface Finding {
  readonly id: string;
  readonly rule: string;
  readonly version: number;
  readonly kind: string;
  readonly severity: number;
  readonly subjects: readonly string[];
  readonly areas: readonly string[];
  readonly notes: readonly string[];
  readonly cities: readonly string[];
  readonly numbers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly section: string;
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
}

export interface DraftSection {
  readonly id: string;
  readonly title: string;
  readonly sentences: readonly Sentence[];
}

export interface CorePart {
  readonly slot: string;
  readonly text: string;
  readonly label: string;
  readonly notes: readonly string[];
  readonly cities?: { readonly backing: number; readonly voting: number };
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
  };
  readonly sections: readonly DraftSection[];
  readonly findings: readonly Finding[];
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
  readonly checksum: string;
}
