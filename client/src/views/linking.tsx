/** Draws a link by choosing its end on the board: a tap or Enter on a note, Escape to stop. */

import { useEffect } from "preact/hooks";

import { ops } from "../ops";
import type { LinkKind } from "../protocol";
import { t } from "../words";
import { noteWords } from "./around";
import { orSay } from "./ask-first";
import { type BoardView, noteWith } from "./board-view";
import { announce, linking, toast } from "./scene";

export const LINK_KINDS: readonly LinkKind[] = ["leads_to", "requires", "contradicts"];

export function Linking({ view }: { view: BoardView }) {
  const wanted = linking.value;
  const isOver = wanted !== null && noteWith(wanted.from) === undefined;
  useEffect(() => {
    if (isOver || !view.rights.mayWrite) linking.value = null;
  }, [isOver, view.rights.mayWrite]);
  useEffect(() => {
    if (wanted === null) return;
    const tapped = (event: MouseEvent): void => end(event, noteUnder(event.target), view);
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === "Escape") stop();
      if (event.key === "Enter") end(event, noteUnder(document.activeElement), view);
    };
    addEventListener("click", tapped, true);
    addEventListener("keydown", pressed, true);
    return () => {
      removeEventListener("click", tapped, true);
      removeEventListener("keydown", pressed, true);
    };
  }, [wanted, view]);
  if (wanted === null) return null;
  const text = noteWords(wanted.from).slice(0, 60);
  return (
    <div class="linking" role="status">
      <p>{t(`linking.choose_${wanted.kind}`, { text })}</p>
      <button type="button" class="button quiet small" onClick={stop}>
        {t("common.cancel")}
      </button>
    </div>
  );
}

const stop = (): void => {
  linking.value = null;
};

const noteUnder = (target: EventTarget | null): string | null =>
  (target instanceof Element && target.closest("main [data-note]")?.getAttribute("data-note")) ||
  null;

/** What is not a note, tabs and the like, goes on working. */
function end(event: Event, to: string | null, view: BoardView): void {
  const wanted = linking.peek();
  const note = to === null ? undefined : noteWith(to);
  if (wanted === null || note === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (note.id === wanted.from || !view.rights.mayLink(note)) return toast(t("linking.not_this"));
  stop();
  void orSay(ops.drawLink({ from: wanted.from, to: note.id, kind: wanted.kind })).then(
    (isDrawn) => {
      if (isDrawn) announce(t("linking.drawn"));
    },
  );
}
