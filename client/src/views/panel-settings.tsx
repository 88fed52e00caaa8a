/** Settings of the workshop, and its end. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Board, Settings } from "../protocol";
import { session } from "../session";
import { formatDate, t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import { type Voting, VotingFields } from "./make-voting";
import { toast } from "./scene";

export function PanelSettings({ board }: { board: Board }) {
  const { settings } = board;
  const [wanted, setWanted] = useState<Partial<Settings>>({});
  const now = { ...settings, ...wanted };
  const isFrozen = session.ballot.value !== null;
  const voting: Voting = {
    votesEach: now.votes_each,
    noteCap: now.note_cap,
    weighting: now.weighting,
  };
  const change = (some: Partial<Settings>): void => setWanted({ ...wanted, ...some });
  const save = async (): Promise<void> => {
    const { thresholds: _unchanged, ...changed } = changedIn(settings, wanted);
    if (Object.keys(changed).length === 0) return toast(t("panel.nothing_changed"));
    if (!(await orSay(ops.changeSettings(changed)))) return;
    setWanted({});
    toast(t("panel.settings_saved"));
  };
  return (
    <details class="panel-part">
      <summary>
        <h3>{t("panel.settings")}</h3>
      </summary>
      <div class="stack">
        {isFrozen && <p class="say warn">{t("panel.settings_frozen")}</p>}
        <VotingFields
          voting={voting}
          onChange={(some) =>
            change({
              ...(some.votesEach === undefined ? {} : { votes_each: some.votesEach }),
              ...(some.noteCap === undefined ? {} : { note_cap: some.noteCap }),
              ...(some.weighting === undefined ? {} : { weighting: some.weighting }),
            })
          }
        />
        <Tick name="own_notes" now={now} change={change} />
        <Tick name="silent" now={now} change={change} />
        <Tick name="show_authors" now={now} change={change} />
        <label class="tick">
          <input
            type="checkbox"
            checked={now.totals === "open"}
            onChange={(event) =>
              change({ totals: event.currentTarget.checked ? "open" : "hidden" })
            }
          />
          <span>{t("settings.totals_open")}</span>
        </label>
        <button type="button" class="button small" onClick={() => void save()}>
          {t("common.save")}
        </button>
      </div>
    </details>
  );
}

interface TickProps {
  readonly name: "own_notes" | "silent" | "show_authors";
  readonly now: Settings;
  readonly change: (some: Partial<Settings>) => void;
}

function Tick({ name, now, change }: TickProps) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={now[name]}
        onChange={(event) => change({ [name]: event.currentTarget.checked })}
      />
      <span>{t(`settings.${name}`)}</span>
    </label>
  );
}

function changedIn(before: Settings, wanted: Partial<Settings>): Partial<Settings> {
  const changed = Object.entries(wanted).filter(
    ([name, value]) => before[name as keyof Settings] !== value,
  );
  return Object.fromEntries(changed) as Partial<Settings>;
}

export function PanelWorkshop({ board }: { board: Board }) {
  const eraseOn = session.eraseOn.value;
  const isClosed = board.closed_at !== undefined;
  return (
    <section class="panel-part" aria-labelledby="panel-end">
      <h3 id="panel-end">{t("panel.end")}</h3>
      {eraseOn && <p class="hint">{t("panel.erased_on", { date: formatDate(eraseOn) })}</p>}
      {isClosed ? (
        <button type="button" class="button small" onClick={() => void orSay(ops.reopenWorkshop())}>
          {t("panel.reopen")}
        </button>
      ) : (
        <div>
          <AskFirst
            label={t("panel.close_workshop")}
            question={t("panel.close_workshop_sure")}
            explained={<p>{t("panel.close_workshop_words")}</p>}
            yes={t("panel.close_workshop")}
            run={() => void orSay(ops.closeWorkshop())}
          />
        </div>
      )}
    </section>
  );
}
