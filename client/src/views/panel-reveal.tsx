/** Reveals what was written in silence: all of it, an area, a city, or one by one. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Board } from "../protocol";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import { areaName } from "./scene";

export function PanelReveal({ board }: { board: Board }) {
  const [area, setArea] = useState("");
  const [city, setCity] = useState("");
  const hidden = board.notes.filter((note) => note.hidden === true);
  const meant = hidden.filter(
    (note) => (area === "" || note.area === area) && (city === "" || note.city === city),
  );
  if (hidden.length === 0) return null;
  const some = { ...(area === "" ? {} : { area }), ...(city === "" ? {} : { city }) };
  const reveal = (): void => void orSay(ops.revealNotes(some));
  return (
    <section class="panel-part" aria-labelledby="panel-reveal">
      <h3 id="panel-reveal">{t("panel.reveal")}</h3>
      <p class="hint">{t("panel.hidden_notes", { count: hidden.length })}</p>
      <div class="row">
        <select
          class="input grow"
          aria-label={t("panel.reveal_area")}
          value={area}
          onChange={(event) => setArea(event.currentTarget.value)}
        >
          <option value="">{t("panel.all_areas")}</option>
          {board.areas.map((id) => (
            <option key={id} value={id}>
              {areaName(id)}
            </option>
          ))}
        </select>
        <select
          class="input grow"
          aria-label={t("panel.reveal_city")}
          value={city}
          onChange={(event) => setCity(event.currentTarget.value)}
        >
          <option value="">{t("panel.all_cities")}</option>
          {board.cities.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <AskFirst
        label={t("panel.reveal_do", { count: meant.length })}
        question={t("panel.reveal_sure", { count: meant.length })}
        explained={<p>{t("panel.reveal_words")}</p>}
        yes={t("panel.reveal_do", { count: meant.length })}
        class="button small"
        isDisabled={meant.length === 0}
        run={reveal}
      />
      <button
        type="button"
        class="button quiet small"
        disabled={meant.length === 0}
        onClick={() => void orSay(ops.revealNext(some))}
      >
        {t("panel.reveal_next")}
      </button>
      <p class="hint">{t("panel.reveal_next_hint")}</p>
    </section>
  );
}
