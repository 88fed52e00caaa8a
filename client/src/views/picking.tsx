/** Picks several notes on the board, to group or merge them: by the menu, or with the key X. */

import { signal } from "@preact/signals";

import type { ShownNote } from "../drawn";
import { t } from "../words";
import { type BoardView, noteWith } from "./board-view";
import { announce, opened } from "./scene";

/** ids of the picked notes, in the order they were picked */
export const picked = signal<readonly string[]>([]);

export function togglePicked(note: ShownNote): void {
  const rest = picked.value.filter((id) => id !== note.id);
  const isNew = rest.length === picked.value.length;
  picked.value = isNew ? [...rest, note.id] : rest;
  announce(t(isNew ? "picking.picked" : "picking.unpicked", { count: picked.value.length }));
}

export function clearPicked(): void {
  picked.value = [];
}

/** Whether this note can be picked now: everybody can see it, and this seat sorts. */
export const mayPick = ({ rights }: BoardView, note: ShownNote): boolean =>
  rights.mayMerge && !note.isHidden && !note.isNew;

/** What can be done with the picked notes. */
export function Picked({ view }: { view: BoardView }) {
  const notes = picked.value.map(noteWith).filter((note) => note !== undefined);
  const [first, ...rest] = notes;
  if (first === undefined || !view.rights.mayMerge) return null;
  const isOneArea = notes.every((note) => note.area === first.area);
  const open = (kind: "group" | "merge"): void => {
    opened.value = { kind, note: first.id, also: rest.map((note) => note.id) };
  };
  return (
    <section class="picked-bar" aria-label={t("picking.title")}>
      <p role="status">
        {t("picking.count", { count: notes.length })}{" "}
        {!isOneArea && <span class="hint">{t("picking.one_area")}</span>}
      </p>
      <button
        type="button"
        class="button small"
        disabled={!isOneArea}
        onClick={() => open("group")}
      >
        {t("picking.group")}
      </button>
      <button
        type="button"
        class="button quiet small"
        disabled={!isOneArea || rest.length === 0}
        onClick={() => open("merge")}
      >
        {t("picking.merge")}
      </button>
      <button type="button" class="button bare small" onClick={clearPicked}>
        {t("picking.clear")}
      </button>
    </section>
  );
}
