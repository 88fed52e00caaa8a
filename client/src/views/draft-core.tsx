/** The business model in one sentence, and slot by slot what carries it. */

import type { CorePart, Draft, DraftSection, Sentence } from "../protocol";
import { t } from "../words";
import type { BoardView } from "./board-view";
import { NoteQuote, SentenceLine, WithGaps } from "./draft-sentence";

export function DraftCore({ draft, view }: { draft: Draft; view: BoardView }) {
  const { core } = draft;
  const section = draft.sections.find((one) => coreSentence(one, draft) !== undefined);
  const sentence = section && coreSentence(section, draft);
  const missing = core.parts.filter(isMissing).length;
  return (
    <section class="draft-core" aria-labelledby="draft-core">
      <h3 id="draft-core">{t("draft.core")}</h3>
      {section === undefined || sentence === undefined ? (
        <p class="core-text">
          <WithGaps text={core.text} />
        </p>
      ) : (
        <ul class="sentences core-text">
          <SentenceLine
            sentence={sentence}
            draft={draft}
            view={view}
            place={{ section, shown: [sentence.finding] }}
          />
        </ul>
      )}
      {missing > 0 && <p class="hint">{t("draft.slots_missing", { count: missing })}</p>}
      <details class="no-print">
        <summary>{t("draft.slots")}</summary>
        <dl class="slots">
          {core.parts.map((part) => (
            <div key={part.slot} class={isMissing(part) ? "missing" : ""}>
              <dt>{part.label}</dt>
              <dd>
                <WithGaps text={part.text} />
                {part.cities && (
                  <span class="hint">
                    {" "}
                    {t("results.k_of_n", { k: part.cities.backing, n: part.cities.voting })}
                  </span>
                )}
                {part.notes.length > 0 && (
                  <ul class="quotes">
                    {part.notes.map((id) => (
                      <NoteQuote key={id} id={id} view={view} />
                    ))}
                  </ul>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

/** What nobody has agreed stands in brackets. */
const isMissing = (part: CorePart): boolean => part.text.startsWith("[");

/** Returns the sentence of a section that stands above all sections, whatever its words are now. */
export function coreSentence(section: DraftSection, draft: Draft): Sentence | undefined {
  return section.sentences.find((one) => (one.original ?? one.text) === draft.core.text);
}
