/** Sorting: how notes are grouped by hand, and what reads nearly the same. */

import { t } from "../words";
import { opened } from "./scene";

export function PanelSorting() {
  return (
    <section class="panel-part" aria-labelledby="panel-sorting">
      <h3 id="panel-sorting">{t("sorting.title")}</h3>
      <p class="hint">{t("sorting.hint")}</p>
      <div>
        <button
          type="button"
          class="button quiet small"
          onClick={() => (opened.value = { kind: "similar" })}
        >
          {t("similar.find")}
        </button>
      </div>
    </section>
  );
}
