/** Tells everybody one line, also those who do not hear the room. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Board } from "../protocol";
import { t } from "../words";
import { orSay } from "./ask-first";
import { toast } from "./scene";

const LONGEST = 280; // characters, as a note

export function PanelLine({ board }: { board: Board }) {
  const [text, setText] = useState("");
  if (board.closed_at !== undefined) return null;
  const tell = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "" || !(await orSay(ops.announce({ text: text.trim() })))) return;
    toast(t("line.told"));
    setText("");
  };
  return (
    <section class="panel-part" aria-labelledby="panel-line">
      <h3 id="panel-line">{t("line.title")}</h3>
      <form class="row" onSubmit={(event) => void tell(event)}>
        <input
          class="input grow"
          aria-labelledby="panel-line"
          placeholder={t("line.example")}
          value={text}
          maxLength={LONGEST}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button small" disabled={text.trim() === ""}>
          {t("line.tell")}
        </button>
      </form>
    </section>
  );
}
