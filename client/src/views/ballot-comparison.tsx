/** Compares two votes: whether the order has settled, and how far answers moved. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { BallotResult, Board, ComparedBallots, Counting } from "../protocol";
import { formatNumber, t } from "../words";
import { useAsked } from "./asked";
import { textOf } from "./ballot-results";
import { Fault } from "./parts";

interface ComparisonProps {
  readonly board: Board;
  readonly workshopId: string;
  readonly ballots: readonly BallotResult[];
  readonly hub: Counting;
}

export function BallotComparison({ board, workshopId, ballots, hub }: ComparisonProps) {
  const [first, setFirst] = useState(ballots.at(-2)?.id ?? "");
  const [second, setSecond] = useState(ballots.at(-1)?.id ?? "");
  const isTwice = first === second;
  const asked = useAsked(
    (token) =>
      isTwice
        ? Promise.resolve(null)
        : api.ballots(workshopId, token, { hub, first, second }).then((all) => all.comparison),
    [first, second, hub].join(),
  );
  return (
    <article class="ballot-result" aria-labelledby="compared">
      <h3 id="compared">{t("ballots.compare")}</h3>
      <div class="row">
        <Pick label={t("ballots.first")} ballots={ballots} chosen={first} onPick={setFirst} />
        <Pick label={t("ballots.second")} ballots={ballots} chosen={second} onPick={setSecond} />
      </div>
      {isTwice ? <p class="hint">{t("ballots.choose_two")}</p> : <Fault error={asked.fault} />}
      {!isTwice && asked.answer && <Compared compared={asked.answer} board={board} />}
    </article>
  );
}

interface PickProps {
  readonly label: string;
  readonly ballots: readonly BallotResult[];
  readonly chosen: string;
  readonly onPick: (id: string) => void;
}

function Pick({ label, ballots, chosen, onPick }: PickProps) {
  return (
    <label class="grow stack">
      <span class="label">{label}</span>
      <select class="input" value={chosen} onChange={(event) => onPick(event.currentTarget.value)}>
        {ballots.map((ballot) => (
          <option key={ballot.id} value={ballot.id}>
            {ballot.title} · {t(`ballots.kind_${ballot.kind}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Compared({ compared, board }: { compared: ComparedBallots; board: Board }) {
  const { people, items, tau_b, overlap, is_stable } = compared;
  const two = { maximumFractionDigits: 2 };
  const verdict = is_stable === null ? "unknown" : is_stable ? "stable" : "moving";
  return (
    <>
      <p>
        <strong>{t(`ballots.${verdict}`)}</strong>{" "}
        {tau_b !== null && overlap !== null && (
          <span class="soft">
            {t("ballots.measures", {
              tau: formatNumber(tau_b, two),
              overlap: formatNumber(overlap, two),
            })}
          </span>
        )}
      </p>
      <p class="hint">
        {people === null
          ? t("ballots.of_all", { items })
          : t("ballots.of_both", { count: people, items })}
      </p>
      {compared.targets !== undefined && (
        <ul class="moved">
          {compared.targets.map((one) => (
            <li key={one.target_id}>
              <span dir="auto">{textOf(board, one.target_id)}</span>
              <span class={one.is_stable === false ? "chip warn" : "chip"}>
                {one.change === null
                  ? "–"
                  : t("ballots.moved", {
                      share: formatNumber(one.change, { style: "percent" }),
                    })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
