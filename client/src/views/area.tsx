/** Draws one area: its name, one question at a time, its notes. */

import { useEffect, useRef, useState } from "preact/hooks";

import { phaseNow } from "../agenda";
import type { ShownNote } from "../drawn";
import { ops } from "../ops";
import type { Ballot } from "../protocol";
import { session } from "../session";
import { shuffled } from "../shuffled";
import { inLanguage, language, t } from "../words";
import { hasMore, linkLines, linksAt, mayTalk, openComments } from "./around";
import { orSay } from "./ask-first";
import { type BoardView, dotsOf } from "./board-view";
import { makeDropTarget } from "./drag";
import { NoteSlot } from "./note";
import { picked } from "./picking";
import { areaName, areaOf, colorOf, writingTo } from "./scene";
import { ThemeBox } from "./theme";
import { inUnits, type Unit } from "./units";
import { stepOf } from "./walk-step";

interface AreaProps {
  readonly id: string;
  readonly view: BoardView;
}

export function AreaBox({ id, view }: AreaProps) {
  const box = useRef<HTMLElement>(null);
  const { mayWrite, mayMoveSome, mayMerge: mayGroup } = view.rights;
  useEffect(
    () => (box.current && mayMoveSome ? makeDropTarget(box.current, id, { mayGroup }) : undefined),
    [id, mayMoveSome, mayGroup],
  );
  const place = areaOf(id)?.place;
  const at: Record<string, string> = place
    ? {
        "--column": String(place.column),
        "--row": String(place.row),
        "--columns": String(place.columns),
        "--rows": String(place.rows),
      }
    : {};
  const isWritingHere = mayWrite && writingTo.value === id;
  const walk = walkClass(view, id);
  return (
    <section
      ref={box}
      class={`area${isWritingHere ? " writing-here" : ""}${walk}`}
      style={{ ...colorOf(id), ...at }}
      aria-labelledby={`area-${id}`}
      data-area={id}
    >
      <AreaHead id={id} view={view} />
      <NoteList id={id} view={view} />
    </section>
  );
}

/** What a phase is about stands out; in a walk the area in focus does, and the next one glows. */
function walkClass({ board }: BoardView, id: string): string {
  const step = stepOf(board);
  if (step === null) return phaseNow(board)?.areas?.includes(id) ? " in-focus" : "";
  if (step.area === id) return " in-focus";
  return step.target === id ? " next-focus" : "";
}

function AreaHead({ id, view }: AreaProps) {
  const [asked, setAsked] = useState(0);
  const area = areaOf(id);
  const questions = area?.questions[language.value] ?? area?.questions["en"] ?? [];
  const notes = session.areas.value.get(id) ?? [];
  const own = notes.filter((note) => note.isOwn).length;
  const question = questions[asked % Math.max(questions.length, 1)];
  return (
    <header class="area-head">
      <h2 id={`area-${id}`}>
        {areaName(id)}
        <span class="count">
          {t("area.notes", { count: notes.length })}
          {own > 0 && ` · ${t("area.yours", { count: own })}`}
        </span>
      </h2>
      <div class="asking">
        <WalkHere id={id} view={view} />
        <p class="question" aria-live="polite">
          {question ?? inLanguage(area?.definition)}
        </p>
        {questions.length > 1 && (
          <button type="button" class="next" onClick={() => setAsked(asked + 1)}>
            {(asked % questions.length) + 1}/{questions.length}
            <span class="unseen">{t("area.next_question_of", { area: areaName(id) })}</span>
            <span aria-hidden="true">›</span>
          </button>
        )}
      </div>
    </header>
  );
}

/** Says where a walk is; the facilitator brings it here. */
function WalkHere({ id, view }: AreaProps) {
  const step = stepOf(view.board);
  if (step === null) {
    const isAsked = phaseNow(view.board)?.areas?.includes(id) ?? false;
    return isAsked ? <span class="chip">{t("area.in_focus")}</span> : null;
  }
  if (step.area === id) return <span class="chip">{t("walk.in_focus")}</span>;
  if (!view.rights.isFacilitator) {
    return step.target === id ? <span class="chip">{t("walk.next")}</span> : null;
  }
  return (
    <button
      type="button"
      class="button quiet small walk-here"
      aria-label={`${t("walk.here")}: ${areaName(id)}`}
      onClick={() => void orSay(ops.focusWalk({ area: id }))}
    >
      {t("walk.here")}
    </button>
  );
}

