/** One thing the rules found, where it stands on the board, and what the facilitator says to it. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Finding } from "../protocol";
import { address } from "../router";
import { session } from "../session";
import { t } from "../words";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { NoteQuote, severityWords } from "./draft-sentence";
import { Field } from "./parts";
import { areaName, opened, writingTo } from "./scene";

interface FindingProps {
  readonly finding: Finding;
  readonly view: BoardView;
}

export function FindingLine({ finding, view }: FindingProps) {
  return (
    <li class={`finding severity-${finding.severity}`}>
      <FindingChip finding={finding} />
      <div class="stack">
        <p>{finding.text}</p>
        <p class="hint">
          {finding.rule} · {finding.title}
        </p>
        <FindingBody finding={finding} view={view} />
      </div>
    </li>
  );
}

export function FindingChip({ finding }: { finding: Finding }) {
  return <span class="chip">{severityWords(finding)}</span>;
}

/** What was said to it, where it stands on the board, its notes, and the facilitator's verdict. */
export function FindingBody({ finding, view }: FindingProps) {
  const { verdict, reason } = finding;
  return (
    <>
      {verdict !== undefined && (
        <p class="hint" data-testid="verdict">
          <strong>{t(`finding.${verdict}ed`)}</strong> {reason}
        </p>
      )}
      <Areas finding={finding} />
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
      {view.rights.mayJudge && <Judging finding={finding} />}
    </>
  );
}

/** Leads to the areas it is about. */
function Areas({ finding }: { finding: Finding }) {
  const workshopId = session.workshopId.value ?? "";
  if (finding.areas.length === 0) return null;
  return (
    <div class="row no-print">
      {finding.areas.map((area) => (
        <a
          key={area}
          class="button quiet small"
          href={address({ page: "board", workshopId })}
          onClick={() => goToArea(area)}
        >
          {t("finding.to_area", { area: areaName(area) })}
        </a>
      ))}
    </div>
  );
}

function goToArea(area: string): void {
  writingTo.value = area;
  opened.value = null;
  requestAnimationFrame(() => {
    document.querySelector(`[data-area="${area}"]`)?.scrollIntoView({ block: "nearest" });
  });
}

function Judging({ finding }: { finding: Finding }) {
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const id = finding.id;
  if (finding.verdict !== undefined) {
    return (
      <div class="row no-print">
        <button
          type="button"
          class="button bare small"
          onClick={() => void orSay(ops.judgeFinding({ finding_id: id, verdict: null }))}
        >
          {t("finding.take_back")}
        </button>
      </div>
    );
  }
  if (!isAsking) {
    return (
      <div class="row no-print">
        <button
          type="button"
          class="button quiet small"
          onClick={() => void orSay(ops.judgeFinding({ finding_id: id, verdict: "accept" }))}
        >
          {t("finding.accept")}
        </button>
        <button type="button" class="button bare small" onClick={() => setAsking(true)}>
          {t("finding.dismiss")}
        </button>
      </div>
    );
  }
  const dismiss = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (reason.trim() === "") return;
    const judged = { finding_id: id, verdict: "dismiss", reason: reason.trim() } as const;
    if (await orSay(ops.judgeFinding(judged))) setAsking(false);
  };
  return (
    <form class="stack no-print" onSubmit={(event) => void dismiss(event)}>
      <Field
        label={t("finding.why")}
        hint={t("finding.why_hint")}
        control={(attributes) => (
          <input
            {...attributes}
            class="input"
            required
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
      />
      <div class="row">
        <button type="submit" class="button small">
          {t("finding.dismiss_do")}
        </button>
        <button type="button" class="button quiet small" onClick={() => setAsking(false)}>
          {t("common.cancel")}
        </button>
      </div>
    </form>
  );
}
