/** What belongs to one seat, and who is here. */

import type { OwnRanking, OwnRating } from "./ballots";
import type { Board, Note, OwnHiddenNote, PhaseNow } from "./board";
import type { Offer, PerCity, Role, ScoreKind, Stance } from "./words";

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

export interface OwnStance {
  readonly note_id: string;
  readonly stance: Stance;
}

export interface OwnScore {
  readonly note_id: string;
  readonly kind: ScoreKind;
  /** 1 to 5 */
  readonly value: number;
}

export interface OwnOffer {
  readonly note_id: string;
  readonly offer: Offer;
}

export interface OwnServiceScore {
  readonly service_id: string;
  readonly criterion: string;
  /** 1 to 5 */
  readonly value: number;
}

export interface You {
  readonly seat: Seat;
  readonly votes: readonly Vote[];
  /** ballot id → dots left, for open ballots this seat may vote in */
  readonly votes_left: PerCity;
  /** ballots as made, oldest first in each; these three are left out while there are none */
  readonly ratings?: readonly OwnRating[];
  readonly ranks?: readonly OwnRanking[];
  /** ballot id → heads of the room this seat's paper is of */
  readonly pooled?: PerCity;
  /** oldest first */
  readonly stances: readonly OwnStance[];
  /** oldest first */
  readonly scores: readonly OwnScore[];
  /** oldest first */
  readonly service_scores: readonly OwnServiceScore[];
  /** oldest first; not there while there is none */
  readonly offers?: readonly OwnOffer[];
  /** criterion → own points; not there while none are shared out */
  readonly weights?: Readonly<Record<string, number>>;
  readonly hidden_notes: readonly OwnHiddenNote[];
  /** ids of all own notes on the board, hidden ones too */
  readonly notes: readonly string[];
  /** ids of own links and own comments on the board, as far as this seat made them */
  readonly links: readonly string[];
  readonly comments: readonly string[];
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
  /** how many stand in the lobby */
  readonly waiting: number;
  /** those that changed since the last message; all of them in a snapshot; none for observers */
  readonly seats?: readonly SeatHere[];
}

/** Somebody who is not in: at the door, or removed. */
export interface SeatAway {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly city: string | null;
}

export interface SeatOnConsole extends SeatHere {
  /** since it last reported its board; null: never */
  readonly last_ack_age_ms: number | null;
  /** whether its board was the server's then; null: unknown */
  readonly hash_equal: boolean | null;
}

export interface CityOnConsole extends CityHere {
  /** only of cities one is here for */
  readonly notes?: number;
  /** of those connected; only while people vote */
  readonly votes_left?: number;
}

/** What a facilitator, or the lead of a city for it, is told of the room. */
export interface Console extends Omit<PeopleMessage, "seats" | "cities"> {
  readonly cities: Readonly<Record<string, CityOnConsole>>;
  readonly seats: readonly SeatOnConsole[];
  readonly lobby: readonly SeatAway[];
  /** for facilitators */
  readonly removed?: readonly SeatAway[];
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
