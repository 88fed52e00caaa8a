/** What happened in a workshop, and its board as it was. */

import type { Board } from "./board";
import type { Change } from "./changes";

export interface NoteThen {
  readonly id: string;
  readonly area: string;
  /** where it is today */
  readonly state: "kept" | "removed" | "merged";
  /** what it says today; not there while it is hidden */
  readonly text?: string;
  readonly erased?: true;
}

/** Something that happened, told without votes. */
export interface HistoryEvent {
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly city: string | null;
  /** who did it; facilitators only */
  readonly by?: string;
  readonly name?: string;
  /** whom it is about; facilitators only */
  readonly seat_id?: string;
  readonly seat_name?: string;
  readonly note?: NoteThen;
  readonly to?: NoteThen;
  readonly area?: string;
  readonly title?: string;
  readonly text?: string;
  readonly count?: number;
  readonly kind?: string;
  readonly role?: string;
  readonly phase?: string;
  readonly locked?: boolean;
  readonly language?: string;
  readonly section?: string;
  readonly verdict?: string;
  readonly omitted?: boolean;
}

export interface History {
  /** newest first */
  readonly events: readonly HistoryEvent[];
  /** ask before this seq for what comes next; null at the end */
  readonly before: number | null;
  readonly seq: number;
  readonly epoch: string;
  /** from which seq on the board is whole */
  readonly begins: number;
}

export interface AsItWas {
  readonly workshop_id: string;
  readonly seq: number;
  readonly epoch: string;
  readonly at: string;
  readonly hash: string;
  readonly board: Board;
}

export interface ChangesAfter {
  readonly changes: readonly Change[];
  readonly seq: number;
  readonly epoch: string;
  readonly more: boolean;
}
