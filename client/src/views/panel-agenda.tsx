/** The agenda: start a phase, go back to one, lock the running one. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Board, Phase } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import { later } from "./later";
import { phaseTitle } from "./phase-bar";

export function PanelAgenda({ board }: { board: Board }) {
  const now = board.phases.findIndex((phase) => phase.id === board.phase.id);
  const [isChanging, setChanging] = useState(false);
  return (
    <section class="panel-part" aria-labelledby="panel-agenda">
      <h3 id="panel-agenda">{t("panel.agenda")}</h3>
      <ol class="agenda">
        {board.phases.map((phase, place) => (
          <PhaseLine key={phase.id} board={board} phase={phase} place={place} now={now} />
        ))}
      </ol>
      <button
        type="button"
        class="button quiet small"
        disabled={board.closed_at !== undefined || board.draft?.frozen !== undefined}
        onClick={() => setChanging(true)}
      >
        {t("agenda.change")}
      </button>
      {isChanging && <AgendaEditor board={board} onClose={() => setChanging(false)} />}
      <label class="tick">
        <input
          type="checkbox"
          checked={board.phase.locked}
          disabled={board.closed_at !== undefined}
          onChange={(event) => void orSay(ops.lockPhase({ locked: event.currentTarget.checked }))}
        />
        <span>
          {t("panel.lock")} <span class="hint">{t("panel.lock_hint")}</span>
        </span>
      </label>
    </section>
  );
}

const AgendaEditor = later(async () => (await import("./agenda-editor")).AgendaEditor);

interface LineProps {
  readonly board: Board;
  readonly phase: Phase;
  readonly place: number;
  readonly now: number;
}

function PhaseLine({ board, phase, place, now }: LineProps) {
  const isNow = place === now;
  const ballot = session.ballot.value;
  const title = phaseTitle(board, phase.id);
  return (
    <li class={isNow ? "now" : place < now ? "past" : ""} aria-current={isNow ? "step" : undefined}>
      <span class="step" aria-hidden="true">
        {place < now ? "✓" : place + 1}
      </span>
      <span class="grow">
        {title}
        <span class="hint">
          {t(`panel.kind_${phase.silent ? "silent" : phase.kind}`)}
          {phase.seconds !== undefined && ` · ${minutesWords(phase.seconds)}`}
        </span>
      </span>
      {isNow ? (
        <span class="chip good">{t("panel.now")}</span>
      ) : (
        <AskFirst
          label={place < now ? t("panel.back_to") : t("panel.start")}
          question={t("panel.leave_vote", { phase: title })}
          explained={<LeavingWords />}
          yes={t("panel.leave_vote_yes")}
          isNeeded={ballot !== null}
          isDisabled={board.closed_at !== undefined}
          class={place === now + 1 ? "button small" : "button quiet small"}
          run={() => void orSay(ops.startPhase({ phase: phase.id }))}
        />
      )}
    </li>
  );
}

function minutesWords(seconds: number): string {
  return t("agenda.minutes_long", { count: Math.round(seconds / 60) });
}

function LeavingWords() {
  const voted = Object.values(session.ballot.value?.turnout ?? {}).reduce((sum, n) => sum + n, 0);
  return (
    <p>
      {t("panel.leave_vote_words")} {t("panel.voted", { count: voted })}
    </p>
  );
}
