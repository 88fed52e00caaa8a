/** One sentence of the draft; opened, it shows its rule, its notes and the cities' votes. */

import { useId, useState } from "preact/hooks";

import type { Draft, Finding, PerCity, Sentence } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { type Place, SentenceHands } from "./draft-hands";
import { areaName, colorOf } from "./scene";

interface LineProps {
  readonly sentence: Sentence;
  readonly draft: Draft;
  readonly view: BoardView;
  /** where it can be moved to; without one it stays as it is */
  readonly place?: Place | undefined;
}

export function SentenceLine({ sentence, draft, view, place }: LineProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <li class={isOpen ? "sentence open" : "sentence"}>
      <button
        type="button"
        class="sentence-text"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <WithGaps text={sentence.text} />
        {sentence.edited && <span class="chip edited">{t("draft.edited")}</span>}
      </button>
      <div id={id} class="reasons" hidden={!isOpen}>
        {isOpen && <OpenedSentence {...{ sentence, draft, view, place }} />}
      </div>
    </li>
  );
}

/** What a sentence stands on, and what may be done with it. */
export function OpenedSentence({ sentence, draft, view, place }: LineProps) {
  return (
    <>
      <Reasons sentence={sentence} draft={draft} view={view} />
      {view.rights.mayDraft && place !== undefined && (
        <SentenceHands sentence={sentence} place={place} />
      )}
    </>
  );
}

/** Returns the text; what is not agreed yet stands in brackets and is made visible. */
export function WithGaps({ text }: { text: string }) {
  return (
    <>
      {text.split(/(\[[^\]]*\])/).map((part, place) =>
        part.startsWith("[") ? (
          <mark key={place} class="gap">
            {part}
          </mark>
        ) : (
          part
        ),
      )}
    </>
  );
}

function Reasons({ sentence, draft, view }: LineProps) {
  const rule = draft.rules[sentence.rule];
  return (
    <dl>
      {sentence.original !== undefined && (
        <div>
          <dt>{t("draft.original")}</dt>
          <dd>{sentence.original}</dd>
        </div>
      )}
      <div>
        <dt>{t("draft.rule")}</dt>
        <dd>
          {sentence.rule} · {rule?.title}
        </dd>
      </div>
      {rule && (
        <div>
          <dt>{t("draft.why")}</dt>
          <dd>
            {rule.why} <span class="hint">({rule.source})</span>
          </dd>
        </div>
      )}
      {sentence.notes.length > 0 && (
        <div>
          <dt>{t("draft.its_notes", { count: sentence.notes.length })}</dt>
          <dd>
            <ul class="quotes">
              {sentence.notes.map((id) => (
                <NoteQuote key={id} id={id} view={view} />
              ))}
            </ul>
          </dd>
        </div>
      )}
      <VotesPerCity votes={sentence.votes} view={view} />
    </dl>
  );
}

function VotesPerCity({ votes, view }: { votes: PerCity; view: BoardView }) {
  const { cities } = view.board;
  const counted = cities.filter((city) => votes[city.id] !== undefined);
  if (counted.length === 0) return null;
  return (
    <div>
      <dt>{t("draft.votes")}</dt>
      <dd class="row">
        {counted.map((city) => (
          <span key={city.id} class="row tight-gap">
            <CityBadge cities={cities} city={city.id} />
            {t("note.dots", { count: votes[city.id] ?? 0 })}
          </span>
        ))}
      </dd>
    </div>
  );
}

/** A note a sentence stands on, as it reads on the board. */
export function NoteQuote({ id, view }: { id: string; view: BoardView }) {
  const note = session.notes.value.find((one) => one.id === id);
  if (note === undefined) return <li class="soft">{t("results.note_gone")}</li>;
  return (
    <li class="quote" style={colorOf(note.area)}>
      <span dir="auto">{note.text ?? t("note.hidden")}</span>{" "}
      <CityBadge cities={view.board.cities} city={note.city} />{" "}
      <span class="hint">{areaName(note.area)}</span>
    </li>
  );
}

/** Returns what kind of finding it is, in words. */
export function severityWords(finding: Finding): string {
  const kinds: Readonly<Record<string, string>> = {
    G: "gap",
    T: "tension",
    Q: "question",
    "+": "strength",
    S: "strength",
    R: "recommendation",
    C: "caveat",
  };
  return t(`draft.kind_${kinds[finding.kind] ?? "note"}`);
}
