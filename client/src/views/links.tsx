/** The links sheet: a link, a code and a QR picture for each city; made to be printed or mailed. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import * as api from "../api";
import type { Invitations, Invited, Made, WireError } from "../protocol";
import { address } from "../router";
import { t } from "../words";
import { lookOf } from "./cities";
import { focusMain } from "./frame";
import { CopyButton, Fault, refusalIn } from "./parts";
import { openPanelWhereThereIsRoom } from "./scene";

/** What a maker sees once: the facilitator's key, and all links. */
export function LinksSheet({ made }: { made: Made }) {
  const board = address({ page: "board", workshopId: made.workshop.id });
  useEffect(() => {
    scrollTo(0, 0); // the button that led here was at the end of a long page
    focusMain();
  }, []);
  return (
    <main class="page links" tabIndex={-1}>
      <div class="stack">
        <h1>{made.workshop.title}</h1>
        <p class="lead soft">{t("links.lead")}</p>
      </div>
      <FacilitatorKey link={made.facilitator_link} secret={made.facilitator_key} />
      <InvitationCards invitations={made.invitations} />
      <div class="row no-print">
        <a class="button" href={board} onClick={openPanelWhereThereIsRoom}>
          {t("links.to_board")}
        </a>
        <PrintButton />
      </div>
    </main>
  );
}

/** The same links later, for a facilitator who comes back for them. */
export function LinksPage({ workshopId, token }: { workshopId: string; token: string }) {
  const [invitations, setInvitations] = useState<Invitations | null>(null);
  const [fault, setFault] = useState<WireError | null>(null);
  useEffect(() => {
    api
      .invitations(workshopId, token)
      .then(setInvitations, (thrown: unknown) => setFault(refusalIn(thrown)));
  }, [workshopId, token]);
  return (
    <div class="page links">
      <h2>{t("links.title")}</h2>
      <Fault error={fault} />
      {invitations && <InvitationCards invitations={invitations} />}
      {invitations && (
        <div class="row no-print">
          <PrintButton />
        </div>
      )}
    </div>
  );
}

export function FacilitatorKey({ link, secret }: { link: string; secret: string }) {
  return (
    <section class="say warn facilitator-key no-print">
      <h2>{t("links.key_title")}</h2>
      <p>{t("links.key_once")}</p>
      <p class="address">{link}</p>
      <div class="row">
        <CopyButton text={link} label={t("links.copy_key_link")} />
        <CopyButton text={secret} label={t("links.copy_key")} />
      </div>
    </section>
  );
}

export function InvitationCards({ invitations }: { invitations: Invitations }) {
  return (
    <>
      <section class="stack">
        <h2>{t("links.cities")}</h2>
        <p class="soft">{t("links.cities_hint")}</p>
        <ul class="invitations">
          {invitations.cities.map((city, place) => (
            <InvitationCard key={city.city} invited={city} title={city.name}>
              <span
                class={`swatch ${lookOf(place).class}`}
                style={lookOf(place).style}
                aria-hidden="true"
              />
            </InvitationCard>
          ))}
        </ul>
      </section>
      <section class="stack">
        <h2>{t("links.all")}</h2>
        <ul class="invitations">
          <InvitationCard
            invited={invitations.workshop}
            title={t("links.workshop")}
            hint={t("links.workshop_hint")}
          />
          <InvitationCard
            invited={invitations.observer}
            title={t("links.observer")}
            hint={t("links.observer_hint")}
          />
        </ul>
      </section>
    </>
  );
}

interface CardProps {
  readonly invited: Invited;
  readonly title: string;
  readonly hint?: string;
  readonly children?: ComponentChildren;
}

function InvitationCard({ invited, title, hint, children }: CardProps) {
  return (
    <li class="invitation">
      <h3>
        {children}
        {title}
      </h3>
      {hint && <p class="hint">{hint}</p>}
      <img
        class="qr"
        src={api.qrAddress(invited.code)}
        alt={t("links.qr", { name: title })}
        width={180}
        height={180}
      />
      <p class="join-code">{invited.code}</p>
      <p class="address">{invited.link}</p>
      <div class="row no-print">
        <CopyButton text={invited.link} label={t("links.copy_link")} />
        <CopyButton text={invited.code} label={t("links.copy_code")} />
      </div>
    </li>
  );
}

function PrintButton() {
  return (
    <button type="button" class="button quiet" onClick={() => print()}>
      {t("links.print")}
    </button>
  );
}
