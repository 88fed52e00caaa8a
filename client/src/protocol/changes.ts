/** Changes: what has happened, with its facts. */

import type { AllTotals, Ballot, RatingValue, Total } from "./ballots";
import type { Board, City, HiddenNote, Note, NoteAnswers, Settings, Timer } from "./board";
import type { Comment, DetailsChange, KnockOut, Layer, Link, Service, Theme } from "./structure";
import type {
  Length,
  Offer,
  PerCity,
  Role,
  ScoreKind,
  SignedVerdict,
  Stance,
  Verdict,
  Who,
} from "./words";

interface Outer {
  readonly seq: number;
  readonly at: string;
  readonly city: string | null;
  readonly by?: string | null;
  readonly op_id?: string | null;
}

/** ballot id → new turnout of the cities that lost one */
type TurnoutOfBallots = Readonly<Record<string, PerCity>>;

/** Totals counted anew: ballot id → target id → total per city, null where it is no target now. */
export interface Counted {
  readonly counts?: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, Total>> | null>>>
  >;
  /** the ballot whose dots stand on notes and themes */
  readonly last?: string;
}

/** A note in a change: whole for its author's seat and once revealed, else masked. */
export type NoteInChange = Note | HiddenNote | (Omit<Note, "hidden"> & { readonly hidden: true });

