/** Holds every message of the wire, in one place: what goes up, what comes down, what HTTP answers. */

export const PROTOCOL = 1; // of the wire; another one makes the page reload itself

// ---- words -------------------------------------------------------------------------------------

export type Role = "facilitator" | "city_lead" | "participant" | "observer";
export type PhaseKind = "gather" | "vote" | "agree";
export type Length = "short" | "medium" | "long";
export type Who = "residents" | "organisation" | "ecosystem";
export type Totals = "hidden" | "open";
export type Weighting = "equal" | "degressive" | "pooled";
export type JoinRule = "open" | "code" | "approval";
/** city id → a whole number */
export type PerCity = Readonly<Record<string, number>>;
/** language → words */
export type Words = Readonly<Record<string, string>>;

// ---- the shared board --------------------------------------------------------------------------

export interface City {
  readonly id: string;
  readonly name: string;
  readonly letters: string;
}

export interface Phase {
  readonly id: string;
  readonly kind: PhaseKind;
  readonly title: string;
  readonly silent: boolean;
  readonly seconds?: number;
}

export interface PhaseNow {
  readonly id: string;
  readonly kind: PhaseKind;
  readonly started_at: string;
  readonly locked: boolean;
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

/** A note everybody may read, or an own one that is hidden from the others. */
export interface Note {
  readonly id: string;
  readonly area: string;
  readonly text: string;
  readonly city: string | null;
  readonly seat?: string;
  readonly facet?: string;
  readonly who?: readonly Who[];
  readonly version: number;
  /** dots per city in the ballot revealed last */
  readonly dots?: PerCity;
  readonly merged_from?: readonly string[];
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

export interface Ballot {
  readonly id: string;
  readonly phase?: string;
  readonly title: string;
  readonly state: "open" | "closed" | "revealed";
  readonly votes_each: number;
  readonly note_cap: number;
  readonly own_notes: boolean;
  readonly totals: Totals;
  readonly weighting: Weighting;
  /** seats that placed at least one dot */
  readonly turnout: PerCity;
  /** seats that were there when it was closed */
  readonly present?: PerCity;
  readonly reopened?: boolean;
  /** target id → dots per city; only while revealed, or when totals are open */
  readonly dots?: Readonly<Record<string, PerCity>>;
}

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
  readonly settings: Settings;
  /** by area in the order of `areas`, then position */
  readonly notes: readonly BoardNote[];
  readonly themes: readonly unknown[];
  readonly links: readonly unknown[];
  readonly comments: readonly unknown[];
  readonly ballots: readonly Ballot[];
  readonly closed_at?: string;
}

// ---- what belongs to one seat ------------------------------------------------------------------

export interface Seat {
  readonly id: string;
  readonly role: Role;
  readonly city: string | null;
  readonly name?: string;
}

export interface Vote {
  readonly ballot_id: string;
  readonly target_id: string;
  readonly dots: number;
}

export interface You {
  readonly seat: Seat;
  readonly votes: readonly Vote[];
  /** ballot id → dots left, for open ballots this seat may vote in */
  readonly votes_left: PerCity;
  readonly hidden_notes: readonly OwnHiddenNote[];
  /** ids of all own notes on the board, hidden ones too */
  readonly notes: readonly string[];
  /** own notes taken off the board, kept here (not on the wire) so that they can come back */
  readonly removed?: Readonly<Record<string, Note | OwnHiddenNote>>;
}

export interface SeatHere {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly city: string | null;
  readonly connected: boolean;
  readonly ready: boolean;
  readonly gone?: boolean;
}

export interface CityHere {
  readonly connected: number;
  readonly seats: number;
  readonly ready: number;
  readonly writing: number;
}

export interface PeopleMessage {
  readonly cities: Readonly<Record<string, CityHere>>;
  readonly facilitators: number;
  readonly observers: number;
  /** those that changed since the last message; all of them in a snapshot; none for observers */
  readonly seats?: readonly SeatHere[];
}

export interface Snapshot {
  readonly workshop_id: string;
  readonly seq: number;
  readonly epoch: string;
  readonly hash: string;
  readonly board: Board;
  readonly you: You;
  readonly people?: PeopleMessage;
  readonly phase: PhaseNow;
  readonly erase_on: string;
  readonly imported_from?: Readonly<Record<string, unknown>>;
}

// ---- changes: what has happened ----------------------------------------------------------------

interface Outer {
  readonly seq: number;
  readonly at: string;
  readonly city: string | null;
  readonly by?: string | null;
  readonly op_id?: string | null;
}

/** ballot id → new turnout of the cities that lost one */
type TurnoutOfBallots = Readonly<Record<string, PerCity>>;

/** A note in a change: whole for its author's seat and once revealed, else masked. */
export type NoteInChange = Note | HiddenNote | (Omit<Note, "hidden"> & { readonly hidden: true });

export interface Facts {
  "workshop.made": Readonly<Record<never, never>>;
  "notes.imported": Readonly<Record<never, never>>;
  "ballots.imported": Readonly<Record<never, never>>;
  "seat.joined": { seat_id: string; role: Role; city: string | null };
  "seat.renamed": { seat_id: string };
  "seat.removed": { seat_id: string };
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
  "note.moved": {
    note_id: string;
    area: string;
    before: string | null;
    facet?: null;
    hidden?: true;
  };
  "note.removed": { note_id: string; hidden?: true; turnout?: TurnoutOfBallots };
  "note.restored": {
    note: NoteInChange;
    before: string | null;
    dots?: TurnoutOfBallots;
    hidden?: true;
  };
  "note.erased": { note_id: string; version: number; hidden?: true; length?: Length };
  "note.merged": {
    into: string;
    notes: readonly string[];
    dots?: TurnoutOfBallots;
    note_dots?: PerCity;
  };
  "notes.revealed": { notes: readonly Note[] };
  "turnout.changed": { ballot_id: string; turnout: PerCity };
  "vote.placed": VoteFacts;
  "vote.withdrawn": VoteFacts;
  "ballot.opened": { ballot: Ballot };
  "ballot.closed": { ballot_id: string; present: PerCity };
  "ballot.revealed": { ballot_id: string; dots: Readonly<Record<string, PerCity>> };
  "phase.started": { phase: string; started_at: string };
  "phase.locked": { locked: boolean };
  "workshop.changed": Partial<Settings>;
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

// ---- ops: what somebody wants ------------------------------------------------------------------

export interface OpFields {
  "note.add": {
    area: string;
    text: string;
    facet?: string;
    who?: readonly Who[];
    on_behalf_of?: string;
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
  "notes.reveal": { area?: string; city?: string };
  "vote.place": { target_id: string; dots?: number; ballot_id?: string };
  "vote.withdraw": { target_id: string; dots?: number; ballot_id?: string };
  "ballot.open": {
    ballot_id?: string;
    title?: string;
    votes_each?: number;
    note_cap?: number;
    own_notes?: boolean;
    totals?: Totals;
  };
  "ballot.close": { ballot_id?: string };
  "ballot.reveal": { ballot_id?: string };
  "phase.start": { phase: string };
  "phase.lock": { locked: boolean };
  "seat.rename": { name: string; seat_id?: string };
  "seat.remove": { seat_id: string };
  "seat.leave": { erase: boolean };
  "seat.promote": { seat_id: string; role: Role; city?: string };
  "city.add": { name: string; letters?: string };
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

export type Ack = Accepted | NotAccepted;
export interface Accepted {
  readonly ok: true;
  readonly seq: number;
  /** of the note, ballot or city the op made */
  readonly id?: string;
}
export interface NotAccepted {
  readonly ok: false;
  readonly error: WireError;
}

/** The one shape of every error. `code` is `noun.reason`, `message` English. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly numbers?: Readonly<Record<string, number>>;
  readonly retry_in_ms?: number;
}

// ---- the other events of the socket ------------------------------------------------------------

export interface Enter {
  readonly seq?: number;
  readonly epoch?: string;
  readonly protocol: number;
}

/** Exactly one of `snapshot` and `changes`; `snapshot: null` = too large, fetch it over HTTP. */
export type Entered =
  | {
      readonly ok: true;
      readonly seq: number;
      readonly epoch: string;
      readonly server_time: string;
      readonly snapshot?: Snapshot | null;
      readonly changes?: readonly Change[];
    }
  | NotAccepted;

export interface Presence {
  readonly state: "writing" | "idle";
  readonly area?: string;
  readonly ready?: boolean;
}

export interface Beat {
  readonly seq: number;
  readonly epoch: string;
  readonly hash: string;
  readonly server_time: string;
}

export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly reconnect_in_ms?: number;
}

export interface ServerClock {
  readonly server_time: string;
}

// ---- HTTP --------------------------------------------------------------------------------------

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
  readonly cities: readonly { readonly name: string; readonly letters?: string }[];
  readonly languages?: readonly string[];
  readonly settings?: Partial<Omit<Settings, "thresholds">>;
}

export interface Made {
  readonly workshop: { readonly id: string; readonly title: string; readonly erase_on: string };
  readonly facilitator_key: string;
  readonly facilitator_link: string;
  readonly invitations: Invitations;
}

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
  readonly title: Words;
  readonly instruction: Words;
}

/** A number rules ask for; workshops may set another value. */
export interface Threshold {
  readonly value: number;
  readonly unit: "fair_shares" | "share" | "level" | "levels" | "correlation";
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
  readonly pairs: Readonly<Record<string, unknown>>;
  readonly phases: readonly CanvasPhase[];
  readonly settings: Partial<Settings>;
  readonly thresholds: Readonly<Record<string, Threshold>>;
  readonly languages: readonly string[];
}

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
}

export interface DraftSection {
  readonly id: string;
  readonly title: string;
  readonly sentences: readonly Sentence[];
}

export interface CorePart {
  readonly slot: string;
  readonly text: string;
  readonly label: string;
  readonly notes: readonly string[];
  readonly cities?: { readonly backing: number; readonly voting: number };
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
  };
  readonly sections: readonly DraftSection[];
  readonly findings: readonly Finding[];
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
  readonly checksum: string;
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

export type ExportFormat = "json" | "md" | "csv";
/** What-if on results: thresholds in lower case, and the weighting. Nothing is stored. */
export type WhatIf = Readonly<Record<string, string | number>>;
