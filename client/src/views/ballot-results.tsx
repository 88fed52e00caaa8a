/** What each revealed vote came to, drawn as its kind asks, and how two of them compare. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { BallotResult, Board, Counting, ResultTarget } from "../protocol";
import { session } from "../session";
import { SCALES } from "../totals";
import { formatNumber, t } from "../words";
import { useAsked } from "./asked";
import { BallotComparison } from "./ballot-comparison";
import { CityBadge, lookOf } from "./cities";
import { Fault } from "./parts";
import { themeTitle } from "./theme";

const MOST_SHOWN = 10; // targets at first; the rest one tap away

interface ResultsProps {
  readonly board: Board;
  readonly workshopId: string;
  readonly hub: Counting;
}

export function BallotResults({ board, workshopId, hub }: ResultsProps) {
  const asked = useAsked((token) => api.ballots(workshopId, token, { hub }), hub);
  const ballots = asked.answer?.ballots ?? [];
  const shown = ballots.length > 1 ? ballots : ballots.filter((one) => one.kind !== "dots");
  if (shown.length === 0) return <Fault error={asked.fault} />;
  return (
    <section class="stack" aria-labelledby="ballot-results">
      <h2 id="ballot-results">{t("ballots.results")}</h2>
      <Fault error={asked.fault} />
      {shown.map((ballot) => (
        <OneResult key={ballot.id} ballot={ballot} board={board} />
      ))}
      {ballots.length > 1 && (
        <BallotComparison board={board} workshopId={workshopId} ballots={ballots} hub={hub} />
      )}
    </section>
  );
}

function OneResult({ ballot, board }: { ballot: BallotResult; board: Board }) {
  const [isWhole, setWhole] = useState(false);
  const said = ballot.targets.filter((one) => one.order !== null);
  const rows = isWhole ? said : said.slice(0, MOST_SHOWN);
  const voted = Object.values(ballot.turnout).reduce((sum, one) => sum + one, 0);
  return (
    <article class={`ballot-result kind-${ballot.kind}`} aria-labelledby={`result-${ballot.id}`}>
      <header class="row">
        <h3 id={`result-${ballot.id}`}>{ballot.title}</h3>
        <span class="chip">{t(`ballots.kind_${ballot.kind}`)}</span>
        <span class="hint">{t("ballots.took_part", { count: voted })}</span>
        {ballot.rooms && <span class="chip">{t("ballots.with_room")}</span>}
        {ballot.leaves_out_rooms && <span class="chip">{t("ballots.without_room")}</span>}
      </header>
      <p class="hint">{t(`ballots.read_${ballot.kind}`)}</p>
      {said.length === 0 ? (
        <p class="soft">{t("ballots.nobody")}</p>
      ) : (
        <ol class="result-rows">
          {rows.map((target) => (
            <Row key={target.target_id} target={target} ballot={ballot} board={board} />
          ))}
        </ol>
      )}
      {said.length > rows.length && (
        <button type="button" class="button quiet small" onClick={() => setWhole(true)}>
          {t("ballots.all", { count: said.length })}
        </button>
      )}
    </article>
  );
}

interface RowProps {
  readonly target: ResultTarget;
  readonly ballot: BallotResult;
  readonly board: Board;
}

function Row({ target, ballot, board }: RowProps) {
  return (
    <li>
      <p class="result-name">
        {ballot.kind !== "gradient" && target.rank !== null && (
          <b class="rank">{formatNumber(target.rank, { maximumFractionDigits: 1 })}</b>
        )}
        <span dir="auto">{textOf(board, target.target_id)}</span>
        <b class="result-number">{numberOf(target, ballot)}</b>
      </p>
      {target.steps === undefined ? (
        <CityTotals target={target} board={board} />
      ) : (
        board.cities.map((city) => (
          <Spread
            key={city.id}
            steps={target.cities[city.id] as readonly number[]}
            ballot={ballot}
            label={<CityBadge cities={board.cities} city={city.id} />}
            name={city.name}
          />
        ))
      )}
    </li>
  );
}

function numberOf(target: ResultTarget, ballot: BallotResult): string {
  const one = { maximumFractionDigits: 1 };
  switch (ballot.kind) {
    case "dots":
      return t("note.dots", { count: target.raw ?? 0 });
    case "rank":
      return t("ballots.mean_rank", { rank: formatNumber(target.mean_rank ?? 0, one) });
    case "stance":
      return t("ballots.g", { g: formatNumber(target.g ?? 0, { maximumFractionDigits: 2 }) });
    default:
      return t("ballots.mean", { mean: formatNumber(target.mean ?? 0, one) });
  }
}

/** Each city's dots or points as a bar in its colour and pattern. */
function CityTotals({ target, board }: { target: ResultTarget; board: Board }) {
  const totals = board.cities.map((city) => (target.cities[city.id] ?? 0) as number);
  const most = Math.max(1, ...totals);
  return (
    <ul class="city-totals">
      {board.cities.map((city, place) => {
        const look = lookOf(place);
        const total = totals[place] ?? 0;
        return (
          <li key={city.id}>
            <CityBadge cities={board.cities} city={city.id} />
            <span class="bar-ground" aria-hidden="true">
              <span
                class={`swatch ${look.class}`}
                style={{ ...look.style, width: `${(total / most) * 100}%` }}
                hidden={total === 0}
              />
            </span>
            <span>
              <span class="unseen">{city.name} </span>
              {total}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

interface SpreadProps {
  readonly steps: readonly number[] | undefined;
  readonly ballot: BallotResult;
  readonly label: preact.ComponentChildren;
  readonly name: string;
}

/** How many chose each step, as columns over the scale: a spread says more than a mean. */
function Spread({ steps = [], ballot, label, name }: SpreadProps) {
  const scale = SCALES[ballot.kind as keyof typeof SCALES] ?? [];
  const most = Math.max(1, ...steps);
  const words = scale
    .map((value, place) => `${stepWords(ballot, value)}: ${steps[place] ?? 0}`)
    .join(", ");
  return (
    <div class={`spread kind-${ballot.kind}`}>
      {label}
      <span class="unseen">
        {name}: {words}
      </span>
      <span class="spread-columns" aria-hidden="true">
        {scale.map((value, place) => (
          <span key={value} class="spread-column" title={stepWords(ballot, value)}>
            <small>{steps[place] || ""}</small>
            <i style={{ height: `${((steps[place] ?? 0) / most) * 32}px` }} />
            <small class="soft">{ballot.kind === "stance" ? stanceSign(value) : value}</small>
          </span>
        ))}
      </span>
    </div>
  );
}

function stepWords(ballot: BallotResult, value: number | string): string {
  if (ballot.kind === "stance") return t(`walk.stance_${value}`);
  return ballot.kind === "gradient" ? t(`ballots.gradient_${value}`) : String(value);
}

const stanceSign = (value: number | string): string =>
  value === "agree" ? "+" : value === "pass" ? "○" : "−";

export function textOf(board: Board, id: string): string {
  const theme = board.themes.find((one) => one.id === id);
  if (theme !== undefined) return themeTitle(theme);
  if (id === "draft") return t("ballots.whole_draft");
  return session.notes.value.find((one) => one.id === id)?.text ?? t("results.note_gone");
}
