/** Lets a change happen: the twin of the server's apply, on the shared board and what is yours. */

import {
  editDraft,
  eraseReason,
  eraseWording,
  freezeDraft,
  judgeFinding,
  omitSentence,
  orderDraft,
  signDraft,
  unfreezeDraft,
} from "./agreement";
import {
  addComment,
  bringBack,
  closeComment,
  drawLink,
  eraseComment,
  eraseLink,
  moveTo,
  takeOff,
} from "./attached";
import {
  applyClosed,
  applyOpened,
  applyRevealed,
  applyTurnout,
  applyVote,
  dropTarget,
  mergeTargets,
  restoreTarget,
} from "./ballots";
import { addCity } from "./late-city";
import { describeNote } from "./details";
import { declareHub, promoteHub, tally, withoutHub } from "./hubs";
import {
  addNote,
  editNote,
  eraseNote,
  mergeNotes,
  moveNote,
  removeNote,
  restoreNote,
  showNotes,
} from "./notes";
import type { Board, Change, ChangeOf, Settings, You } from "./protocol";
import { rank, rate } from "./ratings";
import { scoreService, showServiceScores, splitWeights } from "./service-scores";
import { mergeAnswers, scoreNote, showScores, takeOffer, takeStance } from "./scores";
import { addService, editService, eraseService, removeService } from "./services";
import { followSpotlight, moveSpotlight, switchSpotlightOff } from "./spotlight";
import {
  applyCounts,
  dissolveTheme,
  emptyTheme,
  eraseTheme,
  fillTheme,
  formTheme,
  joinTheme,
  leaveOnMove,
  leaveThemes,
  renameTheme,
} from "./themes";
import { translateNote } from "./translations";

/** What a seat knows of its workshop. Never changed in place. */
export interface Known {
  readonly board: Board;
  readonly you: You;
}

/** Returns what is known after all changes, in their order. */
export function applyAll(known: Known, changes: readonly Change[]): Known {
  return changes.reduce((before, change) => apply(before.board, before.you, change), known);
}

/** Returns what is known after a change. A type from a later version changes nothing. */
export function apply(board: Board, you: You, change: Change): Known {
  const known: Known = { board, you };
  switch (change.type) {
    case "note.added":
      return addNote(known, change);
    case "note.edited":
      return editNote(known, change);
    case "note.moved":
      return moved(known, change);
    case "note.removed":
      return removed(known, change);
    case "note.restored":
      return restored(known, change);
    case "note.erased":
      return eraseNote(known, change);
    case "note.merged":
      return mergeAnswers(merged(known, change), change);
    case "note.described":
      return describeNote(known, change);
    case "note.translated":
      return translateNote(known, change);
    case "link.drawn":
      return drawLink(known, change);
    case "link.erased":
      return eraseLink(known, change);
    case "comment.added":
      return addComment(known, change);
    case "comment.closed":
      return { board: closeComment(board, change), you };
    case "comment.erased":
      return { board: eraseComment(board, change), you };
    case "theme.formed":
      return { board: formTheme(board, change), you };
    case "theme.renamed":
      return { board: renameTheme(board, change), you };
    case "theme.filled":
      return { board: fillTheme(board, change), you };
    case "theme.emptied":
      return { board: emptyTheme(board, change), you };
    case "theme.dissolved":
      return dissolveTheme(known, change);
    case "theme.erased":
      return { board: eraseTheme(board, change), you };
    case "service.added":
      return { board: addService(board, change), you };
    case "service.edited":
      return { board: editService(board, change), you };
    case "service.removed":
      return removeService(known, change);
    case "service.erased":
      return { board: eraseService(board, change), you };
    case "notes.revealed":
      return showNotes(known, change);
    case "turnout.changed":
      return applyTurnout(known, change);
    case "vote.placed":
      return applyVote(known, change, 1);
    case "vote.withdrawn":
      return applyVote(known, change, -1);
    case "vote.rated":
      return rate(known, change);
    case "vote.ranked":
      return rank(known, change);
    case "hub.declared":
      return declareHub(known, change);
    case "hub.tallied":
      return tally(known, change);
    case "ballot.opened":
      return applyOpened(known, change);
    case "ballot.closed":
      return applyClosed(known, change);
    case "ballot.revealed":
      return applyRevealed(known, change);
    case "stance.taken":
      return { board, you: takeStance(you, change) };
    case "note.scored":
      return { board, you: scoreNote(you, change) };
    case "service.scored":
      return { board, you: scoreService(you, change) };
    case "weights.given":
      return { board, you: splitWeights(you, change) };
    case "offer.taken":
      return takeOffer(known, change);
    case "scores.revealed": {
      const shown = showScores(known, change);
      return { board: showServiceScores(shown.board, change), you };
    }
    case "walk.focused":
      return { board: focusWalk(board, change), you };
    case "spotlight.moved":
      return { board: moveSpotlight(board, change), you };
    case "announced":
      return known; // heard, not kept: the session tells it
    case "finding.judged":
      return { board: judgeFinding(board, change), you };
    case "draft.edited":
      return { board: editDraft(board, change), you };
    case "draft.ordered":
      return { board: orderDraft(board, change), you };
    case "draft.omitted":
      return { board: omitSentence(board, change), you };
    case "draft.signed":
      return { board: signDraft(board, change), you };
    case "draft.erased":
      return { board: eraseWording(board, change), you };
    case "finding.erased":
      return { board: eraseReason(board, change), you };
    case "draft.frozen":
      return { board: freezeDraft(board, change), you };
    case "draft.unfrozen":
      return { board: unfreezeDraft(board), you };
    case "phase.started":
      return { board: startPhase(board, change), you };
    case "phase.locked":
      return { board: { ...board, phase: { ...board.phase, locked: change.locked } }, you };
    case "agenda.changed":
      return { board: { ...board, phases: change.phases }, you };
    case "timer.started":
    case "timer.extended":
    case "timer.paused":
      return { board: { ...board, timer: change.timer }, you };
    case "timer.stopped":
    case "timer.ended":
      return { board: withoutTimer(board), you };
    case "city.added":
      return { board: addCity(board, change), you };
    case "workshop.changed":
      return { board: changeSettings(board, change), you };
    case "workshop.closed":
      return { board: { ...board, closed_at: change.at }, you };
    case "workshop.reopened":
      return { board: reopen(board), you };
    case "seat.promoted":
      return { board: promoteHub(board, change), you: promote(you, change) };
    case "seat.removed":
    case "seat.left":
      return { board: withoutHub(board, change.seat_id), you };
    case "seat.joined":
    case "seat.restored":
    case "seat.admitted":
    case "seat.refused":
    case "seat.renamed":
      return known; // who is here comes in `people`
    case "erase_date.moved":
      return known; // not on the board: the session tells it
    case "workshop.made":
    case "notes.imported":
    case "links.imported":
    case "themes.imported":
    case "comments.imported":
    case "services.imported":
    case "ballots.imported":
    case "agreement.imported":
      return known; // the beginning of a log; every snapshot is later
    default:
      return ignored(known, change);
  }
}

