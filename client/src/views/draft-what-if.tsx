/** Asks what if: other ways of counting, other pairs, other thresholds, for this reader alone. */

import { useState } from "preact/hooks";

import type { Board, Canvas, Draft, Threshold, WhatIf } from "../protocol";
import { session } from "../session";
import { formatNumber, inLanguage, readNumber, t } from "../words";
import { WEIGHTINGS } from "./make-voting";
import { Field } from "./parts";
import { areaName } from "./scene";

/** In the order of use; the first stands open. */
const GROUPS = [
  "priorities",
  "agreement",
  "readiness",
  "balance",
  "vote",
  "rounds",
  "services",
  "other",
] as const;

interface WhatIfProps {
  readonly draft: Draft;
  readonly board: Board;
  readonly chosen: WhatIf;
  readonly onChoose: (chosen: WhatIf) => void;
}

export function DraftWhatIf({ draft, board, chosen, onChoose }: WhatIfProps) {
  const canvas = session.canvas.value;
  const [typed, setTyped] = useState<Typed>(() => inOwnWords(chosen));
  if (canvas === null) return null;
  const isOn = Object.keys(chosen).length > 0;
  const set: Set = (name, value) => {
    const { [name]: _before, ...others } = typed;
    setTyped(value === null ? others : { ...others, [name]: value });
  };
  const wanted = asked(typed, canvas);
  const ask = (event: Event): void => {
    event.preventDefault();
    if (wanted !== null) onChoose(wanted);
  };
  return (
    <details class="draft-section no-print what-if" open={isOn}>
      <summary>
        <h3>{t("what_if.title")}</h3>
      </summary>
      <form class="stack" onSubmit={ask}>
        <p class="soft">{t("what_if.lead")}</p>
        <Chosen draft={draft} board={board} canvas={canvas} typed={typed} set={set} />
        {GROUPS.map((group) => (
          <Group key={group} {...{ group, canvas, board, typed, set }} />
        ))}
        <div class="row">
          <button type="submit" class="button small" disabled={wanted === null}>
            {t("what_if.look")}
          </button>
          <button
            type="button"
            class="button quiet small"
            disabled={!isOn && Object.keys(typed).length === 0}
            onClick={() => {
              setTyped({});
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

/** What was chosen so far, as it was typed. */
type Typed = Readonly<Record<string, string>>;
type Set = (name: string, value: string | null) => void;

interface PartProps {
  readonly canvas: Canvas;
  readonly board: Board;
  readonly typed: Typed;
  readonly set: Set;
}

/** How cities are counted, and which areas are asked about each other. */
function Chosen({ draft, board, canvas, typed, set }: PartProps & { draft: Draft }) {
  const pairs = Object.entries(canvas.pairs).filter(([name]) => name !== "default");
  const words = (known: unknown): string =>
    Array.isArray(known)
      ? (known as readonly (readonly [string, string])[])
          .map(([one, other]) => `${areaName(one)} – ${areaName(other)}`)
          .join(", ")
      : "";
  return (
    <>
      <Field
        label={t("results.count_as")}
        control={(attributes) => (
          <select
            {...attributes}
            class="input"
            value={typed["weighting"] ?? board.settings.weighting}
            onChange={(event) => {
              const { value } = event.currentTarget;
              set("weighting", value === board.settings.weighting ? null : value);
            }}
          >
            {WEIGHTINGS.map((one) => (
              <option key={one} value={one}>
                {t(`weighting.${one}.label`)}
              </option>
            ))}
          </select>
        )}
      />
      {pairs.length > 1 && (
        <Field
          label={t("what_if.pairs")}
          control={(attributes) => (
            <select
              {...attributes}
              class="input"
              value={typed["pairs"] ?? draft.pairs}
              onChange={(event) => {
                const { value } = event.currentTarget;
                set("pairs", value === canvas.pairs["default"] ? null : value);
              }}
            >
              {pairs.map(([name, known]) => (
                <option key={name} value={name}>
                  {words(known)}
                </option>
              ))}
            </select>
          )}
        />
      )}
    </>
  );
}

function Group({ group, canvas, board, typed, set }: PartProps & { group: string }) {
  const own = Object.entries(canvas.thresholds).filter(([, known]) => known.group === group);
  const [isOpen, setOpen] = useState(group === GROUPS[0] || own.some(([name]) => name in typed));
  if (own.length === 0) return null;
  const changed = own.filter(([name]) => name in typed).length;
  return (
    <details class="what-if-group" open={isOpen} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>
        {t(`what_if.group_${group}`)}
        {changed > 0 && <span class="chip edited">{t("what_if.changed", { count: changed })}</span>}
      </summary>
      {isOpen && (
        <div class="what-if-fields">
          {own.map(([name, threshold]) => (
            <ThresholdField
              key={name}
              name={name}
              threshold={threshold}
              agreed={agreedValue(board, canvas, name)}
              typed={typed[name]}
              set={set}
            />
          ))}
        </div>
      )}
    </details>
  );
}

interface FieldProps {
  readonly name: string;
  readonly threshold: Threshold;
  readonly agreed: number;
  readonly typed: string | undefined;
  readonly set: Set;
}

/** A number as the reader's language writes it, with its unit and where it comes from. */
function ThresholdField({ name, threshold, agreed, typed, set }: FieldProps) {
  const { unit, source, label } = threshold;
  const told = t("what_if.about", { unit: t(`what_if.unit_${unit}`), source });
  const before = typed === undefined ? "" : ` ${t("what_if.was", { value: plain(agreed) })}`;
  const isWrong = typed !== undefined && readNumber(typed) === null;
  return (
    <div class={typed === undefined ? "" : "is-changed"}>
      <Field
        label={inLanguage(label) || name}
        hint={told + before}
        wrong={isWrong ? t("what_if.no_number") : undefined}
        control={(attributes) => (
          <input
            {...attributes}
            class="input"
            inputMode="decimal"
            value={typed ?? plain(agreed)}
            onInput={(event) => {
              const { value } = event.currentTarget;
              set(name, readNumber(value) === agreed ? null : value);
            }}
          />
        )}
      />
    </div>
  );
}

const plain = (value: number): string => formatNumber(value, { maximumFractionDigits: 4 });

/** Returns the value that holds: of the workshop, else of the canvas. */
function agreedValue(board: Board, canvas: Canvas, name: string): number {
  const own = board.settings.thresholds[name];
  return own === undefined ? (canvas.thresholds[name]?.value ?? 0) : Number(own);
}

/** Returns what was asked of the server as the reader writes it. */
function inOwnWords(chosen: WhatIf): Typed {
  const inWords = Object.entries(chosen).map(([name, value]) => {
    const number = readNumber(String(value));
    return [name, number === null ? String(value) : plain(number)] as const;
  });
  return Object.fromEntries(inWords);
}

/** Returns what is asked of the server, numbers as it reads them; null while one is none. */
export function asked(typed: Typed, canvas: Canvas): WhatIf | null {
  const wanted: Record<string, string> = {};
  for (const [name, value] of Object.entries(typed)) {
    if (!(name in canvas.thresholds)) {
      wanted[name] = value;
      continue;
    }
    const number = readNumber(value);
    if (number === null) return null;
    wanted[name] = String(number);
  }
  return wanted;
}
