/** How alike the cities order each area: in words, in numbers, and which cities are most alike. */

import * as api from "../api";
import type { Board, CityOrder } from "../protocol";
import { formatNumber, t } from "../words";
import { useAsked } from "./asked";
import { Fault } from "./parts";
import { areaName } from "./scene";

const TWO: Intl.NumberFormatOptions = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
const PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 0 };
const RARE = 0.01; // below it a share is told as "less than"

export function AlikeOrders({ board, workshopId }: { board: Board; workshopId: string }) {
  const asked = useAsked((token) => api.orders(workshopId, token), "orders");
  const areas = board.areas.flatMap((id) => {
    const order = asked.answer?.areas[id];
    return order === undefined ? [] : [{ id, order }];
  });
  if (asked.answer !== null && areas.length === 0) return null;
  return (
    <section class="compared" aria-labelledby="alike">
      <h3 id="alike">{t("alike.title")}</h3>
      <p class="soft">{t("alike.lead")}</p>
      <Fault error={asked.fault} />
      <div class="scroll" tabIndex={0} role="region" aria-label={t("alike.title")}>
        <table>
          <thead>
            <tr>
              {["area", "band", "r_bar", "w", "chance", "closest"].map((column) => (
                <th key={column} scope="col">
                  {t(`alike.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {areas.map(({ id, order }) => (
              <tr key={id}>
                <th scope="row">{areaName(id)}</th>
                <td>{t(`alike.band_${order.band ?? "unsaid"}`)}</td>
                <td>{number(order.r_bar)}</td>
                <td>{number(order.w)}</td>
                <td>{chanceWords(order.chance)}</td>
                <td>{closest(order, board)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const number = (value: number | null): string => (value === null ? "–" : formatNumber(value, TWO));

function chanceWords(chance: number | null): string {
  if (chance === null) return "–";
  if (chance < RARE) return t("alike.rare", { share: formatNumber(RARE, PERCENT) });
  return formatNumber(chance, PERCENT);
}

/** Returns the pairs of cities that are most alike, if any two lean the same way. */
function closest(order: CityOrder, board: Board): string {
  const best = Math.max(0, ...order.pairs.map((pair) => pair.tau_b ?? 0));
  if (best === 0) return t("alike.no_pair");
  const name = (id: string): string => board.cities.find((city) => city.id === id)?.name ?? id;
  const pairs = order.pairs.filter((pair) => pair.tau_b !== null && pair.tau_b >= best - 1e-9);
  const names = pairs.map((pair) => pair.cities.map(name).join(" – ")).join(", ");
  return t("alike.pair", { names, tau: formatNumber(best, TWO) });
}
