/** Lets changes of the agreement happen: verdicts on findings, and people's hands on the draft. */

import type { Board, ChangeOf, Drafting, SentencePlace } from "./protocol";

const ERASED = "[erased]";
const NOTHING: Drafting = { edits: [], order: {}, omitted: [], signatures: [] };

/** Puts a verdict last, in the place of an earlier one. */
export function judgeFinding(board: Board, change: ChangeOf<"finding.judged">): Board {
  const { finding_id, verdict, reason } = change;
  const { verdicts = [], ...rest } = board;
  const left = verdicts.filter((one) => one.finding_id !== finding_id);
  const given =
    verdict === null
      ? left
      : [...left, { finding_id, verdict, ...(reason === undefined ? {} : { reason }) }];
  return given.length === 0 ? rest : { ...rest, verdicts: given };
}

export function editDraft(board: Board, change: ChangeOf<"draft.edited">): Board {
  const { section, sentence, text } = change;
  const left = draftOf(board).edits.filter((one) => !isAt(one, change));
  const edits = text === undefined ? left : [...left, { section, sentence, text }];
  return reword(board, section, { edits });
}

export function orderDraft(board: Board, change: ChangeOf<"draft.ordered">): Board {
  const { section, sentences } = change;
  const { [section]: _before, ...others } = draftOf(board).order;
  const order = sentences.length === 0 ? others : { ...others, [section]: sentences };
  return reword(board, section, { order });
}

export function omitSentence(board: Board, change: ChangeOf<"draft.omitted">): Board {
  const { section, sentence } = change;
  const left = draftOf(board).omitted.filter((one) => !isAt(one, change));
  return reword(board, section, {
    omitted: change.omitted ? [...left, { section, sentence }] : left,
  });
}

/** Puts a city's signature last, in the place of an earlier one. */
export function signDraft(board: Board, change: ChangeOf<"draft.signed">): Board {
  const { section, verdict, text } = change;
  const city = change.city ?? "";
  const draft = draftOf(board);
  const left = draft.signatures.filter((one) => one.section !== section || one.city !== city);
  const given =
    verdict === null
      ? left
      : [...left, { section, city, verdict, ...(text === undefined ? {} : { text }) }];
  return withDraft(board, { ...draft, signatures: given });
}

/** Erased words are gone: the rule's own stand again, a city has signed without any. */
export function eraseWording(board: Board, change: ChangeOf<"draft.erased">): Board {
  const { section, sentence, city } = change;
  const draft = draftOf(board);
  if (sentence !== undefined) {
    const edits = draft.edits.filter((one) => !isAt(one, { section, sentence }));
    return withDraft(board, { ...draft, edits });
  }
  const signatures = draft.signatures.map((one) =>
    one.section === section && one.city === city && one.text !== undefined
      ? { ...one, text: ERASED }
      : one,
  );
  return withDraft(board, { ...draft, signatures });
}

export function eraseReason(board: Board, { finding_id }: ChangeOf<"finding.erased">): Board {
  const verdicts = board.verdicts?.map((one) =>
    one.finding_id === finding_id && one.reason !== undefined ? { ...one, reason: ERASED } : one,
  );
  return verdicts === undefined ? board : { ...board, verdicts };
}

export function freezeDraft(board: Board, { at, seq }: ChangeOf<"draft.frozen">): Board {
  return withDraft(board, { ...draftOf(board), frozen: { at, seq } });
}

export function unfreezeDraft(board: Board): Board {
  const { frozen: _frozen, ...open } = draftOf(board);
  return withDraft(board, open);
}

function draftOf(board: Board): Drafting {
  return board.draft ?? NOTHING;
}

/** Changes a section; who signed it before signed other words. */
function reword(board: Board, section: string, parts: Partial<Drafting>): Board {
  const draft = draftOf(board);
  const signatures = draft.signatures.map((one) =>
    one.section === section ? { ...one, outdated: true as const } : one,
  );
  return withDraft(board, { ...draft, ...parts, signatures });
}

/** A draft that nobody has touched is not on the board. */
function withDraft(board: Board, draft: Drafting): Board {
  const { draft: _before, ...rest } = board;
  const isTouched =
    draft.edits.length > 0 ||
    Object.keys(draft.order).length > 0 ||
    draft.omitted.length > 0 ||
    draft.signatures.length > 0 ||
    draft.frozen !== undefined;
  return isTouched ? { ...rest, draft } : rest;
}

function isAt(one: SentencePlace, { section, sentence }: SentencePlace): boolean {
  return one.section === section && one.sentence === sentence;
}
