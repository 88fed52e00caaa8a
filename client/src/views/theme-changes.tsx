/** Splits a theme in two, and joins two themes to one. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Theme } from "../protocol";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import { type BoardView, dotsOf } from "./board-view";
import { Field } from "./parts";
import { themeTitle } from "./theme";
import { TitleField } from "./theme-title";

const NONE = "";

interface SplitProps {
  readonly theme: Theme;
  /** those that are not ticked any more */
  readonly notes: readonly string[];
  readonly onDone: () => void;
}

/** What was unticked becomes a theme of its own. */
export function SplitTheme({ theme, notes, onDone }: SplitProps) {
  const [title, setTitle] = useState("");
  const split = async (): Promise<void> => {
    const wanted = { area: theme.area, title: title.trim(), notes };
    if (await orSay(ops.formTheme(wanted))) onDone();
  };
  return (
    <div class="say">
      <p>{t("themes.split_words", { count: notes.length })}</p>
      <TitleField title={title} setTitle={setTitle} label={t("themes.new_name")} />
      <button
        type="button"
        class="button small"
        disabled={title.trim() === ""}
        onClick={() => void split()}
      >
        {t("themes.split", { count: notes.length })}
      </button>
    </div>
  );
}

interface JoinProps {
  readonly theme: Theme;
  readonly view: BoardView;
  readonly onDone: () => void;
}

/** All notes go into another theme of the area, and this one ends. */
export function JoinThemes({ theme, view, onDone }: JoinProps) {
  const others = view.board.themes.filter((one) => one.area === theme.area && one !== theme);
  const [into, setInto] = useState(NONE);
  if (others.length === 0) return null;
  const fill = () => ops.fillTheme({ theme_id: into, notes: theme.notes });
  const join = async (): Promise<void> => {
    const isFilled = theme.notes.length === 0 || (await orSay(fill()));
    if (isFilled && (await orSay(ops.dissolveTheme({ theme_id: theme.id })))) onDone();
  };
  return (
    <div class="row join-themes">
      <Field
        label={t("themes.join")}
        control={(attributes) => (
          <select
            {...attributes}
            class="input"
            value={into}
            onChange={(event) => setInto(event.currentTarget.value)}
          >
            <option value={NONE}>{t("themes.join_none")}</option>
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {themeTitle(one)}
              </option>
            ))}
          </select>
        )}
      />
      <AskFirst
        class="button quiet"
        label={t("themes.join_do")}
        question={t("themes.join_sure", { title: themeTitle(theme) })}
        explained={<p>{t("themes.dissolve_words")}</p>}
        yes={t("themes.join_do")}
        isNeeded={dotsOf(theme, view.board.cities).all > 0}
        isDisabled={into === NONE}
        run={() => void join()}
      />
    </div>
  );
}
