/** The page on which a room counts its hands: big enough for everybody to see it is right. */

import { ops } from "../ops";
import type { Ballot, Board, Hub } from "../protocol";
import { session } from "../session";
import { DRAFT, kindOf, scaleOf } from "../totals";
import { t } from "../words";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { BallotTabs } from "./ballot-tabs";
import { areaName, colorOf, isTallying } from "./scene";
import { TallyBox } from "./tally-box";
import { themeTarget } from "./theme";
import { inUnits } from "./units";
import type { VoteTarget } from "./vote-box";
import { stepMeaning, stepName } from "./vote-control";

export function Tally({ view, hub }: { view: BoardView; hub: Hub }) {
  const ballot = session.ballot.value;
  const city = view.board.cities.find((one) => one.id === hub.city)?.name ?? "";
  return (
    <main class="tally" tabIndex={-1}>
      <header class="tally-head">
        <div>
          <h2>{t("tally.title", { city })}</h2>
          <p class="soft">{t("tally.heads", { count: hub.heads })}</p>
        </div>
        {ballot !== null && kindOf(ballot) === "dots" && <Left ballot={ballot} hub={hub} />}
        <button type="button" class="button quiet" onClick={() => (isTallying.value = false)}>
          {t("tally.to_board")}
        </button>
      </header>
      <BallotTabs />
      {ballot === null ? (
        <p class="say">{t("tally.no_ballot")}</p>
      ) : (
        <Targets board={view.board} ballot={ballot} hub={hub} />
      )}
    </main>
  );
}

function Left({ ballot, hub }: { ballot: Ballot; hub: Hub }) {
  const left = session.votesLeft.value ?? 0;
  return (
    <p class="tally-left" role="status">
      <b>{left}</b> {t("tally.left", { all: ballot.votes_each * hub.heads })}
    </p>
  );
}

function Targets({ board, ballot, hub }: { board: Board; ballot: Ballot; hub: Hub }) {
  const kind = kindOf(ballot);
  if (kind === "rank") return <p class="say">{t("tally.no_rank")}</p>;
  if (kind === "gradient") {
    const whole = { id: DRAFT, text: t("ballots.whole_draft"), isOwn: false };
    return (
      <ul class="tally-list">
        <li class="tally-draft">
          <b>{whole.text}</b>
          <Hands target={whole} ballot={ballot} hub={hub} />
        </li>
      </ul>
    );
  }
  return (
    <>
      {board.areas.map((area) => (
        <AreaTargets key={area} area={area} board={board} ballot={ballot} hub={hub} />
      ))}
    </>
  );
}

interface AreaProps {
  readonly area: string;
  readonly board: Board;
  readonly ballot: Ballot;
  readonly hub: Hub;
}

function AreaTargets({ area, board, ballot, hub }: AreaProps) {
  const notes = (session.areas.value.get(area) ?? []).filter((note) => !note.isHidden);
  const themes = board.themes.filter((theme) => theme.area === area);
  const targets = inUnits(notes, themes).flatMap<VoteTarget>(({ theme, notes: grouped }) =>
    theme === undefined ? grouped : [themeTarget(theme, grouped)],
  );
  if (targets.length === 0) return null;
  return (
    <section style={colorOf(area)} aria-labelledby={`tally-${area}`}>
      <h3 id={`tally-${area}`}>{areaName(area)}</h3>
      <ul class="tally-list">
        {targets.map((target) => (
          <li key={target.id}>
            <span dir="auto">{target.text}</span>
            {kindOf(ballot) === "dots" ? (
              <TallyBox
                target={target}
                ballot={ballot}
                dots={session.votes.value.get(target.id) ?? 0}
              />
            ) : (
              <Hands target={target} ballot={ballot} hub={hub} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface HandsProps {
  readonly target: VoteTarget;
  readonly ballot: Ballot;
  readonly hub: Hub;
}

/** How many raised a hand for each step; together no more than are in the room. */
function Hands({ target, ballot, hub }: HandsProps) {
  const scale = scaleOf(ballot);
  const hands = session.own.value.hands.get(target.id) ?? scale.map(() => 0);
  const counted = hands.reduce((sum, one) => sum + one, 0);
  const put = (place: number, wanted: number): void => {
    if (wanted < 0 || counted - (hands[place] ?? 0) + wanted > hub.heads) return;
    const steps = hands.map((one, at) => (at === place ? wanted : one));
    void orSay(
      ops.tallyHands({ city: hub.city, target_id: target.id, steps, ballot_id: ballot.id }),
    );
  };
  return (
    <div class="hands">
      {scale.map((value, place) => (
        <div key={value} class="hand">
          <span class="hand-name">
            {stepName(ballot, value)}
            {kindOf(ballot) !== "stance" && <small>{stepMeaning(ballot, value)}</small>}
          </span>
          <div class="ballot-box tally-box">
            <button
              type="button"
              aria-label={t("tally.hand_fewer", { step: stepMeaning(ballot, value) })}
              aria-disabled={(hands[place] ?? 0) === 0 ? "true" : undefined}
              onClick={() => put(place, (hands[place] ?? 0) - 1)}
            >
              −
            </button>
            <output>{hands[place] ?? 0}</output>
            <button
              type="button"
              aria-label={t("tally.hand_more", { step: stepMeaning(ballot, value) })}
              aria-disabled={counted >= hub.heads ? "true" : undefined}
              onClick={() => put(place, (hands[place] ?? 0) + 1)}
            >
              +
            </button>
          </div>
        </div>
      ))}
      <p class="hint">{t("tally.counted", { counted, heads: hub.heads })}</p>
    </div>
  );
}
