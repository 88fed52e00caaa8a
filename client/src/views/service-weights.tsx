/** One seat's hundred points: how much each criterion weighs for it. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Criterion } from "../protocol";
import { session } from "../session";
import { inLanguage, t } from "../words";
import { orSay } from "./ask-first";

const POINTS = 100;

type Points = Readonly<Record<string, number>>;

export function ServiceWeights({ criteria }: { criteria: readonly Criterion[] }) {
  const own = session.weights.value;
  return (
    <section class="service" aria-labelledby="weights">
      <h3 id="weights">{t("weights.title")}</h3>
      <p class="soft">{t("weights.lead", { count: POINTS })}</p>
      <Split key={JSON.stringify(own)} criteria={criteria} own={own} />
    </section>
  );
}

/** Begins with the own points, else with those of the canvas. */
function Split({ criteria, own }: { criteria: readonly Criterion[]; own: Points | null }) {
  const [points, setPoints] = useState<Points>(() =>
    Object.fromEntries(
      criteria.map((one) => [one.id, own === null ? one.weight : (own[one.id] ?? 0)]),
    ),
  );
  const left = POINTS - criteria.reduce((sum, one) => sum + (points[one.id] ?? 0), 0);
  const isSaved = own !== null && criteria.every((one) => (own[one.id] ?? 0) === points[one.id]);
  const save = (event: Event): void => {
    event.preventDefault();
    if (left === 0 && !isSaved) void orSay(ops.splitWeights({ points }));
  };
  return (
    <form class="stack" onSubmit={save}>
      <div class="weights">
        {criteria.map((one) => (
          <label key={one.id}>
            <span>{inLanguage(one.label) || one.id}</span>
            <input
              class="input"
              type="number"
              min={0}
              max={POINTS}
              inputMode="numeric"
              value={points[one.id] ?? 0}
              onInput={(event) =>
                setPoints({ ...points, [one.id]: wholePoints(event.currentTarget.value) })
              }
            />
          </label>
        ))}
      </div>
      <p role="status" class={left === 0 ? "hint" : "wrong"}>
        {leftWords(left, isSaved)}
      </p>
      <div class="row">
        <button type="submit" class="button small" disabled={left !== 0 || isSaved}>
          {t("weights.give")}
        </button>
        {own !== null && (
          <button
            type="button"
            class="button quiet small"
            onClick={() => void orSay(ops.splitWeights({ points: null }))}
          >
            {t("weights.take_back")}
          </button>
        )}
      </div>
    </form>
  );
}

function leftWords(left: number, isSaved: boolean): string {
  if (left > 0) return t("weights.left", { count: left });
  if (left < 0) return t("weights.over", { count: -left });
  return t(isSaved ? "weights.given" : "weights.even");
}

/** Returns what was typed as whole points from 0 to 100. */
function wholePoints(typed: string): number {
  const points = Math.round(Number(typed));
  return Number.isFinite(points) ? Math.min(POINTS, Math.max(0, points)) : 0;
}
