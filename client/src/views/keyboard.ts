/** The keys of the board: arrows go from note to note; single letters can be switched off. */

import { session } from "../session";
import { kindOf } from "../totals";
import { t } from "../words";
import { noteWith, view } from "./board-view";
import { focusComposer } from "./composer";
import { openMenuAt, removeNote } from "./note-menu";
import { mayPick, togglePicked } from "./picking";
import { voteTarget } from "./theme";
import { returnToPresented } from "./spotlight";
import { lettersWork, opened, toast } from "./scene";
import { undoLast } from "./undo";
import { giveDot, takeDot } from "./vote-box";

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Listens to the keys of the board; returns the end of it. */
export function startKeyboard(): () => void {
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}

function onKey(event: KeyboardEvent): void {
  if (isUndo(event)) {
    event.preventDefault();
    return void undoLast();
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target) || document.querySelector("dialog[open]") !== null) return;
  const note = document.activeElement?.closest<HTMLElement>("[data-note]") ?? null;
  const isOnNote = note !== null && document.activeElement === note;
  const isDone = isOnNote ? onNote(event.key, note) || onPage(event.key) : onPage(event.key);
  if (isDone) event.preventDefault();
}

/** Ctrl+Z, but in a field of text, whose own undo it is, and behind a dialog. */
function isUndo(event: KeyboardEvent): boolean {
  const isPressed = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!isPressed || event.key.toLowerCase() !== "z" || event.defaultPrevented) return false;
  const inText =
    event.target instanceof Element &&
    event.target.closest("textarea, input:not([type=radio], [type=checkbox])") !== null;
  return !inText && document.querySelector("dialog[open]") === null;
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [popover]") !== null;
}

function onPage(key: string): boolean {
  if (key === "?") {
    opened.value = { kind: "keys" };
    return true;
  }
  if (!lettersWork.peek()) return false;
  if (key.toLowerCase() === "p") return returnToPresented();
  if (key.toLowerCase() !== "n") return false;
  focusComposer();
  return true;
}

function onNote(key: string, element: HTMLElement): boolean {
  const step = ARROWS[key];
  if (step !== undefined) return goTo(nearest(element, step));
  if (key === "Enter" || key === " ") {
    openMenuAt(element);
    return true;
  }
  if (key === "Delete" || key === "Backspace") return remove(element);
  return lettersWork.peek() && onLetter(key, element);
}

function onLetter(key: string, element: HTMLElement): boolean {
  const [note, now] = [noteOf(element), view.peek()];
  if (note === undefined || now === null) return false;
  switch (key.toLowerCase()) {
    case "e":
      if (now.rights.mayEdit(note)) opened.value = { kind: "edit", note: note.id };
      else toast(t("keys.cannot_edit"));
      return true;
    case "m":
      if (now.rights.mayMove(note)) opened.value = { kind: "move", note: note.id };
      else toast(t("keys.cannot_move"));
      return true;
    case "x":
      if (mayPick(now, note)) togglePicked(note);
      else toast(t("keys.cannot_pick"));
      return true;
    case "v":
      return vote(element, key === "V");
    default:
      return false;
  }
}

/** V gives a dot, Shift+V takes one back. */
function vote(element: HTMLElement, isBack: boolean): boolean {
  const [note, ballot] = [noteOf(element), view.peek()?.ownBallot];
  const isOfDots = ballot && kindOf(ballot) === "dots" && session.hub.peek() === null;
  if (note === undefined || note.isHidden || !isOfDots) {
    toast(t("keys.cannot_vote"));
    return true;
  }
  const target = voteTarget(note);
  const ownDots = session.votes.peek().get(target.id) ?? 0;
  if (isBack) takeDot(target, ownDots);
  else giveDot(target, { ballot, ownDots, left: session.votesLeft.peek() ?? 0 });
  return true;
}

function remove(element: HTMLElement): boolean {
  const [note, now] = [noteOf(element), view.peek()];
  if (note === undefined || now === null) return false;
  if (now.rights.mayRemove(note)) removeNote(note);
  else toast(t("keys.cannot_remove"));
  return true;
}

const noteOf = (element: HTMLElement) => noteWith(element.dataset["note"] ?? "");

function goTo(element: HTMLElement | null): boolean {
  element?.focus();
  element?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

/** Returns the note that lies next in a direction, as the eye sees it. */
function nearest(from: HTMLElement, [x, y]: readonly [number, number]): HTMLElement | null {
  const start = middle(from);
  let best: HTMLElement | null = null;
  let least = Infinity;
  for (const other of document.querySelectorAll<HTMLElement>("main [data-note]")) {
    if (other === from) continue;
    const end = middle(other);
    const [along, aside] =
      x === 0 ? [(end.y - start.y) * y, end.x - start.x] : [(end.x - start.x) * x, end.y - start.y];
    const distance = along + 3 * Math.abs(aside); // what lies straight ahead comes first
    if (along > 8 && distance < least) [best, least] = [other, distance];
  }
  return best;
}

function middle(element: Element): { x: number; y: number } {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}
