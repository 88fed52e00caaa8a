/** Revealing what was written in silence, and running ballots by hand. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Ballot, Board } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import { areaName } from "./scene";

export function PanelReveal({ board }: { board: Board }) {
  const [area, setArea] = useState("");
  const [city, setCity] = useState("");
  const hidden = board.notes.filter((note) => note.hidden === true);
  const meant = hidden.filter(
    (note) => (area === "" || note.area === area) && (city === "" || note.city === city),
  );
  if (hidden.length === 0) return null;
  const reveal = (): void => {
    const some = { ...(area === "" ? {} : { area }), ...(city === "" ? {} : { city }) };
    void orSay(ops.revealNotes(some));
  };
  return (
    <section class="panel-part" aria-labelledby="panel-reveal">
      <h3 id="panel-reveal">{t("panel.reveal")}</h3>
      <p class="hint">{t("panel.hidden_notes", { count: hidden.length })}</p>
      <div class="row">
        <select
          class="input grow"
          aria-label={t("panel.reveal_area")}
          value={area}
          onChange={(event) => setArea(event.currentTarget.value)}
        >
          <option value="">{t("panel.all_areas")}</option>
          {board.areas.map((id) => (
            <option key={id} value={id}>
              {areaName(id)}
            </option>
          ))}
        </select>
        <select
          class="input grow"
          aria-label={t("panel.reveal_city")}
          value={city}
          onChange={(event) => setCity(event.currentTarget.value)}
        >
          <option value="">{t("panel.all_cities")}</option>
          {board.cities.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <AskFirst
        label={t("panel.reveal_do", { count: meant.length })}
        question={t("panel.reveal_sure", { count: meant.length })}
        explained={<p>{t("panel.reveal_words")}</p>}
        yes={t("panel.reveal_do", { count: meant.length })}
        class="button small"
        isDisabled={meant.length === 0}
        run={reveal}
      />
    </section>
  );
}

export function PanelBallot({ board }: { board: Board }) {
  const open = session.ballot.value;
  const last = board.ballots.at(-1);
  if (board.closed_at !== undefined) return null;
  if (open !== null) return <OpenBallot board={board} ballot={open} />;
  if (last?.state !== "closed" && board.phase.kind !== "vote") return null;
  return (
    <section class="panel-part" aria-labelledby="panel-ballot">
      <h3 id="panel-ballot">{t("panel.ballot")}</h3>
      <p class="hint">
        {t(last?.state === "closed" ? "panel.ballot_closed" : "panel.ballot_none")}
      </p>
      <div class="row">
        {last?.state === "closed" && (
          <button
            type="button"
            class="button small"
            onClick={() => void orSay(ops.revealBallot({ ballot_id: last.id }))}
          >
            {t("panel.ballot_reveal")}
          </button>
        )}
        {last && (
          <button
            type="button"
            class="button quiet small"
            onClick={() => void orSay(ops.openBallot({ ballot_id: last.id }))}
          >
            {t("panel.ballot_reopen")}
          </button>
        )}
      </div>
    </section>
  );
}

function OpenBallot({ board, ballot }: { board: Board; ballot: Ballot }) {
  const people = session.people.value;
  return (
    <section class="panel-part" aria-labelledby="panel-ballot">
      <h3 id="panel-ballot">{t("panel.ballot")}</h3>
      <p class="hint">
        {t("panel.ballot_open", { count: ballot.votes_each, cap: ballot.note_cap })}
      </p>
      <ul class="turnout">
        {board.cities.map((city) => {
          const voted = ballot.turnout[city.id] ?? 0;
          const seats = Math.max(people?.cities[city.id]?.seats ?? 0, voted);
          return (
            <li key={city.id}>
              <span>{city.name}</span>
              <span>{t("panel.turnout", { voted, seats })}</span>
              <progress max={Math.max(seats, 1)} value={voted} aria-label={city.name} />
            </li>
          );
        })}
      </ul>
      <div class="row">
        <AskFirst
          label={t("panel.ballot_close")}
          question={t("panel.ballot_close_sure")}
          explained={<p>{t("panel.ballot_close_words")}</p>}
          yes={t("panel.ballot_close")}
          run={() => void orSay(ops.closeBallot({ ballot_id: ballot.id }))}
        />
      </div>
    </section>
  );
}
