/** The dialogs by which a facilitator groups notes into a theme, and changes one. */

import { useState } from "preact/hooks";

import type { ShownNote } from "../drawn";
import { ops } from "../ops";
import type { Theme } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { Choice, Dialog } from "./parts";
import { clearPicked } from "./picking";
import { areaName } from "./scene";
import { themeTitle } from "./theme";
import { JoinThemes, SplitTheme } from "./theme-changes";
import { TitleField } from "./theme-title";

const NEW = "";

interface GroupProps {
  readonly note: ShownNote;
  /** other notes that are ticked from the beginning */
  readonly also: readonly string[];
  readonly view: BoardView;
  readonly onClose: () => void;
}

/** Notes to tick, and the theme they come into: a new one, or one of the area. */
export function GroupNotes({ note, also, view, onClose }: GroupProps) {
  const themes = view.board.themes.filter((theme) => theme.area === note.area);
  const [into, setInto] = useState(NEW);
  const [title, setTitle] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([note.id, ...also]);
  const isReady = chosen.length > 0 && (into !== NEW || title.trim() !== "");
  const group = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!isReady) return;
    const answer =
      into === NEW
        ? ops.formTheme({ area: note.area, title: title.trim(), notes: chosen })
        : ops.fillTheme({ theme_id: into, notes: chosen });
    if (!(await orSay(answer))) return;
    clearPicked();
    onClose();
  };
  return (
    <Dialog title={t("themes.group")} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void group(event)}>
        {themes.length > 0 && (
          <Choice
            legend={t("themes.into")}
            name="theme-into"
            chosen={[into]}
            onChoose={setInto}
            options={[
              { value: NEW, words: t("themes.new") },
              ...themes.map((theme) => ({ value: theme.id, words: themeTitle(theme) })),
            ]}
          />
        )}
        {into === NEW && <TitleField title={title} setTitle={setTitle} />}
        <NoteTicks
          notes={groupable(note.area).filter((one) => !isIn(themes, into, one.id))}
          chosen={chosen}
          onTick={(id) => setChosen(toggled(chosen, id))}
          view={view}
        />
        <div class="dialog-end">
          <button type="button" class="button quiet" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" class="button" disabled={!isReady}>
            {t("themes.do_group", { count: chosen.length })}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChangeProps {
  readonly theme: Theme;
  readonly view: BoardView;
  readonly onClose: () => void;
}

/** Rename a theme, take notes out, dissolve it. */
export function ChangeTheme({ theme, view, onClose }: ChangeProps) {
  const [title, setTitle] = useState(themeTitle(theme));
  const [chosen, setChosen] = useState<readonly string[]>(theme.notes);
  const isRenamed = title.trim() !== "" && title.trim() !== themeTitle(theme);
  const out = theme.notes.filter((id) => !chosen.includes(id));
  const more = chosen.filter((id) => !theme.notes.includes(id));
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const [theme_id, wanted] = [theme.id, title.trim()];
    if (isRenamed && !(await orSay(ops.renameTheme({ theme_id, title: wanted })))) return;
    if (more.length > 0 && !(await orSay(ops.fillTheme({ theme_id, notes: more })))) return;
    if (out.length > 0 && !(await orSay(ops.emptyTheme({ theme_id, notes: out })))) return;
    onClose();
  };
  return (
    <Dialog title={t("themes.title", { area: areaName(theme.area) })} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <TitleField title={title} setTitle={setTitle} />
        <p class="hint">{t("themes.votes")}</p>
        <NoteTicks
          notes={groupable(theme.area)}
          chosen={chosen}
          onTick={(id) => setChosen(toggled(chosen, id))}
          view={view}
        />
        {out.length > 0 && out.length < theme.notes.length && (
          <SplitTheme theme={theme} notes={out} onDone={onClose} />
        )}
        <JoinThemes theme={theme} view={view} onDone={onClose} />
        <div class="dialog-end">
          <EndTheme theme={theme} onClose={onClose} />
          <button type="button" class="button quiet" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" class="button" disabled={title.trim() === ""}>
            {t("common.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function EndTheme({ theme, onClose }: { theme: Theme; onClose: () => void }) {
  const theme_id = theme.id;
  const dissolve = async (): Promise<void> => {
    if (await orSay(ops.dissolveTheme({ theme_id }))) onClose();
  };
  return (
    <>
      <AskFirst
        class="button quiet"
        label={t("themes.dissolve")}
        question={t("themes.dissolve_sure", { title: themeTitle(theme) })}
        explained={<p>{t("themes.dissolve_words")}</p>}
        yes={t("themes.dissolve")}
        run={() => void dissolve()}
      />
      {!theme.erased && (
        <AskFirst
          class="button quiet"
          label={t("themes.erase")}
          question={t("themes.erase_sure")}
          explained={<p>{t("themes.erase_words")}</p>}
          yes={t("erase.yes")}
          isGrave
          run={() => void orSay(ops.eraseTheme({ theme_id })).then(onClose)}
        />
      )}
    </>
  );
}

interface TicksProps {
  readonly notes: readonly ShownNote[];
  readonly chosen: readonly string[];
  readonly onTick: (id: string) => void;
  readonly view: BoardView;
}

function NoteTicks({ notes, chosen, onTick, view }: TicksProps) {
  return (
    <fieldset>
      <legend class="label">{t("themes.notes")}</legend>
      {notes.map((one) => (
        <label key={one.id} class="tick">
          <input
            type="checkbox"
            checked={chosen.includes(one.id)}
            onChange={() => onTick(one.id)}
          />
          <span dir="auto">
            {one.erased ? t("note.erased") : one.text}{" "}
            <CityBadge cities={view.board.cities} city={one.city} />
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Returns the notes of an area that everybody can see. */
function groupable(area: string): readonly ShownNote[] {
  const notes = session.areas.value.get(area) ?? [];
  return notes.filter((one) => one.text !== null && !one.isHidden && !one.isNew);
}

const isIn = (themes: readonly Theme[], theme: string, note: string): boolean =>
  themes.some((one) => one.id === theme && one.notes.includes(note));

const toggled = (chosen: readonly string[], id: string): readonly string[] =>
  chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
