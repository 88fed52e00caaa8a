/** Draws the middle of the wheel: the service, and how far the two readings have come. */

import { session } from "../session";
import { formatNumber, t } from "../words";
import type { BoardView } from "./board-view";
import { WheelMark } from "./mark";
import { areaName, areaOf, colorOf } from "./scene";

interface Reading {
  readonly done: ReadonlySet<string>;
  readonly share: number | null;
}

export function Hub({ view }: { view: BoardView }) {
  const { board } = view;
  const colors = board.areas.map((id) => {
    const area = areaOf(id);
    return area ? `light-dark(${area.color}, ${area.color_dark})` : "var(--soft)";
  });
  const [promise, delivery] = [readingOf(view, false), readingOf(view, true)];
  return (
    <div class="hub-band">
      <Way
        name={t("hub.promise")}
        turn="↻"
        areas={board.areas}
        reading={promise}
        words={shareWords("promise", promise)}
      />
      <div class="hub">
        <WheelMark size={50} colors={colors} />
        <div>
          <strong>{board.service ?? board.title}</strong>
          <small>{t("hub.service")}</small>
        </div>
      </div>
      <Way
        name={t("hub.delivery")}
        turn="↺"
        areas={board.areas}
        reading={delivery}
        words={shareWords("delivery", delivery)}
      />
    </div>
  );
}

interface WayProps {
  readonly name: string;
  readonly turn: string;
  readonly areas: readonly string[];
  readonly reading: Reading;
  readonly words: string;
}

function Way({ name, turn, areas, reading, words }: WayProps) {
  return (
    <div class="way">
      <b>
        {name} <span aria-hidden="true">{turn}</span>
      </b>
      <span class="track" role="img" aria-label={trackWords(name, areas, reading)}>
        {areas.map((id) => (
          <i key={id} class={reading.done.has(id) ? "on" : ""} style={colorOf(id)} />
        ))}
      </span>
      <span>{words}</span>
    </div>
  );
}

/** The promise: areas that have something to say. Delivery: areas whose notes the cities backed. */
function readingOf(view: BoardView, isBacked: boolean): Reading {
  const { areas } = view.board;
  const counts = (id: string): boolean =>
    (session.areas.value.get(id) ?? []).some(
      (note) => !isBacked || Object.values(note.dots ?? {}).some((dots) => dots > 0),
    );
  const done = new Set(areas.filter(counts));
  const isAsked = isBacked
    ? view.board.ballots.some((ballot) => ballot.state === "revealed")
    : done.size > 0;
  return { done, share: isAsked && areas.length > 0 ? done.size / areas.length : null };
}

function shareWords(way: "promise" | "delivery", reading: Reading): string {
  if (reading.share === null) return t(`hub.${way}_later`);
  return t(`hub.${way}_share`, {
    count: reading.done.size,
    share: formatNumber(reading.share, { style: "percent" }),
  });
}

function trackWords(name: string, areas: readonly string[], reading: Reading): string {
  const done = areas.filter((id) => reading.done.has(id)).map(areaName);
  return t("hub.track", { name, areas: done.length > 0 ? done.join(", ") : t("hub.none") });
}
