/** Lets changes of ballots and votes happen: totals everybody may know, and the own dots. */

import type { Known } from "./board";
import { moveSaid, withoutTargets } from "./ratings";
import { settledVotes, themeOf } from "./themes";
import { kindOf, withTotals } from "./totals";
import type { Ballot, Board, ChangeOf, PerCity, Role, Vote, You } from "./protocol";

type VoteChange = ChangeOf<"vote.placed"> | ChangeOf<"vote.withdrawn">;

/** Whether a role places votes at all. */
export function mayVote(role: Role): boolean {
  return role === "participant" || role === "city_lead";
}

/** Tells how many seats of a city have placed a dot. */
export function applyTurnout(known: Known, change: ChangeOf<"turnout.changed">): Known {
  const board = withBallot(known.board, change.ballot_id, (ballot) => ({
    ...ballot,
    turnout: { ...ballot.turnout, ...change.turnout },
  }));
  return { board, you: known.you };
}

/** Counts dots placed (`sign` 1) or withdrawn (-1). Of others' votes mostly nothing is known. */
export function applyVote(known: Known, change: VoteChange, sign: 1 | -1): Known {
  const { ballot_id, target_id, dots = 0 } = change;
  if (target_id === undefined) return known;
  return addDots(known, change, { ballot_id, target_id, dots: sign * dots });
}

/** Adds dots of a change where they may be known: to open totals, and to the own votes. */
export function addDots(
  known: Known,
  change: Pick<VoteChange, "by" | "city">,
  { ballot_id, target_id, dots }: Vote,
): Known {
  const city = change.city ?? "";
  const nothing = Object.fromEntries(known.board.cities.map((one) => [one.id, 0]));
  const board = withBallot(known.board, ballot_id, (ballot) => {
    if (ballot.totals !== "open") return ballot;
    const of: PerCity = ballot.dots?.[target_id] ?? nothing;
    const shown = { ...of, [city]: (of[city] ?? 0) + dots };
    return { ...ballot, dots: { ...ballot.dots, [target_id]: shown } };
  });
  if (change.by !== known.you.seat.id) return { board, you: known.you };
  return { board, you: countOwn(known.you, board, { ballot_id, target_id, dots }) };
}

export function applyOpened(known: Known, change: ChangeOf<"ballot.opened">): Known {
  const { ballot } = change;
  const isKnown = known.board.ballots.some((one) => one.id === ballot.id);
  const board = isKnown
    ? withBallot(known.board, ballot.id, () => ballot)
    : { ...known.board, ballots: [...known.board.ballots, ballot] };
  const { you } = known;
  const own = you.votes.filter((vote) => vote.ballot_id === ballot.id);
  const settled = settledVotes(board, ballot, own, you.pooled?.[ballot.id]);
  const others = you.votes.filter((vote) => vote.ballot_id !== ballot.id);
  const votes = inOrder([...others, ...settled], board);
  const toTheme = (target: string): string => themeOf(board, target)?.id ?? target;
  const said = moveSaid(board, { ...you, votes }, toTheme, [ballot]);
  return { board, you: withVotesLeft(board, said) };
}

/** Counts the dots left anew: of a device that counts for a room those of all its heads. */
export function withVotesLeft(board: Board, you: You): You {
  if (!mayVote(you.seat.role)) return you;
  const heads = board.hubs?.find((hub) => hub.seat_id === you.seat.id)?.heads ?? 1;
  const open = board.ballots.filter((one) => one.state === "open" && kindOf(one) === "dots");
  const left = open.map((ballot) => {
    const own = you.votes.filter((vote) => vote.ballot_id === ballot.id);
    const placed = own.reduce((sum, vote) => sum + vote.dots, 0);
    return [ballot.id, Math.max(0, ballot.votes_each * heads - placed)];
  });
  return { ...you, votes_left: Object.fromEntries(left) as PerCity };
}

export function applyClosed(known: Known, change: ChangeOf<"ballot.closed">): Known {
  const { ballot_id, present, heads } = change;
  const board = withBallot(known.board, ballot_id, (ballot) => ({
    ...ballot,
    state: "closed",
    present,
    ...(heads === undefined ? {} : { heads }),
  }));
  const { [ballot_id]: _closed, ...votes_left } = known.you.votes_left;
  return { board, you: { ...known.you, votes_left } };
}

/** Totals appear on the ballot; dots on its notes and themes, too. */
export function applyRevealed(known: Known, change: ChangeOf<"ballot.revealed">): Known {
  const { ballot_id, dots, ranks, ratings } = change;
  const board = withBallot(known.board, ballot_id, (ballot) =>
    withTotals({ ...ballot, state: "revealed" }, dots ?? ranks ?? ratings ?? {}),
  );
  if (dots === undefined) return { board, you: known.you };
  const notes = board.notes.map((note) => {
    const ofNote = dots[note.id];
    return ofNote === undefined || note.hidden === true ? note : { ...note, dots: ofNote };
  });
  const themes = board.themes.map((theme) => {
    const ofTheme = dots[theme.id];
    return ofTheme === undefined ? theme : { ...theme, dots: ofTheme };
  });
  return { board: { ...board, notes, themes }, you: known.you };
}

