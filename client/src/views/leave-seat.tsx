/** Lets somebody give up the own seat, and take the own name along. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";

export function LeaveSeat() {
  const [erases, setErases] = useState(true);
  return (
    <AskFirst
      label={t("leave.leave")}
      question={t("leave.title")}
      yes={t("leave.yes")}
      isGrave
      run={() => void orSay(ops.leaveSeat({ erase: erases }))}
      explained={
        <>
          <p>{t("leave.words")}</p>
          <label class="tick">
            <input
              type="checkbox"
              checked={erases}
              onChange={(event) => setErases(event.currentTarget.checked)}
            />
            <span>{t("leave.erase")}</span>
          </label>
        </>
      }
    />
  );
}
