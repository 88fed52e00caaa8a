/** How every city stands, in one table: who is here, what they do, whether their boards agree. */

import { useState } from "preact/hooks";

import { consoleTold, useConsole } from "../console";
import { ops } from "../ops";
import type { City, CityOnConsole, SeatAway, SeatOnConsole } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { SeatList } from "./panel-seats";

interface PanelCitiesProps {
  readonly view: BoardView;
  readonly workshopId: string;
}

export function PanelCities({ view, workshopId }: PanelCitiesProps) {
  useConsole(workshopId);
  const { board, seat, rights } = view;
  const told = consoleTold.value;
  const cities = rights.isFacilitator
    ? board.cities
    : board.cities.filter((city) => city.id === seat.city);
  const isVoting = session.ballot.value !== null;
  return (
    <section class="panel-part" aria-labelledby="panel-cities">
      <h3 id="panel-cities">{t(rights.isFacilitator ? "console.cities" : "console.city")}</h3>
      <table class="console">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">{t("console.head_city")}</span>
            </th>
            <th scope="col">{t("console.head_here")}</th>
            {!isVoting && <th scope="col">{t("console.head_writing")}</th>}
            <th scope="col">{t("console.head_notes")}</th>
            {isVoting && <th scope="col">{t("console.head_votes")}</th>}
            <th scope="col">{t("console.head_ready")}</th>
            <th scope="col">{t("console.head_board")}</th>
          </tr>
        </thead>
        <tbody>
          {cities.map((city) => (
            <CityRow
              key={city.id}
              city={city}
              view={view}
              isVoting={isVoting}
              seats={told?.seats.filter((one) => one.city === city.id) ?? []}
              startsOpen={!rights.isFacilitator}
            />
          ))}
        </tbody>
      </table>
      {rights.isFacilitator && <OutsideCities view={view} />}
    </section>
  );
}

interface RowProps {
  readonly city: City;
  readonly view: BoardView;
  readonly seats: readonly SeatOnConsole[];
  readonly isVoting: boolean;
  readonly startsOpen: boolean;
}

function CityRow({ city, view, seats, isVoting, startsOpen }: RowProps) {
  const [isOpen, setOpen] = useState(startsOpen);
  const now = session.people.value?.cities[city.id];
  const counted: Partial<CityOnConsole> = { ...consoleTold.value?.cities[city.id], ...now };
  const { connected = 0, seats: all = 0, writing = 0, ready = 0 } = counted;
  const hubs = view.board.hubs?.filter((hub) => hub.city === city.id) ?? [];
  const heads = hubs.reduce((sum, hub) => sum + hub.heads, 0);
  const list = `people-of-${city.id}`;
  return (
    <>
      <tr class={connected > 0 && ready === connected ? "all-ready" : ""}>
        <th scope="row">
          <button
            type="button"
            class="row-head"
            aria-expanded={isOpen}
            aria-controls={list}
            title={t("console.show_people", { city: city.name })}
            onClick={() => setOpen(!isOpen)}
          >
            <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span>
            <CityBadge cities={view.board.cities} city={city.id} />
            <span class="name">{city.name}</span>
          </button>
        </th>
        <td class={connected < all ? "some-away" : ""}>
          {connected}/{all}
          {heads > 0 && (
            <>
              <span aria-hidden="true"> +{heads}</span>
              <span class="unseen">{t("console.heads", { count: heads })}</span>
            </>
          )}
        </td>
        {!isVoting && <td>{writing || "–"}</td>}
        <td>{counted.notes ?? "–"}</td>
        {isVoting && <td>{counted.votes_left ?? "–"}</td>}
        <td>
          {ready}/{connected}
        </td>
        <BoardCell seats={seats} />
      </tr>
      {isOpen && (
        <tr id={list} class="people">
          <td colSpan={6}>
            {all === 0 ? (
              <p class="hint">{t("panel.nobody_yet")}</p>
            ) : (
              <SeatList seats={seatsOf(city.id)} view={view} />
            )}
          </td>
        </tr>
      )}
    </>
  );
}

/** Whether the boards of a city are the server's, and how long ago the last of them said so. */
function BoardCell({ seats }: { seats: readonly SeatOnConsole[] }) {
  const here = seats.filter((seat) => seat.connected && seat.last_ack_age_ms !== null);
  const different = here.filter((seat) => seat.hash_equal === false).length;
  if (here.length === 0) return <td title={t("console.board_unknown")}>–</td>;
  const oldest = Math.max(...here.map((seat) => seat.last_ack_age_ms ?? 0));
  const age = ageWords(oldest);
  const words =
    different > 0
      ? t("console.board_differs", { count: different })
      : t("console.board_same", { age });
  return (
    <td class={different > 0 ? "bad" : "good"} title={words}>
      <span aria-hidden="true">{different > 0 ? `≠ ${different}` : `✓ ${age}`}</span>
      <span class="unseen">{words}</span>
    </td>
  );
}

/** Returns an age in a few letters: "4 s", "2 min". */
export function ageWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60
    ? t("console.seconds", { count: seconds })
    : t("console.minutes", { count: Math.round(seconds / 60) });
}

/** Who stands for no city, and who was removed and may come back. */
function OutsideCities({ view }: { view: BoardView }) {
  const others = seatsOf(null);
  const removed = consoleTold.value?.removed ?? [];
  return (
    <>
      {others.length > 0 && (
        <details>
          <summary>{t("console.no_city", { count: others.length })}</summary>
          <SeatList seats={others} view={view} />
        </details>
      )}
      {removed.length > 0 && (
        <details>
          <summary>{t("console.removed", { count: removed.length })}</summary>
          <ul class="seats">
            {removed.map((seat) => (
              <RemovedSeat key={seat.id} seat={seat} view={view} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function RemovedSeat({ seat, view }: { seat: SeatAway; view: BoardView }) {
  return (
    <li>
      <CityBadge cities={view.board.cities} city={seat.city} />
      <span class="grow">{seat.name}</span>
      <button
        type="button"
        class="button quiet small"
        aria-label={`${t("console.restore")}: ${seat.name}`}
        onClick={() => void orSay(ops.restoreSeat({ seat_id: seat.id }))}
      >
        {t("console.restore")}
      </button>
    </li>
  );
}

/** Returns the seats of a city as they are now, with what the console knows of each. */
function seatsOf(city: string | null): readonly SeatOnConsole[] {
  const known = new Map(consoleTold.value?.seats.map((seat) => [seat.id, seat]));
  const seats = session.people.value?.seats.filter((seat) => seat.city === city) ?? [];
  const unknown = { last_ack_age_ms: null, hash_equal: null };
  return seats
    .map((seat) => ({ ...unknown, ...known.get(seat.id), ...seat }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
