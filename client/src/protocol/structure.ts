/** What stands beside the notes of a board: details, links, themes, comments, services. */

import type { PerCity, Who } from "./words";

export type Funding = "base_budget" | "fee" | "grant" | "saving";
export type CostBehaviour = "flat" | "same_pace" | "slower";
export type LinkKind = "leads_to" | "requires" | "contradicts";
export type Walk = "clockwise" | "anticlockwise";
export type CommentKind = "question" | "concern" | "evidence";
export type ServiceState = "existing" | "new";
export type Layer = "connection" | "content" | "context" | "commerce";
export type KnockOut = "legal_basis" | "data_protection" | "accessibility" | "owner";

/** More about a note; each is left out where nothing is said. */
export interface Details {
  readonly owner?: string;
  readonly pays?: readonly Who[];
  readonly indicator?: string;
  readonly supplier?: string;
  readonly funding?: Funding;
  readonly cost_behaviour?: CostBehaviour;
  readonly tags?: readonly string[];
  /** ids, sorted */
  readonly services?: readonly string[];
}

/** What changed about a note; "", null and [] say that something was taken away. */
export type DetailsChange = {
  readonly [Name in keyof Details]?: Details[Name] | null;
};

export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: LinkKind;
  /** the walk in which it was drawn */
  readonly walk?: Walk;
  readonly city?: string;
}

/** Notes of one area under one title; votes are placed on it and not on its notes. */
export interface Theme {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  /** in the order they came in */
  readonly notes: readonly string[];
  /** dots per city in the ballot revealed last */
  readonly dots?: PerCity;
  /** the title is gone for good */
  readonly erased?: true;
}

export interface Comment {
  readonly id: string;
  readonly note_id: string;
  readonly kind: CommentKind;
  /** none: a step of a walk nobody could answer, and `edge` names its areas */
  readonly text?: string;
  readonly edge?: { readonly from: string; readonly to: string };
  readonly city?: string;
  readonly open: boolean;
  readonly erased?: true;
}

/** A digital service that notes belong to. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly state: ServiceState;
  /** layers it has → who owns that, or "" */
  readonly layers?: Readonly<Partial<Record<Layer, string>>>;
  /** what is known of each condition */
  readonly knock_outs?: Readonly<Partial<Record<KnockOut, boolean>>>;
  /** city → criterion → how many seats gave 1, 2, 3, 4, 5, as of the phase left last */
  readonly scores?: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly erased?: true;
}
