/** Suggests notes that say nearly the same; people decide whether they belong together. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { SimilarNotes } from "../protocol";
import { t } from "../words";
import { useAsked } from "./asked";
import { type BoardView, noteWith } from "./board-view";
import { CityBadge } from "./cities";
import { Dialog, Fault } from "./parts";
import { areaName, colorOf, opened } from "./scene";

interface SimilarProps {
  readonly view: BoardView;
  readonly workshopId: string;
  readonly onClose: () => void;
}

export function SimilarDialog({ view, workshopId, onClose }: SimilarProps) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const asked = useAsked((token) => api.similar(workshopId, token), "similar");
  const groups = asked.answer?.groups.filter((group) => !left.has(group.notes.join())) ?? [];
  return (
    <Dialog title={t("similar.title")} onClose={onClose}>
      <p class="hint">{t("similar.hint")}</p>
      <Fault error={asked.fault} />
      {asked.answer !== null && groups.length === 0 && <p class="say">{t("similar.none")}</p>}
      <ul class="stack">
        {groups.map((group) => (
          <Suggestion
            key={group.notes.join()}
            group={group}
            view={view}
            onLeave={() => setLeft(new Set([...left, group.notes.join()]))}
          />
        ))}
      </ul>
    </Dialog>
  );
}

interface SuggestionProps {
  readonly group: SimilarNotes;
  readonly view: BoardView;
  readonly onLeave: () => void;
}

function Suggestion({ group, view, onLeave }: SuggestionProps) {
  const notes = group.notes.map(noteWith).filter((note) => note !== undefined);
  const [first, ...rest] = notes;
  if (first === undefined || rest.length === 0) return null; // merged or removed meanwhile
  const open = (kind: "group" | "merge"): void => {
    opened.value = { kind, note: first.id, also: rest.map((note) => note.id) };
  };
  return (
    <li class="suggestion" style={colorOf(group.area)}>
      <p class="label">
        {areaName(group.area)}{" "}
        <span class="soft">{t("similar.alike", { share: group.likeness })}</span>
      </p>
      <ul>
        {notes.map((note) => (
          <li key={note.id} dir="auto">
            {note.text} <CityBadge cities={view.board.cities} city={note.city} />
          </li>
        ))}
      </ul>
      <div class="row">
        <button type="button" class="button small" onClick={() => open("merge")}>
          {t("picking.merge")}
        </button>
        <button type="button" class="button quiet small" onClick={() => open("group")}>
          {t("picking.group")}
        </button>
        <button type="button" class="button bare small" onClick={onLeave}>
          {t("similar.leave")}
        </button>
      </div>
    </li>
  );
}
