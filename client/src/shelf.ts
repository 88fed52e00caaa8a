/** Keeps ops of one seat where a reload does not reach them: in IndexedDB, else in memory. */

import { createStore, del, delMany, entries, set, type UseStore } from "idb-keyval";

import type { SentOp, WireError } from "./protocol";

const KEPT_FOR = 30 * 24 * 3600_000; // ms; what nobody came back for does not stay on a device

/** An op as it is kept. `place` (ms since 1970) orders the ops of a seat, over tabs too. */
export interface KeptOp {
  readonly op: SentOp;
  readonly place: number;
  readonly refused?: WireError;
}

/** One key an op, so that two tabs of a seat never overwrite each other's. */
export interface Shelf {
  all(): Promise<readonly KeptOp[]>;
  put(kept: KeptOp): Promise<void>;
  drop(opId: string): Promise<void>;
}

/** Returns the shelf of a seat; a browser that keeps nothing gets one that lasts as long as the page. */
export function openShelf(workshopId: string, seatId: string): Shelf {
  const prefix = `${workshopId}/${seatId}/`;
  const memory = memoryShelf();
  const database = createStore("citywheel", "outbox"); // opened at its first use
  // IndexedDB may be forbidden, or fail at every call in a private window: then memory has it all.
  return {
    all: async () => {
      const kept = await orElse(() => readAll(database, prefix), []);
      return inOrder([...kept, ...(await memory.all())]);
    },
    put: async (kept) => {
      await memory.put(kept);
      await orElse(() => set(prefix + kept.op.op_id, kept, database), undefined);
    },
    drop: async (opId) => {
      await memory.drop(opId);
      await orElse(() => del(prefix + opId, database), undefined);
    },
  };
}

/** Returns a shelf in memory. */
export function memoryShelf(): Shelf {
  const kept = new Map<string, KeptOp>();
  return {
    all: () => Promise.resolve(inOrder([...kept.values()])),
    put: (one) => {
      kept.set(one.op.op_id, one);
      return Promise.resolve();
    },
    drop: (opId) => {
      kept.delete(opId);
      return Promise.resolve();
    },
  };
}

async function readAll(store: UseStore, prefix: string): Promise<readonly KeptOp[]> {
  const found = await entries<string, KeptOp>(store);
  const isOld = (kept: KeptOp): boolean => kept.place < Date.now() - KEPT_FOR;
  const old = found.filter(([, kept]) => isOld(kept)).map(([key]) => key);
  if (old.length > 0) void orElse(() => delMany(old, store), undefined);
  return found
    .filter(([key, kept]) => key.startsWith(prefix) && !isOld(kept))
    .map(([, kept]) => kept);
}

function inOrder(kept: readonly KeptOp[]): readonly KeptOp[] {
  const known = new Map(kept.map((one) => [one.op.op_id, one]));
  return [...known.values()].sort((a, b) => a.place - b.place);
}

async function orElse<Value>(ask: () => Promise<Value>, instead: Value): Promise<Value> {
  try {
    return await ask();
  } catch {
    return instead;
  }
}
