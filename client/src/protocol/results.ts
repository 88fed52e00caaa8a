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
