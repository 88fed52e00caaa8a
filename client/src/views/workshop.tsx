/** The frame of a workshop: the bar, the tools, the page that is shown, where notes are written. */

import { useEffect, useState } from "preact/hooks";

import { startFairEnd } from "../fair-end";
import type { WireError } from "../protocol";
import { address, go } from "../router";
import { session } from "../session";
import { kindOf } from "../totals";
import type { PhaseKind } from "../protocol";
import { errorWords, t } from "../words";
import { type BoardView, view } from "./board-view";
import { Composer, keepForLater } from "./composer";
import { RefusedTray } from "./connection";
import { Dialogs } from "./dialogs";
import { Frame, SkipLink } from "./frame";
import { startKeyboard } from "./keyboard";
import { Lobby, AskBackIn } from "./lobby";
import { later, type Later } from "./later";
import { fetchNoteDialogs } from "./note-dialogs";
import { NoteMenu } from "./note-menu";
import { PhaseBar } from "./phase-bar";
import { isPanelOpen, isTallying, linking } from "./scene";
import { Line } from "./line";
import { useSeatLanguage } from "./seat-language";
import { BoardShape } from "./shapes";
import { Spotlight } from "./spotlight";
import { workshopTitle } from "./title";
import { Toasts } from "./toasts";
import { startTelling } from "./telling";
import { Picked } from "./picking";
import { stepOf } from "./walk-step";
import { Tools } from "./tools";

const QUIET = 3000; // ms; by then the board is drawn

const Walk = later(async () => (await import("./walk")).Walk);
const Linking = later(async () => (await import("./linking")).Linking);
const LinkLines = later(async () => (await import("./link-lines")).LinkLines);
const Tally = later(async () => (await import("./tally")).Tally);
const VotingBar = later(async () => (await import("./voting-bar")).VotingBar);
const Panel = later(async () => (await import("./panel")).Panel);

/** The pages inside a workshop beside the board; their code comes when they are wanted. */
interface Inside {
  readonly services: Later<InsideProps>;
  readonly results: Later<InsideProps>;
  readonly draft: Later<InsideProps>;
  readonly history: Later<InsideProps>;
  readonly links: Later<{ readonly workshopId: string; readonly token: string }>;
}

interface InsideProps {
  readonly view: BoardView;
  readonly workshopId: string;
}

interface WorkshopProps {
  readonly workshopId: string;
  readonly page: "board" | keyof Inside;
  readonly inside: Inside;
}

export function WorkshopPage({ workshopId, page, inside }: WorkshopProps) {
  const [hasSeat, setHasSeat] = useState(true);
  useEffect(() => setHasSeat(session.enter(workshopId)), [workshopId]);
  useEffect(startKeyboard, []);
  useSeatLanguage();
  useEffect(startFairEnd, []);
  useEffect(startTelling, []);
  useEffect(() => fetchAhead(inside), [inside]);
  const now = view.value;
  const state = session.connection.value;
  const title = now?.board.title;
  useEffect(() => {
    workshopTitle.value = title;
  }, [title]);
  // The canvas says how the areas lie: without it everything would be drawn twice.
  const isHere = session.workshopId.value === workshopId && session.canvas.value !== null;
  const mayWrite = now?.rights.mayWrite ?? true;
  useEffect(() => {
    if (!mayWrite) keepForLater();
  }, [mayWrite]);
  const isDrawn = hasSeat && state.kind !== "ended" && now !== null && isHere;
  useEffect(() => {
    if (isDrawn) focusHeading();
  }, [isDrawn]);
  if (!hasSeat) return <NoSeat />;
  if (state.kind === "ended") return <Ended error={state.error} />;
  if (state.kind === "waiting") return <Lobby />;
  if (now === null || !isHere) return <Waiting />;
  const step = stepOf(now.board);
  const hub = session.hub.value;
  const tallies = page === "board" && isTallying.value && hub !== null;
  return (
    <div class="workshop">
      <SkipLink />
      <PhaseBar view={now} />
      <Tools view={now} page={page} workshopId={workshopId} />
      <RefusedTray />
      <Line />
      <Spotlight view={now} workshopId={workshopId} />
      {page === "board" && step !== null && !tallies && <Walk view={now} step={step} />}
      {tallies && hub !== null ? (
        <Tally view={now} hub={hub} />
      ) : (
        <Shown view={now} page={page} workshopId={workshopId} inside={inside} />
      )}
      {isPanelOpen.value && (now.rights.isFacilitator || now.seat.role === "city_lead") && (
        <Panel view={now} workshopId={workshopId} />
      )}
      {page === "board" && !tallies && <Bottom view={now} workshopId={workshopId} />}
      {page === "draft" && now.rights.mayVote && <DraftVote view={now} />}
      {page === "board" && <Picked view={now} />}
      {page === "board" && linking.value !== null && <Linking view={now} />}
      {page === "board" && now.board.links.length > 0 && <LinkLines />}
      <NoteMenu view={now} />
      <Dialogs view={now} workshopId={workshopId} />
      <Toasts />
    </div>
  );
}

