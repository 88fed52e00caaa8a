/** The other events of the socket. */

import type { NotAccepted } from "./answers";
import type { Change } from "./changes";
import type { Snapshot } from "./seats";

export interface Enter {
  readonly seq?: number;
  readonly epoch?: string;
  readonly protocol: number;
}

/** Exactly one of `snapshot` and `changes`; `snapshot: null` = too large, fetch it over HTTP. */
export type Entered =
  | {
      readonly ok: true;
      readonly seq: number;
      readonly epoch: string;
      readonly server_time: string;
      readonly store?: Standing;
      readonly snapshot?: Snapshot | null;
      readonly changes?: readonly Change[];
    }
  | NotAccepted;

export interface Presence {
  readonly state: "writing" | "idle";
  readonly area?: string;
  readonly ready?: boolean;
  /** the hash counted of the own board at the seq of a beat */
  readonly seq?: number;
  readonly hash?: string;
}

export interface Beat {
  readonly seq: number;
  readonly epoch: string;
  readonly hash: string;
  readonly server_time: string;
  readonly store?: Standing;
}

/** Why the board may not be the newest, and nothing is saved; absent when all is well. */
export type Standing = "stale" | "damaged" | "newer";

export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly reconnect_in_ms?: number;
}

export interface ServerClock {
  readonly server_time: string;
}
