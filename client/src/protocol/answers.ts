/** Answers to an op, and the one shape of every error. */

export type Ack = Accepted | NotAccepted;
export interface Accepted {
  readonly ok: true;
  readonly seq: number;
  /** of the note, ballot or city the op made */
  readonly id?: string;
}
export interface NotAccepted {
  readonly ok: false;
  readonly error: WireError;
}

/** The one shape of every error. `code` is `noun.reason`, `message` English. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly numbers?: Readonly<Record<string, number>>;
  readonly retry_in_ms?: number;
}
