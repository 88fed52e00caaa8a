/** Takes back one's own last action: a button, and Ctrl+Z wherever nobody writes. */

import { ownUndo } from "../undo";
import { errorWords, t } from "../words";
import { toast } from "./scene";

export function UndoButton({ steers }: { steers: boolean }) {
  const next = ownUndo().next.value;
  const words =
    next === null ? t("undo.nothing") : t("undo.button", { what: t(`undo.what_${next}`) });
  return (
    <button
      type="button"
      class={steers ? "button bare small undo steers" : "button bare small undo"}
      aria-label={words}
      title={words}
      disabled={next === null}
      onClick={() => void undoLast()}
    >
      <span aria-hidden="true">↶</span> <span class="wide">{t("common.undo")}</span>
    </button>
  );
}

/** Takes the last own action back and says so, or why the server did not. */
export async function undoLast(): Promise<void> {
  const undone = await ownUndo().undo();
  if (undone === null) return toast(t("undo.nothing"));
  if (!undone.ack.ok) return toast(errorWords(undone.ack.error));
  toast(t("undo.done", { what: t(`undo.what_${undone.what}`) }));
}
