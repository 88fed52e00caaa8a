/** HTTP around a workshop: making, inviting, joining. */

import type { City, Settings } from "./board";
import type { Seat } from "./seats";
import type { JoinRule, Role } from "./words";

export interface Invited {
  readonly code: string;
  readonly link: string;
}

export interface Invitations {
  readonly workshop: Invited;
  readonly observer: Invited;
  readonly cities: readonly (Invited & { readonly city: string; readonly name: string })[];
}

export interface MakeWorkshop {
  readonly title: string;
  readonly canvas?: string;
  readonly service?: string;
  readonly cities: readonly {
    readonly name: string;
    readonly letters?: string;
    readonly country?: string;
  }[];
  readonly languages?: readonly string[];
  readonly settings?: Partial<Omit<Settings, "thresholds">>;
}

export interface Made {
  readonly workshop: { readonly id: string; readonly title: string; readonly erase_on: string };
  readonly facilitator_key: string;
  readonly facilitator_link: string;
  readonly invitations: Invitations;
}

/** A row of a table of notes that cannot be one. */
export interface BadRow {
  readonly line: number;
  readonly column: "area" | "text" | "city" | "facet" | "who";
  readonly problem: "unknown" | "empty" | "too_long";
  readonly value: string;
}

/** What became of a table of notes: all are added, or none and the rows say why. */
export type Brought =
  | { readonly ok: true; readonly count: number }
  | { readonly ok: false; readonly rows: readonly BadRow[] };

/** What a copy of a workshop may keep. */
export type Kept = "settings" | "agenda" | "services" | "seeded_notes";

export interface Rotated {
  readonly facilitator_key?: string;
  readonly invitations: Invitations;
}

export interface Invitation {
  readonly title: string;
  readonly service?: string;
  readonly role: Role;
  readonly city?: string | null;
  readonly cities: readonly City[];
  readonly languages: readonly string[];
  readonly join: JoinRule;
  readonly erase_on: string;
  readonly privacy_url?: string;
}

export interface Joined {
  readonly workshop_id: string;
  readonly seat: Seat;
  readonly token: string;
}

/** What the footer shows. */
export interface About {
  readonly privacy_url?: string;
  readonly accessibility_url?: string;
  readonly contact?: string;
  readonly controller?: string;
  readonly note_text: number;
  readonly make_key: boolean;
  /** How safe an acknowledged op is; "none": a restart of the server's Redis may lose it. */
  readonly durability?: string;
}

export type ExportFormat =
  "json" | "md" | "csv" | "xlsx" | "docx" | "pptx" | "pdf" | "svg" | "png" | "zip";
/** What-if on results: thresholds in lower case, and the weighting. Nothing is stored. */
export type WhatIf = Readonly<Record<string, string | number>>;
