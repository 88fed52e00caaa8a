/** The door: who waits before it, and whom it lets in. */

import { consoleTold } from "../console";
import { ops } from "../ops";
import type { Board, JoinRule, SeatAway } from "../protocol";
import { t } from "../words";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { Field } from "./parts";
import { toast } from "./scene";

const RULES: readonly JoinRule[] = ["open", "code", "approval"];

/** Who waits, on top of all else: somebody sits before a closed door. */
export function PanelLobby({ view }: { view: BoardView }) {
  const waiting = consoleTold.value?.lobby ?? [];
  if (waiting.length === 0) return null;
  return (
    <section class="panel-part lobby" aria-labelledby="panel-lobby">
      <h3 id="panel-lobby">{t("lobby.waiting", { count: waiting.length })}</h3>
      <ul class="seats">
        {waiting.map((seat) => (
          <li key={seat.id}>
            <CityBadge cities={view.board.cities} city={seat.city} />
            <span class="grow">
              {seat.name}
              {seat.role === "observer" && <span class="hint">{t("roles.observer")}</span>}
            </span>
            <button
              type="button"
              class="button bare small"
              aria-label={`${t("lobby.refuse")}: ${seat.name}`}
              onClick={() => void refuse(seat)}
            >
              {t("lobby.refuse")}
            </button>
            <button
              type="button"
              class="button small"
              aria-label={`${t("lobby.admit")}: ${seat.name}`}
              onClick={() => void orSay(ops.admitSeat({ seat_id: seat.id }))}
            >
              {t("lobby.admit")}
            </button>
          </li>
        ))}
      </ul>
      {waiting.length > 1 && (
        <button
          type="button"
          class="button quiet small"
          onClick={() => waiting.forEach((seat) => void orSay(ops.admitSeat({ seat_id: seat.id })))}
        >
          {t("lobby.admit_all", { count: waiting.length })}
        </button>
      )}
    </section>
  );
}

async function refuse(seat: SeatAway): Promise<void> {
  if (await orSay(ops.refuseSeat({ seat_id: seat.id }))) {
    toast(t("lobby.refused", { name: seat.name }));
  }
}

/** Whom the door lets in; it can be changed at any time. */
export function PanelDoor({ board }: { board: Board }) {
  const rule = board.settings.join;
  return (
    <section class="panel-part" aria-labelledby="panel-door">
      <h3 id="panel-door">{t("lobby.door")}</h3>
      <Field
        label={t("lobby.door_label")}
        hint={t(`lobby.door_hint_${rule}`)}
        control={(attributes) => (
          <select
            {...attributes}
            class="input"
            value={rule}
            disabled={board.closed_at !== undefined}
            onChange={(event) => {
              const wanted = RULES.find((one) => one === event.currentTarget.value);
              if (wanted) void orSay(ops.changeSettings({ join: wanted }));
            }}
          >
            {RULES.map((one) => (
              <option key={one} value={one}>
                {t(`lobby.door_${one}`)}
              </option>
            ))}
          </select>
        )}
      />
    </section>
  );
}
