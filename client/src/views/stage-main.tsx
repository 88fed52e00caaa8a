/** What the room looks at beside the wheel: a note, a result, the turnout, or who is here. */

import type { Ballot, Board, Note } from "../protocol";
import { session } from "../session";
import { versionFor } from "../translations";
import { inLanguage, language, t } from "../words";
import type { BoardView } from "./board-view";
import { CityBadge, lookOf } from "./cities";
import { areaName, colorOf } from "./scene";
import { type AreaResult, resultNow, useResults } from "./stage-results";
import { stepOf } from "./walk-step";

export function StageMain({ view, workshopId }: { view: BoardView; workshopId: string }) {
  useResults(view, workshopId);
  const { board } = view;
  const ballot = session.ballot.value;
  const presented = openNote(board, board.spotlight ?? undefined);
  const step = stepOf(board);
  const result = resultNow(board);
  if (presented !== null) return <BigNote board={board} note={presented} />;
  if (step !== null) return <WalkQuestion board={board} step={step} />;
  if (ballot !== null) return <Turnout board={board} ballot={ballot} />;
  if (result !== null) return <Result board={board} result={result} />;
  return <Gathered board={board} />;
}

/** A note as large as its length allows. */
function BigNote({ board, note }: { board: Board; note: Note }) {
  const text = wordsOf(note);
  const size = text.length > 140 ? "long" : text.length > 60 ? "medium" : "short";
  return (
    <section class={`stage-note ${size}`} style={colorOf(note.area)}>
      <p class="stage-step">
        {areaName(note.area)} <CityBadge cities={board.cities} city={note.city} />
      </p>
      <p class="stage-text" dir="auto">
        {text}
      </p>
    </section>
  );
}

function WalkQuestion({ board, step }: { board: Board; step: NonNullable<Step> }) {
  const question = session.canvas.value?.walks[step.direction]?.[step.area];
  return (
    <div class="stage-walk">
      <p class="stage-ask" style={colorOf(step.area)}>
        {areaName(step.area)} → {areaName(step.target)}
        <b>{inLanguage(question) || t("walk.question")}</b>
      </p>
      {step.note !== null && <BigNote board={board} note={step.note} />}
    </div>
  );
}

type Step = ReturnType<typeof stepOf>;

/** How many have voted: never for what. */
function Turnout({ board, ballot }: { board: Board; ballot: Ballot }) {
  return (
    <CityLines
      board={board}
      title={t("stage.voted")}
      of={(city) => ({ done: ballot.turnout[city] ?? 0, all: hereOf(city) })}
    />
  );
}

function Gathered({ board }: { board: Board }) {
  const notes = new Map<string, number>();
  for (const { city } of board.notes) if (city) notes.set(city, (notes.get(city) ?? 0) + 1);
  return (
    <CityLines
      board={board}
      title={t("stage.notes_of")}
      of={(city) => ({ done: notes.get(city) ?? 0, all: null })}
    />
  );
}

interface LinesProps {
  readonly board: Board;
  readonly title: string;
  readonly of: (city: string) => { readonly done: number; readonly all: number | null };
}

function CityLines({ board, title, of }: LinesProps) {
  const counts = board.cities.map(({ id }) => of(id));
  const most = Math.max(1, ...counts.map(({ done, all }) => Math.max(done, all ?? 0)));
  return (
    <section class="stage-cities">
      <h2>{title}</h2>
      <ul>
        {board.cities.map((city, place) => {
          const { done, all } = counts[place] ?? { done: 0, all: null };
          const look = lookOf(place);
          return (
            <li key={city.id}>
              <CityBadge cities={board.cities} city={city.id} />
              <span class="stage-city">{city.name}</span>
              <b>{all === null ? done : t("stage.of", { done, all: Math.max(done, all) })}</b>
              <span class="stage-bar" aria-hidden="true">
                <span
                  class={`swatch ${look.class}`}
                  style={{ ...look.style, width: `${(done / most) * 100}%` }}
                />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The best of one area, each with the dots of every city. */
function Result({ board, result }: { board: Board; result: AreaResult }) {
  const most = Math.max(1, ...result.best.map(({ raw }) => raw));
  return (
    <section class="stage-result" style={colorOf(result.area)} aria-live="polite">
      <h2>{areaName(result.area)}</h2>
      <ol>
        {result.best.map((one) => (
          <li key={one.target_id}>
            <p dir="auto">{titleOf(board, one.target_id)}</p>
            <span class="stage-dots">
              <span class="stage-bar" aria-hidden="true">
                {board.cities.map((city, place) => {
                  const look = lookOf(place);
                  const share = ((one.dots[city.id] ?? 0) / most) * 100;
                  return (
                    <span
                      key={city.id}
                      class={`swatch ${look.class}`}
                      style={{ ...look.style, width: `${share}%` }}
                    />
                  );
                })}
              </span>
              <b>{t("note.dots", { count: one.raw })}</b>
            </span>
          </li>
        ))}
      </ol>
      <p class="stage-legend">
        {board.cities.map(({ id }) => (
          <CityBadge key={id} cities={board.cities} city={id} />
        ))}
      </p>
    </section>
  );
}

function titleOf(board: Board, id: string): string {
  const theme = board.themes.find((one) => one.id === id);
  if (theme !== undefined) return theme.erased ? t("note.erased") : theme.title;
  const note = openNote(board, id);
  return note === null ? t("results.note_gone") : wordsOf(note);
}

function openNote(board: Board, id: string | undefined): Note | null {
  const found = board.notes.find((note) => note.id === id);
  return found === undefined || found.hidden === true ? null : found;
}

function wordsOf(note: Note): string {
  if (note.erased) return t("note.erased");
  return versionFor(note, language.value)?.text ?? note.text;
}

const hereOf = (city: string): number => session.people.value?.cities[city]?.connected ?? 0;
