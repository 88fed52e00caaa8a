/** The board of an earlier moment, to be read only. */

import type { Board, BoardNote } from "../protocol";
import { t } from "../words";
import { dotsOf } from "./board-view";
import { CityBadge } from "./cities";
import { Dots } from "./note";
import { areaName, colorOf } from "./scene";
import { versionFor } from "../translations";
import { language } from "../words";

const ERASED = "[erased]"; // what stands in the log where a text was erased later

interface PastProps {
  readonly board: Board;
  /** the note the last change was about */
  readonly changed: string | null;
}

export function PastBoard({ board, changed }: PastProps) {
  return (
    <div class="past-board">
      {board.areas.map((id) => {
        const notes = board.notes.filter((note) => note.area === id);
        return (
          <section key={id} class="past-area" style={colorOf(id)} aria-labelledby={`past-${id}`}>
            <h3 id={`past-${id}`}>
              {areaName(id)} <span class="count">{t("area.notes", { count: notes.length })}</span>
            </h3>
            <ul>
              {notes.map((note) => (
                <PastNote key={note.id} note={note} board={board} isNew={note.id === changed} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

interface NoteProps {
  readonly note: BoardNote;
  readonly board: Board;
  readonly isNew: boolean;
}

function PastNote({ note, board, isNew }: NoteProps) {
  const name = `past-note${isNew ? " changed" : ""}`;
  if (note.hidden === true) {
    return (
      <li class={`${name} masked`}>
        <p class="soft">{t("note.hidden")}</p>
        <CityBadge cities={board.cities} city={note.city} />
      </li>
    );
  }
  const dots = dotsOf(note, board.cities);
  const isErased = note.erased === true || note.text === ERASED;
  const text = versionFor(note, language.value)?.text ?? note.text;
  return (
    <li class={name}>
      <p dir="auto" class={isErased ? "soft" : undefined}>
        {isErased ? t("note.erased") : text}
      </p>
      <span class="row">
        <CityBadge cities={board.cities} city={note.city} />
        {dots.all > 0 && <Dots dots={dots.all} cities={dots.cities} />}
      </span>
    </li>
  );
}
