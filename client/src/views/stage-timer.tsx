/** The time left, as large as a room needs it; by the server's clock. */

import { useEffect, useState } from "preact/hooks";

import type { Board, Timer } from "../protocol";
import { session } from "../session";
import { minutesText } from "../time";
import { timeLeft, type TimerState, untilNextSecond, wholeSeconds } from "../timer";
import { t } from "../words";

const LAST = 60; // seconds that are shown as the last ones
const WORDS: Readonly<Record<TimerState, string>> = {
  runs: "stage.time_left",
  rests: "stage.paused",
  grace: "stage.time_over",
  over: "stage.time_over",
};

export function StageTimer({ board }: { board: Board }) {
  const { timer } = board;
  return timer === undefined || board.closed_at !== undefined ? null : <Running timer={timer} />;
}

function Running({ timer }: { timer: Timer }) {
  const [turn, look] = useState(0);
  const { state, ms } = timeLeft(timer, session.now());
  useEffect(() => {
    if (state !== "runs") return;
    const next = setTimeout(() => look(turn + 1), untilNextSecond(ms));
    return () => clearTimeout(next);
  }, [timer, turn, state]);
  const seconds = state === "runs" || state === "rests" ? wholeSeconds(ms) : 0;
  const isLast = state !== "rests" && seconds <= LAST;
  return (
    <div class={isLast ? "stage-timer last" : "stage-timer"} role="timer">
      <span class="stage-minutes">{minutesText(seconds)}</span>
      <span>{t(WORDS[state])}</span>
    </div>
  );
}
