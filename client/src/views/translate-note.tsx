/** Saying a note in another language: in one's own words, the original in sight. */

import { useState } from "preact/hooks";

import type { ShownNote } from "../drawn";
import { ops } from "../ops";
import type { WireError } from "../protocol";
import { countGraphemes } from "../text";
import { language, languageName, t } from "../words";
import type { BoardView } from "./board-view";
import { cityName } from "./cities";
import { Left, textLimit } from "./composer";
import { languagesOffered } from "./frame";
import { Dialog, Fault, Field } from "./parts";
import { raced } from "./raced";
import { toast } from "./scene";

/** Who wrote it says it for others; others say it for those who read what they read. */
function firstAsked(note: ShownNote): string {
  const own = language.value;
  if (!note.isOwn) return own;
  const missing = languagesOffered().filter((id) => note.translations?.[id] === undefined);
  return missing.find((id) => id !== own) ?? own;
}

interface TranslateProps {
  readonly note: ShownNote;
  readonly view: BoardView;
  readonly onClose: () => void;
}

export function TranslateNote({ note, view, onClose }: TranslateProps) {
  const [wanted, setWanted] = useState(() => firstAsked(note));
  const version = note.translations?.[wanted];
  const [text, setText] = useState(version?.text ?? "");
  const [fault, setFault] = useState<WireError | null>(null);
  const name = languageName(wanted);
  const isTooLong = countGraphemes(text.trim()) > textLimit();
  const choose = (chosen: string): void => {
    setWanted(chosen);
    setText(note.translations?.[chosen]?.text ?? "");
  };
  const say = async (said: string, done: string): Promise<void> => {
    const op = ops.translateNote({ note_id: note.id, language: wanted, text: said });
    const answer = await raced(op);
    if (answer !== null && !answer.ok) return setFault(answer.error);
    toast(t(done, { language: name }));
    onClose();
  };
  return (
    <Dialog title={t("translate.title")} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== "" && !isTooLong) void say(text.trim(), "translate.saved");
        }}
      >
        <div class="stack">
          <span class="label">{t("translate.original")}</span>
          <p class="quoted" dir="auto">
            {note.text}
          </p>
        </div>
        <Field
          label={t("translate.language")}
          control={(attributes) => (
            <select
              {...attributes}
              class="input"
              value={wanted}
              onChange={(event) => choose(event.currentTarget.value)}
            >
              {languagesOffered().map((id) => (
                <option key={id} value={id}>
                  {languageName(id)}
                </option>
              ))}
            </select>
          )}
        />
        <Field
          label={t("translate.text", { language: name })}
          hint={t("translate.kept", { language: name })}
          control={(attributes) => (
            <textarea
              {...attributes}
              class="input"
              rows={4}
              lang={wanted}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          )}
        />
        <Left text={text} />
        {version?.city !== undefined && (
          <p class="hint">
            {t("translate.by", { city: cityName(view.board.cities, version.city) })}
          </p>
        )}
        {version?.outdated && <p class="say warn">{t("translate.outdated")}</p>}
        <Fault error={fault} />
        <div class="dialog-end">
          {version !== undefined && (
            <button
              type="button"
              class="button grave"
              onClick={() => void say("", "translate.removed")}
            >
              {t("translate.remove")}
            </button>
          )}
          <button type="submit" class="button" disabled={text.trim() === "" || isTooLong}>
            {t("translate.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
