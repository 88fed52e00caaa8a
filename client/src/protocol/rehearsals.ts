/** Rehearsals: how one goes, and what its report says. */

export interface RehearsalProgress {
  readonly phase: string;
  readonly title: string;
  readonly done: number;
  readonly seats: number;
  readonly notes: number;
}

/** A phase as it was played; seconds of the workshop, not of the rehearsal. */
export interface RehearsedPhase {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly planned: number | null;
  readonly needed: number;
  /** seats that were not done when the time was up */
  readonly late: number;
}

export interface RehearsalReport {
  readonly cities: number;
  readonly seats: number;
  readonly notes: number;
  readonly phases: readonly RehearsedPhase[];
  readonly ops: {
    readonly acked: number;
    readonly refused_wrongly: Readonly<Record<string, number>>;
    readonly unanswered: number;
  };
  /** milliseconds; null where nothing was delivered */
  readonly delivery: { readonly p95: number | null };
  readonly returns: number;
  /** of the board everybody had at the end; null where boards differ */
  readonly hash: string | null;
  readonly faults: readonly string[];
  readonly is_well: boolean;
}

export interface Rehearsal {
  readonly state: "none" | "running" | "done" | "failed";
  readonly progress?: RehearsalProgress;
  readonly report?: RehearsalReport;
  /** why it failed, in English */
  readonly words?: string;
}