function NoteList({ id, view }: AreaProps) {
  const list = useRef<HTMLUListElement>(null);
  const notes = session.areas.value.get(id) ?? [];
  const themes = view.board.themes.filter((theme) => theme.area === id);
  useEffect(() => keepTabStop(list.current));
  if (notes.length === 0 && themes.length === 0) {
    return <p class="empty">{t(emptyWords(view))}</p>;
  }
  return (
    <ul
      class="notes"
      ref={list}
      aria-labelledby={`area-${id}`}
      onFocusIn={(event) => moveTabStop(list.current, event.target)}
    >
      {inOrder(inUnits(notes, themes), view).map(({ key, theme, notes: grouped }) =>
        theme === undefined ? (
          grouped.map((note) => slotOf(note, view, view.ownBallot))
        ) : (
          <ThemeBox key={key} theme={theme} notes={grouped} view={view}>
            {grouped.map((note) => slotOf(note, view, null))}
          </ThemeBox>
        ),
      )}
    </ul>
  );
}

/** Returns a note as it is drawn; `ballot`: where dots can be placed on it. */
function slotOf(note: ShownNote, view: BoardView, ballot: Ballot | null) {
  return (
    <NoteSlot
      key={note.key}
      note={note}
      cities={view.board.cities}
      ballot={note.isHidden ? null : ballot}
      ownDots={session.votes.value.get(note.id) ?? 0}
      isPresented={view.board.spotlight === note.id}
      isSpent={(session.votesLeft.value ?? 0) < 1}
      comments={openComments(note.id)}
      links={linkLines(note.id)}
      linkCount={linksAt.value.get(note.id)?.length ?? 0}
      isPicked={picked.value.includes(note.id)}
      mayMove={view.rights.mayMove(note)}
      mayAct={mayAct(view, note)}
    />
  );
}

/**
 * Once the result is there the best come first; before, the order is that of the board. While
 * somebody votes it is an order of their own: what stands first gets more votes than it should.
 */
function inOrder(units: readonly Unit[], view: BoardView): readonly Unit[] {
  const ballot = view.ownBallot;
  if (ballot !== null && session.hub.value === null) {
    return shuffled(units, ({ theme, notes }) => theme?.id ?? notes[0]?.id ?? "", {
      seat: view.seat.id,
      ballot: ballot.id,
    });
  }
  if (view.board.phase.kind !== "agree" && view.board.closed_at === undefined) return units;
  const { cities } = view.board;
  const dots = ({ theme, notes }: Unit): number => dotsOf(theme ?? notes[0] ?? {}, cities).all;
  return units.toSorted((a, b) => dots(b) - dots(a)); // stable: ties stay in board order
}

export function mayAct(view: BoardView, note: ShownNote): boolean {
  const { rights } = view;
  if (rights.mayEdit(note) || rights.mayMove(note) || rights.mayRemove(note)) return true;
  if (rights.mayOffer && !note.isHidden && note.isSaved) return true;
  return mayTalk(view, note) || hasMore(note);
}

function emptyWords(view: BoardView): string {
  if (view.rights.mayWrite) return "area.empty_write";
  return ["vote", "agree"].includes(view.board.phase.kind) ? "area.empty_over" : "area.empty";
}

/** One note of a list is a stop of the tab key; arrows go on from there. */
function keepTabStop(list: HTMLElement | null): void {
  if (list === null || list.querySelector("[data-note][tabindex='0']") !== null) return;
  const first = list.querySelector<HTMLElement>("[data-note]");
  if (first !== null) first.tabIndex = 0;
}

function moveTabStop(list: HTMLElement | null, target: EventTarget | null): void {
  const note = target instanceof Element ? target.closest<HTMLElement>("[data-note]") : null;
  if (list === null || note === null || note.tabIndex === 0) return;
  for (const stop of list.querySelectorAll<HTMLElement>("[data-note][tabindex='0']")) {
    stop.tabIndex = -1;
  }
  note.tabIndex = 0;
}
