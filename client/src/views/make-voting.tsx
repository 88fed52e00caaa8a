/** The settings of a ballot: how many dots, how many on one note, and how cities are counted. */

import type { Weighting } from "../protocol";
import { t } from "../words";
import { Choice, Field } from "./parts";

export const WEIGHTINGS: readonly Weighting[] = ["equal", "degressive", "pooled"];
const MOST_DOTS = 1000; // what the server takes

export interface Voting {
  readonly votesEach: number;
  readonly noteCap: number;
  readonly weighting: Weighting;
}

interface VotingProps {
  readonly voting: Voting;
  readonly onChange: (some: Partial<Voting>) => void;
}

export function MakeVoting({ voting, onChange }: VotingProps) {
  return (
    <section class="sheet">
      <h2>{t("make.voting")}</h2>
      <VotingFields voting={voting} onChange={onChange} />
    </section>
  );
}

export function VotingFields({ voting, onChange }: VotingProps) {
  return (
    <>
      <div class="two">
        <NumberField
          label={t("make.votes_each")}
          value={voting.votesEach}
          onChange={(votesEach) => onChange({ votesEach })}
        />
        <NumberField
          label={t("make.note_cap")}
          value={voting.noteCap}
          onChange={(noteCap) => onChange({ noteCap })}
        />
      </div>
      <div class="stack">
        <Choice
          legend={t("make.weighting")}
          name="weighting"
          chosen={[voting.weighting]}
          onChoose={(chosen) => {
            const weighting = WEIGHTINGS.find((one) => one === chosen);
            if (weighting) onChange({ weighting });
          }}
          options={WEIGHTINGS.map((one) => ({ value: one, words: t(`weighting.${one}.label`) }))}
        />
        <p class="hint">{t(`weighting.${voting.weighting}.hint`)}</p>
      </div>
    </>
  );
}

interface NumberProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, value, onChange }: NumberProps) {
  return (
    <Field
      label={label}
      control={(attributes) => (
        <input
          {...attributes}
          class="input"
          type="number"
          inputMode="numeric"
          min={1}
          max={MOST_DOTS}
          value={value}
          onChange={(event) => {
            const wanted = Math.round(event.currentTarget.valueAsNumber);
            onChange(Number.isFinite(wanted) ? Math.min(Math.max(wanted, 1), MOST_DOTS) : value);
          }}
        />
      )}
    />
  );
}
