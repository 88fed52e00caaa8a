/** Asks the server over HTTP: one typed function a route. */

import { below } from "./base";
import type {
  About,
  AsItWas,
  BallotResults,
  Brought,
  Canvas,
  CanvasLine,
  ChangesAfter,
  CityOrders,
  Comparison,
  Console,
  Counting,
  Draft,
  ExportFormat,
  Finding,
  Gallery,
  History,
  Invitation,
  Invitations,
  Joined,
  Kept,
  Made,
  MakeWorkshop,
  Ranking,
  Rehearsal,
  Rotated,
  SimilarNotes,
  Snapshot,
  WhatIf,
  WireError,
} from "./protocol";
import { uuid } from "./uuid";

const PATIENCE = 20_000; // ms; a municipal proxy holds a dead connection for much longer
const EXPORT_PATIENCE = 60_000; // ms; files are made while we wait

/** The server said no, or did not answer (code "network.away"). */
export class ApiError extends Error {
  constructor(
    readonly error: WireError,
    readonly status: number,
  ) {
    super(error.message);
    this.name = "ApiError";
  }

  get code(): string {
    return this.error.code;
  }
}

interface Asking {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
}

// ---- before there is a seat --------------------------------------------------------------------

export const about = (): Promise<About> => ask("GET", "about");

export const canvases = (): Promise<readonly CanvasLine[]> => ask("GET", "canvases");

export const canvas = (id: string): Promise<Canvas> => ask("GET", `canvases/${part(id)}`);

/** Returns what a code means, before joining. */
export const invitation = (code: string): Promise<Invitation> =>
  ask("GET", `invitations/${part(code)}`);

/** Returns the address of a QR picture (SVG) of a code's link. */
export const qrAddress = (code: string): string => below(`api/v1/invitations/${part(code)}/qr.svg`);

/** Makes a workshop. `makeKey` is asked for by some servers (`about().make_key`). */
export const makeWorkshop = (wanted: MakeWorkshop, makeKey?: string): Promise<Made> =>
  ask("POST", "workshops", { body: wanted, token: makeKey });

/** Makes a workshop from an exported JSON, as text. */
export const importWorkshop = (exported: string, makeKey?: string): Promise<Made> =>
  ask("POST", "workshops/import", { body: new RawJson(exported), token: makeKey });

/** Makes a fresh copy of the example board; it is erased after a day. */
export const demo = (canvasId?: string): Promise<Made> =>
  ask("POST", "demo", { body: canvasId === undefined ? {} : { canvas: canvasId } });

export interface JoinAsked {
  readonly code?: string;
  readonly facilitator_key?: string;
  readonly token?: string;
  readonly name?: string;
  readonly language?: string;
  readonly city?: string;
}

/** Gives a seat. Views use `session.joinWithCode` and its sisters, which keep the token. */
export const join = (asked: JoinAsked): Promise<Joined> => ask("POST", "join", { body: asked });

// ---- with a seat -------------------------------------------------------------------------------

export const snapshot = (workshopId: string, token: string): Promise<Snapshot> =>
  ask("GET", `workshops/${part(workshopId)}/snapshot`, { token });

export const people = (workshopId: string, token: string): Promise<Console> =>
  ask("GET", `workshops/${part(workshopId)}/people`, { token });

/** Returns what each revealed ballot came to; `first` and `second` compare two of them. */
export const ballots = (
  workshopId: string,
  token: string,
  asked: { readonly hub: Counting; readonly first?: string; readonly second?: string },
): Promise<BallotResults> =>
  ask("GET", `workshops/${part(workshopId)}/ballots`, { token, query: asked });

export const ranking = (workshopId: string, token: string, whatIf?: WhatIf): Promise<Ranking> =>
  ask("GET", `workshops/${part(workshopId)}/ranking`, { token, query: whatIf });

/** Returns how the services compare. */
export const comparison = (workshopId: string, token: string): Promise<Comparison> =>
  ask("GET", `workshops/${part(workshopId)}/comparison`, { token });

/** Returns how alike the cities order each area. */
export const orders = (workshopId: string, token: string): Promise<CityOrders> =>
  ask("GET", `workshops/${part(workshopId)}/orders`, { token });

export const findings = (
  workshopId: string,
  token: string,
  asked: { readonly language?: string; readonly whatIf?: WhatIf } = {},
): Promise<readonly Finding[]> =>
  ask("GET", `workshops/${part(workshopId)}/findings`, { token, query: results(asked) });

/** Returns notes of an area that say nearly the same: suggestions. */
export const similar = (
  workshopId: string,
  token: string,
): Promise<{ readonly groups: readonly SimilarNotes[] }> =>
  ask("GET", `workshops/${part(workshopId)}/similar`, { token });

export const draft = (
  workshopId: string,
  token: string,
  asked: { readonly language?: string; readonly whatIf?: WhatIf } = {},
): Promise<Draft> =>
  ask("GET", `workshops/${part(workshopId)}/draft`, { token, query: results(asked) });

/** Returns the pictures of the results, drawn as the documents print them. */
export const pictures = (
  workshopId: string,
  token: string,
  asked: { readonly language?: string; readonly whatIf?: WhatIf } = {},
): Promise<Gallery> =>
  ask("GET", `workshops/${part(workshopId)}/pictures`, { token, query: results(asked) });

/** Returns the workshop's codes and links; facilitators only. */
export const invitations = async (workshopId: string, token: string): Promise<Invitations> =>
  (
    await ask<{ invitations: Invitations }>("GET", `workshops/${part(workshopId)}/invitations`, {
      token,
    })
  ).invitations;

