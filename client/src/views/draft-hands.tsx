/** The facilitator's hands on a sentence: other words, left out, earlier or later. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { DraftSection, Sentence } from "../protocol";
import { neighbour, swapped } from "../reordering";
import { t } from "../words";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { Field } from "./parts";

const LONGEST = 2000; // characters of a sentence

export interface Place {
  readonly section: DraftSection;
  /** the findings as they stand on the page, some sentences of the section stand elsewhere */
  readonly shown: readonly string[];
}

export function SentenceHands({ sentence, place }: { sentence: Sentence; place: Place }) {
  const [isEditing, setEditing] = useState(false);
  const { section, shown } = place;
  const at = { section: section.id, sentence: sentence.finding };
  if (isEditing) return <Wording sentence={sentence} at={at} onEnd={() => setEditing(false)} />;
  const all = section.sentences.map((one) => one.finding);
  const move = (by: 1 | -1, words: string) => {
    const other = neighbour(shown, sentence.finding, by);
    return (
      <button
        type="button"
        class="button bare small"
        disabled={other === undefined}
        onClick={() => {
          if (other === undefined) return;
          const sentences = swapped(all, sentence.finding, other);
          void orSay(ops.orderDraft({ section: section.id, sentences }));
        }}
      >
        {words}
      </button>
    );
  };
  return (
    <div class="row no-print" role="group" aria-label={t("draft.hands")}>
      <button type="button" class="button quiet small" onClick={() => setEditing(true)}>
        {t("draft.edit")}
      </button>
      {sentence.edited && (
        <button
          type="button"
          class="button bare small"
          onClick={() => void orSay(ops.editDraft({ ...at, text: null }))}
        >
          {t("draft.edit_undo")}
        </button>
      )}
      <button
        type="button"
        class="button bare small"
        onClick={() => void orSay(ops.omitSentence({ ...at, omitted: true }))}
      >
        {t("draft.omit")}
      </button>
      {move(-1, t("draft.earlier"))}
      {move(1, t("draft.later"))}
    </div>
  );
}

interface WordingProps {
  readonly sentence: Sentence;
  readonly at: { readonly section: string; readonly sentence: string };
  readonly onEnd: () => void;
}

function Wording({ sentence, at, onEnd }: WordingProps) {
  const [text, setText] = useState(sentence.text);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === "" || wanted === sentence.text) return onEnd();
    const isOriginal = wanted === sentence.original;
    if (await orSay(ops.editDraft({ ...at, text: isOriginal ? null : wanted }))) onEnd();
  };
  return (
    <form class="stack no-print" onSubmit={(event) => void save(event)}>
      <Field
        label={t("draft.wording")}
        hint={t("draft.wording_hint")}
        control={(attributes) => (
          <textarea
            {...attributes}
            class="input"
            rows={4}
            maxLength={LONGEST}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      />
      <div class="row">
        <button type="submit" class="button small">
          {t("common.save")}
        </button>
        <button type="button" class="button quiet small" onClick={onEnd}>
          {t("common.cancel")}
        </button>
      </div>
    </form>
  );
}

/** What was left out stays in reach. */
export function Omitted({ section, view }: { section: DraftSection; view: BoardView }) {
  if (section.omitted.length === 0) return null;
  return (
    <details class="no-print">
      <summary>{t("draft.omitted", { count: section.omitted.length })}</summary>
      <ul class="stack">
        {section.omitted.map((one) => (
          <li key={one.finding} class="stack">
            <p class="soft">{one.text}</p>
            {view.rights.mayDraft && (
              <div class="row">
                <button
                  type="button"
                  class="button quiet small"
                  onClick={() =>
                    void orSay(
                      ops.omitSentence({
                        section: section.id,
                        sentence: one.finding,
                        omitted: false,
                      }),
                    )
                  }
                >
                  {t("draft.put_back")}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
