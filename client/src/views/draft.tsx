/** The draft: a document that rules wrote from the board, sentence by sentence with its reasons. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { Draft, DraftSection, WhatIf } from "../protocol";
import { address } from "../router";
import { session } from "../session";
import { language, t } from "../words";
import { useAsked } from "./asked";
import type { BoardView } from "./board-view";
import { Agreement } from "./draft-agreement";
import { coreSentence, DraftCore } from "./draft-core";
import { Omitted } from "./draft-hands";
import { SectionLines } from "./draft-lines";
import { NoteQuote } from "./draft-sentence";
import { Signing } from "./draft-sign";
import { UsedNotes } from "./draft-used";
import { DraftWhatIf } from "./draft-what-if";
import { FindingGroups } from "./finding-groups";
import { FindingLine } from "./finding-line";
import { Fault } from "./parts";

export function DraftPage({ view, workshopId }: { view: BoardView; workshopId: string }) {
  const [whatIf, setWhatIf] = useState<WhatIf>({});
  const asked = useAsked(
    (token) => api.draft(workshopId, token, { language: language.value, whatIf }),
    `${language.value} ${JSON.stringify(whatIf)}`,
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
        {asked.answer && (
          <>
            {Object.keys(whatIf).length > 0 && (
              <div class="say" role="status">
                <p>{t("what_if.now")}</p>
                <button type="button" class="button quiet small" onClick={() => setWhatIf({})}>
                  {t("what_if.end")}
                </button>
              </div>
            )}
            <Document draft={asked.answer} view={view} />
            <DraftWhatIf
              key={JSON.stringify(whatIf)}
              draft={asked.answer}
              board={view.board}
              chosen={whatIf}
              onChoose={setWhatIf}
            />
          </>
        )}
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
      <Agreement draft={draft} view={view} />
      <Findings draft={draft} view={view} />
      <Dismissed draft={draft} view={view} />
      <UsedNotes draft={draft} view={view} />
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
  const core = coreSentence(section, draft);
  const isEmpty = section.sentences.every((one) => one === core); // it is on top
  return (
    <section class="draft-section" aria-labelledby={`section-${section.id}`}>
      <h3 id={`section-${section.id}`}>{section.title}</h3>
      {isEmpty ? (
        <p class="soft">{t("draft.section_empty")}</p>
      ) : (
        <SectionLines section={section} draft={draft} view={view} without={core} />
      )}
      <Omitted section={section} view={view} />
      <Signing section={section} view={view} />
    </section>
  );
}

function Findings({ draft, view }: PartProps) {
  return (
    <section class="draft-section" aria-labelledby="draft-findings">
      <h3 id="draft-findings">{t("draft.findings")}</h3>
      {draft.findings.length === 0 ? (
        <p class="soft">{t("draft.no_findings")}</p>
      ) : (
        <FindingGroups lines={draft.finding_lines} findings={draft.findings} view={view} />
      )}
    </section>
  );
}

/** What the facilitator set aside stays in the annex, with the reason. */
function Dismissed({ draft, view }: PartProps) {
  if (draft.dismissed.length === 0) return null;
  return (
    <details class="draft-section">
      <summary>
        <h3>{t("finding.set_aside", { count: draft.dismissed.length })}</h3>
      </summary>
      <ul class="findings">
        {draft.dismissed.map((finding) => (
          <FindingLine key={finding.id} finding={finding} view={view} />
        ))}
      </ul>
    </details>
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
