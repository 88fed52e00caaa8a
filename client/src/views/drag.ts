/** Moves notes by dragging; the same is there in the menu and by keys. */

import {
  draggable,
  dropTargetForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";

import { ops } from "../ops";
import { t } from "../words";
import { announce, areaName } from "./scene";

/** Lets a note be dragged; returns how to end that. */
export function makeDraggable(element: HTMLElement, note: string): () => void {
  return draggable({
    element,
    getInitialData: () => ({ note }),
    onDragStart: () => element.classList.add("being-dragged"),
    onDrop: () => element.classList.remove("being-dragged"),
  });
}

/** Lets notes be dropped on an area, before the note under the pointer. */
export function makeDropTarget(element: HTMLElement, area: string): () => void {
  let marked: Element | null = null;
  const mark = (wanted: Element | null): void => {
    if (marked === wanted) return;
    marked?.classList.remove("drop-before");
    wanted?.classList.add("drop-before");
    marked = wanted;
  };
  return dropTargetForElements({
    element,
    getData: () => ({ area }),
    onDragEnter: () => element.classList.add("under-drag"),
    onDrag: ({ location }) => mark(noteUnder(element, location.current.input)),
    onDragLeave: () => {
      element.classList.remove("under-drag");
      mark(null);
    },
    onDrop: ({ source, location }) => {
      const before = noteUnder(element, location.current.input)?.getAttribute("data-note") ?? null;
      element.classList.remove("under-drag");
      mark(null);
      moveNote(String(source.data["note"]), area, before);
    },
  });
}

/** Moves a note into an area: before another note, or last. */
export function moveNote(note: string, area: string, before: string | null): void {
  if (note === before) return;
  void ops.moveNote({ note_id: note, area, ...(before === null ? {} : { before }) });
  announce(t("note.moved_to", { area: areaName(area) }));
}

/** Returns the note before which a drop at this point would land; null = last. */
function noteUnder(area: Element, at: { clientX: number; clientY: number }): Element | null {
  const notes = [...area.querySelectorAll("[data-note]:not(.being-dragged)")];
  return notes.find((note) => isBefore(note.getBoundingClientRect(), at)) ?? null;
}

/** The pointer is left of the middle in the same row, or above the row. */
function isBefore(box: DOMRect, at: { clientX: number; clientY: number }): boolean {
  if (at.clientY < box.top) return true;
  return at.clientY <= box.bottom && at.clientX < box.left + box.width / 2;
}
