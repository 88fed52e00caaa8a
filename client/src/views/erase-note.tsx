/** Asks before the text of a note is erased for good. */

import type { ShownNote } from "../drawn";
import { ops } from "../ops";
import { t } from "../words";
import { orSay } from "./ask-first";
import { Dialog } from "./parts";

interface EraseNoteProps {
  readonly note: ShownNote;
  readonly onClose: () => void;
}

export function EraseNote({ note, onClose }: EraseNoteProps) {
  const erase = (): void => {
    void orSay(ops.eraseNote({ note_id: note.id }));
    onClose();
  };
  return (
    <Dialog title={t("erase.title")} onClose={onClose}>
      {note.text !== null && <blockquote dir="auto">{note.text}</blockquote>}
      <p>{t("erase.words")}</p>
      <div class="dialog-end">
        <button type="button" class="button quiet" onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button type="button" class="button grave" onClick={erase}>
          {t("erase.yes")}
        </button>
      </div>
    </Dialog>
  );
}
