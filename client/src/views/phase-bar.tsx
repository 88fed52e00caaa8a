/** The line that is always there: what is asked now, who sees what, votes left, all saved. */

import { phaseNow } from "../agenda";
import type { Board } from "../protocol";
import { address } from "../router";
import { session } from "../session";
import { kindOf } from "../totals";
import { formatDate, inLanguage, t } from "../words";
import type { BoardView } from "./board-view";
import { ConnectionChip } from "./connection";
import { WheelMark } from "./mark";
import { TimerChip } from "./timer-chip";
import { NextPhase, ReadyButton } from "./ready";

export function PhaseBar({ view }: { view: BoardView }) {
  const { board } = view;
  const left = session.votesLeft.value;
  return (
    <header class="bar">
      <a
        class="what"
        href={address({ page: "home" })}
        aria-label={t("bar.home", { title: board.title })}
      >
        <WheelMark size={32} />
      </a>
      <h1 tabIndex={-1}>{board.title}</h1>
      <div class="ask">
        <p>
          {instructionOf(board)} {backAt(board)}
        </p>
        <small>
          <span class="step">{stepWords(board)} · </span>
          {sightWords(view)}
        </small>
      </div>
      <div class="state">
        <TimerChip />
        {left !== null && <VotesLeft left={left} each={votesEach(left)} />}
        <ReadyButton view={view} />
        <NextPhase view={view} />
        <ConnectionChip />
      </div>
    </header>
  );
}

const MOST_DRAWN = 6; // dots; a larger budget is a number alone

/** What a voter looks for most: drawn as dots to spend, and said in words. */
function VotesLeft({ left, each }: { left: number; each: number }) {
  return (
    <span class={left === 0 ? "chip votes good" : "chip votes"} role="status">
      {each <= MOST_DRAWN && (
        <span class="dots" aria-hidden="true">
          {Array.from({ length: each }, (_, place) => (
            <i key={place} class={place < left ? "" : "free"} />
          ))}
        </span>
      )}
      {left === 0 ? t("bar.votes_placed") : t("bar.votes_left", { count: left })}
    </span>
  );
}

/** Returns the dots this seat has in all: one person's, or those of a room. */
function votesEach(left: number): number {
  const ballot = session.ballot.value;
  return ballot === null ? left : ballot.votes_each * (session.hub.value?.heads ?? 1);
}

/** Returns the one sentence that says what to do now. */
export function instructionOf(board: Board): string {
  if (board.closed_at !== undefined) return t("bar.closed");
  if (board.phase.locked) return t("bar.locked");
  const ballot = session.ballot.value;
  const isOfPhase = ballot?.phase === board.phase.id;
  if (ballot !== null && !isOfPhase) return t(`ballots.do_${kindOf(ballot)}`);
  const own = phaseNow(board)?.instruction;
  if (own !== undefined) return own;
  const known = session.canvas.value?.phases.find((phase) => phase.id === board.phase.id);
  const asked = known?.kind === board.phase.kind ? inLanguage(known.instruction) : "";
  return asked || t(`bar.ask_${board.phase.kind}`);
}

/** Returns when a break is over, on the reader's own clock; "" while no timer runs. */
function backAt({ phase, timer }: Board): string {
  if (phase.kind !== "break" || timer === undefined || timer.paused_left_ms !== undefined)
    return "";
  return t("bar.back_at", { time: formatDate(timer.ends_at, { timeStyle: "short" }) });
}

/** Returns the phase's name: the canvas's in the reader's language, unless the workshop has its own. */
export function phaseTitle(board: Board, id: string): string {
  const title = board.phases.find((phase) => phase.id === id)?.title;
  const known = session.canvas.value?.phases.find((phase) => phase.id === id)?.title;
  if (known === undefined || title === undefined) return title ?? id;
  return Object.values(known).includes(title) ? inLanguage(known) : title;
}

function stepWords(board: Board): string {
  const step = board.phases.findIndex((phase) => phase.id === board.phase.id) + 1;
  const of = board.phases.length;
  return `${phaseTitle(board, board.phase.id)} · ${t("bar.step", { step, of })}`;
}

/** Returns who can see what at this moment. */
function sightWords({ board, seat, ownBallot }: BoardView): string {
  if (board.closed_at !== undefined) return t("bar.see_closed");
  if (seat.role === "observer") return t("bar.see_observer");
  if (ownBallot !== null || session.ballot.value !== null) {
    const totals = session.ballot.value?.totals;
    return totals === "open" ? t("bar.see_vote_open") : t("bar.see_vote_hidden");
  }
  const isSilent = phaseNow(board)?.silent === true && board.settings.silent;
  if (board.phase.kind === "walk" && !isSilent) return t("bar.see_scores");
  return isSilent ? t("bar.see_silent") : t("bar.see_all");
}
