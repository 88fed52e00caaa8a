/** The second line of a workshop: its pages, its shape, who is here, files, keys, the panel. */

import type { Board, City } from "../protocol";
import { address, type Route } from "../router";
import { session } from "../session";
import { t } from "../words";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { ExportMenu } from "./export-menu";
import { chooseShape, isPanelOpen, opened, shape } from "./scene";
import { UndoButton } from "./undo";

type Page = "board" | "services" | "results" | "draft" | "history";
const PAGES: readonly Page[] = ["board", "services", "results", "draft", "history"];

interface ToolsProps {
  readonly view: BoardView;
  readonly page: Route["page"];
  readonly workshopId: string;
}

export function Tools({ view, page, workshopId }: ToolsProps) {
  return (
    <div class="tools">
      <nav class="segments" aria-label={t("tools.pages")}>
        {PAGES.filter((one) => one !== "services" || hasServices(view.board)).map((one) => (
          <a
            key={one}
            class={one === "history" ? "wide" : undefined}
            href={address({ page: one, workshopId })}
            aria-current={page === one ? "page" : undefined}
          >
            {t(`tools.${one}`)}
          </a>
        ))}
      </nav>
      {page === "board" && <ShapeSwitch />}
      {view.board.phase.kind === "close_gaps" && (
        <button
          type="button"
          class="button quiet small"
          onClick={() => (opened.value = { kind: "gaps" })}
        >
          {t("coaching.title")}
        </button>
      )}
      <ExportMenu workshopId={workshopId} />
      {!view.rights.isFacilitator && ( // who facilitates finds it in the panel, beside its link
        <a
          class="button bare small wide"
          href={address({ page: "stage", workshopId })}
          target="_blank"
          rel="noopener"
        >
          {t("tools.stage")}
        </a>
      )}
      <button
        type="button"
        class="button bare small wide keys-button"
        onClick={() => (opened.value = { kind: "keys" })}
      >
        {t("tools.keys")} <kbd aria-hidden="true">?</kbd>
      </button>
      {view.seat.role !== "observer" && <UndoButton steers={view.rights.isFacilitator} />}
      <Here cities={view.board.cities} />
      <button
        type="button"
        class="button bare small"
        onClick={() => (opened.value = { kind: "name" })}
      >
        {t("tools.me")}
      </button>
      {(view.rights.isFacilitator || view.seat.role === "city_lead") && (
        <button
          type="button"
          class="button small"
          aria-expanded={isPanelOpen.value}
          onClick={() => (isPanelOpen.value = !isPanelOpen.value)}
        >
          {view.rights.isFacilitator ? t("tools.panel") : t("tools.people")}
          {view.rights.isFacilitator && <AtTheDoor />}
        </button>
      )}
    </div>
  );
}

/** Whether there is anything to score. */
const hasServices = (board: Board): boolean =>
  (board.services ?? []).length > 0 && (session.canvas.value?.criteria ?? []).length > 0;

/** Whoever waits is not forgotten behind a closed panel. */
function AtTheDoor() {
  const count = session.people.value?.waiting ?? 0;
  if (count === 0) return null;
  return <span class="chip warn small">{t("lobby.count", { count })}</span>;
}

function ShapeSwitch() {
  const isRing = session.canvas.value?.layout === "ring";
  return (
    <div class="segments wide" role="group" aria-label={t("tools.shape")}>
      {(["wheel", "columns"] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={shape.value === one}
          onClick={() => chooseShape(one)}
        >
          {t(`tools.${one === "wheel" && !isRing ? "canvas" : one}`)}
        </button>
      ))}
    </div>
  );
}

/** Who is here, per city, in words for everybody. */
function Here({ cities }: { cities: readonly City[] }) {
  const people = session.people.value;
  if (people === null) return <span class="here" />;
  return (
    <ul class="here" aria-label={t("tools.here")}>
      <li aria-hidden="true">{t("tools.here_now")}</li>
      {cities.map((city) => {
        const here = people.cities[city.id];
        const count = here?.connected ?? 0;
        return (
          <li key={city.id} title={t("tools.here_in", { count, city: city.name })}>
            <CityBadge cities={cities} city={city.id} />
            <span aria-hidden="true">{count}</span>
            <span class="unseen">{t("tools.here_in", { count, city: city.name })}</span>
          </li>
        );
      })}
    </ul>
  );
}
