/** The history of a workshop: what happened, the board at every moment, and going on from one. */

import { useEffect, useMemo, useState } from "preact/hooks";

import * as api from "../api";
import type { Change, HistoryEvent, Made, WireError } from "../protocol";
import { type Replay, readReplay } from "../replay";
import { session } from "../session";
import { t } from "../words";
import { AskFirst } from "./ask-first";
import type { BoardView } from "./board-view";
import { PastBoard } from "./history-board";
import { HistoryList } from "./history-list";
import { ReplayBar } from "./history-replay";
import { LinksSheet } from "./links";
import { Fault, refusalIn } from "./parts";

interface HistoryProps {
  readonly view: BoardView;
  readonly workshopId: string;
}

export function HistoryPage({ view, workshopId }: HistoryProps) {
  const past = usePast(workshopId);
  const [at, setAt] = useState<number | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const { replay } = past;
  const seq = replay === null ? 0 : Math.min(at ?? replay.last, replay.last);
  const board = useMemo(() => replay?.boardAt(seq), [replay, seq]);
  if (made !== null) return <LinksSheet made={made} />;
  return (
    <main class="history" tabIndex={-1}>
      <div class="history-head">
        <h2>{t("history.title")}</h2>
        <p class="soft">{t("history.lead")}</p>
        <Fault error={past.fault} />
        {replay === null && past.fault === null && (
          <p role="status">{t("history.reading", { share: Math.round(past.share * 100) })}</p>
        )}
        {replay !== null && board !== undefined && (
          <ReplayBar replay={replay} board={board} at={seq} onGo={setAt} />
        )}
      </div>
      <div class="history-list">
        {session.seq.value > (replay?.last ?? Infinity) && (
          <button type="button" class="button quiet small" onClick={past.again}>
            {t("history.newer")}
          </button>
        )}
        <HistoryList
          view={view}
          events={past.events}
          at={seq}
          onShow={setAt}
          onRestored={past.again}
        />
        {past.before !== null && (
          <button type="button" class="button quiet" onClick={past.earlier}>
            {t("history.earlier")}
          </button>
        )}
      </div>
      <div class="history-board">
        {board && <PastBoard board={board} changed={aboutNote(replay, seq)} />}
        {view.rights.isFacilitator && replay !== null && (
          <GoOn workshopId={workshopId} seq={seq} onMade={setMade} />
        )}
      </div>
    </main>
  );
}

interface Past {
  readonly replay: Replay | null;
  readonly events: readonly HistoryEvent[];
  readonly before: number | null;
  readonly fault: WireError | null;
  /** how far the log is read, 0 to 1 */
  readonly share: number;
  readonly again: () => void;
  readonly earlier: () => void;
}

/** Reads the log and the newest of what happened; the rest of that when it is asked for. */
function usePast(workshopId: string): Past {
  const [replay, setReplay] = useState<Replay | null>(null);
  const [events, setEvents] = useState<readonly HistoryEvent[]>([]);
  const [before, setBefore] = useState<number | null>(null);
  const [fault, setFault] = useState<WireError | null>(null);
  const [share, setShare] = useState(0);
  const [turn, setTurn] = useState(0);
  const token = session.kept.value?.token ?? "";
  const seat = session.seat.value;
  const failed = (thrown: unknown): void => setFault(refusalIn(thrown));
  useEffect(() => {
    if (seat === null) return;
    let isOld = false;
    const read = async (): Promise<void> => {
      const told = await api.history(workshopId, token);
      if (isOld) return;
      setEvents(told.events);
      setBefore(told.before);
      const found = await readReplay(workshopId, { token, seat }, told, setShare);
      if (!isOld) setReplay(found);
    };
    read().catch((thrown: unknown) => {
      if (!isOld) failed(thrown);
    });
    return () => {
      isOld = true;
    };
  }, [workshopId, token, turn]);
  const earlier = (): void => {
    api.history(workshopId, token, before ?? undefined).then((told) => {
      setEvents([...events, ...told.events]);
      setBefore(told.before);
    }, failed);
  };
  return { replay, events, before, fault, share, earlier, again: () => setTurn(turn + 1) };
}

interface GoOnProps {
  readonly workshopId: string;
  readonly seq: number;
  readonly onMade: (made: Made) => void;
}

function GoOn({ workshopId, seq, onMade }: GoOnProps) {
  const [fault, setFault] = useState<WireError | null>(null);
  const goOn = (): void => {
    setFault(null);
    api
      .goOnFrom(workshopId, session.kept.peek()?.token ?? "", seq)
      .then(onMade, (thrown: unknown) => setFault(refusalIn(thrown)));
  };
  return (
    <section class="say">
      <h3>{t("history.go_on")}</h3>
      <p class="soft">{t("history.go_on_words")}</p>
      <AskFirst
        label={t("history.go_on_do")}
        question={t("history.go_on_sure")}
        explained={<p>{t("history.go_on_stays")}</p>}
        yes={t("history.go_on_do")}
        run={goOn}
      />
      <Fault error={fault} />
    </section>
  );
}

/** Returns the note the change with that seq was about, or null. */
function aboutNote(replay: Replay | null, seq: number): string | null {
  const change: Change | undefined = replay?.changes[seq - replay.begins - 1];
  if (change === undefined) return null;
  if ("note" in change) return change.note.id;
  return "note_id" in change ? (change.note_id ?? null) : null;
}
