/** The slider over the log: by hand, by key, or by itself. */

import { useEffect, useState } from "preact/hooks";

import type { Board } from "../protocol";
import { nextTold, type Replay } from "../replay";
import { formatDate, t } from "../words";
import { isTold } from "./history-words";
import { phaseTitle } from "./phase-bar";

const EACH_FOR = 900; // ms a moment is shown while it plays

interface BarProps {
  readonly replay: Replay;
  readonly board: Board;
  readonly at: number;
  readonly onGo: (seq: number) => void;
}

export function ReplayBar({ replay, board, at, onGo }: BarProps) {
  const [isPlaying, setPlaying] = useState(false);
  const next = nextTold(replay, at, 1, isTold);
  const before = nextTold(replay, at, -1, isTold);
  useEffect(() => {
    if (!isPlaying) return;
    if (next === null) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => onGo(next), EACH_FOR);
    return () => clearTimeout(timer);
  }, [isPlaying, at]);
  const step = (to: number | null): void => {
    setPlaying(false);
    if (to !== null) onGo(to);
  };
  const play = (): void => {
    if (next === null && !isPlaying) onGo(replay.begins); // from the end it plays from the start
    setPlaying(!isPlaying);
  };
  const when = replay.changes[at - replay.begins - 1]?.at ?? board.phase.started_at;
  const words = `${formatDate(when, CLOCK)} · ${phaseTitle(board, board.phase.id)}`;
  return (
    <div class="replay" role="group" aria-label={t("history.replay")}>
      <button
        type="button"
        class="button quiet icon"
        aria-label={t("history.back")}
        disabled={before === null}
        onClick={() => step(before)}
      >
        ‹
      </button>
      <button
        type="button"
        class="button icon"
        aria-label={t(isPlaying ? "history.pause" : "history.play")}
        onClick={play}
      >
        {isPlaying ? "❚❚" : "►"}
      </button>
      <button
        type="button"
        class="button quiet icon"
        aria-label={t("history.forth")}
        disabled={next === null}
        onClick={() => step(next)}
      >
        ›
      </button>
      <input
        type="range"
        min={replay.begins}
        max={replay.last}
        step={1}
        value={at}
        aria-label={t("history.moment")}
        aria-valuetext={words}
        onInput={(event) => step(Number(event.currentTarget.value))}
      />
      <span class="replay-when">{words}</span>
    </div>
  );
}

const CLOCK: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "medium" };
