/** Ops: what somebody wants. */

import type { BallotKind, RatingValue } from "./ballots";
import type { Phase, Settings } from "./board";
import type {
  CommentKind,
  DetailsChange,
  KnockOut,
  Layer,
  LinkKind,
  ServiceState,
  Walk,
} from "./structure";
import type {
  AtEnd,
  Offer,
  Role,
  ScoreKind,
  SignedVerdict,
  Stance,
  Totals,
  Verdict,
  Who,
} from "./words";

/** A phase as a facilitator wants it; without an id it is a new one. */
export type PlannedPhase = Omit<Phase, "id" | "silent"> & {
  readonly id?: string;
  readonly silent?: boolean;
};

export interface OpFields {
  "note.add": {
    area: string;
    text: string;
    facet?: string;
    who?: readonly Who[];
    on_behalf_of?: string;
    typed_by?: string;
  };
  "note.edit": {
    note_id: string;
    text?: string;
    /** null takes it away */
    facet?: string | null;
    who?: readonly Who[];
    base_version?: number;
  };
  "note.move": { note_id: string; area: string; before?: string | null };
  "note.remove": { note_id: string };
  "note.restore": { note_id: string };
  "note.erase": { note_id: string };
  "note.merge": { into: string; notes: readonly string[] };
  /** null, "" and [] take something away */
  "note.describe": { note_id: string } & DetailsChange;
  /** "" takes that version away */
  "note.translate": { note_id: string; language: string; text: string };
  "link.draw": { from: string; to: string; kind: LinkKind; walk?: Walk };
  "link.erase": { link_id: string };
  "theme.form": { area: string; title: string; notes: readonly string[] };
  "theme.rename": { theme_id: string; title: string };
  "theme.fill": { theme_id: string; notes: readonly string[] };
  "theme.empty": { theme_id: string; notes: readonly string[] };
  "theme.dissolve": { theme_id: string };
  "theme.erase": { theme_id: string };
  "comment.add": { note_id: string; kind: CommentKind; text: string };
  "comment.close": { comment_id: string };
  "comment.erase": { comment_id: string };
  "ask.open": { note_id: string; to: string };
  "service.add": { name: string; state: ServiceState };
  /** what is given takes the place of what was */
  "service.edit": {
    service_id: string;
    name?: string;
    state?: ServiceState;
    layers?: Readonly<Partial<Record<Layer, string>>>;
    knock_outs?: Readonly<Partial<Record<KnockOut, boolean | null>>>;
  };
  "service.score": { service_id: string; criterion: string; value: number | null };
  /** 100 in all; null takes them back */
  "weights.split": { points: Readonly<Record<string, number>> | null };
  "service.remove": { service_id: string };
  "service.erase": { service_id: string };
  "notes.reveal_next": { area?: string; city?: string };
  "notes.reveal": { area?: string; city?: string };
  "vote.place": { target_id: string; dots?: number; ballot_id?: string };
  "vote.withdraw": { target_id: string; dots?: number; ballot_id?: string };
  /** null takes it back */
  "vote.rate": { target_id: string; value: RatingValue | null; ballot_id?: string };
  /** best first; [] takes it back */
  "vote.rank": { targets: readonly string[]; ballot_id?: string };
  /** 0 ends it */
  "hub.declare": { seat_id: string; heads: number };
  /** what stands there now: dots, or hands for each step */
  "hub.tally": {
    city: string;
    target_id: string;
    dots?: number;
    steps?: readonly number[];
    ballot_id?: string;
  };
  /** null takes it back, here and in the four below */
  "stance.set": { note_id: string; stance: Stance | null };
  "score.set": { note_id: string; kind: ScoreKind; value: number | null };
  "offer.set": { note_id: string; offer: Offer | null };
  "walk.focus": { area: string; note_id?: string };
  "finding.judge": { finding_id: string; verdict: Verdict | null; reason?: string };
  "draft.edit": { section: string; sentence: string; text: string | null };
  "draft.order": { section: string; sentences: readonly string[] };
  "draft.omit": { section: string; sentence: string; omitted: boolean };
  "draft.sign": { section: string; verdict: SignedVerdict | null; text?: string };
  "draft.erase": { section: string; sentence?: string; city?: string };
  "finding.erase": { finding_id: string };
  "draft.freeze": Readonly<Record<never, never>>;
  "draft.unfreeze": Readonly<Record<never, never>>;
  "ballot.open": {
    ballot_id?: string;
    title?: string;
    kind?: BallotKind;
    top?: number;
    votes_each?: number;
    note_cap?: number;
    own_notes?: boolean;
    totals?: Totals;
  };
  "ballot.close": { ballot_id?: string };
  "ballot.reveal": { ballot_id?: string };
  "spotlight.set": { note_id: string | null };
  announce: { text: string };
  "phase.start": { phase: string };
  "phase.lock": { locked: boolean };
  "agenda.change": { phases: readonly PlannedPhase[] };
  "timer.start": { seconds: number; at_end?: AtEnd };
  "timer.add": { seconds: number };
  "timer.pause": { paused: boolean };
  "timer.stop": Readonly<Record<never, never>>;
  "seat.rename": { name: string; seat_id?: string };
  "seat.remove": { seat_id: string };
  "seat.restore": { seat_id: string };
  "seat.admit": { seat_id: string };
  "seat.refuse": { seat_id: string };
  "seat.leave": { erase: boolean };
  "seat.promote": { seat_id: string; role: Role; city?: string };
  "city.add": { name: string; letters?: string; country?: string };
  "workshop.settings": Partial<Omit<Settings, "thresholds">> & {
    thresholds?: Readonly<Record<string, string | number>>;
  };
  "workshop.close": Readonly<Record<never, never>>;
  "workshop.reopen": Readonly<Record<never, never>>;
}

export type OpType = keyof OpFields;
export type OpOf<Type extends OpType> = { readonly type: Type } & Readonly<OpFields[Type]>;
export type Op = { [Type in OpType]: OpOf<Type> }[OpType];
export type SentOp = Op & { readonly op_id: string };
