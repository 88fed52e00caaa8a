/** Moves notes by dragging, and groups them; the same is there in the menu and by keys. */

import {
  draggable,
  dropTargetForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";

import { ops } from "../ops";
import type { Theme } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { orSay } from "./ask-first";
import { announce, areaName, opened, toast } from "./scene";

const EDGE = 0.25; // of a note's width at its sides: there a note is put before or after it

interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

/** Where a note would land: in the order of the area, on another note, or in a theme. */
type Landing =
  | { readonly kind: "before"; readonly element: Element | null }
  | { readonly kind: "onto"; readonly element: Element }
  | { readonly kind: "theme"; readonly element: Element };

/** Lets a note be dragged; returns how to end that. */
export function makeDraggable(element: HTMLElement, note: string): () => void {
  return draggable({
    element,
    getInitialData: () => ({ note }),
    onDragStart: () => element.classList.add("being-dragged"),
    onDrop: () => element.classList.remove("being-dragged"),
  });
}

/** Lets notes be dropped on an area; who may group them drops them on each other, too. */
export function makeDropTarget(
  element: HTMLElement,
  area: string,
  { mayGroup }: { readonly mayGroup: boolean },
): () => void {
  const marks = new Marks();
  const landing = (note: string, at: Point): Landing =>
    (mayGroup ? groupUnder(element, note, at) : null) ?? {
      kind: "before",
      element: noteUnder(element, at),
    };
  return dropTargetForElements({
    element,
    getData: () => ({ area }),
    onDragEnter: () => element.classList.add("under-drag"),
    onDrag: ({ source, location }) =>
      marks.put(landing(String(source.data["note"]), location.current.input)),
    onDragLeave: () => {
      element.classList.remove("under-drag");
      marks.put(null);
    },
    onDrop: ({ source, location }) => {
      const note = String(source.data["note"]);
      const where = landing(note, location.current.input);
      element.classList.remove("under-drag");
      marks.put(null);
      land(note, area, where, mayGroup);
    },
  });
}

/** Moves a note into an area: before another note, or last. */
export function moveNote(note: string, area: string, before: string | null): void {
  if (note === before) return;
  void ops.moveNote({ note_id: note, area, ...(before === null ? {} : { before }) });
  announce(t("note.moved_to", { area: areaName(area) }));
}

/** Puts a note into a theme, and offers to take it out again. */
export async function fillTheme(theme: Theme, note: string): Promise<void> {
  if (!(await orSay(ops.fillTheme({ theme_id: theme.id, notes: [note] })))) return;
  toast(t("themes.filled"), {
    words: t("common.undo"),
    run: () => void ops.emptyTheme({ theme_id: theme.id, notes: [note] }),
  });
}

function land(note: string, area: string, where: Landing, mayGroup: boolean): void {
  switch (where.kind) {
    case "theme": {
      const theme = themes().find((one) => one.id === where.element.getAttribute("data-theme"));
      if (theme !== undefined) void fillTheme(theme, note);
      return;
    }
    case "onto":
      opened.value = { kind: "group", note: idOf(where.element), also: [note] };
      return;
    case "before": {
      const theme = themes().find((one) => one.notes.includes(note));
      const isOut =
        theme?.area === area && (where.element?.closest("[data-theme]") ?? null) === null;
      if (mayGroup && theme !== undefined && isOut) {
        void orSay(ops.emptyTheme({ theme_id: theme.id, notes: [note] }));
        return;
      }
      moveNote(note, area, where.element && idOf(where.element));
    }
  }
}

/** Shows where a note would land: one element at a time. */
class Marks {
  private marked: Element | null = null;
  private name = "";

  put(landing: Landing | null): void {
    const name = landing?.kind === "before" ? "drop-before" : "drop-onto";
    const element = landing?.element ?? null;
    if (this.marked === element && this.name === name) return;
    this.marked?.classList.remove(this.name);
    element?.classList.add(name);
    [this.marked, this.name] = [element, name];
  }
}

/** Returns the theme or the note of this area that the pointer is well inside of, if any. */
function groupUnder(area: Element, note: string, at: Point): Landing | null {
  if (areaOfNote(note) !== area.getAttribute("data-area")) return null; // a theme is of one area
  const under = document.elementsFromPoint(at.clientX, at.clientY);
  const theme = under.find((one) => one.hasAttribute("data-theme"));
  const own = themes().find((one) => one.notes.includes(note));
  if (theme !== undefined) {
    return theme.getAttribute("data-theme") === own?.id ? null : { kind: "theme", element: theme };
  }
  const other = under.find((one) => one.hasAttribute("data-note"));
  if (other === undefined || idOf(other) === note) return null;
  const box = other.getBoundingClientRect();
  const along = (at.clientX - box.left) / box.width;
  const isShown = session.notes.peek().some((one) => one.id === idOf(other) && !one.isHidden);
  return isShown && along > EDGE && along < 1 - EDGE ? { kind: "onto", element: other } : null;
}

const themes = (): readonly Theme[] => session.board.peek()?.themes ?? [];
const idOf = (element: Element): string => element.getAttribute("data-note") ?? "";
const areaOfNote = (note: string): string | undefined =>
  session.notes.peek().find((one) => one.id === note)?.area;

/** Returns the note before which a drop at this point would land; null = last. */
function noteUnder(area: Element, at: Point): Element | null {
  const notes = [...area.querySelectorAll("[data-note]:not(.being-dragged)")];
  return notes.find((note) => isBefore(note.getBoundingClientRect(), at)) ?? null;
}

/** The pointer is left of the middle in the same row, or above the row. */
function isBefore(box: DOMRect, at: Point): boolean {
  if (at.clientY < box.top) return true;
  return at.clientY <= box.bottom && at.clientX < box.left + box.width / 2;
}
