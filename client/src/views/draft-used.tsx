/** Where notes went: the sentences a note is in, or why it is in none. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { Draft } from "../protocol";
import { session } from "../session";
import { language, t } from "../words";
import { useAsked } from "./asked";
import type { BoardView } from "./board-view";
import { NoteQuote } from "./draft-sentence";
import { Dialog, Fault } from "./parts";
import { opened } from "./scene";

/** Returns the titles of the sections a note is used in, each once, in their order. */
export function sectionsWith(draft: Draft, noteId: string): readonly string[] {
  const used = new Set(draft.used[noteId]?.map((place) => place.section));
  const titles = draft.sections.filter((one) => used.has(one.id)).map((one) => one.title);
  return used.has("core") ? [t("draft.core"), ...titles] : titles;
}

interface WhereProps {
  readonly draft: Draft;
  readonly note: string;
}

function Where({ draft, note }: WhereProps) {
  const sections = sectionsWith(draft, note);
  const reason = draft.not_carried.find((one) => one.note_id === note)?.text;
  if (sections.length === 0 && reason === undefined) return <p>{t("used.nowhere")}</p>;
  return (
    <>
      {sections.length > 0 && <p>{t("used.in", { sections: sections.join(", ") })}</p>}
      {reason !== undefined && <p class="soft">{reason}</p>}
    </>
  );
}

/** Every note with its whereabouts. */
export function UsedNotes({ draft, view }: { draft: Draft; view: BoardView }) {
  const [isOpen, setOpen] = useState(false);
  const notes = Object.keys(draft.used);
  return (
    <details class="draft-section" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h3>{t("used.title", { count: notes.length })}</h3>
      </summary>
      {isOpen &&
        notes.map((id) => (
          <div key={id} class="stack" data-testid="whereabouts">
            <ul class="quotes">
              <NoteQuote id={id} view={view} />
            </ul>
            <Where draft={draft} note={id} />
          </div>
        ))}
    </details>
  );
}

/** The whereabouts of one note, from its own menu. */
export function WhereDialog({ note, view }: { note: string; view: BoardView }) {
  const workshopId = session.workshopId.value ?? "";
  const asked = useAsked(
    (token) => api.draft(workshopId, token, { language: language.value }),
    language.value,
  );
  return (
    <Dialog title={t("used.note")} onClose={() => (opened.value = null)}>
      <ul class="quotes">
        <NoteQuote id={note} view={view} />
      </ul>
      <Fault error={asked.fault} />
      {asked.answer === null && asked.fault === null && <p role="status">{t("draft.writing")}</p>}
      {asked.answer && <Where draft={asked.answer} note={note} />}
    </Dialog>
  );
}
