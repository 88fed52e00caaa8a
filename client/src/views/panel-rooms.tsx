/** Rooms with one device: the facilitator says how many people sit there. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Board, Hub } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { orSay } from "./ask-first";
import { NumberField } from "./make-voting";
import { Field } from "./parts";

const USUAL_HEADS = 12;

export function PanelRooms({ board }: { board: Board }) {
  const hubs = board.hubs ?? [];
  if (board.closed_at !== undefined) return null;
  return (
    <details class="panel-part" open={hubs.length > 0}>
      <summary>
        <h3>{t("rooms.title")}</h3>
      </summary>
      <div class="stack">
        <p class="hint">{t("rooms.lead")}</p>
        {hubs.map((hub) => (
          <Room key={hub.seat_id} hub={hub} board={board} />
        ))}
        <NewRoom board={board} />
      </div>
    </details>
  );
}

function nameOf(seatId: string): string {
  const seat = session.people.value?.seats.find((one) => one.id === seatId);
  return seat?.name ?? t("rooms.gone");
}

function Room({ hub, board }: { hub: Hub; board: Board }) {
  const [heads, setHeads] = useState(hub.heads);
  const city = board.cities.find((one) => one.id === hub.city)?.name ?? "";
  return (
    <div class="one-ballot">
      <p>
        <strong>{t("rooms.of", { city })}</strong> · {nameOf(hub.seat_id)}
      </p>
      <div class="row end">
        <div class="grow">
          <NumberField label={t("rooms.heads")} value={heads} onChange={setHeads} />
        </div>
        <button
          type="button"
          class="button small"
          disabled={heads === hub.heads}
          onClick={() => void orSay(ops.declareHub({ seat_id: hub.seat_id, heads }))}
        >
          {t("rooms.change")}
        </button>
        <button
          type="button"
          class="button quiet small"
          onClick={() => void orSay(ops.declareHub({ seat_id: hub.seat_id, heads: 0 }))}
        >
          {t("rooms.end")}
        </button>
      </div>
    </div>
  );
}

function NewRoom({ board }: { board: Board }) {
  const [seat, setSeat] = useState("");
  const [heads, setHeads] = useState(USUAL_HEADS);
  const rooms = new Set((board.hubs ?? []).map((hub) => hub.seat_id));
  const seats = (session.people.value?.seats ?? []).filter(
    (one) => one.city !== null && !rooms.has(one.id),
  );
  if (seats.length === 0) return <p class="hint">{t("rooms.no_seat")}</p>;
  const cityOf = (id: string | null): string =>
    board.cities.find((city) => city.id === id)?.name ?? "";
  return (
    <>
      <Field
        label={t("rooms.device")}
        control={(attributes) => (
          <select
            {...attributes}
            class="input"
            value={seat}
            onChange={(event) => setSeat(event.currentTarget.value)}
          >
            <option value="">{t("rooms.choose")}</option>
            {seats.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name} · {cityOf(one.city)}
              </option>
            ))}
          </select>
        )}
      />
      <div class="row end">
        <div class="grow">
          <NumberField label={t("rooms.heads")} value={heads} onChange={setHeads} />
        </div>
        <button
          type="button"
          class="button small"
          disabled={seat === ""}
          onClick={() => {
            void orSay(ops.declareHub({ seat_id: seat, heads })).then((isDone) => {
              if (isDone) setSeat("");
            });
          }}
        >
          {t("rooms.declare")}
        </button>
      </div>
    </>
  );
}
