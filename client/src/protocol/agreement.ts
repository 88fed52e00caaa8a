/** What people decided about the draft that rules wrote. */

import type { SignedVerdict, Verdict } from "./words";

export interface JudgedFinding {
  readonly finding_id: string;
  readonly verdict: Verdict;
  readonly reason?: string;
}

/** A sentence of the draft: the section it stands in, and the finding it tells. */
export interface SentencePlace {
  readonly section: string;
  readonly sentence: string;
}

export interface Signature {
  readonly section: string;
  readonly city: string;
  readonly verdict: SignedVerdict;
  readonly text?: string;
  /** the section's wording was changed since */
  readonly outdated?: true;
}

export interface Drafting {
  readonly edits: readonly (SentencePlace & { readonly text: string })[];
  /** section → sentences that come first, in this order */
  readonly order: Readonly<Record<string, readonly string[]>>;
  readonly omitted: readonly SentencePlace[];
  readonly signatures: readonly Signature[];
  /** since when it is the agreed canvas */
  readonly frozen?: { readonly at: string; readonly seq: number };
}
