/** The facilitator's panel: everything that steers, in the order a workshop needs it. */

import { useEffect, useRef } from "preact/hooks";

import { t } from "../words";
import type { BoardView } from "./board-view";
import { PanelCoaching } from "./coaching";
import { later } from "./later";
import { PanelAgenda } from "./panel-agenda";
import { PanelBallots } from "./panel-ballots";
import { PanelLine } from "./panel-line";
import { PanelLinks } from "./panel-links";
import { PanelPaper } from "./panel-paper";
import { PanelReveal } from "./panel-reveal";
import { PanelRooms } from "./panel-rooms";
import { PanelCities } from "./panel-cities";
import { PanelDoor, PanelLobby } from "./panel-lobby";
import { PanelServices } from "./panel-services";
import { PanelSettings, PanelWorkshop } from "./panel-settings";
import { PanelTimer } from "./panel-timer";
import { PanelSorting } from "./panel-sorting";
import { isPanelOpen } from "./scene";

/** What is done before the day, or after it: its code comes when the panel is open. */
const PanelCopy = later(async () => (await import("./panel-copy")).PanelCopy);
const PanelRehearse = later(async () => (await import("./panel-rehearse")).PanelRehearse);

export function Panel({ view, workshopId }: { view: BoardView; workshopId: string }) {
  const panel = useRef<HTMLElement>(null);
  const { isFacilitator } = view.rights;
  useEffect(() => panel.current?.focus(), []);
  const title = isFacilitator ? t("panel.title") : t("panel.title_lead");
  const close = (): void => {
    isPanelOpen.value = false;
  };
  return (
    <aside
      ref={panel}
      class="panel"
      tabIndex={-1}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <div class="panel-head">
        <h2>{title}</h2>
        <button
          type="button"
          class="button bare icon"
          aria-label={t("panel.close")}
          onClick={close}
        >
          ✕
        </button>
      </div>
      <PanelLobby view={view} />
      <PanelCities view={view} workshopId={workshopId} />
      {isFacilitator && (
        <>
          <PanelTimer board={view.board} />
          <PanelAgenda board={view.board} />
          <PanelReveal board={view.board} />
          <PanelBallots board={view.board} />
          {view.rights.mayMerge && <PanelSorting />}
          <PanelCoaching view={view} />
        </>
      )}
      {isFacilitator && <PanelLine board={view.board} />}
      {isFacilitator && (
        <>
          <PanelRooms board={view.board} />
          <PanelDoor board={view.board} />
          <PanelLinks board={view.board} workshopId={workshopId} />
          <PanelPaper workshopId={workshopId} />
          <PanelRehearse board={view.board} workshopId={workshopId} />
          <PanelCopy board={view.board} workshopId={workshopId} />
          <PanelServices board={view.board} workshopId={workshopId} />
          <PanelSettings board={view.board} />
          <PanelWorkshop board={view.board} />
        </>
      )}
    </aside>
  );
}
