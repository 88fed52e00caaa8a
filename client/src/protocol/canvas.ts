/** A canvas as it is served: areas, questions, phases, thresholds. */

import type { Settings } from "./board";
import type { Direction, PhaseKind, Right, Scope, Who, Words } from "./words";

export interface CanvasLine {
  readonly id: string;
  readonly title: Words;
  readonly description: Words;
  readonly areas: number;
  readonly languages: readonly string[];
}

export interface Facet {
  readonly id: string;
  readonly lens?: string;
  readonly label: Words;
}

export interface Area {
  readonly id: string;
  readonly side?: string;
  readonly lens?: string;
  readonly color: string;
  readonly color_dark: string;
  readonly place?: {
    readonly column: number;
    readonly row: number;
    readonly columns: number;
    readonly rows: number;
  };
  readonly label: Words;
  readonly definition: Words;
  readonly questions: Readonly<Record<string, readonly string[]>>;
  readonly facets: readonly Facet[];
}

export interface CanvasPhase {
  readonly id: string;
  readonly kind: PhaseKind;
  readonly silent: boolean;
  readonly seconds?: number;
  readonly direction?: Direction;
  readonly stances?: true;
  readonly areas?: readonly string[];
  readonly rights?: Readonly<Partial<Record<Right, Scope>>>;
  /** not in the agenda a workshop begins with */
  readonly spare?: true;
  readonly title: Words;
  readonly instruction: Words;
}

/** What services are scored on, 1 to 5. */
export interface Criterion {
  readonly id: string;
  /** points of 100, unless people share them out otherwise */
  readonly weight: number;
  readonly label: Words;
  readonly definition: Words;
  /** "1", "3" and "5" → what it means */
  readonly anchors: Readonly<Record<string, Words>>;
}

/** An agenda to choose. */
export interface Preset {
  readonly id: string;
  readonly title: Words;
  readonly phases: readonly { readonly phase: string; readonly seconds?: number }[];
}

/** A number rules ask for; workshops may set another value. */
export interface Threshold {
  readonly value: number;
  readonly unit: "fair_shares" | "share" | "level" | "levels" | "correlation" | "count" | "points";
  /** what it steers */
  readonly group: string;
  readonly label: Words;
  readonly source: string;
}

export interface Canvas {
  readonly id: string;
  readonly version: number;
  readonly layout: "ring" | "grid";
  readonly title: Words;
  readonly description: Words;
  readonly areas: readonly Area[];
  readonly who: readonly { readonly id: Who; readonly label: Words }[];
  readonly tags: readonly { readonly id: string; readonly label: Words }[];
  readonly criteria: readonly Criterion[];
  /** "default" → the name that holds; each other name → which area lies opposite which */
  readonly pairs: Readonly<Record<string, string | readonly (readonly [string, string])[]>>;
  readonly phases: readonly CanvasPhase[];
  readonly presets: readonly Preset[];
  /** direction of a walk → area → what is asked about its notes */
  readonly walks: Readonly<Partial<Record<Direction, Readonly<Record<string, Words>>>>>;
  readonly settings: Partial<Settings>;
  readonly thresholds: Readonly<Record<string, Threshold>>;
  readonly languages: readonly string[];
}