/** Puts the focus on the heading: what had it made way for the board. Keys work from there. */
function focusHeading(): void {
  const has = document.activeElement;
  if (has !== null && has !== document.body) return;
  document.querySelector<HTMLElement>(".bar h1")?.focus();
}

/** Fetches what may be wanted next while there is a connection; returns the end of the wait. */
function fetchAhead(inside: Inside): () => void {
  const views = [
    Walk,
    Panel,
    VotingBar,
    Tally,
    Linking,
    ...Object.values(inside),
  ] as readonly Later<never>[];
  const timer = setTimeout(() => {
    views.forEach((one) => void one.fetch());
    fetchNoteDialogs();
  }, QUIET);
  return () => clearTimeout(timer);
}

function Shown({ view: now, page, workshopId, inside }: { view: BoardView } & WorkshopProps) {
  const isNarrow = useNarrow();
  const token = session.kept.value?.token ?? "";
  switch (page) {
    case "board":
      return <BoardShape view={now} isNarrow={isNarrow} />;
    case "services":
      return <inside.services view={now} workshopId={workshopId} />;
    case "results":
      return <inside.results view={now} workshopId={workshopId} />;
    case "draft":
      return <inside.draft view={now} workshopId={workshopId} />;
    case "history":
      return <inside.history view={now} workshopId={workshopId} />;
    case "links":
      return (
        <main tabIndex={-1}>
          <inside.links workshopId={workshopId} token={token} />
        </main>
      );
  }
}

/** Who reads the draft says there how far they agree with it. */
function DraftVote({ view: now }: { view: BoardView }) {
  const ballot = session.openBallots.value.find((one) => kindOf(one) === "gradient");
  return ballot === undefined ? null : <VotingBar view={now} ballot={ballot} />;
}

/** The composer, or what to do instead of writing. */
function Bottom({ view: now, workshopId }: { view: BoardView; workshopId: string }) {
  if (now.rights.mayWrite) return <Composer view={now} />;
  const ballot = session.ballot.value;
  if (now.rights.mayVote && ballot !== null) return <VotingBar view={now} ballot={ballot} />;
  const { board, seat } = now;
  const hasResult = board.ballots.some((ballot) => ballot.state === "revealed");
  return (
    <div class="instead">
      <p>{t(insteadWords(now))}</p>
      {hasResult && (
        <a class="button quiet small" href={address({ page: "results", workshopId })}>
          {t("instead.to_results")}
        </a>
      )}
      {seat.role === "facilitator" && !isPanelOpen.value && (
        <button type="button" class="button small" onClick={() => (isPanelOpen.value = true)}>
          {t("tools.panel")}
        </button>
      )}
    </div>
  );
}

const INSTEAD: Readonly<Partial<Record<PhaseKind, string>>> = {
  walk: "walk",
  vote: "vote_over",
  break: "break",
  reveal: "read",
  group: "group",
  discuss: "discuss",
  gather: "read",
  close_gaps: "read",
};

function insteadWords({ board, seat, rights }: BoardView): string {
  if (board.closed_at !== undefined) return "instead.closed";
  if (seat.role === "observer") return "instead.observer";
  if (rights.mayVote) return "instead.vote";
  if (board.phase.locked) return "instead.locked";
  if (seat.role === "facilitator" && board.phase.kind === "vote") return "instead.facilitator_vote";
  return `instead.${INSTEAD[board.phase.kind] ?? "agree"}`;
}

function Waiting() {
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

function NoSeat() {
  return (
    <Frame>
      <main class="page narrow" tabIndex={-1}>
        <h1>{t("workshop.no_seat")}</h1>
        <p class="lead">{t("workshop.no_seat_do")}</p>
        <div class="row">
          <button type="button" class="button" onClick={() => go({ page: "join" })}>
            {t("workshop.by_code")}
          </button>
          <button type="button" class="button quiet" onClick={() => go({ page: "facilitate" })}>
            {t("workshop.by_key")}
          </button>
        </div>
      </main>
    </Frame>
  );
}

/** The server let go of this seat: say why, and keep what was not saved in sight. */
function Ended({ error }: { error: WireError }) {
  return (
    <Frame>
      <main class="page narrow" tabIndex={-1}>
        <h1>{t("workshop.ended")}</h1>
        <div class="say bad" role="alert">
          <p>{errorWords(error)}</p>
        </div>
        {BACK_IN.includes(error.code) && <AskBackIn />}
        <RefusedTray />
        <div class="row">
          <button type="button" class="button" onClick={() => location.reload()}>
            {t("common.try_again")}
          </button>
          <a class="button quiet" href={address({ page: "home" })}>
            {t("common.to_home")}
          </a>
        </div>
      </main>
    </Frame>
  );
}

/** Refusals that a facilitator can take back. */
const BACK_IN = ["seat.removed", "seat.refused"];

const NARROW = "(max-width: 700px)";

function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const follow = (): void => setNarrow(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return isNarrow;
}
