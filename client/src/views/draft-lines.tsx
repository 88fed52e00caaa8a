/** Lines of the draft: one sentence, or several of one rule told at once, each with its reasons. */

import type { ComponentChildren } from "preact";
import { Fragment } from "preact";
import { useId, useState } from "preact/hooks";

import type { Draft, DraftSection, GatheredLine, Sentence } from "../protocol";
import { t } from "../words";
import type { BoardView } from "./board-view";
import type { Place } from "./draft-hands";
import { OpenedSentence, SentenceLine, WithGaps } from "./draft-sentence";

interface LinesProps {
  readonly section: DraftSection;
  readonly draft: Draft;
  readonly view: BoardView;
  /** stands on top of the page instead */
  readonly without: Sentence | undefined;
}

export function SectionLines({ section, draft, view, without }: LinesProps) {
  const sentences = section.sentences.filter((one) => one !== without);
  const known = new Map(sentences.map((one) => [one.finding, one]));
  const place = { section, shown: sentences.map((one) => one.finding) };
  return (
    <ul class="sentences">
      {section.lines.map((line) => {
        const told = line.findings.flatMap((id) => known.get(id) ?? []);
        const [first] = told;
        if (first === undefined) return null;
        const props = { draft, view, place };
        return told.length === 1 ? (
          <SentenceLine key={first.finding} sentence={first} {...props} />
        ) : (
          <Several key={first.finding} line={line} told={told} {...props} />
        );
      })}
    </ul>
  );
}

interface SeveralProps {
  readonly line: GatheredLine;
  readonly told: readonly Sentence[];
  readonly draft: Draft;
  readonly view: BoardView;
  readonly place: Place;
}

function Several({ line, told, draft, view, place }: SeveralProps) {
  const reasonsOf = (id: string) => {
    const sentence = told.find((one) => one.finding === id);
    return sentence && <OpenedSentence sentence={sentence} {...{ draft, view, place }} />;
  };
  return (
    <li class="sentence together">
      {line.parts === undefined ? (
        <Titled
          title={line.title ?? ""}
          told={told.map((one) => ({ id: one.finding, text: one.text }))}
          inside={reasonsOf}
        />
      ) : (
        <Together line={line} inside={reasonsOf} />
      )}
    </li>
  );
}

interface TogetherProps {
  readonly line: GatheredLine;
  /** what one of its findings opens */
  readonly inside: (finding: string) => ComponentChildren;
}

/** One sentence for several findings: each of what it lists opens its own reasons. */
export function Together({ line, inside }: TogetherProps) {
  const [shown, setShown] = useState<string | null>(null);
  const id = useId();
  return (
    <>
      <p class="together-text">
        {line.before}
        {line.parts?.map((part) => (
          <Fragment key={part.finding}>
            <button
              type="button"
              class="part"
              aria-expanded={shown === part.finding}
              aria-controls={id}
              onClick={() => setShown(shown === part.finding ? null : part.finding)}
            >
              {part.text}
            </button>
            {part.then}
          </Fragment>
        ))}
        {line.after}
      </p>
      <div id={id} class="reasons" hidden={shown === null}>
        {shown !== null && <Fragment key={shown}>{inside(shown)}</Fragment>}
      </div>
    </>
  );
}

interface TitledProps {
  readonly title: string;
  readonly told: readonly { readonly id: string; readonly text: string }[];
  readonly inside: (finding: string) => ComponentChildren;
}

/** The name of the rule above what it says, sentence by sentence. */
export function Titled({ title, told, inside }: TitledProps) {
  return (
    <>
      <p class="together-text">
        {title} <span class="hint">{t("draft.times", { count: told.length })}</span>
      </p>
      <ul class="titled">
        {told.map((one) => (
          <TitledSentence key={one.id} text={one.text}>
            {() => inside(one.id)}
          </TitledSentence>
        ))}
      </ul>
    </>
  );
}

function TitledSentence(props: { text: string; children: () => ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <li>
      <button
        type="button"
        class="sentence-text"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <WithGaps text={props.text} />
      </button>
      <div id={id} class="reasons" hidden={!isOpen}>
        {isOpen && props.children()}
      </div>
    </li>
  );
}
