/** A walk round the wheel: one area in focus, its top notes one by one, and what comes of each. */

import { useEffect } from "preact/hooks";

import { coverage, LINK_OF } from "../coverage";
import { ops } from "../ops";
import type { Board, Note } from "../protocol";
import { session } from "../session";
import { inLanguage, t } from "../words";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { Rings } from "./rings";
import { areaName, colorOf, writingTo } from "./scene";
import { ScoreButtons, StanceButtons } from "./walk-answers";
import type { Step } from "./walk-step";

/** The strip above the board that leads everybody through the walk. */
export function Walk({ view, step }: { view: BoardView; step: Step }) {
  const { board, rights, seat } = view;
  useEffect(() => {
    writingTo.value = step.target; // a note written now is most likely the answer
  }, [step.target]);
  const question = session.canvas.value?.walks[step.direction]?.[step.area];
  const answers = seat.role === "participant" || seat.role === "city_lead";
  return (
    <section
      class="walk"
      aria-labelledby="walk-question"
      style={colorOf(step.area)}
      onMouseDown={keepFocus}
    >
      <Rings
        promise={coverage(board, session.canvas.value, "clockwise")}
        delivery={coverage(board, session.canvas.value, "anticlockwise")}
        areas={board.areas}
        focus={step.area}
      />
      <div class="walk-ask">
        <p class="walk-edge">
          {areaName(step.area)} <span aria-hidden="true">→</span>
          <span class="unseen">{t("walk.towards")}</span> {areaName(step.target)}
        </p>
        <h2 id="walk-question" aria-live="polite">
          {inLanguage(question) || t("walk.question")}
        </h2>
        <WalkNote view={view} step={step} />
        {rights.isFacilitator && <Lead step={step} board={board} />}
      </div>
      {step.note !== null && answers && (
        <div class="walk-answers">
          <ScoreButtons note={step.note} direction={step.direction} />
          {board.phases.some((one) => one.id === board.phase.id && one.stances) && (
            <StanceButtons note={step.note} />
          )}
        </div>
      )}
      {step.note !== null && rights.mayWrite && (
        <Links board={board} step={step} note={step.note} />
      )}
    </section>
  );
}

/** Leaves the composer its focus: giving it up moves the page, and the tap would miss. */
function keepFocus(event: MouseEvent): void {
  if (event.target instanceof Element && event.target.closest("button") !== null) {
    event.preventDefault();
  }
}

function WalkNote({ view, step }: { view: BoardView; step: Step }) {
  const { note, notes } = step;
  if (note === null) return <p class="soft">{t("walk.no_note", { area: areaName(step.area) })}</p>;
  const place = notes.findIndex((one) => one.id === note.id) + 1;
  return (
    <div class="walk-note" aria-live="polite">
      <p dir="auto">{note.erased ? t("note.erased") : note.text}</p>
      <footer>
        <CityBadge cities={view.board.cities} city={note.city} />
        {place > 0 && <span>{t("walk.place", { place, of: notes.length })}</span>}
      </footer>
    </div>
  );
}

/** The facilitator's steps: the note before, the next one, the next area. */
function Lead({ step, board }: { step: Step; board: Board }) {
  const { notes, note, area, target } = step;
  const at = notes.findIndex((one) => one.id === note?.id);
  const [before, after] = [notes[at - 1], notes[at + 1]];
  const go = (fields: { area: string; note_id?: string }) => void orSay(ops.focusWalk(fields));
  return (
    <div class="row walk-lead">
      <button
        type="button"
        class="button quiet small"
        disabled={before === undefined}
        onClick={() => before && go({ area, note_id: before.id })}
      >
        {t("walk.note_before")}
      </button>
      <button
        type="button"
        class={after === undefined ? "button quiet small" : "button small"}
        disabled={after === undefined}
        onClick={() => after && go({ area, note_id: after.id })}
      >
        {t("walk.note_next")}
      </button>
      <button
        type="button"
        class={after === undefined ? "button small" : "button quiet small"}
        onClick={() => go({ area: target })}
      >
        {t("walk.area_next", { area: areaName(target) })}
      </button>
      <label class="walk-jump">
        <span class="unseen">{t("walk.jump")}</span>
        <select
          class="input"
          value={area}
          onChange={(event) => go({ area: event.currentTarget.value })}
        >
          {board.areas.map((id) => (
            <option key={id} value={id}>
              {areaName(id)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

interface LinksProps {
  readonly board: Board;
  readonly step: Step;
  readonly note: Note;
}

/** The notes of the next area: one tap says that the walk leads there. */
function Links({ board, step, note }: LinksProps) {
  const { direction, target } = step;
  const kind = LINK_OF[direction];
  const drawn = new Map(
    board.links
      .filter((one) => one.from === note.id && one.kind === kind)
      .map((one) => [one.to, one]),
  );
  const candidates = board.notes.filter(
    (one): one is Note => one.area === target && one.hidden !== true && one.id !== note.id,
  );
  const isAsked = board.comments.some(
    (one) => one.note_id === note.id && one.edge?.to === target && one.open,
  );
  const press = (to: string): void => {
    const link = drawn.get(to);
    if (link !== undefined) return void orSay(ops.eraseLink({ link_id: link.id }));
    void orSay(ops.drawLink({ from: note.id, to, kind, walk: direction }));
  };
  return (
    <div
      class="walk-next"
      role="group"
      aria-label={t(`walk.link_${kind}`, { area: areaName(target) })}
    >
      <p class="label">{t(`walk.link_${kind}`, { area: areaName(target) })}</p>
      <ul class="walk-links" style={colorOf(target)}>
        {candidates.map((one) => (
          <li key={one.id}>
            <button type="button" aria-pressed={drawn.has(one.id)} onClick={() => press(one.id)}>
              <span aria-hidden="true">{drawn.has(one.id) ? "✓" : "+"}</span>{" "}
              <span dir="auto">{one.text}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        <p class="hint">{t(candidates.length === 0 ? "walk.no_target" : "walk.or_write")}</p>
        <button
          type="button"
          class="button quiet small"
          aria-pressed={isAsked}
          disabled={isAsked}
          onClick={() => void orSay(ops.openAsk({ note_id: note.id, to: target }))}
        >
          {t(isAsked ? "walk.unknown_noted" : "walk.unknown")}
        </button>
      </div>
    </div>
  );
}
