/** How the services compare: places and points, how firm they are, and what would lift each. */

import * as api from "../api";
import type { Board, ComparedService, Comparison, Criterion } from "../protocol";
import { address } from "../router";
import { session } from "../session";
import { formatNumber, inLanguage, t } from "../words";
import { useAsked } from "./asked";
import { Fault } from "./parts";
import { serviceName } from "./services";

const PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 0 };
const ONE: Intl.NumberFormatOptions = { maximumFractionDigits: 1, minimumFractionDigits: 1 };

interface ComparedProps {
  readonly board: Board;
  readonly workshopId: string;
}

export function ComparedServices({ board, workshopId }: ComparedProps) {
  const criteria = session.canvas.value?.criteria ?? [];
  if ((board.services ?? []).length === 0 || criteria.length === 0) return null;
  return <Compared board={board} workshopId={workshopId} criteria={criteria} />;
}

function Compared({ board, workshopId, criteria }: ComparedProps & { criteria: Criteria }) {
  const asked = useAsked((token) => api.comparison(workshopId, token), "comparison");
  const found = asked.answer;
  const isScored = found?.services.some((one) => one.state !== "unscored") ?? false;
  return (
    <section class="compared" aria-labelledby="compared-services">
      <h3 id="compared-services">{t("compared.title")}</h3>
      <p class="soft">{t("compared.lead")}</p>
      <Fault error={asked.fault} />
      {found !== null && !isScored && <p class="say">{t("compared.none")}</p>}
      {found !== null && isScored && (
        <>
          <Table found={found} board={board} />
          <Firmness found={found} board={board} criteria={criteria} />
          {found.services
            .filter((one) => one.state !== "unscored")
            .map((one) => (
              <OneService key={one.service_id} one={one} {...{ found, board, criteria }} />
            ))}
        </>
      )}
      <p class="no-print">
        <a class="button quiet small" href={address({ page: "services", workshopId })}>
          {t("compared.to_services")}
        </a>
      </p>
    </section>
  );
}

type Criteria = readonly Criterion[];

const nameOf = (board: Board, id: string): string =>
  serviceName(board.services?.find((one) => one.id === id));

const labelOf = (criteria: Criteria, id: string): string =>
  inLanguage(criteria.find((one) => one.id === id)?.label) || id;

function Table({ found, board }: { found: Comparison; board: Board }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t("compared.title")}>
      <table>
        <thead>
          <tr>
            {["rank", "service", "points", "coverage", "flow"].map((column) => (
              <th key={column} scope="col">
                {t(`compared.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.services.map((one) => (
            <Row key={one.service_id} one={one} board={board} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ one, board }: { one: ComparedService; board: Board }) {
  return (
    <tr>
      <td class="rank">{one.rank === undefined ? "–" : <b>{formatNumber(one.rank)}</b>}</td>
      <th scope="row">
        <span dir="auto">{nameOf(board, one.service_id)}</span>
        {one.state !== "ranked" && <span class="hint">{stateWords(one)}</span>}
      </th>
      <td>
        {one.points === undefined ? "–" : t("compared.of_100", { points: tenths(one.points) })}
        <span class="bar-ground" aria-hidden="true">
          <span class="bar-fill" style={{ width: `${Math.round(one.points ?? 0)}%` }} />
        </span>
      </td>
      <td>{one.coverage === undefined ? "–" : formatNumber(one.coverage, PERCENT)}</td>
      <td>
        {one.flow === undefined
          ? "–"
          : t("compared.flow_is", { rank: one.flow.rank, net: signed(one.flow.net) })}
      </td>
    </tr>
  );
}

function stateWords(one: ComparedService): string {
  const names = one.failed.map((each) => t(`conditions.${each}`)).join(", ");
  return t(`compared.is_${one.state}`, { names });
}

interface FirmProps {
  readonly found: Comparison;
  readonly board: Board;
  readonly criteria: Criteria;
}

/** How sure the first place is, in sentences. */
function Firmness({ found, board, criteria }: FirmProps) {
  const firm = found.firmness;
  if (firm === null) return null;
  const { weights, cities, criteria: left } = firm.kept;
  const name = nameOf(board, firm.best);
  return (
    <ul class="plain-list">
      <li>
        <strong>{t(firm.is_robust ? "compared.robust" : "compared.fragile", { name })}</strong>{" "}
        {t("compared.kept", {
          weights: ofAll(weights),
          cities: ofAll(cities),
          criteria: ofAll(left),
        })}
      </li>
      {firm.flip && (
        <li>
          {t("compared.flip", {
            name: nameOf(board, firm.flip.service_id),
            criterion: labelOf(criteria, firm.flip.criterion),
            now: formatNumber(found.weights[firm.flip.criterion] ?? 0, PERCENT),
            then: formatNumber(firm.flip.weight, PERCENT),
          })}
        </li>
      )}
      {found.near.map(([one, other]) => (
        <li key={one + other}>
          {t("compared.near", { one: nameOf(board, one), other: nameOf(board, other) })}
        </li>
      ))}
      <li>{t(found.is_split ? "compared.weights_split" : "compared.weights_canvas")}</li>
    </ul>
  );
}

/** A service criterion by criterion, with the spread of the cities and what would lift it. */
function OneService({ one, found, board, criteria }: FirmProps & { one: ComparedService }) {
  const beaten = one.beats.map((id) => nameOf(board, id)).join(", ");
  const lifts = one.levers.map((lever) =>
    t("compared.lever", {
      criterion: labelOf(criteria, lever.criterion),
      gain: tenths(lever.gain),
    }),
  );
  return (
    <details>
      <summary dir="auto">{nameOf(board, one.service_id)}</summary>
      <ul class="criterion-bars">
        {criteria.map((criterion) => {
          const score = one.criteria[criterion.id];
          return (
            <li key={criterion.id}>
              <span>
                {inLanguage(criterion.label)}{" "}
                <span class="hint">{formatNumber(found.weights[criterion.id] ?? 0, PERCENT)}</span>
              </span>
              {score === undefined ? (
                <span class="soft">{t("compared.unanswered")}</span>
              ) : (
                <>
                  <span class="range" aria-hidden="true">
                    <i style={place(score.lowest, score.highest)} />
                    <b style={{ left: `${along(score.mean)}%` }} />
                  </span>
                  <span>
                    {t(score.lowest < score.highest ? "compared.mean" : "compared.alike", {
                      mean: tenths(score.mean),
                      lowest: tenths(score.lowest),
                      highest: tenths(score.highest),
                      count: score.cities,
                    })}
                  </span>
                </>
              )}
            </li>
          );
        })}
      </ul>
      {lifts.length > 0 && <p>{t("compared.levers", { levers: lifts.join(", ") })}</p>}
      {beaten !== "" && <p>{t("compared.beats", { names: beaten })}</p>}
      {one.open.length > 0 && (
        <p>
          {t("compared.open", {
            names: one.open.map((each) => t(`conditions.${each}`)).join(", "),
          })}
        </p>
      )}
    </details>
  );
}

const tenths = (value: number): string => formatNumber(value, ONE);
const ofAll = ([kept, runs]: readonly [number, number]): string => t("compared.of", { kept, runs });
const signed = (value: number): string =>
  formatNumber(value, { maximumFractionDigits: 2, signDisplay: "exceptZero" });

/** Returns where a score from 1 to 5 lies, in percent. */
const along = (score: number): number => ((score - 1) / 4) * 100;
const place = (low: number, high: number): Record<string, string> => ({
  left: `${along(low)}%`,
  width: `${along(high) - along(low)}%`,
});
