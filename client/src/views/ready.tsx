/** Ready: each seat says so, and a ring round the facilitator's Next shows how many have. */

import { ops } from "../ops";
import type { SeatHere } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { phaseTitle } from "./phase-bar";

/** Says that one is done with what is asked, and takes it back. */
export function ReadyButton({ view }: { view: BoardView }) {
  const { board, seat } = view;
  const isVoter = seat.role === "participant" || seat.role === "city_lead";
  if (!isVoter || board.closed_at !== undefined) return null;
  const isReady = session.isReady.value;
  return (
    <button
      type="button"
      class={isReady ? "button small ready on" : "button quiet small ready"}
      aria-pressed={isReady}
      onClick={() => ops.tellReady(!isReady)}
    >
      <span aria-hidden="true">{isReady ? "✓" : "○"}</span> {t("ready.say")}
    </button>
  );
}

/** On to the next phase; who goes before all are ready is asked once more. */
export function NextPhase({ view }: { view: BoardView }) {
  const { board, rights } = view;
  const at = board.phases.findIndex((phase) => phase.id === board.phase.id);
  const next = board.phases[at + 1];
  if (!rights.isFacilitator || next === undefined || board.closed_at !== undefined) return null;
  const { ready, voters } = readyOf(session.people.value);
  const title = phaseTitle(board, next.id);
  const isVoting = session.ballot.value !== null;
  const counted = t("ready.of", { ready, voters });
  return (
    <span class="next">
      <Ring part={voters === 0 ? 0 : ready / voters} />
      <span class="next-words">
        <AskFirst
          label={t("ready.next", { phase: title })}
          question={t("ready.leave", { phase: title })}
          explained={
            <>
              <p>{counted}</p>
              {isVoting && <p>{t("panel.leave_vote_words")}</p>}
            </>
          }
          yes={t("ready.leave_yes")}
          isNeeded={isVoting || ready < voters}
          class="button small"
          run={() => void orSay(ops.startPhase({ phase: next.id }))}
        />
        <small role="status">{counted}</small>
      </span>
    </span>
  );
}

/** Returns how many of the connected voters are ready: who is away holds nobody up. */
export function readyOf(people: { readonly seats: readonly SeatHere[] } | null): {
  readonly ready: number;
  readonly voters: number;
} {
  const voters = (people?.seats ?? []).filter(
    (seat) => seat.connected && (seat.role === "participant" || seat.role === "city_lead"),
  );
  return { ready: voters.filter((seat) => seat.ready).length, voters: voters.length };
}

const AROUND = 2 * Math.PI * 15; // length of the ring

function Ring({ part }: { part: number }) {
  return (
    <svg class="ready-ring" viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r="15" />
      <circle class="part" cx="18" cy="18" r="15" stroke-dasharray={`${part * AROUND} ${AROUND}`} />
    </svg>
  );
}
