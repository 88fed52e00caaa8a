/** The results: each area ranked, raw dots beside one city one vote, city by city. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { Board, Counting, Ranking, Weighting } from "../protocol";
import { address } from "../router";
import { t } from "../words";
import { useAsked } from "./asked";
import { BallotResults } from "./ballot-results";
import type { BoardView } from "./board-view";
import { lookOf } from "./cities";
import { WEIGHTINGS } from "./make-voting";
import { Choice, Fault } from "./parts";
import { ExchangeTable } from "./offers";
import { Pictures } from "./pictures";
import { RankedLine } from "./ranked-line";
import { AlikeOrders } from "./results-orders";
import { ComparedServices } from "./results-services";
import { areaName, colorOf } from "./scene";

export function Results({ view, workshopId }: { view: BoardView; workshopId: string }) {
  const { board } = view;
  const [weighting, setWeighting] = useState<Weighting>(board.settings.weighting);
  const [hub, setHub] = useState<Counting>("with");
  const what = { weighting, hub };
  const asked = useAsked((token) => api.ranking(workshopId, token, what), weighting + hub);
  const hasResult = board.ballots.some((ballot) => ballot.state === "revealed");
  return (
    <main class="results" tabIndex={-1}>
      <div class="page">
        <div class="stack">
          <h2>{t("results.title")}</h2>
          <p class="soft">{t("results.lead")}</p>
        </div>
        <Fault error={asked.fault} />
        {!hasResult && <NoResult board={board} workshopId={workshopId} />}
        {!hasResult && <ExchangeTable board={board} />}
        {hasResult && asked.answer && (
          <>
            <WeightingChoice board={board} chosen={weighting} onChoose={setWeighting} />
            {board.ballots.some((one) => one.heads !== undefined) && (
              <RoomsChoice chosen={hub} onChoose={setHub} />
            )}
            <Legend board={board} />
            {board.areas.map((id) => (
              <AreaRanking key={id} id={id} board={board} ranking={asked.answer as Ranking} />
            ))}
            <BallotResults board={board} workshopId={workshopId} hub={hub} />
            {board.cities.length > 1 && <AlikeOrders board={board} workshopId={workshopId} />}
            <ExchangeTable board={board} />
            <Pictures workshopId={workshopId} weighting={weighting} />
          </>
        )}
        <ComparedServices board={board} workshopId={workshopId} />
      </div>
    </main>
  );
}

function NoResult({ board, workshopId }: { board: Board; workshopId: string }) {
  const state = board.ballots.at(-1)?.state ?? "none";
  return (
    <div class="say">
      <p>
        <strong>{t(`results.empty_${state}`)}</strong>
      </p>
      <p>{t(`results.empty_${state}_do`)}</p>
      <a class="button quiet" href={address({ page: "board", workshopId })}>
        {t("results.to_board")}
      </a>
    </div>
  );
}

interface WeightingProps {
  readonly board: Board;
  readonly chosen: Weighting;
  readonly onChoose: (weighting: Weighting) => void;
}

function WeightingChoice({ board, chosen, onChoose }: WeightingProps) {
  const agreed = board.settings.weighting;
  return (
    <div class="stack no-print">
      <Choice
        legend={t("results.count_as")}
        name="results-weighting"
        chosen={[chosen]}
        onChoose={(value) => {
          const found = WEIGHTINGS.find((one) => one === value);
          if (found) onChoose(found);
        }}
        options={WEIGHTINGS.map((one) => ({ value: one, words: t(`weighting.${one}.label`) }))}
      />
      <p class="hint">
        {t(`weighting.${chosen}.hint`)}{" "}
        {chosen === agreed
          ? t("results.agreed")
          : t("results.what_if", { agreed: t(`weighting.${agreed}.label`) })}
      </p>
    </div>
  );
}

function RoomsChoice(props: { chosen: Counting; onChoose: (hub: Counting) => void }) {
  return (
    <div class="no-print">
      <Choice
        legend={t("ballots.counting")}
        name="results-rooms"
        chosen={[props.chosen]}
        onChoose={(value) => props.onChoose(value === "without" ? "without" : "with")}
        options={["with", "without"].map((one) => ({
          value: one,
          words: t(`ballots.counting_${one}`),
        }))}
      />
    </div>
  );
}

function Legend({ board }: { board: Board }) {
  return (
    <ul class="legend" aria-label={t("results.cities")}>
      {board.cities.map((city, place) => (
        <li key={city.id}>
          <span class={`swatch ${lookOf(place).class}`} style={lookOf(place).style} />
          {city.name}
        </li>
      ))}
    </ul>
  );
}

interface AreaProps {
  readonly id: string;
  readonly board: Board;
  readonly ranking: Ranking;
}

function AreaRanking({ id, board, ranking }: AreaProps) {
  const ranked = ranking.areas[id] ?? [];
  const most = Math.max(1, ...ranked.map((one) => one.raw));
  const isRaw = ranking.weighting === "pooled";
  return (
    <section class="ranked" style={colorOf(id)} aria-labelledby={`ranked-${id}`}>
      <h3 id={`ranked-${id}`}>{areaName(id)}</h3>
      {ranked.length === 0 ? (
        <p class="soft">{t("results.no_notes")}</p>
      ) : (
        <div class="ranked-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("results.rank")}</th>
                <th scope="col">{t("results.note")}</th>
                <th scope="col" class={isRaw ? "" : "leading"}>
                  {t("results.equal")}
                </th>
                <th scope="col" class={isRaw ? "leading" : ""}>
                  {t("results.raw")}
                </th>
                <th scope="col">{t("results.per_city")}</th>
                <th scope="col">{t("results.breadth")}</th>
              </tr>
            </thead>
            <tbody>
              {ranked.map((one) => (
                <RankedLine
                  key={one.target_id}
                  ranked={one}
                  all={ranked}
                  board={board}
                  most={most}
                  isRaw={isRaw}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
