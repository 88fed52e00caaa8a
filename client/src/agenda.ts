/** Reads and plans the agenda: what a phase lets people do, and what a facilitator makes of it. */

import type {
  Board,
  Canvas,
  CanvasPhase,
  Phase,
  PhaseKind,
  PlannedPhase,
  Preset,
  Right,
  Scope,
} from "./protocol";
import table from "./phase-rights.json";
import { uuid } from "./uuid";

/** What each kind says where a phase says nothing: the server's table, as a test holds. */
export const DEFAULTS = table as Readonly<Record<PhaseKind, Readonly<Record<Right, Scope>>>>;
export const PHASE_KINDS = Object.keys(DEFAULTS) as readonly PhaseKind[];
export const RIGHTS = Object.keys(DEFAULTS.gather) as readonly Right[];
export const SCOPES: readonly Scope[] = ["nobody", "own", "city", "all"];
export const WITHOUT_STANCES: readonly PhaseKind[] = ["vote", "agree", "break"];
/** Kinds in which notes may be written, and so may be hidden. */
export const WRITING: readonly PhaseKind[] = ["gather", "close_gaps", "walk", "discuss"];
export const MOST_PHASES = 24;

/** Returns the phase that is on. */
export function phaseNow(board: Board): Phase | undefined {
  return board.phases.find((phase) => phase.id === board.phase.id);
}

/** Returns whose notes a right is about now; a kind of a later version gives none. */
export function scopeNow(board: Board, right: Right): Scope {
  return phaseNow(board)?.rights?.[right] ?? DEFAULTS[board.phase.kind]?.[right] ?? "nobody";
}

/** Returns a new phase of a kind. */
export function newPhase(kind: PhaseKind, title: string): PlannedPhase {
  const id = `p${uuid().replaceAll("-", "").slice(0, 11)}`;
  const direction = kind === "walk" ? ({ direction: "clockwise" } as const) : {};
  return { id, kind, title, silent: false, ...direction };
}

/** Returns a phase of the canvas, its title in the language of the workshop. */
export function fromCanvas(phase: CanvasPhase, language: string, seconds?: number): PlannedPhase {
  const { title, instruction: _words, spare: _spare, ...known } = phase;
  const minutes = seconds ?? known.seconds;
  return {
    ...known,
    title: title[language] ?? Object.values(title)[0] ?? known.id,
    ...(minutes === undefined ? {} : { seconds: minutes }),
  };
}

/** Returns the agenda of a preset; the phase that is on stays, first when the preset has it not. */
export function fromPreset(preset: Preset, canvas: Canvas, board: Board): readonly PlannedPhase[] {
  const language = board.languages[0] ?? "en";
  const phases = preset.phases.flatMap(({ phase, seconds }) => {
    const found = canvas.phases.find((one) => one.id === phase);
    return found === undefined ? [] : [fromCanvas(found, language, seconds)];
  });
  const now = phaseNow(board);
  if (now === undefined) return phases;
  const isKept = phases.some(({ id, kind }) => id === now.id && kind === now.kind);
  return isKept ? phases : [now, ...phases.filter(({ id }) => id !== now.id)];
}

/** Returns the list with the phase one place further; the same list past the ends. */
export function moved<Item>(list: readonly Item[], from: number, to: number): readonly Item[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length || from === to) return list;
  const rest = list.filter((_, place) => place !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** Returns a phase as another kind: what the new kind cannot have is dropped. */
export function ofKind(phase: PlannedPhase, kind: PhaseKind): PlannedPhase {
  const { direction, rights: _rights, stances, ...rest } = phase;
  return {
    ...rest,
    kind,
    silent: WRITING.includes(kind) && (phase.silent ?? false),
    ...(kind === "walk" ? { direction: direction ?? "clockwise" } : {}),
    ...(stances === true && !WITHOUT_STANCES.includes(kind) ? { stances } : {}),
  };
}

/** Returns a phase in which notes are hidden or not; a silent one asks nobody for stances. */
export function madeSilent(phase: PlannedPhase, silent: boolean): PlannedPhase {
  const { stances: _stances, ...rest } = phase;
  return silent ? { ...rest, silent } : { ...phase, silent };
}

/** Returns a phase with a right; what its kind says anyway is left out. */
export function withRight(phase: PlannedPhase, right: Right, scope: Scope): PlannedPhase {
  const { rights, ...rest } = phase;
  const usual = DEFAULTS[phase.kind];
  const changed = Object.entries({ ...rights, [right]: scope }).filter(
    ([name, wanted]) => usual[name as Right] !== wanted,
  );
  return changed.length === 0 ? rest : { ...rest, rights: Object.fromEntries(changed) };
}

/** Returns the minutes of all phases that have some. */
export function minutesOf(phases: readonly PlannedPhase[]): number {
  return Math.round(phases.reduce((sum, { seconds = 0 }) => sum + seconds, 0) / 60);
}
