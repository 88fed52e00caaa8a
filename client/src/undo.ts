/** Remembers how to take back what this seat did, the last first. The server decides each again. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";

import { type Before, inverseOf, type What } from "./inverse";
import type { Ack, Op } from "./protocol";
import { session } from "./session";

const MOST = 30; // steps remembered

interface Step {
  readonly what: What;
  readonly ops: readonly Op[];
}

/** What came of it: what was taken back, or why not; null when there was nothing. */
export type Undone = { readonly what: What; readonly ack: Ack } | null;

export interface Undo {
  /** what would be taken back next */
  readonly next: ReadonlySignal<What | null>;
  /** Remembers an op once it is accepted; returns its answer. */
  readonly watch: (op: Op, answer: Promise<Ack>) => Promise<Ack>;
  readonly undo: () => Promise<Undone>;
}

/** Returns a memory of own ops; `perform` sends what takes them back, which is not remembered. */
export function makeUndo(before: () => Before | null, perform: (op: Op) => Promise<Ack>): Undo {
  const steps = signal<readonly Step[]>([]);

  function watch(op: Op, answer: Promise<Ack>): Promise<Ack> {
    const known = before();
    const inverse = known === null ? null : inverseOf(op, known);
    if (inverse === null) return answer;
    return answer.then((ack) => {
      const ops = ack.ok ? inverse.ops(ack) : [];
      if (ops.length > 0) {
        steps.value = [...steps.peek().slice(1 - MOST), { what: inverse.what, ops }];
      }
      return ack;
    });
  }

  async function undo(): Promise<Undone> {
    const step = steps.peek().at(-1);
    if (step === undefined) return null;
    steps.value = steps.peek().slice(0, -1);
    let ack: Ack | null = null;
    for (const op of step.ops) {
      ack = await perform(op);
      if (!ack.ok) break;
    }
    return ack === null ? null : { what: step.what, ack };
  }

  return {
    next: computed(() => steps.value.at(-1)?.what ?? null),
    watch,
    undo,
  };
}

function knownNow(): Before | null {
  const [board, you] = [session.board.peek(), session.you.peek()];
  if (board === null || you === null) return null;
  return { board, you, seats: session.people.peek()?.seats ?? [] };
}

const perform = (op: Op): Promise<Ack> => session.perform(op);
let memory = makeUndo(knownNow, perform);
let memoryOf: string | null = null;

/** The memory of this page; another workshop begins with an empty one. */
export function ownUndo(): Undo {
  const workshopId = session.workshopId.value;
  if (workshopId !== memoryOf) [memory, memoryOf] = [makeUndo(knownNow, perform), workshopId];
  return memory;
}
