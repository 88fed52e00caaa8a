/** What a voter does at a note or a theme: dots, a step of a scale, a place, or hands of a room. */

import { ops } from "../ops";
import type { Ballot, RatingValue } from "../protocol";
import { session } from "../session";
import { kindOf, scaleOf } from "../totals";
import { t } from "../words";
import { orSay } from "./ask-first";
import { announce, toast } from "./scene";
import { TallyBox } from "./tally-box";
import { VoteBox, type VoteTarget } from "./vote-box";

interface ControlProps {
  readonly target: VoteTarget;
  readonly ballot: Ballot;
  readonly ownDots: number;
  readonly isSpent: boolean;
}

export function VoteControl(props: ControlProps) {
  const { target, ballot, ownDots } = props;
  const kind = kindOf(ballot);
  if (session.hub.value !== null) {
    if (kind === "dots") return <TallyBox target={target} ballot={ballot} dots={ownDots} />;
    return kind === "rank" ? null : <p class="hint">{t("tally.on_page")}</p>;
  }
  if (kind === "dots") return <VoteBox {...props} />;
  if (!ballot.own_notes && target.isOwn) return <p class="hint">{t("vote.own_note")}</p>;
  if (kind === "rank") return <PlaceButton target={target} ballot={ballot} />;
  return <StepButtons target={target} ballot={ballot} />;
}

/** Says how a step of a scale is called, short enough for a button. */
export function stepName(ballot: Ballot, value: RatingValue): string {
  return kindOf(ballot) === "stance" ? t(`walk.stance_${value}`) : String(value);
}

/** Says what a step of a scale means; nothing where its number says it. */
export function stepMeaning(ballot: Ballot, value: RatingValue): string {
  const kind = kindOf(ballot);
  if (kind === "gradient") return t(`ballots.gradient_${value}`);
  return kind === "score" ? t(`ballots.score_${value}`) : stepName(ballot, value);
}

/** One button for each step; the chosen one takes the answer back. */
function StepButtons({ target, ballot }: { target: VoteTarget; ballot: Ballot }) {
  const given = session.own.value.ratings.get(target.id);
  const name = (target.text ?? "").slice(0, 60);
  return (
    <div
      class={`steps kind-${kindOf(ballot)}`}
      role="group"
      aria-label={t(`ballots.ask_${kindOf(ballot)}`, { text: name })}
    >
      {scaleOf(ballot).map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === given}
          aria-label={stepMeaning(ballot, value)}
          title={stepMeaning(ballot, value)}
          onClick={() => rate(target.id, ballot, value === given ? null : value)}
        >
          {stepName(ballot, value)}
        </button>
      ))}
    </div>
  );
}

export function rate(target: string, ballot: Ballot, value: RatingValue | null): void {
  void orSay(ops.rate({ target_id: target, value, ballot_id: ballot.id }));
  announce(value === null ? t("ballots.taken_back") : stepMeaning(ballot, value));
}

/** Puts a note into the own order, at its end, or takes it out. */
function PlaceButton({ target, ballot }: { target: VoteTarget; ballot: Ballot }) {
  const { order } = session.own.value;
  const place = order.indexOf(target.id) + 1;
  const name = (target.text ?? "").slice(0, 60);
  const top = ballot.top ?? 0;
  const toggle = (): void => {
    if (place > 0)
      return rank(
        ballot,
        order.filter((id) => id !== target.id),
      );
    if (order.length >= top) return toast(t("ballots.rank_full", { count: top }));
    rank(ballot, [...order, target.id]);
  };
  return (
    <button
      type="button"
      class={place > 0 ? "place taken" : "place"}
      aria-pressed={place > 0}
      aria-label={
        place > 0 ? t("ballots.unrank", { text: name, place }) : t("ballots.rank", { text: name })
      }
      onClick={toggle}
    >
      {place > 0 ? t("ballots.place", { place }) : t("ballots.rank_short")}
    </button>
  );
}

/** Sends an order whole: it takes the place of the one before. */
export function rank(ballot: Ballot, order: readonly string[]): void {
  void orSay(ops.rank({ targets: order, ballot_id: ballot.id }));
}