function moved(known: Known, change: ChangeOf<"note.moved">): Known {
  const left = { board: leaveOnMove(known.board, change), you: known.you };
  const { board, you } = moveNote(left, change);
  return { board: applyCounts(board, change), you };
}

function removed(known: Known, change: ChangeOf<"note.removed">): Known {
  const { board, you } = removeNote(dropTarget(known, change), [change.note_id]);
  const left = leaveThemes(takeOff(board, change.note_id), [change.note_id]);
  return { board: followSpotlight(left, [change.note_id]), you };
}

function restored(known: Known, change: ChangeOf<"note.restored">): Known {
  const { board, you } = restoreNote(restoreTarget(known, change), change);
  const back = bringBack(board, change);
  const joined =
    change.theme === undefined ? back : joinTheme(back, change.theme, [change.note.id]);
  return { board: applyCounts(joined, change), you };
}

function merged(known: Known, change: ChangeOf<"note.merged">): Known {
  const { board, you } = mergeNotes(moveTo(mergeTargets(known, change), change), change);
  const left = followSpotlight(leaveThemes(board, change.notes), change.notes, change.into);
  return { board: applyCounts(left, change), you };
}

function startPhase(board: Board, change: ChangeOf<"phase.started">): Board {
  const { phase: id, started_at } = change;
  const kind = board.phases.find((phase) => phase.id === id)?.kind ?? board.phase.kind;
  return { ...switchSpotlightOff(board), phase: { id, kind, started_at, locked: false } };
}

function focusWalk(board: Board, change: ChangeOf<"walk.focused">): Board {
  const { area, note_id } = change;
  const focus = note_id === undefined ? { area } : { area, note_id };
  return { ...board, phase: { ...board.phase, focus } };
}

function withoutTimer(board: Board): Board {
  const { timer: _timer, ...rest } = board;
  return rest;
}

function changeSettings(board: Board, change: ChangeOf<"workshop.changed">): Board {
  const { seq: _seq, type: _type, at: _at, city: _city, by: _by, op_id: _op, ...facts } = change;
  const settings: Settings = { ...board.settings, ...facts };
  return { ...board, settings };
}

function reopen(board: Board): Board {
  const { closed_at: _closed, ...open } = board;
  return open;
}

function promote(you: You, change: ChangeOf<"seat.promoted">): You {
  if (change.seat_id !== you.seat.id) return you;
  return { ...you, seat: { ...you.seat, role: change.role, city: change.city } };
}

/** Compiles only while every type of change has its case. */
function ignored(known: Known, _change: never): Known {
  return known;
}
