/** What stands below the board while people vote: which vote, what is asked, and the own paper. */

import type { Ballot } from "../protocol";
import { session } from "../session";
import { DRAFT, kindOf, scaleOf } from "../totals";
import { t } from "../words";
import { BallotTabs } from "./ballot-tabs";
import type { BoardView } from "./board-view";
import { isTallying } from "./scene";
import { themeTitle } from "./theme";
import { rank, rate, stepMeaning } from "./vote-control";

export function VotingBar({ view, ballot }: { view: BoardView; ballot: Ballot }) {
  const kind = kindOf(ballot);
  const hub = session.hub.value;
  return (
    <section class={`instead voting kind-${kind}`} aria-label={ballot.title}>
      <BallotTabs />
      <p>
        <strong>{ballot.title}</strong> {t(hub === null ? `ballots.do_${kind}` : "tally.do")}
      </p>
      {hub !== null && (
        <button type="button" class="button" onClick={() => (isTallying.value = true)}>
          {t("tally.open")}
        </button>
      )}
      {hub === null && kind === "rank" && <Order view={view} ballot={ballot} />}
      {hub === null && kind === "gradient" && <Gradient ballot={ballot} />}
    </section>
  );
}

/** Eight steps from whole-hearted to a block; a block is information, not a veto. */
function Gradient({ ballot }: { ballot: Ballot }) {
  const given = session.own.value.ratings.get(DRAFT);
  return (
    <div class="gradient-steps" role="group" aria-label={t("ballots.whole_draft")}>
      {scaleOf(ballot).map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === given}
          onClick={() => rate(DRAFT, ballot, value === given ? null : value)}
        >
          <b>{value}</b>
          <span>{stepMeaning(ballot, value)}</span>
        </button>
      ))}
    </div>
  );
}

/** The own order, best first; moved up and down with buttons, so that no dragging is needed. */
function Order({ view, ballot }: { view: BoardView; ballot: Ballot }) {
  const { order } = session.own.value;
  const move = (place: number, by: 1 | -1): void => {
    const id = order[place];
    if (id === undefined) return;
    rank(ballot, order.toSpliced(place, 1).toSpliced(place + by, 0, id));
  };
  return (
    <>
      <p class="hint">{t("ballots.ranked", { count: order.length, top: ballot.top ?? 0 })}</p>
      <ol class="own-order">
        {order.map((id, place) => (
          <li key={id}>
            <span dir="auto">{textOf(view, id)}</span>
            <button
              type="button"
              class="button bare icon"
              aria-label={t("ballots.up", { text: textOf(view, id) })}
              disabled={place === 0}
              onClick={() => move(place, -1)}
            >
              ↑
            </button>
            <button
              type="button"
              class="button bare icon"
              aria-label={t("ballots.down", { text: textOf(view, id) })}
              disabled={place === order.length - 1}
              onClick={() => move(place, 1)}
            >
              ↓
            </button>
            <button
              type="button"
              class="button bare icon"
              aria-label={t("ballots.unrank", { text: textOf(view, id), place: place + 1 })}
              onClick={() =>
                rank(
                  ballot,
                  order.filter((one) => one !== id),
                )
              }
            >
              ✕
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

function textOf({ board }: BoardView, id: string): string {
  const theme = board.themes.find((one) => one.id === id);
  if (theme !== undefined) return themeTitle(theme);
  return session.notes.value.find((note) => note.id === id)?.text ?? t("results.note_gone");
}
