/** The stage: what a projector shows to a whole room. It can do nothing, and names nobody. */

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";

import type { WireError } from "../protocol";
import { address } from "../router";
import { session } from "../session";
import { codesIn, keepStageCode } from "../stage-code";
import { errorWords, t } from "../words";
import { type BoardView, view } from "./board-view";
import { Frame, LanguageSwitch } from "./frame";
import { Fault, refusalIn } from "./parts";
import { phaseTitle, instructionOf } from "./phase-bar";
import { lettersWork } from "./scene";
import { useSeatLanguage } from "./seat-language";
import { JoinCorner, JoinPanel, useJoinCode } from "./stage-join";
import { shownArea, stepResults, togglePause } from "./stage-results";
import { StageMain } from "./stage-main";
import { StageTimer } from "./stage-timer";
import { StageWheel } from "./stage-wheel";
import { workshopTitle } from "./title";

const isJoinOpen = signal(false);

interface StageProps {
  readonly workshopId: string;
  /** what its link brought: a code to come in by, and one to show */
  readonly secret?: string | undefined;
}

export function StagePage({ workshopId, secret }: StageProps) {
  const fault = useSeat(workshopId, secret);
  useSeatLanguage();
  const now = view.value;
  const state = session.connection.value;
  const isHere = session.workshopId.value === workshopId && session.canvas.value !== null;
  const title = now?.board.title;
  useEffect(() => {
    workshopTitle.value = title;
  }, [title]);
  if (fault !== null) return <NotIn fault={fault} />;
  if (state.kind === "ended") return <NotIn fault={state.error} />;
  if (now === null || !isHere) return <Opening />;
  return <Stage view={now} workshopId={workshopId} />;
}

/** Takes the seat this browser has, else an observer's by the link; returns why it cannot. */
function useSeat(workshopId: string, secret: string | undefined): WireError | null {
  const [fault, setFault] = useState<WireError | null>(null);
  useEffect(() => {
    const codes = codesIn(secret);
    if (codes !== null) keepStageCode(workshopId, codes.show);
    if (session.enter(workshopId)) return;
    if (codes === null) {
      setFault({ code: "stage.no_seat", message: t("stage.no_seat") });
      return;
    }
    session.joinWithCode({ code: codes.enter, name: t("stage.seat_name") }).then(
      () => session.enter(workshopId),
      (thrown: unknown) => setFault(refusalIn(thrown)),
    );
  }, [workshopId, secret]);
  return fault;
}

function Stage({ view: now, workshopId }: { view: BoardView; workshopId: string }) {
  const code = useJoinCode(workshopId);
  useEffect(startKeys, []);
  const { board } = now;
  return (
    <div class="stage">
      <header class="stage-head">
        <div>
          <p class="stage-step">
            {stepOf(now)} <Away />
          </p>
          <h1>{instructionOf(board)}</h1>
        </div>
        <StageTimer board={board} />
      </header>
      <main class="stage-body" tabIndex={-1}>
        <StageWheel view={now} area={shownArea(now)} />
        <div class="stage-side">
          <StageMain view={now} workshopId={workshopId} />
          <JoinCorner code={code} onOpen={() => (isJoinOpen.value = true)} />
        </div>
      </main>
      <StageKeys workshopId={workshopId} />
      {isJoinOpen.value && (
        <JoinPanel code={code} title={board.title} onClose={() => (isJoinOpen.value = false)} />
      )}
    </div>
  );
}

/** A wall that stands still must say so: nobody sits at it. */
function Away() {
  const { kind } = session.connection.value;
  const isAway = kind === "offline" || kind === "reconnecting";
  return (
    <span class={isAway ? "chip warn" : undefined} role="status">
      {isAway ? t("stage.away") : ""}
    </span>
  );
}

function stepOf({ board }: BoardView): string {
  if (board.closed_at !== undefined) return board.title;
  const step = board.phases.findIndex((phase) => phase.id === board.phase.id) + 1;
  const of = board.phases.length;
  return `${phaseTitle(board, board.phase.id)} · ${t("bar.step", { step, of })}`;
}

/** What can be pressed, for whoever stands at the projector. */
function StageKeys({ workshopId }: { workshopId: string }) {
  return (
    <footer class="stage-keys">
      <button type="button" class="button bare small" onClick={() => (isJoinOpen.value = true)}>
        <kbd>J</kbd> {t("stage.join_panel")}
      </button>
      <button type="button" class="button bare small" onClick={fillScreen}>
        <kbd>F</kbd> {t("stage.full_screen")}
      </button>
      <span class="stage-key-words">
        <kbd>←</kbd> <kbd>→</kbd> {t("stage.next_result")}
      </span>
      <LanguageSwitch />
      <a class="button bare small" href={address({ page: "board", workshopId })}>
        {t("stage.to_board")}
      </a>
    </footer>
  );
}

function fillScreen(): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => undefined); // a kiosk forbids it
}

function startKeys(): () => void {
  addEventListener("keydown", onKey);
  return () => {
    removeEventListener("keydown", onKey);
    isJoinOpen.value = false;
  };
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const run = doesKey(event);
  if (run === null) return;
  event.preventDefault();
  run();
}

function doesKey({ key, target }: KeyboardEvent): (() => void) | null {
  if (key === "ArrowRight") return () => stepResults(1);
  if (key === "ArrowLeft") return () => stepResults(-1);
  const isOnControl = target instanceof Element && target.closest("a, button, input") !== null;
  if (key === " " && !isOnControl) return togglePause;
  if (!lettersWork.peek()) return null;
  if (key.toLowerCase() === "j") return () => (isJoinOpen.value = !isJoinOpen.peek());
  return key.toLowerCase() === "f" ? fillScreen : null;
}

function Opening() {
  const state = session.connection.value;
  return (
    <Frame>
      <main class="page narrow" tabIndex={-1}>
        <p role="status" class="lead">
          {t(state.kind === "offline" ? "connection.offline" : "workshop.opening")}
        </p>
      </main>
    </Frame>
  );
}

function NotIn({ fault }: { fault: WireError }) {
  return (
    <Frame>
      <main class="page narrow" tabIndex={-1}>
        <h1>{t("titles.stage")}</h1>
        {fault.code === "stage.no_seat" ? (
          <p class="lead">{errorWords(fault)}</p>
        ) : (
          <Fault error={fault} />
        )}
        <div>
          <a class="button" href={address({ page: "join" })}>
            {t("workshop.by_code")}
          </a>
        </div>
      </main>
    </Frame>
  );
}
