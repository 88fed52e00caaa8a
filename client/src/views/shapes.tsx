/** Lays the areas of a board out: as a racetrack, by their places, as columns, or one at a time. */

import { session } from "../session";
import { t } from "../words";
import { AreaBox } from "./area";
import type { BoardView } from "./board-view";
import { Hub } from "./hub";
import { Choice } from "./parts";
import { areaName, areaOf, colorOf, shape, writingTo } from "./scene";

const RING = 6; // areas that make a racetrack

export function BoardShape({ view, isNarrow }: { view: BoardView; isNarrow: boolean }) {
  if (isNarrow) return <OneArea view={view} />;
  if (shape.value === "columns") return <Columns view={view} />;
  const { areas } = view.board;
  if (session.canvas.value?.layout === "ring" && areas.length === RING) {
    return <Racetrack view={view} />;
  }
  const isPlaced = areas.every((id) => areaOf(id)?.place !== undefined);
  return (
    <main class="board-main" tabIndex={-1}>
      <div class={isPlaced ? "placed" : "flowing"}>
        {areas.map((id) => (
          <AreaBox key={id} id={id} view={view} />
        ))}
      </div>
    </main>
  );
}

/** Three on top from left to right, three below from right to left: the eye goes clockwise. The
 * hub stands fourth, between the rows, so that the reading order is the order of the areas. */
function Racetrack({ view }: { view: BoardView }) {
  const { areas } = view.board;
  return (
    <main class="board-main" tabIndex={-1}>
      <div class="racetrack">
        {areas.slice(0, 3).map((id) => (
          <AreaBox key={id} id={id} view={view} />
        ))}
        <Hub view={view} />
        {areas.slice(3).map((id) => (
          <AreaBox key={id} id={id} view={view} />
        ))}
      </div>
    </main>
  );
}

function Columns({ view }: { view: BoardView }) {
  return (
    <main class="board-main" tabIndex={-1}>
      <div class="columns">
        {view.board.areas.map((id) => (
          <AreaBox key={id} id={id} view={view} />
        ))}
      </div>
    </main>
  );
}

/** On a phone: one area at a time; in a vote its notes are a list with dots. */
function OneArea({ view }: { view: BoardView }) {
  const { areas } = view.board;
  const here = areas.includes(writingTo.value) ? writingTo.value : (areas[0] ?? "");
  return (
    <main class={view.ownBallot ? "one-area vote-list" : "one-area"} tabIndex={-1}>
      <Choice
        legend={t("area.shown")}
        name="shown-area"
        class="area-tabs"
        chosen={[here]}
        onChoose={(id) => (writingTo.value = id)}
        options={areas.map((id) => ({
          value: id,
          words: <TabWords id={id} />,
          style: colorOf(id),
          class: "of-area",
        }))}
      />
      <AreaBox key={here} id={here} view={view} />
    </main>
  );
}

function TabWords({ id }: { id: string }) {
  const count = session.areas.value.get(id)?.length ?? 0;
  return (
    <>
      {areaName(id)} <small>{count}</small>
    </>
  );
}
