/** People of one city in a list; the facilitator also renames, removes and hands on roles. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Role, SeatHere, SeatOnConsole } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { Dialog, Field } from "./parts";
import { toast } from "./scene";

const ROLES: readonly Role[] = ["participant", "city_lead", "facilitator", "observer"];

interface ListProps {
  readonly seats: readonly SeatOnConsole[];
  readonly view: BoardView;
}

export function SeatList({ seats, view }: ListProps) {
  return (
    <ul class="seats">
      {seats.map((seat) => (
        <li key={seat.id}>
          <span class={seat.connected ? "light on" : "light"} aria-hidden="true" />
          <span class="grow">
            {seat.name}
            {seat.id === view.seat.id && ` (${t("panel.you")})`}
            <span class="hint">{standing(seat)}</span>
          </span>
          {view.rights.isFacilitator && <SeatActions seat={seat} view={view} />}
        </li>
      ))}
    </ul>
  );
}

/** Says in words how somebody stands: role, here or away, ready, another board. */
function standing(seat: SeatOnConsole): string {
  const isVoter = seat.role === "participant" || seat.role === "city_lead";
  const differs = seat.connected && seat.hash_equal === false;
  const words = [
    seat.role === "participant" ? "" : t(`roles.${seat.role}`),
    seat.connected ? "" : t("panel.away"),
    seat.connected && isVoter && seat.ready ? t("console.is_ready") : "",
    differs ? t("console.other_board") : "",
  ];
  return words.filter(Boolean).join(" · ") || t("panel.connected");
}

function SeatActions({ seat, view }: { seat: SeatHere; view: BoardView }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button bare icon"
        aria-label={t("panel.seat_actions", { name: seat.name })}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        ⋯
      </button>
      {isOpen && <SeatDialog seat={seat} view={view} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Removes somebody and offers to let them back in: their page opens again by itself. */
async function removeSeat(seat: SeatHere): Promise<void> {
  if (!(await orSay(ops.removeSeat({ seat_id: seat.id })))) return;
  toast(t("panel.seat_removed", { name: seat.name }), {
    words: t("common.undo"),
    run: () => void orSay(ops.restoreSeat({ seat_id: seat.id })),
  });
}

/** Makes somebody a facilitator, and offers to step back oneself. */
async function handOver(seat: SeatHere): Promise<void> {
  if (!(await orSay(ops.promoteSeat({ seat_id: seat.id, role: "facilitator" })))) return;
  const own = session.seat.peek()?.id ?? "";
  toast(t("console.handed_over", { name: seat.name }), {
    words: t("console.step_back"),
    run: () => void orSay(ops.promoteSeat({ seat_id: own, role: "observer" })),
  });
}

interface SeatProps {
  readonly seat: SeatHere;
  readonly view: BoardView;
  readonly onClose: () => void;
}

function SeatDialog({ seat, view, onClose }: SeatProps) {
  const [name, setName] = useState(seat.name);
  const [role, setRole] = useState<Role>(seat.role);
  const [city, setCity] = useState(seat.city ?? "");
  const { cities } = view.board;
  const isOfCity = role === "participant" || role === "city_lead";
  const save = (event: Event): void => {
    event.preventDefault();
    if (name.trim() !== "" && name.trim() !== seat.name) {
      void orSay(ops.renameSeat({ name: name.trim(), seat_id: seat.id }));
    }
    if (role !== seat.role || (isOfCity && city !== (seat.city ?? ""))) {
      const place = isOfCity && city !== "" ? { city } : {};
      void orSay(ops.promoteSeat({ seat_id: seat.id, role, ...place }));
    }
    onClose();
  };
  return (
    <Dialog title={seat.name} onClose={onClose}>
      <form class="stack" onSubmit={save}>
        <Field
          label={t("join.name")}
          control={(attributes) => (
            <input
              {...attributes}
              class="input"
              value={name}
              maxLength={80}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        />
        <Field
          label={t("panel.role")}
          control={(attributes) => (
            <select
              {...attributes}
              class="input"
              value={role}
              onChange={(event) => {
                const wanted = event.currentTarget.value;
                setRole(ROLES.find((one) => one === wanted) ?? role);
              }}
            >
              {ROLES.map((one) => (
                <option key={one} value={one}>
                  {t(`roles.${one}`)}
                </option>
              ))}
            </select>
          )}
        />
        {isOfCity && (
          <Field
            label={t("panel.city")}
            control={(attributes) => (
              <select
                {...attributes}
                class="input"
                value={city}
                onChange={(event) => setCity(event.currentTarget.value)}
              >
                {city === "" && <option value="">–</option>}
                {cities.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </select>
            )}
          />
        )}
        <div class="dialog-end">
          {seat.id !== view.seat.id && (
            <AskFirst
              label={t("panel.seat_remove")}
              question={t("panel.seat_remove_sure", { name: seat.name })}
              explained={<p>{t("panel.seat_remove_words")}</p>}
              yes={t("panel.seat_remove")}
              isGrave
              class="button quiet"
              run={() => {
                void removeSeat(seat);
                onClose();
              }}
            />
          )}
          {seat.id !== view.seat.id && seat.role !== "facilitator" && (
            <AskFirst
              label={t("console.hand_over")}
              question={t("console.hand_over_sure", { name: seat.name })}
              explained={<p>{t("console.hand_over_words")}</p>}
              yes={t("console.hand_over")}
              class="button quiet"
              run={() => {
                void handOver(seat);
                onClose();
              }}
            />
          )}
          <button type="submit" class="button" disabled={isOfCity && city === ""}>
            {t("common.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
