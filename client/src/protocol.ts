/** Every message of the wire: what goes up, what comes down, what HTTP answers. */

export const PROTOCOL = 1; // of the wire; another one makes the page reload itself

export type * from "./protocol/words";
export type * from "./protocol/board";
export type * from "./protocol/agreement";
export type * from "./protocol/ballots";
export type * from "./protocol/structure";
export type * from "./protocol/seats";
export type * from "./protocol/changes";
export type * from "./protocol/ops";
export type * from "./protocol/answers";
export type * from "./protocol/socket";
export type * from "./protocol/workshops";
export type * from "./protocol/canvas";
export type * from "./protocol/results";
export type * from "./protocol/rehearsals";
export type * from "./protocol/history";
