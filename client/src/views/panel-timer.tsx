/** The timer of the phase: start it with the minutes planned, give more, pause, stop. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { AtEnd, Board, Timer } from "../protocol";
import { minutesText } from "../time";
import { wholeSeconds } from "../timer";
import { t } from "../words";
import { orSay } from "./ask-first";
import { Field } from "./parts";
import { pausedBy, useTimeLeft } from "./timer-chip";

const USUAL = 5; // minutes, where the agenda plans none
const LONGEST = 24 * 60; // minutes
const AT_END: readonly AtEnd[] = ["nothing", "lock", "advance"];

/** What follows the end: the last choice is the next offer, over phases. */
let lastAtEnd: AtEnd = "nothing";

export function PanelTimer({ board }: { board: Board }) {
  const planned = board.phases.find((phase) => phase.id === board.phase.id)?.seconds;
  return (
    <section class="panel-part" aria-labelledby="panel-timer">
      <h3 id="panel-timer">{t("timer.title")}</h3>
      {board.timer === undefined ? (
        <StartTimer
          key={board.phase.id}
          planned={planned}
          isClosed={board.closed_at !== undefined}
        />
      ) : (
        <RunningTimer timer={board.timer} />
      )}
    </section>
  );
}

function StartTimer({ planned, isClosed }: { planned: number | undefined; isClosed: boolean }) {
  const [minutes, setMinutes] = useState(planned === undefined ? USUAL : Math.ceil(planned / 60));
  const [atEnd, setAtEnd] = useState(lastAtEnd);
  const isFit = Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST;
  return (
    <form
      class="timer-start"
      onSubmit={(event) => {
        event.preventDefault();
        lastAtEnd = atEnd;
        if (isFit) void orSay(ops.startTimer({ seconds: minutes * 60, at_end: atEnd }));
      }}
    >
      <Field
        label={t("timer.minutes")}
        control={(attributes) => (
          <input
            {...attributes}
            class="input short"
            type="number"
            inputMode="numeric"
            min={1}
            max={LONGEST}
            value={minutes}
            onInput={(event) => setMinutes(event.currentTarget.valueAsNumber)}
          />
        )}
      />
      <Field
        label={t("timer.at_end")}
        control={(attributes) => (
          <select
            {...attributes}
            class="input"
            value={atEnd}
            onChange={(event) => setAtEnd(event.currentTarget.value as AtEnd)}
          >
            {AT_END.map((one) => (
              <option key={one} value={one}>
                {t(`timer.at_end_${one}`)}
              </option>
            ))}
          </select>
        )}
      />
      <button type="submit" class="button" disabled={!isFit || isClosed}>
        {t("timer.start")}
      </button>
    </form>
  );
}

function RunningTimer({ timer }: { timer: Timer }) {
  const left = useTimeLeft(timer);
  const rests = left.state === "rests";
  const name = pausedBy(timer);
  return (
    <>
      <p class="timer-now">
        <strong aria-hidden="true">
          {left.state === "grace" ? t("timer.over") : minutesText(wholeSeconds(left.ms))}
        </strong>
        <span class="hint">
          {rests
            ? name === null
              ? t("timer.rests")
              : t("timer.paused_by", { name })
            : t(`timer.then_${timer.at_end}`)}
        </span>
      </p>
      <div class="row">
        <button
          type="button"
          class="button quiet small"
          onClick={() => void orSay(ops.addTime({ seconds: 60 }))}
        >
          {t("timer.add")}
        </button>
        <button
          type="button"
          class="button quiet small"
          onClick={() => void orSay(ops.pauseTimer({ paused: !rests }))}
        >
          {rests ? t("timer.go_on") : t("timer.pause")}
        </button>
        <button
          type="button"
          class="button quiet small"
          onClick={() => void orSay(ops.stopTimer())}
        >
          {t("timer.stop")}
        </button>
      </div>
    </>
  );
}
