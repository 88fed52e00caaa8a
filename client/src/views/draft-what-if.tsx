/** What if: other thresholds and pairs for this look alone; nothing is stored. */

import { useState } from "preact/hooks";

import type { Draft, WhatIf } from "../protocol";
import { session } from "../session";
import { inLanguage, t } from "../words";
import { Field } from "./parts";

interface WhatIfProps {
  readonly draft: Draft;
  readonly chosen: WhatIf;
  readonly onChoose: (chosen: WhatIf) => void;
}

export function DraftWhatIf({ draft, chosen, onChoose }: WhatIfProps) {
  const canvas = session.canvas.value;
  const [values, setValues] = useState<WhatIf>(chosen);
  if (canvas === null) return null;
  const pairs = Object.keys(canvas.pairs).filter((name) => name !== "default");
  const isOn = Object.keys(chosen).length > 0;
  const set = (name: string, value: string): void => {
    const { [name]: _before, ...others } = values;
    setValues(value === "" ? others : { ...others, [name]: value });
  };
  return (
    <details class="draft-section no-print what-if" open={isOn}>
      <summary>
        <h3>{t("what_if.title")}</h3>
      </summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onChoose(values);
        }}
      >
        <p class="soft">{t("what_if.lead")}</p>
        {pairs.length > 1 && (
          <Field
            label={t("what_if.pairs")}
            control={(attributes) => (
              <select
                {...attributes}
                class="input"
                value={values["pairs"] ?? draft.pairs}
                onChange={(event) => set("pairs", event.currentTarget.value)}
              >
                {pairs.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          />
        )}
        <div class="what-if-fields">
          {Object.entries(canvas.thresholds).map(([name, threshold]) => (
            <Field
              key={name}
              label={inLanguage(threshold.label) || name}
              control={(attributes) => (
                <input
                  {...attributes}
                  class="input"
                  type="number"
                  step="any"
                  inputMode="decimal"
                  placeholder={String(draft.thresholds[name] ?? threshold.value)}
                  value={values[name] ?? ""}
                  onInput={(event) => set(name, event.currentTarget.value)}
                />
              )}
            />
          ))}
        </div>
        <div class="row">
          <button type="submit" class="button small">
            {t("what_if.look")}
          </button>
          <button
            type="button"
            class="button quiet small"
            disabled={!isOn && Object.keys(values).length === 0}
            onClick={() => {
              setValues({});
              onChoose({});
            }}
          >
            {t("what_if.end")}
          </button>
        </div>
      </form>
    </details>
  );
}