/** Replaces keys and codes: "facilitator", "workshop", "observer" or city ids. */
export const rotateKeys = (
  workshopId: string,
  token: string,
  which: readonly string[],
): Promise<Rotated> =>
  ask("POST", `workshops/${part(workshopId)}/keys/rotate`, { token, body: { which } });

export const duplicate = (
  workshopId: string,
  token: string,
  asked: { readonly title: string; readonly keep?: readonly Kept[] },
): Promise<Made> => ask("POST", `workshops/${part(workshopId)}/duplicate`, { token, body: asked });

/** Returns what happened before a seq, newest first. */
export const history = (workshopId: string, token: string, before?: number): Promise<History> =>
  ask("GET", `workshops/${part(workshopId)}/history`, { token, query: { before, limit: 200 } });

/** Returns the shared board as it was after a seq. */
export const boardAt = (workshopId: string, token: string, at: number): Promise<AsItWas> =>
  ask("GET", `workshops/${part(workshopId)}/snapshot`, { token, query: { at } });

/** Returns some changes after a seq, as this seat heard them: so few that nobody waits for them. */
export const changesAfter = (
  workshopId: string,
  token: string,
  asked: { readonly after: number; readonly epoch: string },
): Promise<ChangesAfter> =>
  ask("GET", `workshops/${part(workshopId)}/changes`, { token, query: { ...asked, limit: 250 } });

/** Makes a new workshop with the board as it was after a seq. */
export const goOnFrom = (workshopId: string, token: string, seq: number): Promise<Made> =>
  ask("POST", `workshops/${part(workshopId)}/restore`, { token, body: { seq } });

/** Lets simulated people play a copy; returns the keys of the copy. */
export const rehearse = (
  workshopId: string,
  token: string,
  asked: { readonly seats: number; readonly agenda_minutes: number },
): Promise<Made> => ask("POST", `workshops/${part(workshopId)}/rehearse`, { token, body: asked });

/** Returns how the last rehearsal goes, or went. */
export const rehearsal = (workshopId: string, token: string): Promise<Rehearsal> =>
  ask("GET", `workshops/${part(workshopId)}/rehearsal`, { token });

export const erase = (workshopId: string, token: string): Promise<void> =>
  ask("DELETE", `workshops/${part(workshopId)}`, { token });

/** Returns an exported file with the name the server gives it.
 *
 * The token travels in a header, so a plain link would not do. */
export async function exportFile(
  workshopId: string,
  token: string,
  format: ExportFormat,
  language?: string,
): Promise<File> {
  const path = `workshops/${part(workshopId)}/export/${format}`;
  const answer = await request("GET", path, { token, query: { language } }, EXPORT_PATIENCE);
  if (!answer.ok) throw await refusal(answer);
  const named = /filename\*=UTF-8''([^;]+)/i.exec(answer.headers.get("Content-Disposition") ?? "");
  const name = named?.[1] ? decodeURIComponent(named[1]) : `citywheel.${format}`;
  return new File([await answer.blob()], name);
}

/** Adds the notes of a CSV table. */
export async function importNotes(
  workshopId: string,
  token: string,
  table: File,
): Promise<Brought> {
  const path = `workshops/${part(workshopId)}/notes/import`;
  const asking = { token, body: new RawTable(table), query: { op_id: uuid() } };
  const answer = await request("POST", path, asking, EXPORT_PATIENCE);
  if (answer.ok || answer.status === 422) {
    const said = (await answer.clone().json()) as Brought | { ok: false; rows?: undefined };
    if (said.ok || said.rows !== undefined) return said;
  }
  throw await refusal(answer);
}

/** Lets the browser save a file under its name. */
export function saveFile(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // some browsers read it late
}

// ---- inside ------------------------------------------------------------------------------------

class RawJson {
  constructor(readonly text: string) {}
}

class RawTable {
  constructor(readonly file: File) {}
}

async function ask<Answer>(method: string, path: string, asking: Asking = {}): Promise<Answer> {
  const answer = await request(method, path, asking, PATIENCE);
  if (!answer.ok) throw await refusal(answer);
  if (answer.status === 204) return undefined as Answer;
  return (await answer.json()) as Answer;
}

async function request(
  method: string,
  path: string,
  { token, body, query }: Asking,
  patience: number,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token !== undefined) headers["Authorization"] = `Bearer ${token}`;
  if (body !== undefined) {
    headers["Content-Type"] = body instanceof RawTable ? "text/csv" : "application/json";
  }
  const init: RequestInit = { method, headers, signal: AbortSignal.timeout(patience) };
  if (body !== undefined) init.body = rawBody(body);
  try {
    return await fetch(below(`api/v1/${path}${queryText(query)}`), init);
  } catch {
    const message = "The server does not answer. Check the connection and try again.";
    throw new ApiError({ code: "network.away", message }, 0);
  }
}

function rawBody(body: unknown): BodyInit {
  if (body instanceof RawTable) return body.file;
  return body instanceof RawJson ? body.text : JSON.stringify(body);
}

async function refusal(answer: Response): Promise<ApiError> {
  try {
    const said = (await answer.json()) as { error: WireError };
    if (typeof said.error.code === "string") return new ApiError(said.error, answer.status);
  } catch {
    // A proxy answered, not our server: there is nothing of ours to read.
  }
  const message = `The server answered with ${answer.status}. Try again in a moment.`;
  return new ApiError({ code: "network.refused", message }, answer.status);
}

function results(asked: { readonly language?: string; readonly whatIf?: WhatIf }): WhatIf {
  const language = asked.language === undefined ? {} : { language: asked.language };
  return { ...asked.whatIf, ...language };
}

function queryText(query: Asking["query"]): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (given.length === 0) return "";
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
}

const part = encodeURIComponent;
