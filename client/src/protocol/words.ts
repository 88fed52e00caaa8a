/** Words of the wire: the few values a field may have. */

export type Role = "facilitator" | "city_lead" | "participant" | "observer";
export type PhaseKind =
  "gather" | "reveal" | "group" | "walk" | "vote" | "discuss" | "close_gaps" | "agree" | "break";
/** What a phase lets people do, and with whose notes. */
export type Right = "add" | "edit" | "move" | "comment" | "link" | "vote";
export type Scope = "nobody" | "own" | "city" | "all";
export type AtEnd = "nothing" | "lock" | "advance";
export type Direction = "clockwise" | "anticlockwise";
export type Stance = "agree" | "pass" | "disagree";
/** what a city has, wants, or could teach to others */
export type Offer = "have" | "want" | "can_offer";
export type ScoreKind = "importance" | "readiness";
export type Verdict = "accept" | "dismiss";
export type SignedVerdict = "adopt" | "reservation" | "decline";
export type Length = "short" | "medium" | "long";
export type Who = "residents" | "organisation" | "ecosystem";
export type Totals = "hidden" | "open";
export type Weighting = "equal" | "degressive" | "pooled";
export type JoinRule = "open" | "code" | "approval";
/** city id → a whole number */
export type PerCity = Readonly<Record<string, number>>;
/** language → words */
export type Words = Readonly<Record<string, string>>;
