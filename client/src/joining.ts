/** Gives this browser a seat, by code, by key, or the one it had; and keeps it. */

import { ApiError, join, type JoinAsked } from "./api";
import type { Joined } from "./protocol";
import { forgetSeat, keepSeat, seatOf, tokenForCode, tokenForKey } from "./seats";

export interface JoinByCode {
  readonly code: string;
  readonly name: string;
  readonly language?: string;
  /** needed with the workshop's own code */
  readonly city?: string;
}

/** Joins by a code and keeps the seat; the same code on the same browser gives the same seat. */
export async function joinWithCode(asked: JoinByCode): Promise<Joined> {
  const joined = await joinAgain(asked, tokenForCode(asked.code));
  keepSeat(joined, { code: asked.code });
  return joined;
}

/** Takes a facilitator's seat by a key, and keeps both. */
export async function joinWithKey(key: string, name?: string): Promise<Joined> {
  const asked = { facilitator_key: key, ...(name === undefined ? {} : { name }) };
  const joined = await joinAgain(asked, tokenForKey(key));
  keepSeat(joined, { facilitator_key: key });
  return joined;
}

/** Returns the kept seat of a workshop if it is still good, else null; then it is forgotten. */
export async function rejoin(workshopId: string): Promise<Joined | null> {
  const kept = seatOf(workshopId);
  if (kept === null) return null;
  try {
    return await join({ token: kept.token });
  } catch (error) {
    if (!isOver(error)) throw error;
    forgetSeat(workshopId);
    return null;
  }
}

async function joinAgain(asked: JoinAsked, token: string | undefined): Promise<Joined> {
  if (token === undefined) return join(asked);
  try {
    return await join({ ...asked, token });
  } catch (error) {
    if (!isOver(error)) throw error;
    return join(asked); // the seat of that token is gone: take a new one
  }
}

function isOver(error: unknown): boolean {
  const over = ["token.bad", "seat.removed", "workshop.unknown"];
  return error instanceof ApiError && over.includes(error.code);
}
