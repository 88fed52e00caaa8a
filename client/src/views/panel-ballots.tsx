/** Runs votes: sets one up on one page, shows who has taken part, closes, reveals, opens again. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Ballot, Board, City } from "../protocol";
import { session } from "../session";
import { kindOf } from "../totals";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import { BallotDialog } from "./ballot-dialog";

export function PanelBallots({ board }: { board: Board }) {
  const [isSetting, setSetting] = useState(false);
  if (board.closed_at !== undefined) return null;
  const revealed = board.ballots.filter((ballot) => ballot.state === "revealed");
  const going = board.ballots.filter((ballot) => ballot.state !== "revealed");
  return (
    <section class="panel-part" aria-labelledby="panel-ballots">
      <h3 id="panel-ballots">{t("panel.ballot")}</h3>
      {going.length === 0 && <p class="hint">{t("panel.ballot_none")}</p>}
      {going.map((ballot) => (
        <OneBallot key={ballot.id} ballot={ballot} board={board} />
      ))}
      {revealed.length > 0 && (
        <details>
          <summary>{t("ballots.revealed", { count: revealed.length })}</summary>
          {revealed.map((ballot) => (
            <div key={ballot.id} class="row">
              <span class="grow">
                {ballot.title} <span class="hint">{t(`ballots.kind_${kindOf(ballot)}`)}</span>
              </span>
              <Reopen ballot={ballot} />
            </div>
          ))}
        </details>
      )}
      <div class="row">
        <button type="button" class="button quiet small" onClick={() => setSetting(true)}>
          {t("ballots.new")}
        </button>
      </div>
      {isSetting && <BallotDialog board={board} onClose={() => setSetting(false)} />}
    </section>
  );
}

function OneBallot({ ballot, board }: { ballot: Ballot; board: Board }) {
  const isOpen = ballot.state === "open";
  return (
    <div class="one-ballot">
      <p>
        <strong>{ballot.title}</strong>{" "}
        <span class="chip">{t(`ballots.kind_${kindOf(ballot)}`)}</span>
      </p>
      <p class="hint">{isOpen ? asked(ballot) : t("panel.ballot_closed")}</p>
      {isOpen && <Turnout ballot={ballot} cities={board.cities} />}
      <div class="row">
        {isOpen ? (
          <AskFirst
            label={t("panel.ballot_close")}
            question={t("panel.ballot_close_sure")}
            explained={<p>{t("panel.ballot_close_words")}</p>}
            yes={t("panel.ballot_close")}
            run={() => void orSay(ops.closeBallot({ ballot_id: ballot.id }))}
          />
        ) : (
          <>
            <button
              type="button"
              class="button small"
              onClick={() => void orSay(ops.revealBallot({ ballot_id: ballot.id }))}
            >
              {t("panel.ballot_reveal")}
            </button>
            <Reopen ballot={ballot} />
          </>
        )}
      </div>
    </div>
  );
}

function Reopen({ ballot }: { ballot: Ballot }) {
  return (
    <button
      type="button"
      class="button quiet small"
      onClick={() => void orSay(ops.openBallot({ ballot_id: ballot.id }))}
    >
      {t("panel.ballot_reopen")}
    </button>
  );
}

function asked(ballot: Ballot): string {
  const kind = kindOf(ballot);
  const dots = { count: ballot.votes_each, cap: ballot.note_cap };
  return kind === "dots" ? t("panel.ballot_open", dots) : t(`ballots.about_${kind}`);
}

/** Who has taken part in each city; never how. */
function Turnout({ ballot, cities }: { ballot: Ballot; cities: readonly City[] }) {
  const people = session.people.value;
  const rooms = session.board.value?.hubs ?? [];
  return (
    <ul class="turnout">
      {cities.map((city) => {
        const voted = ballot.turnout[city.id] ?? 0;
        const heads = rooms
          .filter((hub) => hub.city === city.id)
          .reduce((sum, hub) => sum + hub.heads - 1, 0); // the device itself is one of the seats
        const seats = Math.max((people?.cities[city.id]?.seats ?? 0) + heads, voted);
        return (
          <li key={city.id}>
            <span>{city.name}</span>
            <span>{t("panel.turnout", { voted, seats })}</span>
            <progress max={Math.max(seats, 1)} value={voted} aria-label={city.name} />
          </li>
        );
      })}
    </ul>
  );
}