/** A removed note, and a theme of it alone, gives its dots in open ballots back to their seats. */
export function dropTarget(known: Known, change: ChangeOf<"note.removed">): Known {
  const { note_id, turnout = {} } = change;
  const theme = themeOf(known.board, note_id);
  const targets = theme?.notes.length === 1 ? [note_id, theme.id] : [note_id];
  const open = known.board.ballots.filter((ballot) => ballot.state === "open");
  if (open.length === 0) return known;
  const ballots = known.board.ballots.map((ballot) => {
    if (ballot.state !== "open") return ballot;
    const counted = { ...ballot, turnout: { ...ballot.turnout, ...turnout[ballot.id] } };
    return ballot.dots === undefined ? counted : { ...counted, dots: omit(ballot.dots, targets) };
  });
  const { you } = known;
  const isOpen = (vote: Vote): boolean => open.some((ballot) => ballot.id === vote.ballot_id);
  const votes = you.votes.filter((vote) => !targets.includes(vote.target_id) || !isOpen(vote));
  const board = { ...known.board, ballots };
  const said = withoutTargets(board, { ...you, votes }, targets, open);
  return { board, you: withVotesLeft(board, said) };
}

/** A note that comes back brings its dots to the ballots that were shown without it. */
export function restoreTarget(known: Known, change: ChangeOf<"note.restored">): Known {
  const { dots = {} } = change;
  const ballots = known.board.ballots.map((ballot) => {
    const ofNote = dots[ballot.id];
    if (ofNote === undefined) return ballot;
    return { ...ballot, dots: { ...ballot.dots, [change.note.id]: ofNote } };
  });
  return { board: { ...known.board, ballots }, you: known.you };
}

/** Merged notes: shown totals are told, and each seat keeps min(sum, note_cap) of its own dots. */
export function mergeTargets(known: Known, change: ChangeOf<"note.merged">): Known {
  const { into, notes, dots = {} } = change;
  const ballots = known.board.ballots.map((ballot) => {
    const ofInto = dots[ballot.id];
    if (ofInto === undefined || ballot.dots === undefined) return ballot;
    return { ...ballot, dots: { ...omit(ballot.dots, notes), [into]: ofInto } };
  });
  const board = { ...known.board, ballots };
  const merged = new Set([into, ...notes]);
  const votes = ballots.flatMap((ballot) => mergedVotes(known.you, ballot, into, merged));
  const you = { ...known.you, votes: inOrder(votes, board) };
  const where = (target: string): string => (merged.has(target) ? into : target);
  return { board, you: moveSaid(board, you, where, ballots) };
}

function mergedVotes(
  you: You,
  ballot: Ballot,
  into: string,
  merged: ReadonlySet<string>,
): readonly Vote[] {
  const own = you.votes.filter((vote) => vote.ballot_id === ballot.id);
  const touched = own.filter((vote) => merged.has(vote.target_id));
  if (touched.length === 0) return own;
  const sum = touched.reduce((all, vote) => all + vote.dots, 0);
  const cap = ballot.note_cap * (you.pooled?.[ballot.id] ?? 1);
  const one = { ballot_id: ballot.id, target_id: into, dots: Math.min(sum, cap) };
  return [...own.filter((vote) => !touched.includes(vote)), one];
}

function countOwn(you: You, board: Board, { ballot_id, target_id, dots }: Vote): You {
  const isIt = (vote: Vote): boolean =>
    vote.ballot_id === ballot_id && vote.target_id === target_id;
  const placed = (you.votes.find(isIt)?.dots ?? 0) + dots;
  const others = you.votes.filter((vote) => !isIt(vote));
  const votes = placed > 0 ? [...others, { ballot_id, target_id, dots: placed }] : others;
  return withVotesLeft(board, { ...you, votes: inOrder(votes, board) });
}

/** Returns votes as the server lists them: ballots as made, then by target. */
function inOrder(votes: readonly Vote[], board: Board): readonly Vote[] {
  const place = new Map(board.ballots.map((ballot, at) => [ballot.id, at]));
  return votes.toSorted(
    (a, b) =>
      (place.get(a.ballot_id) ?? 0) - (place.get(b.ballot_id) ?? 0) ||
      (a.target_id < b.target_id ? -1 : 1),
  );
}

function withBallot(board: Board, id: string, change: (ballot: Ballot) => Ballot): Board {
  const ballots = board.ballots.map((ballot) => (ballot.id === id ? change(ballot) : ballot));
  return { ...board, ballots };
}

function omit(
  all: Readonly<Record<string, PerCity>>,
  names: readonly string[],
): Readonly<Record<string, PerCity>> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}
