/** Counts the hands of a room at one note: large enough to be used from a projector. */

import { ops } from "../ops";
import type { Ballot } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { orSay } from "./ask-first";
import { announce, toast } from "./scene";
import type { VoteTarget } from "./vote-box";

interface TallyProps {
  readonly target: VoteTarget;
  readonly ballot: Ballot;
  /** what the room has there */
  readonly dots: number;
}

export function TallyBox({ target, ballot, dots }: TallyProps) {
  const hub = session.hub.value;
  if (hub === null) return null;
  const name = (target.text ?? "").slice(0, 60);
  const cap = ballot.note_cap * hub.heads;
  const change = (wanted: number): void => {
    const left = session.votesLeft.peek() ?? 0;
    if (wanted < 0) return;
    if (wanted > cap) return toast(t("tally.cap", { count: cap }));
    if (wanted - dots > left) return toast(t("tally.spent"));
    void orSay(
      ops.tallyHands({ city: hub.city, target_id: target.id, dots: wanted, ballot_id: ballot.id }),
    );
    announce(t("tally.now", { count: wanted }));
  };
  return (
    <div class="ballot-box tally-box" role="group" aria-label={t("tally.on", { text: name })}>
      <button
        type="button"
        aria-label={t("tally.fewer", { text: name })}
        aria-disabled={dots === 0 ? "true" : undefined}
        onClick={() => change(dots - 1)}
      >
        −
      </button>
      <output aria-label={t("tally.dots", { count: dots })}>{dots}</output>
      <button
        type="button"
        aria-label={t("tally.more", { text: name })}
        aria-disabled={dots >= cap ? "true" : undefined}
        onClick={() => change(dots + 1)}
      >
        +
      </button>
    </div>
  );
}
