/** The shared board: the same for every seat. */

import type { Drafting, JudgedFinding } from "./agreement";
import type { Ballot, Hub } from "./ballots";
import type { Comment, Details, Link, Service, Theme } from "./structure";
import type {
  AtEnd,
  Direction,
  JoinRule,
  Length,
  PerCity,
  PhaseKind,
  Right,
  Scope,
  Stance,
  Totals,
  Weighting,
  Who,
} from "./words";

export interface City {
  readonly id: string;
  readonly name: string;
  readonly letters: string;
  /** two letters, ISO 3166-1 */
  readonly country?: string;
}

export interface Phase {
  readonly id: string;
  readonly kind: PhaseKind;
  readonly title: string;
  readonly silent: boolean;
  readonly seconds?: number;
  /** of a walk */
  readonly direction?: Direction;
  /** seats say whether they agree with notes */
  readonly stances?: true;
  /** the workshop's own words; without them those of the canvas */
  readonly instruction?: string;
  /** what the phase is about; none: the whole canvas */
  readonly areas?: readonly string[];
  /** where they differ from what the kind says */
  readonly rights?: Readonly<Partial<Record<Right, Scope>>>;
}

export interface PhaseNow {
  readonly id: string;
  readonly kind: PhaseKind;
  readonly started_at: string;
  readonly locked: boolean;
  /** where a walk is */
  readonly focus?: { readonly area: string; readonly note_id?: string };
}

/** Time that runs by the server's clock; one at rest keeps what was left. */
export interface Timer {
  readonly id: string;
  readonly ends_at: string;
  readonly at_end: AtEnd;
  /** after the end, until what follows: what was begun may be finished */
  readonly grace_ms: number;
  readonly paused_left_ms?: number;
  /** seat */
  readonly paused_by?: string;
}

export interface Settings {
  readonly votes_each: number;
  readonly note_cap: number;
  readonly own_notes: boolean;
  readonly totals: Totals;
  readonly weighting: Weighting;
  readonly silent: boolean;
  readonly join: JoinRule;
  readonly show_authors: boolean;
  readonly retention_days: number;
  /** name → decimal number as text: a board holds whole numbers only */
  readonly thresholds: Readonly<Record<string, string>>;
}

/** What cities answered about a note, as of the phase left last: city id → how many. */
export interface NoteAnswers {
  readonly stances?: Readonly<Record<string, Readonly<Record<Stance, number>>>>;
  /** how many seats gave 1, 2, 3, 4, 5 */
  readonly importance?: Readonly<Record<string, readonly number[]>>;
  readonly readiness?: Readonly<Record<string, readonly number[]>>;
  /** told at once: how many seats said have, want, can_offer */
  readonly offers?: Readonly<Record<string, readonly number[]>>;
}

/** What a note says in another language, in somebody's own words. */
export interface Translation {
  readonly text: string;
  readonly city?: string;
  /** the original was changed after it */
  readonly outdated?: true;
}

/** language → what the note says in it */
export type Translations = Readonly<Record<string, Translation>>;

/** A note everybody may read, or an own one that is hidden from the others. */
export interface Note extends NoteAnswers, Details {
  readonly id: string;
  readonly area: string;
  readonly text: string;
  readonly city: string | null;
  readonly seat?: string;
  /** written at the one device of a room; perhaps it says who typed it */
  readonly room?: true;
  readonly typed_by?: string;
  readonly facet?: string;
  readonly who?: readonly Who[];
  readonly version: number;
  readonly translations?: Translations;
  /** dots per city in the ballot revealed last */
  readonly dots?: PerCity;
  readonly merged_from?: readonly string[];
  /** importance by the same seats in each round, the oldest first */
  readonly rounds?: readonly (readonly number[])[];
  /** ballots that had been opened when it was made, or others merged into it */
  readonly ballots_before?: number;
  /** the text is gone for good */
  readonly erased?: true;
  readonly hidden?: undefined;
}

/** What everybody may know of a note that only its author may read. */
export interface HiddenNote {
  readonly id: string;
  readonly area: string;
  readonly city: string | null;
  readonly hidden: true;
  readonly length: Length;
  readonly version: number;
}

/** An own note that is hidden from the others, as its author has it. */
export type OwnHiddenNote = Omit<Note, "hidden"> & { readonly hidden?: true };

export type BoardNote = Note | HiddenNote;

/** The same for every seat and role; order of lists is part of it. */
export interface Board {
  readonly canvas: string;
  readonly title: string;
  readonly service?: string;
  readonly languages: readonly string[];
  readonly areas: readonly string[];
  readonly cities: readonly City[];
  readonly phases: readonly Phase[];
  readonly phase: PhaseNow;
  /** the note everybody is shown; not there before the first one was */
  readonly spotlight?: string | null;
  readonly timer?: Timer;
  readonly settings: Settings;
  /** by area in the order of `areas`, then position */
  readonly notes: readonly BoardNote[];
  /** these three in the order they were made */
  readonly themes: readonly Theme[];
  readonly links: readonly Link[];
  readonly comments: readonly Comment[];
  /** left out while there is none */
  readonly services?: readonly Service[];
  readonly ballots: readonly Ballot[];
  /** devices that count for rooms; left out while there is none */
  readonly hubs?: readonly Hub[];
  /** city → criterion → points in all and seats that shared some out */
  readonly weights?: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly verdicts?: readonly JudgedFinding[];
  /** people's hands on the draft; not there while nobody touched it */
  readonly draft?: Drafting;
  readonly closed_at?: string;
}
