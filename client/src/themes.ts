/** Lets changes of themes happen, and counts dots anew where that changes what votes are for. */

import type { Known } from "./board";
import type { AllTotals, Ballot, Board, ChangeOf, Counted, PerCity, Theme, Vote } from "./protocol";
import { withoutTargets } from "./ratings";
import { totalsOf, withTotals } from "./totals";

/** Returns the theme a note is in, or nothing. */
export function themeOf(board: Board, noteId: string): Theme | undefined {
  return board.themes.find((theme) => theme.notes.includes(noteId));
}

export function formTheme(board: Board, change: ChangeOf<"theme.formed">): Board {
  const { notes, dots: _dots, ...theme } = change.theme;
  const formed = { ...board, themes: [...board.themes, { ...theme, notes: [] }] };
  return applyCounts(joinTheme(formed, theme.id, notes), change);
}

export function renameTheme(board: Board, change: ChangeOf<"theme.renamed">): Board {
  return withTheme(board, change.theme_id, ({ erased: _erased, ...theme }) => ({
    ...theme,
    title: change.title,
  }));
}

export function fillTheme(board: Board, change: ChangeOf<"theme.filled">): Board {
  return applyCounts(joinTheme(board, change.theme_id, change.notes), change);
}

export function emptyTheme(board: Board, change: ChangeOf<"theme.emptied">): Board {
  return applyCounts(leaveThemes(board, change.notes), change);
}

/** Dots placed on a theme go with it. */
export function dissolveTheme(known: Known, change: ChangeOf<"theme.dissolved">): Known {
  const themes = known.board.themes.filter((theme) => theme.id !== change.theme_id);
  const votes = known.you.votes.filter((vote) => vote.target_id !== change.theme_id);
  const { ballots } = known.board;
  const you = withoutTargets(known.board, { ...known.you, votes }, [change.theme_id], ballots);
  return { board: applyCounts({ ...known.board, themes }, change), you };
}

export function eraseTheme(board: Board, change: ChangeOf<"theme.erased">): Board {
  return withTheme(board, change.theme_id, (theme) => ({
    ...theme,
    title: "[erased]",
    erased: true,
  }));
}

/** Puts notes last into a theme, and out of the one they were in. */
export function joinTheme(board: Board, themeId: string, ids: readonly string[]): Board {
  return withTheme(leaveThemes(board, ids), themeId, (theme) => ({
    ...theme,
    notes: [...theme.notes, ...ids],
  }));
}

export function leaveThemes(board: Board, ids: readonly string[]): Board {
  const gone = new Set(ids);
  const themes = board.themes.map((theme) =>
    theme.notes.some((id) => gone.has(id))
      ? { ...theme, notes: theme.notes.filter((id) => !gone.has(id)) }
      : theme,
  );
  return { ...board, themes };
}

/** A note that goes to another area leaves its theme. */
export function leaveOnMove(board: Board, change: ChangeOf<"note.moved">): Board {
  const theme = themeOf(board, change.note_id);
  if (theme === undefined || theme.area === change.area) return board;
  return leaveThemes(board, [change.note_id]);
}

/** Puts totals that were counted anew on ballots, and the dots on notes and themes. */
export function applyCounts(board: Board, change: Counted): Board {
  const { counts = {}, last = "" } = change;
  const ballots = board.ballots.map((ballot) => {
    const ofBallot = counts[ballot.id];
    const totals = totalsOf(ballot);
    if (ofBallot === undefined || totals === undefined) return ballot;
    return withTotals(ballot, replaced(totals, ofBallot));
  });
  // The last ballot is one of dots: its totals are numbers.
  const shown = (counts[last] ?? {}) as Readonly<Record<string, PerCity | null>>;
  const notes = board.notes.map((note) =>
    note.hidden === true || !(note.id in shown) ? note : withDots(note, shown[note.id] ?? null),
  );
  const themes = board.themes.map((theme) =>
    theme.id in shown ? withDots(theme, shown[theme.id] ?? null) : theme,
  );
  return { ...board, ballots, notes, themes };
}

/** Returns own votes of a ballot that opens again: those on notes now in a theme are for it. */
export function settledVotes(
  board: Board,
  ballot: Ballot,
  votes: readonly Vote[],
  heads = 1,
): Vote[] {
  const cap = ballot.note_cap * heads;
  const sums = new Map<string, number>();
  const moved = new Set<string>();
  for (const vote of votes) {
    const target = themeOf(board, vote.target_id)?.id ?? vote.target_id;
    sums.set(target, (sums.get(target) ?? 0) + vote.dots);
    if (target !== vote.target_id) moved.add(target);
  }
  return [...sums].map(([target_id, dots]) => ({
    ballot_id: ballot.id,
    target_id,
    dots: moved.has(target_id) ? Math.min(dots, cap) : dots,
  }));
}

function withDots<Target extends { readonly dots?: PerCity }>(
  target: Target,
  dots: PerCity | null,
): Target {
  const { dots: _dots, ...rest } = target;
  return (dots === null ? rest : { ...rest, dots }) as Target; // the same fields but for the dots
}

function replaced(
  all: AllTotals,
  changed: Readonly<Record<string, AllTotals[string] | null>>,
): AllTotals {
  const merged = Object.entries({ ...all, ...changed });
  return Object.fromEntries(
    merged.filter((entry): entry is [string, AllTotals[string]] => entry[1] !== null),
  );
}

function withTheme(board: Board, id: string, change: (theme: Theme) => Theme): Board {
  const themes = board.themes.map((theme) => (theme.id === id ? change(theme) : theme));
  return { ...board, themes };
}
