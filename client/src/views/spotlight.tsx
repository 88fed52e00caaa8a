/** The note everybody is shown: on top for all, wherever they look, with the way back to it. */

import { useEffect } from "preact/hooks";

import type { ShownNote } from "../drawn";
import { ops } from "../ops";
import { go } from "../router";
import { session } from "../session";
import { t } from "../words";
import { orSay } from "./ask-first";
import { type BoardView, noteWith } from "./board-view";
import { CityBadge } from "./cities";
import { announce, areaName, colorOf, writingTo } from "./scene";

const DRAWN = 60; // ms until a page or an area that was just opened is drawn

interface SpotlightProps {
  readonly view: BoardView;
  readonly workshopId: string;
}

export function Spotlight({ view, workshopId }: SpotlightProps) {
  const id = view.board.spotlight ?? null;
  const note = id === null ? undefined : session.notes.value.find((one) => one.id === id);
  useEffect(() => {
    if (note === undefined) return;
    announce(t("spotlight.told", { text: wordsOf(note), area: areaName(note.area) }));
    if (!isBusy()) showPresented();
  }, [id]);
  if (note === undefined) return null;
  return (
    <section class="spotlight" style={colorOf(note.area)} aria-label={t("spotlight.name")}>
      <div class="spotlight-words">
        <p class="label">
          {t("spotlight.name")} <span class="soft">· {areaName(note.area)}</span>
        </p>
        <p class="spotlight-text" dir="auto">
          <CityBadge cities={view.board.cities} city={note.city} /> {wordsOf(note)}
        </p>
      </div>
      <div class="row">
        <button
          type="button"
          class="button quiet small"
          onClick={() => {
            go({ page: "board", workshopId });
            returnToPresented();
          }}
        >
          {t("spotlight.return")} <kbd aria-hidden="true">P</kbd>
        </button>
        {view.rights.isFacilitator && view.board.closed_at === undefined && (
          <button
            type="button"
            class="button small"
            onClick={() => void orSay(ops.setSpotlight({ note_id: null }))}
          >
            {t("spotlight.end")}
          </button>
        )}
      </div>
    </section>
  );
}

const wordsOf = (note: ShownNote): string => (note.erased ? t("note.erased") : (note.text ?? ""));

/** Whether bringing somebody elsewhere would tear them out of what they do. */
function isBusy(): boolean {
  const has = document.activeElement;
  const isWriting = has instanceof HTMLTextAreaElement || has instanceof HTMLInputElement;
  return isWriting || document.querySelector("dialog[open]") !== null;
}

/** Brings the presented note into view and gives it the focus; false when there is none. */
export function returnToPresented(): boolean {
  return showPresented({ takesFocus: true });
}

function showPresented({ takesFocus = false } = {}): boolean {
  const id = session.board.peek()?.spotlight ?? null;
  const note = id === null ? undefined : noteWith(id);
  if (note === undefined) return false;
  writingTo.value = note.area; // a phone shows one area at a time
  setTimeout(() => {
    const element = document.querySelector<HTMLElement>(`main [data-note="${note.id}"]`);
    element?.scrollIntoView({ block: "center", inline: "nearest", behavior: behavior() });
    if (takesFocus) element?.focus({ preventScroll: true });
  }, DRAWN);
  return true;
}

function behavior(): ScrollBehavior {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
