/** Asks the server for results, again whenever the board they come from has changed. */

import { useEffect, useState } from "preact/hooks";

import { ApiError } from "../api";
import type { WireError } from "../protocol";
import { session } from "../session";

const REST = 600; // ms of quiet on the board before results are asked for again

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
  useEffect(() => {
    const timer = setTimeout(() => setRested(seq), REST);
    return () => clearTimeout(timer);
  }, [seq]);
  return rested;
}
