/** One ranked note: its place both ways, its dots city by city. */

import type { Board, RankedNote } from "../protocol";
import { session } from "../session";
import { formatNumber, t } from "../words";
import { CityBadge, lookOf } from "./cities";
import { themeTitle } from "./theme";

interface LineProps {
  readonly ranked: RankedNote;
  readonly all: readonly RankedNote[];
  readonly board: Board;
  /** raw dots of the area's best note */
  readonly most: number;
  readonly isRaw: boolean;
}

export function RankedLine({ ranked, all, board, most, isRaw }: LineProps) {
  const note = session.notes.value.find((one) => one.id === ranked.target_id);
  const theme = board.themes.find((one) => one.id === ranked.target_id);
  const text = theme === undefined ? note?.text : themeTitle(theme);
  const { backing, voting } = ranked.cities;
  const own = isRaw ? rawRank : equalRank;
  const other = isRaw ? equalRank : rawRank;
  const differs = own(ranked) !== null && other(ranked) !== null && own(ranked) !== other(ranked);
  return (
    <tr>
      <td class="rank">
        <Rank ranked={ranked} all={all} rankOf={own} />
      </td>
      <th scope="row">
        <span class="ranked-text">{text ?? t("results.note_gone")}</span>{" "}
        {theme ? (
          <span class="chip">{t("results.theme_of", { count: theme.notes.length })}</span>
        ) : (
          <CityBadge cities={board.cities} city={note?.city ?? null} />
        )}
        {differs && (
          <span class="hint">
            {t(isRaw ? "results.differs_equal" : "results.differs_raw", {
              rank: rankWords(other(ranked)),
            })}
          </span>
        )}
      </th>
      <td class={isRaw ? "" : "leading"} data-label={t("results.equal")}>
        {ranked.equal === null ? "–" : formatNumber(ranked.equal, PERCENT)}
        <Bar share={ranked.equal ?? 0} />
      </td>
      <td class={isRaw ? "leading" : ""} data-label={t("results.raw")}>
        {ranked.raw}
        <Bar share={ranked.raw / most} />
      </td>
      <td>
        <CityBars ranked={ranked} board={board} />
      </td>
      <td>{t("results.k_of_n", { k: backing, n: voting })}</td>
    </tr>
  );
}

const PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 0 };

const rawRank = (one: RankedNote): number | null => (one.raw === 0 ? null : one.rank_raw);
const equalRank = (one: RankedNote): number | null => (one.raw === 0 ? null : one.rank_equal);

interface RankProps {
  readonly ranked: RankedNote;
  readonly all: readonly RankedNote[];
  readonly rankOf: (one: RankedNote) => number | null;
}

/** Ties share the mean of their places: they are shown as what they are, a tie. */
function Rank({ ranked, all, rankOf }: RankProps) {
  const rank = rankOf(ranked);
  if (rank === null) return <span class="soft">–</span>;
  const tied = all.filter((one) => rankOf(one) === rank).length;
  const first = rank - (tied - 1) / 2;
  if (tied === 1) return <b>{formatNumber(first)}</b>;
  return (
    <>
      <b>{t("results.tie_place", { rank: formatNumber(first) })}</b>
      <span class="chip tie">{t("results.tie", { count: tied })}</span>
    </>
  );
}

function rankWords(rank: number | null): string {
  return rank === null ? "–" : formatNumber(rank, { maximumFractionDigits: 1 });
}

function Bar({ share }: { share: number }) {
  return (
    <span class="bar-ground" aria-hidden="true">
      <span class="bar-fill" style={{ width: `${Math.round(share * 100)}%` }} />
    </span>
  );
}

/** Each city's dots as a bar in its colour and pattern; the same in words. */
function CityBars({ ranked, board }: { ranked: RankedNote; board: Board }) {
  const most = Math.max(1, ...Object.values(ranked.dots));
  const words = board.cities.map((city) => `${city.name} ${ranked.dots[city.id] ?? 0}`).join(", ");
  return (
    <span class="city-bars">
      <span class="unseen">{words}</span>
      {board.cities.map((city, place) => {
        const dots = ranked.dots[city.id] ?? 0;
        const look = lookOf(place);
        return (
          <span key={city.id} class="city-bar" title={`${city.name}: ${dots}`} aria-hidden="true">
            <small>{city.letters}</small>
            <span
              class={`swatch ${look.class}`}
              style={{ ...look.style, width: `${(dots / most) * 56}px` }}
              hidden={dots === 0}
            />
            <small>{dots}</small>
          </span>
        );
      })}
    </span>
  );
}
