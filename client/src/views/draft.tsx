/** The draft: a document that rules wrote from the board, sentence by sentence with its reasons. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { Draft, DraftSection, Finding } from "../protocol";
import { address } from "../router";
import { session } from "../session";
import { language, t } from "../words";
import { useAsked } from "./asked";
import type { BoardView } from "./board-view";
import { DraftCore } from "./draft-core";
import { NoteQuote, SentenceLine, severityWords } from "./draft-sentence";
import { Fault } from "./parts";

export function DraftPage({ view, workshopId }: { view: BoardView; workshopId: string }) {
  const asked = useAsked(
    (token) => api.draft(workshopId, token, { language: language.value }),
    language.value,
  );
  return (
    <main class="draft" tabIndex={-1}>
      <div class="page">
        <Fault error={asked.fault} />
        {asked.fault && (
          <button type="button" class="button" onClick={asked.again}>
            {t("common.try_again")}
          </button>
        )}
        {asked.answer === null && asked.fault === null && <p role="status">{t("draft.writing")}</p>}
        {asked.answer && <Document draft={asked.answer} view={view} />}
      </div>
    </main>
  );
}

function Document({ draft, view }: PartProps) {
  const { board } = view;
  if (draft.status.notes === 0) return <NothingYet draft={draft} view={view} />;
  return (
    <>
      <header class="stack">
        <h2 class="draft-title">{board.service ?? board.title}</h2>
        <p class="soft">{draft.status.text}</p>
        <p class="hint no-print">{t("draft.how_to_read")}</p>
      </header>
      <DraftCore draft={draft} view={view} />
      {draft.sections.filter(isNotOnTop).map((section) => (
        <Section key={section.id} section={section} draft={draft} view={view} />
      ))}
      <Findings findings={draft.findings} draft={draft} view={view} />
      <NotCarried draft={draft} view={view} />
      <NotEvaluated draft={draft} />
      <footer class="hint checksum">
        {t("draft.checksum")} <code>{draft.checksum}</code>
      </footer>
    </>
  );
}

/** The state of the draft stands above all sections. */
const isNotOnTop = (section: DraftSection): boolean => section.id !== "status";

/** A text of nothing but gaps helps nobody: say what it waits for. */
function NothingYet({ draft, view }: PartProps) {
  const workshopId = session.workshopId.value ?? "";
  return (
    <>
      <h2 class="draft-title">{view.board.service ?? view.board.title}</h2>
      <div class="say">
        <p>{draft.status.hidden > 0 ? t("draft.empty_hidden") : t("draft.empty")}</p>
        <a class="button quiet" href={address({ page: "board", workshopId })}>
          {t("results.to_board")}
        </a>
      </div>
    </>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly view: BoardView;
}

function Section({ section, draft, view }: PartProps & { section: DraftSection }) {
  const sentences = section.sentences.filter((one) => one.text !== draft.core.text); // it is on top
  return (
    <section class="draft-section" aria-labelledby={`section-${section.id}`}>
      <h3 id={`section-${section.id}`}>{section.title}</h3>
      {sentences.length === 0 ? (
        <p class="soft">{t("draft.section_empty")}</p>
      ) : (
        <ul class="sentences">
          {sentences.map((sentence, place) => (
            <SentenceLine
              key={`${sentence.finding}-${place}`}
              sentence={sentence}
              draft={draft}
              view={view}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Findings({ findings, draft, view }: PartProps & { findings: readonly Finding[] }) {
  const worstFirst = findings.toSorted((a, b) => b.severity - a.severity);
  return (
    <section class="draft-section" aria-labelledby="draft-findings">
      <h3 id="draft-findings">{t("draft.findings")}</h3>
      {worstFirst.length === 0 ? (
        <p class="soft">{t("draft.no_findings")}</p>
      ) : (
        <ul class="findings">
          {worstFirst.map((finding) => (
            <li key={finding.id} class={`finding severity-${finding.severity}`}>
              <span class="chip">{severityWords(finding)}</span>
              <div class="stack">
                <p>{finding.text}</p>
                <p class="hint">
                  {finding.rule} · {draft.rules[finding.rule]?.title}
                </p>
                {finding.notes.length > 0 && (
                  <details>
                    <summary>{t("draft.its_notes", { count: finding.notes.length })}</summary>
                    <ul class="quotes">
                      {finding.notes.map((id) => (
                        <NoteQuote key={id} id={id} view={view} />
                      ))}
                    </ul>
                  </details>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Nothing disappears: each note the text does not use is here, with the reason. */
function NotCarried({ draft, view }: PartProps) {
  const [isOpen, setOpen] = useState(false);
  if (draft.not_carried.length === 0) return null;
  const reasons = new Map<string, string[]>();
  for (const { note_id, text } of draft.not_carried) {
    reasons.set(text, [...(reasons.get(text) ?? []), note_id]);
  }
  return (
    <details class="draft-section" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h3>{t("draft.not_carried", { count: draft.not_carried.length })}</h3>
      </summary>
      {isOpen &&
        [...reasons].map(([reason, ids]) => (
          <div key={reason} class="stack">
            <p>{reason}</p>
            <ul class="quotes">
              {ids.map((id) => (
                <NoteQuote key={id} id={id} view={view} />
              ))}
            </ul>
          </div>
        ))}
    </details>
  );
}

function NotEvaluated({ draft }: { draft: Draft }) {
  if (draft.not_evaluated.length === 0) return null;
  return (
    <details class="draft-section">
      <summary>
        <h3>{t("draft.not_evaluated", { count: draft.not_evaluated.length })}</h3>
      </summary>
      <ul class="plain-list">
        {draft.not_evaluated.map((one) => (
          <li key={one.rule}>
            <span class="hint">{one.rule}</span> {one.text}
          </li>
        ))}
      </ul>
    </details>
  );
}
