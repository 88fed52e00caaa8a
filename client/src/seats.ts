/** Keeps the seats this browser has: their tokens open the workshop again, without a code. */

import type { Joined, Role, Seat } from "./protocol";

const PREFIX = "citywheel.seat.";

export interface KeptSeat {
  readonly workshop_id: string;
  readonly token: string;
  readonly seat: Seat;
  /** by which it joined: the same code gives the same seat again */
  readonly code?: string;
  readonly facilitator_key?: string;
  readonly title?: string;
  readonly kept_at: number;
}

const memory = new Map<string, string>(); // for browsers that may keep nothing

/** Keeps a seat: for this tab always, for the browser unless that would lose a facilitator's. */
export function keepSeat(
  joined: Joined,
  by: { code?: string; facilitator_key?: string },
): KeptSeat {
  const kept: KeptSeat = { ...joined, ...by, kept_at: Date.now() };
  write(kept);
  return kept;
}

/** Keeps what the server says of a kept seat: the workshop's title, and a role that may be new. */
export function keepSeen(workshopId: string, seen: { title: string; seat: Seat }): void {
  const kept = seatOf(workshopId);
  const isSame = kept?.title === seen.title && kept.seat.role === seen.seat.role;
  if (kept !== null && !isSame) write({ ...kept, ...seen });
}

/** Returns the seat of a workshop: this tab's first, then the browser's; null when there is none. */
export function seatOf(workshopId: string): KeptSeat | null {
  const key = PREFIX + workshopId;
  const text = read("sessionStorage", key) ?? read("localStorage", key) ?? memory.get(key);
  return text === undefined ? null : parse(text);
}

/** Returns every seat of the browser, the newest first. */
export function keptSeats(): readonly KeptSeat[] {
  const found = new Map<string, KeptSeat>();
  for (const [key, text] of [...memory, ...stored("localStorage"), ...stored("sessionStorage")]) {
    const kept = key.startsWith(PREFIX) ? parse(text) : null;
    if (kept !== null) found.set(kept.workshop_id, kept);
  }
  return [...found.values()].sort((a, b) => b.kept_at - a.kept_at);
}

/** Returns the token to show beside a code, so that the same person gets the same seat again. */
export function tokenForCode(code: string): string | undefined {
  return keptSeats().find((kept) => plain(kept.code ?? "") === plain(code))?.token;
}

/** Returns the facilitator's token beside a key, which names its workshop. */
export function tokenForKey(key: string): string | undefined {
  const kept = keptSeats().find((one) => key.startsWith(`${one.workshop_id}.`));
  return kept?.seat.role === "facilitator" ? kept.token : undefined;
}

/** Forgets the seat of a workshop: its token opens nothing any more. */
export function forgetSeat(workshopId: string): void {
  const key = PREFIX + workshopId;
  memory.delete(key);
  for (const name of ["sessionStorage", "localStorage"] as const) {
    withStorage(name, (storage) => storage.removeItem(key));
  }
}

function write(kept: KeptSeat): void {
  const key = PREFIX + kept.workshop_id;
  const text = JSON.stringify(kept);
  memory.set(key, text);
  withStorage("sessionStorage", (storage) => storage.setItem(key, text));
  const before = parse(read("localStorage", key) ?? "");
  if (before !== null && weight(before.seat.role) > weight(kept.seat.role)) return;
  withStorage("localStorage", (storage) => storage.setItem(key, text));
}

function weight(role: Role): number {
  return role === "facilitator" ? 1 : 0;
}

function plain(code: string): string {
  return code.replace(/[\s\-\u2010-\u2015]+/g, "").toUpperCase();
}

function parse(text: string): KeptSeat | null {
  try {
    return JSON.parse(text) as KeptSeat;
  } catch {
    return null;
  }
}

type StorageName = "localStorage" | "sessionStorage";

function read(name: StorageName, key: string): string | undefined {
  return withStorage(name, (storage) => storage.getItem(key)) ?? undefined;
}

function stored(name: StorageName): readonly (readonly [string, string])[] {
  return withStorage(name, (storage) => Object.entries(storage) as [string, string][]) ?? [];
}

function withStorage<Value>(name: StorageName, then: (storage: Storage) => Value): Value | null {
  try {
    return then(window[name]);
  } catch {
    return null; // forbidden, or full
  }
}
