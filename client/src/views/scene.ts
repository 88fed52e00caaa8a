/** Holds what belongs to this page alone: the canvas's words, what is open, what is announced. */

import { computed, signal } from "@preact/signals";

import type { Area, LinkKind } from "../protocol";
import { session } from "../session";
import { inLanguage } from "../words";

export type Shape = "wheel" | "columns";

const LASTS = 8000; // ms a toast stays; its words are read out at once

// ---- the canvas --------------------------------------------------------------------------------

const byId = computed(() => new Map(session.canvas.value?.areas.map((area) => [area.id, area])));

export const areaOf = (id: string): Area | undefined => byId.value.get(id);

/** Returns an area's name in the reader's language. */
export const areaName = (id: string): string => inLanguage(areaOf(id)?.label) || id;

/** Returns a facet's name in the reader's language. */
export function facetName(areaId: string, facetId: string): string {
  const facet = areaOf(areaId)?.facets.find((one) => one.id === facetId);
  return inLanguage(facet?.label) || facetId;
}

export function whoName(id: string): string {
  return inLanguage(session.canvas.value?.who.find((one) => one.id === id)?.label) || id;
}

/** Returns an area's colour for both themes, to be put on an element. */
export function colorOf(id: string): Record<string, string> {
  const area = areaOf(id);
  return area ? { "--c": `light-dark(${area.color}, ${area.color_dark})` } : {};
}

// ---- what is open ------------------------------------------------------------------------------

/** The area new notes go to. */
export const writingTo = signal<string>("");
export const shape = signal<Shape>(kept("citywheel.shape") === "columns" ? "columns" : "wheel");
/** Whether single letters do something; they can be in the way of speech control. */
export const lettersWork = signal(kept("citywheel.letters") !== "off");
export const isPanelOpen = signal(false);
/** Whether the device of a room shows the page on which hands are counted. */
export const isTallying = signal(false);
/** Who comes to facilitate sees at once how; on a small window the board comes first. */
export function openPanelWhereThereIsRoom(): void {
  isPanelOpen.value = innerWidth > 1200;
}

/** The dialog that is open, and the note it is about. */
export type Opened =
  | {
      readonly kind: "edit" | "move" | "erase" | "where";
      readonly note: string;
    }
  /** also: other notes that are ticked from the beginning */
  | {
      readonly kind: "merge" | "group";
      readonly note: string;
      readonly also?: readonly string[];
    }
  | {
      readonly kind: "comments" | "links" | "details" | "offers" | "translate";
      readonly note: string;
    }
  | { readonly kind: "theme"; readonly theme: string }
  | { readonly kind: "keys" | "name" | "gaps" | "similar" };
export const opened = signal<Opened | null>(null);
/** The note whose menu is open, and what it was opened from. */
export const menuOf = signal<{ readonly note: string; readonly at: DOMRect } | null>(null);
/** The start and the kind of a link whose end is chosen on the board. */
export const linking = signal<{ readonly from: string; readonly kind: LinkKind } | null>(null);

export function chooseShape(wanted: Shape): void {
  shape.value = wanted;
  keep("citywheel.shape", wanted);
}

export function letLettersWork(wanted: boolean): void {
  lettersWork.value = wanted;
  keep("citywheel.letters", wanted ? "on" : "off");
}

// ---- what is said ------------------------------------------------------------------------------

export interface Toast {
  readonly id: number;
  readonly words: string;
  readonly action?: { readonly words: string; readonly run: () => void };
}

export const toasts = signal<readonly Toast[]>([]);
/** Words for screen readers alone. */
export const announced = signal("");
let lastToast = 0;

export function announce(words: string): void {
  announced.value = announced.value === words ? `${words}\u00a0` : words; // the same twice is read twice
}

/** Shows a line for a while, with one thing to do about it. */
export function toast(words: string, action?: Toast["action"]): void {
  const id = ++lastToast;
  toasts.value = [...toasts.value.slice(-2), { id, words, ...(action ? { action } : {}) }];
  setTimeout(() => dropToast(id), action ? LASTS * 2 : LASTS);
}

export function dropToast(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

// ---- what this browser remembers ---------------------------------------------------------------

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser may forbid to keep anything: then it lasts as long as the page.
  }
}
