/** Who is here, per city; the facilitator also renames, removes and hands on roles. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { City, Role, SeatHere } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { Dialog, Field } from "./parts";
import { toast } from "./scene";

const ROLES: readonly Role[] = ["participant", "city_lead", "facilitator", "observer"];

export function PanelPeople({ view }: { view: BoardView }) {
  const people = session.people.value;
  const { board, seat, rights } = view;
  const cities = rights.isFacilitator
    ? board.cities
    : board.cities.filter((city) => city.id === seat.city);
  const seats = people?.seats ?? [];
  const others = seats.filter((one) => one.city === null);
  return (
    <section class="panel-part" aria-labelledby="panel-people">
      <h3 id="panel-people">{t("panel.people")}</h3>
      {cities.map((city) => (
        <CityPeople
          key={city.id}
          city={city}
          view={view}
          seats={seats.filter((one) => one.city === city.id)}
        />
      ))}
      {rights.isFacilitator && others.length > 0 && (
        <div class="stack">
          <h4>{t("panel.no_city")}</h4>
          <SeatList seats={others} view={view} />
        </div>
      )}
    </section>
  );
}

interface CityProps {
  readonly city: City;
  readonly view: BoardView;
  readonly seats: readonly SeatHere[];
}

function CityPeople({ city, view, seats }: CityProps) {
  const here = session.people.value?.cities[city.id];
  const counts = { connected: here?.connected ?? 0, seats: here?.seats ?? seats.length };
  return (
    <div class="stack">
      <h4>
        <CityBadge cities={view.board.cities} city={city.id} /> {city.name}
        <span class="hint"> {t("panel.connected_of", counts)}</span>
        {(here?.writing ?? 0) > 0 && (
          <span class="hint"> · {t("panel.writing", { count: here?.writing ?? 0 })}</span>
        )}
      </h4>
      {seats.length === 0 ? (
        <p class="hint">{t("panel.nobody_yet")}</p>
      ) : (
        <SeatList seats={seats} view={view} />
      )}
    </div>
  );
}

function SeatList({ seats, view }: { seats: readonly SeatHere[]; view: BoardView }) {
  return (
    <ul class="seats">
      {seats.map((seat) => (
        <li key={seat.id}>
          <span class={seat.connected ? "light on" : "light"} aria-hidden="true" />
          <span class="grow">
            {seat.name}
            {seat.id === view.seat.id && ` (${t("panel.you")})`}
            <span class="hint">
              {[
                seat.role === "participant" ? "" : t(`roles.${seat.role}`),
                seat.connected ? t("panel.connected") : t("panel.away"),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </span>
          {view.rights.isFacilitator && <SeatActions seat={seat} view={view} />}
        </li>
      ))}
    </ul>
  );
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
          <button type="submit" class="button" disabled={isOfCity && city === ""}>
            {t("common.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
