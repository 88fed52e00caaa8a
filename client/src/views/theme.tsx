/** Draws a theme: its title, its dots, and its notes in one frame. */

import type { ComponentChildren } from "preact";

import type { ShownNote } from "../drawn";
import type { Theme } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { type BoardView, dotsOf } from "./board-view";
import { Dots } from "./note";
import { opened } from "./scene";
import type { VoteTarget } from "./vote-box";
import { VoteControl } from "./vote-control";

interface ThemeProps {
  readonly theme: Theme;
  readonly notes: readonly ShownNote[];
  readonly view: BoardView;
  readonly children: ComponentChildren;
}

export function ThemeBox({ theme, notes, view, children }: ThemeProps) {
  const { board, ownBallot, rights } = view;
  const target = themeTarget(theme, notes);
  const dots = dotsOf(theme, board.cities);
  return (
    <li class="theme" data-theme={theme.id}>
      <div class="theme-head">
        <div class="theme-title">
          <h3 dir="auto">{themeTitle(theme)}</h3>
          <span class="soft">{t("area.notes", { count: notes.length })}</span>
        </div>
        {dots.all > 0 && ownBallot === null && <Dots dots={dots.all} cities={dots.cities} />}
        {ownBallot && (
          <VoteControl
            target={target}
            ballot={ownBallot}
            ownDots={session.votes.value.get(theme.id) ?? 0}
            isSpent={(session.votesLeft.value ?? 0) < 1}
          />
        )}
        {rights.mayMerge && (
          <button
            type="button"
            class="button bare icon"
            aria-label={t("themes.change", { title: themeTitle(theme) })}
            onClick={() => (opened.value = { kind: "theme", theme: theme.id })}
          >
            ⋯
          </button>
        )}
      </div>
      <ul>{children}</ul>
    </li>
  );
}

export const themeTitle = (theme: Theme): string =>
  theme.erased ? t("themes.erased") : theme.title;

/** Returns what is voted for. It is one's own when all of its notes are. */
export function themeTarget(theme: Theme, notes: readonly ShownNote[]): VoteTarget {
  const isOwn = notes.length > 0 && notes.every((note) => note.isOwn);
  return { id: theme.id, text: themeTitle(theme), isOwn };
}

/** Returns what a dot for this note is placed on: its theme, when it is in one. */
export function voteTarget(note: ShownNote): VoteTarget {
  const theme = session.board.peek()?.themes.find((one) => one.notes.includes(note.id));
  if (theme === undefined) return note;
  const notes = session.notes.peek().filter((one) => theme.notes.includes(one.id));
  return themeTarget(theme, notes);
}
