/** How people join late: a QR picture and a code, small in the corner and as large as the wall. */

import { useEffect, useRef, useState } from "preact/hooks";

import * as api from "../api";
import { below } from "../base";
import { session } from "../session";
import { keptStageCode, spelled } from "../stage-code";
import { t } from "../words";

/** Returns the code this seat may show: the link's, the workshop's for facilitators, its own. */
export function useJoinCode(workshopId: string): string | null {
  const [fetched, setFetched] = useState<string | null>(null);
  const kept = session.kept.value;
  const role = session.seat.value?.role;
  useEffect(() => {
    if (role !== "facilitator" || kept === null) return;
    api.invitations(workshopId, kept.token).then(
      (found) => setFetched(found.workshop.code),
      () => setFetched(null), // the stage goes on without; its link may have brought one
    );
  }, [workshopId, role, kept]);
  // An observer's own code lets nobody write, and is nothing to put on a wall.
  const own = role === "observer" ? null : (kept?.code ?? null);
  return keptStageCode(workshopId) ?? fetched ?? own;
}

export function JoinCorner({ code, onOpen }: { code: string | null; onOpen: () => void }) {
  if (code === null) return null;
  return (
    <button type="button" class="stage-corner" onClick={onOpen}>
      <img src={api.qrAddress(code)} alt={t("links.qr", { name: t("stage.join") })} />
      <span>
        <small>{t("stage.join")}</small>
        <b>{spelled(code)}</b>
        <small>{joinPlace()}</small>
      </span>
    </button>
  );
}

interface PanelProps {
  readonly code: string | null;
  readonly title: string;
  readonly onClose: () => void;
}

export function JoinPanel({ code, title, onClose }: PanelProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="stage-join" aria-labelledby="stage-join" onClose={onClose}>
      <div>
        <p class="stage-step">{title}</p>
        <h2 id="stage-join">{t("stage.join_title")}</h2>
        {code === null ? (
          <p>{t("stage.no_code")}</p>
        ) : (
          <>
            <ol>
              <li>{t("stage.join_scan")}</li>
              <li>
                {t("stage.join_open")} <b class="stage-place">{joinPlace()}</b>
              </li>
            </ol>
            <p class="stage-code">{spelled(code)}</p>
          </>
        )}
        <button type="button" class="button quiet" onClick={() => dialog.current?.close()}>
          {t("common.close")} <kbd>J</kbd>
        </button>
      </div>
      {code !== null && (
        <img src={api.qrAddress(code)} alt={t("links.qr", { name: t("stage.join") })} />
      )}
    </dialog>
  );
}

/** The address people type: without what a browser adds by itself. */
function joinPlace(): string {
  return location.host + below("join");
}
