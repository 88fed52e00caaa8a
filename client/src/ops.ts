/** Says what somebody wants: one function an op. Views call these; nothing else reaches the socket. */

import type { Ack, Op, OpFields, OpOf, OpType, Presence } from "./protocol";
import { session } from "./session";
import { ownUndo } from "./undo";

/** Sends an op through the outbox. The answer may come much later: after the connection is back. */
export type Perform = (op: Op) => Promise<Ack>;
export type Tell = (presence: Presence) => void;

/** Returns the ops bound to where they go; tests make their own. */
export function makeOps(perform: Perform, tell: Tell) {
  const op =
    <Type extends OpType>(type: Type) =>
    (fields: OpFields[Type]): Promise<Ack> =>
      perform({ type, ...fields } as OpOf<Type> as Op);
  return {
    addNote: op("note.add"),
    editNote: op("note.edit"),
    /** `before`: a note of that area, or null for last */
    moveNote: op("note.move"),
    removeNote: op("note.remove"),
    restoreNote: op("note.restore"),
    eraseNote: op("note.erase"),
    mergeNotes: op("note.merge"),
    describeNote: op("note.describe"),
    translateNote: op("note.translate"),
    drawLink: op("link.draw"),
    eraseLink: op("link.erase"),
    formTheme: op("theme.form"),
    renameTheme: op("theme.rename"),
    fillTheme: op("theme.fill"),
    emptyTheme: op("theme.empty"),
    dissolveTheme: op("theme.dissolve"),
    eraseTheme: op("theme.erase"),
    addComment: op("comment.add"),
    closeComment: op("comment.close"),
    eraseComment: op("comment.erase"),
    openAsk: op("ask.open"),
    addService: op("service.add"),
    editService: op("service.edit"),
    removeService: op("service.remove"),
    eraseService: op("service.erase"),
    revealNotes: (fields: OpFields["notes.reveal"] = {}) => op("notes.reveal")(fields),
    revealNext: (fields: OpFields["notes.reveal_next"] = {}) => op("notes.reveal_next")(fields),
    placeVote: op("vote.place"),
    withdrawVote: op("vote.withdraw"),
    rate: op("vote.rate"),
    rank: op("vote.rank"),
    declareHub: op("hub.declare"),
    tallyHands: op("hub.tally"),
    setStance: op("stance.set"),
    setScore: op("score.set"),
    setOffer: op("offer.set"),
    scoreService: op("service.score"),
    splitWeights: op("weights.split"),
    setSpotlight: op("spotlight.set"),
    announce: op("announce"),
    focusWalk: op("walk.focus"),
    judgeFinding: op("finding.judge"),
    editDraft: op("draft.edit"),
    orderDraft: op("draft.order"),
    omitSentence: op("draft.omit"),
    signDraft: op("draft.sign"),
    eraseWording: op("draft.erase"),
    eraseReason: op("finding.erase"),
    freezeDraft: () => op("draft.freeze")({}),
    unfreezeDraft: () => op("draft.unfreeze")({}),
    openBallot: (fields: OpFields["ballot.open"] = {}) => op("ballot.open")(fields),
    closeBallot: (fields: OpFields["ballot.close"] = {}) => op("ballot.close")(fields),
    revealBallot: (fields: OpFields["ballot.reveal"] = {}) => op("ballot.reveal")(fields),
    startPhase: op("phase.start"),
    lockPhase: op("phase.lock"),
    changeAgenda: op("agenda.change"),
    startTimer: op("timer.start"),
    addTime: op("timer.add"),
    pauseTimer: op("timer.pause"),
    stopTimer: () => op("timer.stop")({}),
    renameSeat: op("seat.rename"),
    removeSeat: op("seat.remove"),
    restoreSeat: op("seat.restore"),
    admitSeat: op("seat.admit"),
    refuseSeat: op("seat.refuse"),
    leaveSeat: op("seat.leave"),
    promoteSeat: op("seat.promote"),
    addCity: op("city.add"),
    changeSettings: op("workshop.settings"),
    closeWorkshop: () => op("workshop.close")({}),
    reopenWorkshop: () => op("workshop.reopen")({}),
    /** Tells that somebody writes; call it at every key, it is sent every few seconds. */
    tellWriting: (area?: string) => tell({ state: "writing", ...(area ? { area } : {}) }),
    tellIdle: () => tell({ state: "idle" }),
    tellReady: (ready: boolean) => tell({ state: "idle", ready }),
  };
}

export const ops = makeOps(
  (op) => ownUndo().watch(op, session.perform(op)),
  (presence) => session.tell(presence),
);
