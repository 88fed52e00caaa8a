/** Places and takes back dots on a note or a theme, and says why it is not possible when it is not. */

import type { ShownNote } from "../drawn";
import { ops } from "../ops";
import type { Ballot } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { announce, toast } from "./scene";

/** What dots are placed on: a note, or a theme instead of its notes. */
export type VoteTarget = Pick<ShownNote, "id" | "text" | "isOwn">;

interface BoxProps {
  readonly target: VoteTarget;
  readonly ballot: Ballot;
  readonly ownDots: number;
  /** no vote is left: told instead of the number, so that one dot does not redraw every note */
  readonly isSpent: boolean;
}

export function VoteBox({ target, ballot, ownDots, isSpent }: BoxProps) {
  if (!ballot.own_notes && target.isOwn) return <p class="hint">{t("vote.own_note")}</p>;
  const whyNot = whyNoMore({ ballot, ownDots, left: isSpent ? 0 : 1 });
  const name = (target.text ?? "").slice(0, 60);
  return (
    <div class="ballot-box" role="group" aria-label={t("vote.on", { text: name })}>
      <button
        type="button"
        aria-label={t("vote.take", { text: name })}
        aria-disabled={ownDots === 0 ? "true" : undefined}
        onClick={() => takeDot(target, ownDots)}
      >
        −
      </button>
      <span class="dots">
        <span class="unseen">{t("vote.yours", { count: ownDots, cap: ballot.note_cap })}</span>
        <OwnDots dots={ownDots} cap={ballot.note_cap} />
      </span>
      <button
        type="button"
        aria-label={t("vote.give", { text: name })}
        aria-disabled={whyNot === null ? undefined : "true"}
        onClick={() => giveDot(target, { ballot, ownDots, left: session.votesLeft.peek() ?? 0 })}
      >
        +
      </button>
    </div>
  );
}

const MOST_PLACES = 5; // empty places drawn; a higher cap is a number

function OwnDots({ dots, cap }: { dots: number; cap: number }) {
  if (cap > MOST_PLACES) return <span aria-hidden="true">{dots}</span>;
  return (
    <span class="dots" aria-hidden="true">
      {Array.from({ length: cap }, (_, place) => (
        <i key={place} class={place < dots ? "" : "free"} />
      ))}
    </span>
  );
}

interface Standing {
  readonly ballot: Ballot;
  readonly ownDots: number;
  readonly left: number;
}

/** Returns why no further dot goes here, or null. */
function whyNoMore({ ballot, ownDots, left }: Standing): string | null {
  if (left < 1) return t("vote.budget_spent", { count: ballot.votes_each });
  if (ownDots >= ballot.note_cap) return t("vote.cap_reached", { count: ballot.note_cap });
  return null;
}

/** Places one dot, or says why not. */
export function giveDot(target: VoteTarget, standing: Standing): void {
  const whyNot = whyNoMore(standing);
  if (whyNot !== null) return toast(whyNot);
  void ops.placeVote({ target_id: target.id, ballot_id: standing.ballot.id });
  announce(t("vote.given", { count: standing.left - 1 }));
}

/** Takes one dot back. */
export function takeDot(target: VoteTarget, ownDots: number): void {
  if (ownDots === 0) return toast(t("vote.none_here"));
  void ops.withdrawVote({ target_id: target.id, dots: 1 });
  announce(t("vote.taken"));
}
