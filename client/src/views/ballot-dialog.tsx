/** Sets up a vote: all of its settings on one page. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { BallotKind, Board } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { orSay } from "./ask-first";
import { NumberField } from "./make-voting";
import { Choice, Dialog, Field } from "./parts";

const KINDS: readonly BallotKind[] = ["dots", "score", "rank", "stance", "gradient"];
const USUAL_PLACES = 5;
const MOST_PLACES = 50; // what the server takes

export function BallotDialog({ board, onClose }: { board: Board; onClose: () => void }) {
  const { settings } = board;
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<BallotKind>("dots");
  const [votesEach, setVotesEach] = useState(settings.votes_each);
  const [noteCap, setNoteCap] = useState(settings.note_cap);
  const [top, setTop] = useState(USUAL_PLACES);
  const [ownNotes, setOwnNotes] = useState(settings.own_notes);
  const [isSeen, setSeen] = useState(settings.totals === "open");
  const open = async (): Promise<void> => {
    const dots = { votes_each: votesEach, note_cap: noteCap, totals: isSeen ? "open" : "hidden" };
    const asked = {
      kind,
      own_notes: ownNotes,
      ...(title.trim() === "" ? {} : { title: title.trim() }),
      ...(kind === "dots" ? (dots as { totals: "open" | "hidden" }) : {}),
      ...(kind === "rank" ? { top: Math.min(top, MOST_PLACES) } : {}),
    };
    if (await orSay(ops.openBallot(asked))) onClose();
  };
  return (
    <Dialog title={t("ballots.new")} onClose={onClose} isWide>
      <div class="ballot-settings">
        <Field
          label={t("ballots.title")}
          hint={t("ballots.title_hint")}
          control={(attributes) => (
            <input
              {...attributes}
              class="input"
              value={title}
              maxLength={80}
              onInput={(event) => setTitle(event.currentTarget.value)}
            />
          )}
        />
        <div class="stack">
          <Choice
            legend={t("ballots.kind")}
            name="ballot-kind"
            chosen={[kind]}
            onChoose={(value) => setKind(KINDS.find((one) => one === value) ?? "dots")}
            options={KINDS.map((one) => ({ value: one, words: t(`ballots.kind_${one}`) }))}
          />
          <p class="hint">{t(`ballots.about_${kind}`)}</p>
        </div>
        {kind === "dots" && (
          <>
            <div class="two">
              <NumberField label={t("make.votes_each")} value={votesEach} onChange={setVotesEach} />
              <NumberField label={t("make.note_cap")} value={noteCap} onChange={setNoteCap} />
            </div>
            <p class="hint">{t("ballots.suggested", suggestion(board))}</p>
          </>
        )}
        {kind === "rank" && <NumberField label={t("ballots.top")} value={top} onChange={setTop} />}
        {kind !== "gradient" && (
          <label class="row check">
            <input
              type="checkbox"
              checked={ownNotes}
              onChange={(event) => setOwnNotes(event.currentTarget.checked)}
            />
            <span>{t("settings.own_notes")}</span>
          </label>
        )}
        {kind === "dots" && (
          <label class="row check">
            <input
              type="checkbox"
              checked={isSeen}
              onChange={(event) => setSeen(event.currentTarget.checked)}
            />
            <span>{t("settings.totals_open")}</span>
          </label>
        )}
        <p class="hint">
          {t("ballots.frozen")} {t(`weighting.${settings.weighting}.label`)}.
        </p>
      </div>
      <div class="dialog-end">
        <button type="button" class="button quiet" onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button type="button" class="button" onClick={() => void open()}>
          {t("ballots.open")}
        </button>
      </div>
    </Dialog>
  );
}

/** A quarter of what can be voted for, 3 to 10: enough to choose, too few to give to all. */
function suggestion(board: Board): { count: number; notes: number } {
  const inThemes = new Set(board.themes.flatMap((theme) => theme.notes));
  const notes = session.notes.value.filter((note) => !note.isHidden && !inThemes.has(note.id));
  const targets = notes.length + board.themes.filter((theme) => theme.notes.length > 0).length;
  return { count: Math.min(10, Math.max(3, Math.round(targets / 4))), notes: targets };
}
