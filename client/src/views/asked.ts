/** Asks the server for results, again whenever the board they come from has changed. */

import { useEffect, useRef, useState } from "preact/hooks";

import { ApiError } from "../api";
import type { WireError } from "../protocol";
import { session } from "../session";

const REST = 600; // ms of quiet on the board before results are asked for again
const LONGEST = 4000; // ms; on a board that never rests, answers are at most so old

export interface Asked<Answer> {
  readonly answer: Answer | null;
  readonly fault: WireError | null;
  readonly isAsking: boolean;
  readonly again: () => void;
}

/** Returns the newest answer; `key` names what it depends on besides the board. */
export function useAsked<Answer>(
  ask: (token: string) => Promise<Answer>,
  key: string,
): Asked<Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [fault, setFault] = useState<WireError | null>(null);
  const [isAsking, setAsking] = useState(true);
  const [turn, setTurn] = useState(0);
  const seq = useRested(session.seq.value);
  const token = session.kept.value?.token;
  useEffect(() => {
    if (token === undefined) return;
    let isOld = false;
    setAsking(true);
    ask(token)
      .then(
        (found) => {
          if (!isOld) setAnswer(found);
          if (!isOld) setFault(null);
        },
        (thrown: unknown) => {
          if (!(thrown instanceof ApiError)) throw thrown;
          if (!isOld) setFault(thrown.error);
        },
      )
      .finally(() => {
        if (!isOld) setAsking(false);
      });
    return () => {
      isOld = true; // a later question has been asked: its answer counts
    };
  }, [token, key, seq, turn]);
  return { answer, fault, isAsking, again: () => setTurn(turn + 1) };
}

function useRested(seq: number): number {
  const [rested, setRested] = useState(seq);
  const since = useRef<number | null>(null);
  useEffect(() => {
    const now = Date.now();
    since.current ??= now;
    const timer = setTimeout(
      () => {
        since.current = null;
        setRested(seq);
      },
      restFor(since.current, now),
    );
    return () => clearTimeout(timer);
  }, [seq]);
  return rested;
}

/** Returns how many ms to wait still for a change at `now`, when the first one came at `since`. */
export function restFor(since: number, now: number): number {
  return Math.max(0, Math.min(REST, since + LONGEST - now));
}
