/** Knows which area's result the stage shows: one after the other, by itself or by a key. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import * as api from "../api";
import type { Board, Ranking, RankedNote } from "../protocol";
import { useAsked } from "./asked";
import type { BoardView } from "./board-view";
import { stepOf } from "./walk-step";

const EACH_FOR = 12_000; // ms; so long a room reads three notes and their bars

/** The ranking the stage shows; null while there is none. */
const ranking = signal<Ranking | null>(null);
/** How many results have been gone through. */
const turn = signal(0);
export const isPaused = signal(matchMedia("(prefers-reduced-motion: reduce)").matches);

/** Asks for the ranking while there is one, and goes on through its areas. */
export function useResults({ board }: BoardView, workshopId: string): void {
  const weighting = board.settings.weighting;
  const has = hasResult(board);
  const { answer } = useAsked(
    (token) => (has ? api.ranking(workshopId, token, { weighting }) : Promise.resolve(null)),
    `${weighting} ${has}`,
  );
  useEffect(() => {
    ranking.value = answer;
  }, [answer]);
  const isStill = isPaused.value;
  useEffect(() => {
    if (!has || isStill) return;
    const timer = setInterval(() => (turn.value += 1), EACH_FOR);
    return () => clearInterval(timer);
  }, [has, isStill]);
}

/** Goes to the next result or back, and stays there: whoever presses a key talks about it. */
export function stepResults(by: number): void {
  turn.value += by;
  isPaused.value = true;
}

export function togglePause(): void {
  isPaused.value = !isPaused.peek();
}

/** The area the room looks at: that of the note or walk shown, else that of the result. */
export function shownArea({ board }: BoardView): string | null {
  const spotlight = board.notes.find((note) => note.id === board.spotlight);
  if (spotlight !== undefined) return spotlight.area;
  return stepOf(board)?.area ?? resultNow(board)?.area ?? null;
}

export interface AreaResult {
  readonly area: string;
  /** the best, those that have dots */
  readonly best: readonly RankedNote[];
}

const MOST_SHOWN = 3; // as many as a room reads from its last row

/** Returns the result that is shown now; null while there is none to show. */
export function resultNow(board: Board): AreaResult | null {
  const results = hasResult(board) ? resultsOf(board) : [];
  const at = ((turn.value % results.length) + results.length) % results.length;
  return results[at] ?? null;
}

/** Returns note → its place among the best of its area, 1 to 3, while results are shown. */
export function bestPlaces(board: Board): ReadonlyMap<string, number> {
  if (!hasResult(board)) return new Map();
  const places = resultsOf(board).flatMap(({ best }) =>
    best.map((one, place): [string, number] => [one.target_id, place + 1]),
  );
  return new Map(places);
}

function resultsOf(board: Board): readonly AreaResult[] {
  const areas = ranking.value?.areas ?? {};
  return board.areas
    .map((area) => ({
      area,
      best: (areas[area] ?? []).filter((one) => one.raw > 0).slice(0, MOST_SHOWN),
    }))
    .filter(({ best }) => best.length > 0);
}

/** While people vote nothing they could follow is on the wall. */
function hasResult(board: Board): boolean {
  const isVoting = board.ballots.some((ballot) => ballot.state === "open");
  return !isVoting && board.ballots.some((ballot) => ballot.state === "revealed");
}