export interface Facts {
  "workshop.made": Readonly<Record<never, never>>;
  "notes.imported": Readonly<Record<never, never>>;
  "links.imported": Readonly<Record<never, never>>;
  "themes.imported": Readonly<Record<never, never>>;
  "comments.imported": Readonly<Record<never, never>>;
  "services.imported": Readonly<Record<never, never>>;
  "ballots.imported": Readonly<Record<never, never>>;
  "agreement.imported": Readonly<Record<never, never>>;
  "seat.joined": { seat_id: string; role: Role; city: string | null; waiting?: true };
  "seat.admitted": { seat_id: string };
  "seat.refused": { seat_id: string };
  "seat.renamed": { seat_id: string };
  "seat.removed": { seat_id: string };
  "seat.restored": { seat_id: string };
  "seat.left": { seat_id: string; erased: boolean };
  "seat.promoted": { seat_id: string; role: Role; city: string | null };
  "city.added": { city: City };
  "note.added": { note: NoteInChange };
  "note.edited": {
    note_id: string;
    text?: string;
    facet?: string | null;
    who?: readonly Who[];
    version: number;
    hidden?: true;
    length?: Length;
  };
  "note.described": { note_id: string; hidden?: true } & DetailsChange;
  /** others hear no text of a hidden note; "" takes the version away */
  "note.translated": { note_id: string; language?: string; text?: string; hidden?: true };
  "note.moved": {
    note_id: string;
    area: string;
    before: string | null;
    facet?: null;
    hidden?: true;
  } & Counted;
  "note.removed": { note_id: string; hidden?: true; turnout?: TurnoutOfBallots };
  "note.restored": {
    note: NoteInChange;
    before: string | null;
    dots?: TurnoutOfBallots;
    /** what comes back with it, each before which one; the last first */
    links?: readonly { readonly link: Link; readonly before: string | null }[];
    comments?: readonly { readonly comment: Comment; readonly before: string | null }[];
    theme?: string;
    hidden?: true;
  } & Counted;
  "note.erased": { note_id: string; version: number; hidden?: true; length?: Length };
  "note.merged": {
    into: string;
    notes: readonly string[];
    dots?: TurnoutOfBallots;
    note_dots?: PerCity;
    /** counts of `into` that everybody knows */
    answers?: NoteAnswers;
    ballots_before?: number;
  } & Counted;
  "link.drawn": { link: Link };
  "link.erased": { link_id: string };
  "theme.formed": { theme: Theme } & Counted;
  "theme.renamed": { theme_id: string; title: string };
  "theme.filled": { theme_id: string; notes: readonly string[] } & Counted;
  "theme.emptied": { theme_id: string; notes: readonly string[] } & Counted;
  "theme.dissolved": { theme_id: string } & Counted;
  "theme.erased": { theme_id: string };
  "comment.added": { comment: Comment };
  "comment.closed": { comment_id: string };
  "comment.erased": { comment_id: string };
  "service.added": { service: Service };
  "service.edited": {
    service_id: string;
    name?: string;
    state?: Service["state"];
    layers?: Readonly<Partial<Record<Layer, string>>>;
    knock_outs?: Readonly<Partial<Record<KnockOut, boolean>>>;
  };
  "service.removed": { service_id: string };
  "service.erased": { service_id: string };
  "notes.revealed": { notes: readonly Note[] };
  "turnout.changed": { ballot_id: string; turnout: PerCity };
  "vote.placed": VoteFacts;
  "vote.withdrawn": VoteFacts;
  /** only for the own seat: what it said; null and [] take it back */
  "vote.rated": { ballot_id: string; target_id?: string; value?: RatingValue | null };
  "vote.ranked": { ballot_id: string; targets?: readonly string[] };
  "hub.declared": { seat_id: string; city: string; heads: number };
  "hub.tallied": VoteFacts & { more?: number; steps?: readonly number[] };
  /** only for the own seat: what it answered */
  "stance.taken": { note_id?: string; stance?: Stance | null };
  "note.scored": { note_id?: string; kind?: ScoreKind; value?: number | null };
  "service.scored": { service_id?: string; criterion?: string; value?: number | null };
  "weights.given": { points?: Readonly<Record<string, number>> | null };
  /** counts: city → have, want, can_offer; only for the own seat: what it offered */
  "offer.taken": {
    note_id: string;
    counts: NonNullable<NoteAnswers["offers"]>;
    offer?: Offer | null;
  };
  "scores.revealed": {
    stances: Readonly<Record<string, NonNullable<NoteAnswers["stances"]>>>;
    scores: Readonly<Record<string, Omit<NoteAnswers, "stances">>>;
    /** which round of importance ends, from 1 */
    round?: number;
    /** note → its rounds, where there are two or more */
    rounds?: Readonly<Record<string, readonly (readonly number[])[]>>;
    /** service → criterion → city → how many gave 1, 2, 3, 4, 5 */
    services?: Readonly<
      Record<string, Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>>
    >;
    weights?: NonNullable<Board["weights"]>;
  };
  "walk.focused": { area: string; note_id?: string };
  "spotlight.moved": { note_id: string | null };
  announced: { text: string };
  "finding.judged": { finding_id: string; verdict: Verdict | null; reason?: string };
  /** without a text the rule's own words again */
  "draft.edited": { section: string; sentence: string; text?: string };
  "draft.ordered": { section: string; sentences: readonly string[] };
  "draft.omitted": { section: string; sentence: string; omitted: boolean };
  "draft.signed": { section: string; verdict: SignedVerdict | null; text?: string };
  /** the words of a sentence, or of a city that signed */
  "draft.erased": { section: string; sentence?: string; city?: string };
  "finding.erased": { finding_id: string };
  "draft.frozen": Readonly<Record<never, never>>;
  "draft.unfrozen": Readonly<Record<never, never>>;
  "ballot.opened": { ballot: Ballot };
  "ballot.closed": { ballot_id: string; present: PerCity; heads?: PerCity };
  "ballot.revealed": {
    ballot_id: string;
    dots?: Readonly<Record<string, PerCity>>;
    ranks?: AllTotals;
    ratings?: AllTotals;
  };
  "phase.started": { phase: string; started_at: string };
  "phase.locked": { locked: boolean };
  "agenda.changed": { phases: Board["phases"] };
  "timer.started": { timer: Timer };
  "timer.extended": { timer: Timer };
  "timer.paused": { timer: Timer };
  "timer.stopped": { timer_id: string };
  "timer.ended": { timer_id: string };
  "workshop.changed": Partial<Settings>;
  "erase_date.moved": { erase_on: string };
  "workshop.closed": Readonly<Record<never, never>>;
  "workshop.reopened": Readonly<Record<never, never>>;
}

interface VoteFacts {
  ballot_id: string;
  /** for the own seat, and for everybody when totals are open */
  target_id?: string;
  dots?: number;
  open?: true;
}

export type ChangeType = keyof Facts;
/** The outer city is left out where the facts have one of that name. */
export type ChangeOf<Type extends ChangeType> = {
  readonly type: Type;
} & Readonly<Omit<Outer, keyof Facts[Type]>> &
  Readonly<Facts[Type]>;
export type Change = { [Type in ChangeType]: ChangeOf<Type> }[ChangeType];
