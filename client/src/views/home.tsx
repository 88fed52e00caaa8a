/** The first page: what this is, join, make, try. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { WireError } from "../protocol";
import { address, go } from "../router";
import { keptSeats } from "../seats";
import { t } from "../words";
import { Frame } from "./frame";
import { WheelPicture } from "./mark";
import { Fault, Field, refusalIn } from "./parts";

export function Home() {
  return (
    <Frame>
      <main class="home" tabIndex={-1}>
        <div class="home-words">
          <h1>{t("home.title")}</h1>
          <p class="lead">{t("home.lead")}</p>
          <Enter />
          <Begin />
          <Yours />
        </div>
        <div class="picture">
          <WheelPicture />
        </div>
      </main>
    </Frame>
  );
}

/** Joining by code is first: most people come for that. */
function Enter() {
  const [code, setCode] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const enter = (event: Event): void => {
    event.preventDefault();
    const clean = code.trim();
    setEmpty(clean === "");
    if (clean !== "") go({ page: "join", code: clean });
  };
  return (
    <form class="enter" onSubmit={enter}>
      <Field
        label={t("home.code")}
        hint={t("home.code_hint")}
        wrong={isEmpty ? t("home.code_empty") : undefined}
        control={(attributes) => (
          <div class="row">
            <input
              {...attributes}
              class="input code grow"
              value={code}
              onInput={(event) => setCode(event.currentTarget.value)}
              placeholder="ABCD-EFGH"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              maxLength={20}
            />
            <button type="submit" class="button">
              {t("home.join")}
            </button>
          </div>
        )}
      />
    </form>
  );
}

function Begin() {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<WireError | null>(null);
  const open = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await openDemo();
    } catch (thrown) {
      setFault(refusalIn(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div class="row">
        <a class="button quiet" href={address({ page: "make" })}>
          {t("home.make")}
        </a>
        <button type="button" class="button bare" disabled={isBusy} onClick={() => void open()}>
          {isBusy ? t("home.demo_opening") : t("home.demo")}
        </button>
      </div>
      <Fault error={fault} />
    </>
  );
}

const MOST_SHOWN = 5; // workshops; older ones are found by their links

/** The workshops this browser has a seat in: whoever closed the tab comes back by one click. */
function Yours() {
  const seats = keptSeats().filter((one) => one.title !== undefined);
  if (seats.length === 0) return null;
  return (
    <section class="yours" aria-labelledby="yours">
      <h2 id="yours">{t("home.yours")}</h2>
      <ul>
        {seats.slice(0, MOST_SHOWN).map((one) => (
          <li key={one.workshop_id}>
            <a href={address({ page: "board", workshopId: one.workshop_id })}>{one.title}</a>
            <span class="hint">{t(`roles.${one.seat.role}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function openDemo(): Promise<void> {
  const [{ session }, made] = await Promise.all([import("../session"), api.demo()]);
  const joined = await session.joinWithKey(made.facilitator_key);
  go({ page: "board", workshopId: joined.workshop_id });
}
