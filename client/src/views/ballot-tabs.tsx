/** Several votes may be open at once: says which one is voted in, and changes to another. */

import { session } from "../session";
import { kindOf } from "../totals";
import { t } from "../words";
import { Choice } from "./parts";

export function BallotTabs() {
  const open = session.openBallots.value;
  const now = session.ballot.value;
  if (open.length < 2 || now === null) return null;
  return (
    <Choice
      legend={t("ballots.which")}
      name="ballot-now"
      class="choices ballot-tabs"
      chosen={[now.id]}
      onChoose={(id) => session.voteIn(id)}
      options={open.map((ballot) => ({
        value: ballot.id,
        words: `${ballot.title} · ${t(`ballots.kind_${kindOf(ballot)}`)}`,
      }))}
    />
  );
}
