/** The list of what happened, newest first: each line leads to the board of that moment. */

import { ops } from "../ops";
import type { HistoryEvent } from "../protocol";
import { formatDate, t } from "../words";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { eventWords, isTold } from "./history-words";
import { toast } from "./scene";

const CLOCK: Intl.DateTimeFormatOptions = { timeStyle: "medium" };
const DAY: Intl.DateTimeFormatOptions = { dateStyle: "full" };

interface ListProps {
  readonly view: BoardView;
  readonly events: readonly HistoryEvent[];
  /** the seq that is shown */
  readonly at: number;
  readonly onShow: (seq: number) => void;
  readonly onRestored: () => void;
}

export function HistoryList({ view, events, at, onShow, onRestored }: ListProps) {
  const told = events.filter((event) => isTold(event.type));
  // The newest that has happened by then.
  const now = told.find((event) => event.seq <= at)?.seq;
  return (
    <ol class="happened">
      {told.map((event, place) => (
        <li key={event.seq} aria-current={event.seq === now ? "step" : undefined}>
          <DayLine event={event} after={told[place - 1]} />
          <button type="button" class="happened-line" onClick={() => onShow(event.seq)}>
            <time dateTime={event.at}>{formatDate(event.at, CLOCK)}</time>
            <span dir="auto">{eventWords(event, view.board)}</span>
            <span class="happened-by">
              {event.name}
              <CityBadge cities={view.board.cities} city={event.city} />
            </span>
          </button>
          {mayPutBack(view, event) && <PutBack event={event} onRestored={onRestored} />}
        </li>
      ))}
    </ol>
  );
}

/** Says the day where it begins: a workshop may go on for weeks. */
function DayLine({ event, after }: { event: HistoryEvent; after: HistoryEvent | undefined }) {
  const day = formatDate(event.at, DAY);
  if (after !== undefined && formatDate(after.at, DAY) === day) return null;
  return <h3 class="label">{day}</h3>;
}

function mayPutBack({ board, seat, rights }: BoardView, event: HistoryEvent): boolean {
  if (event.type !== "note.removed" || event.note?.state !== "removed") return false;
  if (board.closed_at !== undefined) return false;
  return rights.isFacilitator || (seat.role === "city_lead" && seat.city === event.city);
}

function PutBack({ event, onRestored }: { event: HistoryEvent; onRestored: () => void }) {
  const id = event.note?.id;
  const putBack = async (): Promise<void> => {
    if (id === undefined || !(await orSay(ops.restoreNote({ note_id: id })))) return;
    toast(t("history.restored"));
    onRestored();
  };
  return (
    <button type="button" class="button quiet small" onClick={() => void putBack()}>
      {t("history.restore")}
    </button>
  );
}
