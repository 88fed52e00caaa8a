/** Says what a seat may do now, so that views offer nothing the server would refuse. */

import type { ShownNote } from "../drawn";
import { scopeNow } from "../agenda";
import type { Ballot, Board, Right, Seat } from "../protocol";

export interface Rights {
  /** may add notes */
  readonly mayWrite: boolean;
  readonly mayVote: boolean;
  /** scores services and shares out the points of their criteria */
  readonly mayScoreServices: boolean;
  /** says what the own city has, wants or could teach */
  readonly mayOffer: boolean;
  readonly isFacilitator: boolean;
  /** accepts and dismisses what rules found */
  readonly mayJudge: boolean;
  /** edits, orders, leaves out and freezes the draft */
  readonly mayDraft: boolean;
  /** takes an agreed draft up again */
  readonly mayUnfreeze: boolean;
  /** signs the draft for the own city */
  readonly maySign: boolean;
  /** cities this seat may write for besides its own place */
  readonly mayWriteFor: "none" | "own" | "all";
  readonly mayEdit: (note: ShownNote) => boolean;
  /** may move some notes, if not all */
  readonly mayMoveSome: boolean;
  readonly mayMove: (note: ShownNote) => boolean;
  readonly mayRemove: (note: ShownNote) => boolean;
  readonly mayComment: (note: ShownNote) => boolean;
  /** may draw a link from or to it; the other end may have to be one's own */
  readonly mayLink: (note: ShownNote) => boolean;
  readonly mayMerge: boolean;
  /** may erase the text for good, also of a note that is hidden */
  readonly mayErase: (note: ShownNote) => boolean;
}

/** Returns the ballot that runs now, or null. */
export function openBallot(board: Board): Ballot | null {
  return board.ballots.find((ballot) => ballot.state === "open") ?? null;
}

/** Whether what is written now stays with its author. */
function isSilentNow(board: Board): boolean {
  const phase = board.phases.find((one) => one.id === board.phase.id);
  return board.settings.silent && phase?.silent === true;
}

/** Returns the rights of a seat; the server's table (role × kind of phase) is the judge. */
export function rightsOf(board: Board, seat: Seat): Rights {
  const isFacilitator = seat.role === "facilitator";
  const isOpen = board.closed_at === undefined;
  const isFrozen = openBallot(board) !== null;
  const { kind, locked } = board.phase;
  const isAgreed = board.draft?.frozen !== undefined;
  const rests = !isOpen || isAgreed || seat.role === "observer" || (locked && !isFacilitator);
  const has = (right: Right): boolean =>
    !rests && (isFacilitator ? kind !== "vote" : scopeNow(board, right) !== "nobody");
  const reaches = (right: Right, note: ShownNote): boolean => {
    if (note.isNew || !has(right)) return false;
    const scope = scopeNow(board, right);
    if (isFacilitator || scope === "all" || note.isOwn) return true;
    return (scope === "city" || seat.role === "city_lead") && note.city === seat.city;
  };
  const mayWrite = has("add") && !isFrozen;
  const hasOpinion = seat.role === "participant" || seat.role === "city_lead";
  const agreesNow = isOpen && kind === "agree";
  return {
    mayJudge: isOpen && isFacilitator && !isAgreed,
    mayDraft: agreesNow && isFacilitator && !isAgreed,
    mayUnfreeze: agreesNow && isFacilitator && isAgreed,
    maySign: agreesNow && seat.role === "city_lead" && !isAgreed && !locked,
    mayWrite,
    mayVote: isOpen && isFrozen && !locked && hasOpinion && scopeNow(board, "vote") !== "nobody",
    mayScoreServices: isOpen && !isAgreed && !locked && hasOpinion && areServicesScored(board),
    mayOffer: isOpen && !isAgreed && !locked && hasOpinion && isExchangeOpen(board),
    isFacilitator,
    mayWriteFor: isFacilitator ? "all" : seat.role === "city_lead" ? "own" : "none",
    mayEdit: (note) => reaches("edit", note) && !isFrozen && note.text !== null,
    mayMoveSome: has("move") && !isFrozen,
    mayMove: (note) => reaches("move", note) && !isFrozen,
    mayRemove: (note) => (isFacilitator ? !rests && !note.isNew : reaches("edit", note)),
    mayComment: (note) => reaches("comment", note) && !isFrozen && !note.isHidden,
    mayLink: (note) => has("link") && !isFrozen && !note.isHidden && !note.isNew,
    mayMerge: mayWrite && isFacilitator,
    mayErase: (note) => isOpen && isFacilitator && !note.isNew && note.erased !== true,
  };
}

/** Returns whether cities may offer: not while they write unseen, vote or rest. */
function isExchangeOpen(board: Board): boolean {
  return !["vote", "break"].includes(board.phase.kind) && !isSilentNow(board);
}

/** Returns whether the phase lets people score services: not while they write unseen or agree. */
export function areServicesScored(board: Board): boolean {
  return !["agree", "break"].includes(board.phase.kind) && !isSilentNow(board);
}
