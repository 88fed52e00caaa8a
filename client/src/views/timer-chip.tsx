/** The time that is left, always in sight; said aloud only now and then. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { Timer } from "../protocol";
import { session } from "../session";
import { minutesText } from "../time";
import { saidAt, type TimeLeft, timeLeft, untilNextSecond, wholeSeconds } from "../timer";
import { t } from "../words";

const SOON = 60; // seconds; from here on the time is hard to overlook

/** Nothing while no timer was started. */
export function TimerChip() {
  const timer = session.board.value?.timer;
  if (timer !== undefined) return <Running timer={timer} />;
  if (!session.isTimeOver.value) return null;
  return (
    <span class="chip timer over" role="status">
      <span aria-hidden="true">◷</span> {t("timer.over")}
    </span>
  );
}

function Running({ timer }: { timer: Timer }) {
  const left = useTimeLeft(timer);
  const seconds = wholeSeconds(left.ms);
  const isSoon = left.state === "runs" && seconds <= SOON;
  return (
    <span class={`chip timer ${left.state} ${isSoon ? "soon" : ""}`} data-testid="timer">
      <span role="timer" aria-label={spoken(left)} data-seconds={seconds}>
        <span aria-hidden="true">
          <span class="sign">◷</span> {shown(left)}
        </span>
      </span>
      <Said key={`${timer.id}/${left.state}`} left={left} timer={timer} />
    </span>
  );
}

/** Says the time at few moments, and at once what changed about it. */
function Said({ left, timer }: { left: TimeLeft; timer: Timer }) {
  const seconds = wholeSeconds(left.ms);
  const before = useRef(seconds);
  const [words, setWords] = useState("");
  useEffect(() => {
    setWords(firstWords(left, timer));
  }, []);
  useEffect(() => {
    const isExtended = seconds > before.current;
    if (left.state === "runs" && (isExtended || saidAt(before.current, seconds) !== null)) {
      setWords(spoken(left));
    }
    before.current = seconds;
  }, [seconds]);
  return (
    <span class="unseen" role="status">
      {words}
    </span>
  );
}

function firstWords(left: TimeLeft, timer: Timer): string {
  if (left.state !== "rests") return spoken(left);
  const name = pausedBy(timer);
  return name === null ? t("timer.rests") : t("timer.paused_by", { name });
}

/** Returns who paused the timer, as far as this seat may know names. */
export function pausedBy(timer: Timer): string | null {
  return session.people.value?.seats.find((seat) => seat.id === timer.paused_by)?.name ?? null;
}

/** Returns what stands on the chip. */
function shown(left: TimeLeft): string {
  const seconds = wholeSeconds(left.ms);
  switch (left.state) {
    case "runs":
      return minutesText(seconds);
    case "rests":
      return t("timer.rests_at", { time: minutesText(seconds) });
    case "grace":
      return t("timer.grace", { count: seconds });
    case "over":
      return t("timer.over");
  }
}

/** Returns the time left in words: whole minutes while there are some. */
export function spoken({ state, ms }: TimeLeft): string {
  if (state === "over") return t("timer.over");
  if (state === "grace") return t("timer.finish");
  const seconds = wholeSeconds(ms);
  const words =
    seconds >= 60
      ? t("timer.minutes_left", { count: Math.floor(seconds / 60) })
      : t("timer.seconds_left", { count: seconds });
  return state === "rests" ? `${t("timer.rests")} ${words}` : words;
}

/** Returns what is left, anew each time its seconds turn over. */
export function useTimeLeft(timer: Timer): TimeLeft {
  const [left, setLeft] = useState(() => timeLeft(timer, session.now()));
  useEffect(() => {
    let next: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const now = timeLeft(timer, session.now());
      setLeft(now);
      if (now.state === "rests" || now.state === "over") return;
      next = setTimeout(look, untilNextSecond(now.ms));
    };
    look();
    return () => clearTimeout(next);
  }, [timer]);
  return left;
}
