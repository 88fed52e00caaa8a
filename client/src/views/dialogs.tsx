/** The dialogs that are about no single note: keys, the own name. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import { address } from "../router";
import { session } from "../session";
import { t } from "../words";
import type { BoardView } from "./board-view";
import { LanguageSwitch } from "./frame";
import { later } from "./later";
import { LeaveSeat } from "./leave-seat";
import { NoteDialog, ThemeDialog } from "./note-dialogs";
import { Dialog, Field } from "./parts";
import { letLettersWork, lettersWork, opened } from "./scene";

const GapsDialog = later(async () => (await import("./coaching")).GapsDialog);
const SimilarDialog = later(async () => (await import("./similar")).SimilarDialog);
const WhereDialog = later(async () => (await import("./draft-used")).WhereDialog);

const KEYS: readonly (readonly [string, string])[] = [
  ["N", "write"],
  ["← ↑ → ↓", "arrows"],
  ["Enter", "menu"],
  ["E", "edit"],
  ["M", "move"],
  ["X", "pick"],
  ["V", "vote"],
  ["Shift V", "unvote"],
  ["P", "presented"],
  ["Ctrl Z", "undo"],
  ["Delete", "remove"],
  ["?", "help"],
];

export function Dialogs({ view, workshopId }: { view: BoardView; workshopId: string }) {
  const open = opened.value;
  if (open === null) return null;
  switch (open.kind) {
    case "keys":
      return <KeysDialog />;
    case "name":
      return <NameDialog view={view} />;
    case "theme":
      return <ThemeDialog id={open.theme} view={view} />;
    case "similar":
      return <SimilarDialog view={view} workshopId={workshopId} onClose={close} />;
    case "gaps":
      return <GapsDialog view={view} />;
    case "where":
      return <WhereDialog note={open.note} view={view} />;
    case "edit":
    case "move":
    case "merge":
    case "erase":
    case "comments":
    case "links":
    case "details":
    case "offers":
    case "group":
    case "translate":
      return <NoteDialog view={view} />;
  }
}

const close = (): void => {
  opened.value = null;
};

function KeysDialog() {
  return (
    <Dialog title={t("keys.title")} onClose={close}>
      <dl class="keys">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key === "Delete" ? t("keys.delete") : key}</kbd>
            </dt>
            <dd>{t(`keys.${does}`)}</dd>
          </div>
        ))}
      </dl>
      <label class="tick">
        <input
          type="checkbox"
          checked={lettersWork.value}
          onChange={(event) => letLettersWork(event.currentTarget.checked)}
        />
        <span>
          {t("keys.letters")} <span class="hint">{t("keys.letters_hint")}</span>
        </span>
      </label>
    </Dialog>
  );
}

/** Pages that a phone has no room for in its line. */
function Elsewhere() {
  const workshopId = session.workshopId.value ?? "";
  return (
    <p class="row">
      <a class="button quiet small" href={address({ page: "history", workshopId })} onClick={close}>
        {t("tools.history")}
      </a>
      <a
        class="button quiet small"
        href={address({ page: "stage", workshopId })}
        target="_blank"
        rel="noopener"
      >
        {t("tools.stage")}
      </a>
    </p>
  );
}

function NameDialog({ view }: { view: BoardView }) {
  const seatId = view.seat.id;
  const told = session.people.value?.seats.find((seat) => seat.id === seatId)?.name;
  const [name, setName] = useState(told ?? view.seat.name ?? "");
  const save = (event: Event): void => {
    event.preventDefault();
    if (name.trim() === "") return;
    void ops.renameSeat({ name: name.trim() });
    close();
  };
  return (
    <Dialog title={t("me.title")} onClose={close}>
      <form class="stack" onSubmit={save}>
        <Field
          label={t("join.name")}
          control={(attributes) => (
            <input
              {...attributes}
              class="input"
              value={name}
              maxLength={80}
              autocomplete="name"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        />
        <div class="stack">
          <span class="label">{t("common.language")}</span>
          <div>
            <LanguageSwitch />
          </div>
        </div>
        <div class="dialog-end">
          <button type="submit" class="button">
            {t("common.save")}
          </button>
        </div>
      </form>
      <Elsewhere />
      {view.board.closed_at === undefined && <LeaveSeat />}
    </Dialog>
  );
}
