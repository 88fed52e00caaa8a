/** Keeps the code a projector shows, so that people can join late; it is not the one it came by. */

const PREFIX = "citywheel.stage.";
const BETWEEN = "."; // in the secret of a stage link: the code to come in by, the code to show

export interface StageCodes {
  /** an observer's: the projector reads along and can do nothing */
  readonly enter: string;
  readonly show: string;
}

/** Returns the secret part of a projector's link. */
export function stageSecret({ enter, show }: StageCodes): string {
  return `${enter}${BETWEEN}${show}`;
}

/** Returns the codes in the secret part of a link, or null when these are none. */
export function codesIn(secret: string | undefined): StageCodes | null {
  const [enter = "", show = "", ...more] = (secret ?? "").split(BETWEEN);
  return enter !== "" && show !== "" && more.length === 0 ? { enter, show } : null;
}

/** Keeps the code to show for a workshop, in this browser. */
export function keepStageCode(workshopId: string, code: string): void {
  try {
    localStorage.setItem(PREFIX + workshopId, code);
  } catch {
    // Nothing may be kept here: the link brings it again.
  }
}

export function keptStageCode(workshopId: string): string | null {
  try {
    return localStorage.getItem(PREFIX + workshopId);
  } catch {
    return null;
  }
}

/** Returns a code as people read it aloud: "ABCD-EFGH". */
export function spelled(code: string): string {
  const plain = code.replace(/[\s-]+/g, "").toUpperCase();
  return plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain;
}
