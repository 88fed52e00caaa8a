/** Holds what the console is told besides `people`: asked for while somebody looks at it. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import * as api from "./api";
import type { Console } from "./protocol";
import { session } from "./session";

const ASK_EVERY = 4000; // ms; a beat comes every 10 s, and with it a new report of each seat

const told = signal<Console | null>(null);
/** As of a few seconds ago; null before the first answer. */
export const consoleTold: ReadonlySignal<Console | null> = told;

/** Asks at once, and then every few seconds as long as the view is there. */
export function useConsole(workshopId: string): void {
  const waiting = session.people.value?.waiting ?? 0;
  const seats = session.people.value?.seats.length ?? 0;
  useEffect(() => {
    let isOver = false;
    const ask = async (): Promise<void> => {
      const token = session.kept.peek()?.token;
      if (token === undefined || session.connection.peek().kind !== "live") return;
      try {
        const heard = await api.people(workshopId, token);
        if (!isOver) told.value = heard;
      } catch {
        // What was told last stays, and its age shows it; the next one comes soon.
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [workshopId, waiting, seats]); // who comes, waits or goes is asked for at once
}
