/** What somebody sees who waits to be let in, or who was removed. */

import { useEffect, useState } from "preact/hooks";

import * as api from "../api";
import type { Invitation } from "../protocol";
import { address } from "../router";
import { session } from "../session";
import { formatDate, t } from "../words";
import { Frame } from "./frame";

const ASK_EVERY = 5000; // ms

/** The lobby: this page opens by itself. */
export function Lobby() {
  const kept = session.kept.value;
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  useEffect(() => {
    if (kept?.code === undefined) return;
    api.invitation(kept.code).then(setInvitation, () => undefined); // its title is no must
  }, [kept?.code]);
  const city = invitation?.cities.find((one) => one.id === kept?.seat.city);
  return (
    <Frame>
      <main class="page narrow" tabIndex={-1}>
        <p class="soft">{t("lobby.at")}</p>
        <h1>{invitation?.title ?? kept?.title ?? t("lobby.title")}</h1>
        <div class="say" role="status">
          <p class="lead">{t("lobby.wait", { name: kept?.seat.name ?? "" })}</p>
          <p>{t("lobby.wait_words")}</p>
        </div>
        {city && <p>{t("join.for_city", { city: city.name })}</p>}
        {invitation && (
          <p class="hint">{t("join.data", { date: formatDate(invitation.erase_on) })}</p>
        )}
        <p>
          <a href={address({ page: "home" })}>{t("common.to_home")}</a>
        </p>
      </main>
    </Frame>
  );
}

/** Asks now and then whether a removal was taken back; then the workshop opens again. */
export function AskBackIn() {
  useEffect(() => {
    const token = session.kept.peek()?.token;
    if (token === undefined) return;
    const timer = setInterval(() => {
      api.join({ token }).then(
        () => location.reload(),
        () => undefined,
      );
    }, ASK_EVERY);
    return () => clearInterval(timer);
  }, []);
  return <p class="hint">{t("lobby.back_in")}</p>;
}
