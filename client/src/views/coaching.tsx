/** What is missing so far: the rules read the board while there is still time to ask. */

import * as api from "../api";
import type { Finding } from "../protocol";
import { session } from "../session";
import { language, t } from "../words";
import { useAsked } from "./asked";
import type { BoardView } from "./board-view";
import { FindingLine } from "./finding-line";
import { Dialog, Fault } from "./parts";
import { opened } from "./scene";

const MISSING = ["G", "T", "Q"]; // kinds of findings that ask people for something

/** Returns what asks people for something, the gravest first, what was judged last. */
export function missing(findings: readonly Finding[]): readonly Finding[] {
  const isJudged = (one: Finding): number => (one.verdict === undefined ? 0 : 1);
  return findings
    .filter((one) => MISSING.includes(one.kind))
    .toSorted((a, b) => isJudged(a) - isJudged(b) || b.severity - a.severity);
}

export function PanelCoaching({ view }: { view: BoardView }) {
  return (
    <section class="panel-part" aria-labelledby="panel-coaching">
      <h3 id="panel-coaching">{t("coaching.title")}</h3>
      <Missing view={view} most={5} />
      <button
        type="button"
        class="button quiet small"
        onClick={() => (opened.value = { kind: "gaps" })}
      >
        {t("coaching.all")}
      </button>
    </section>
  );
}

export function GapsDialog({ view }: { view: BoardView }) {
  return (
    <Dialog title={t("coaching.title")} isWide onClose={() => (opened.value = null)}>
      <p class="soft">{t("coaching.lead")}</p>
      <Missing view={view} />
    </Dialog>
  );
}

/** Reads revealed notes only, as the server does for every result. */
function Missing({ view, most = Infinity }: { view: BoardView; most?: number }) {
  const workshopId = session.workshopId.value ?? "";
  const asked = useAsked(
    (token) => api.findings(workshopId, token, { language: language.value }),
    language.value,
  );
  if (asked.fault) return <Fault error={asked.fault} />;
  if (asked.answer === null) return <p class="soft">{t("draft.writing")}</p>;
  const found = missing(asked.answer);
  if (found.length === 0) return <p class="soft">{t("coaching.nothing")}</p>;
  const open = found.filter((one) => one.verdict === undefined).length;
  const shown = found.slice(0, most);
  return (
    <>
      <p role="status">{t("coaching.count", { count: open })}</p>
      <ul class="findings narrow">
        {shown.map((one) => (
          <FindingLine key={one.id} finding={one} view={view} />
        ))}
      </ul>
    </>
  );
}
