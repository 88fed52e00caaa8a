/** Draws what stands around the pages outside a workshop: the top line and the foot. */

import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import * as api from "../api";
import type { About } from "../protocol";
import { address, route } from "../router";
import { language, languageName, LANGUAGES, setLanguage, spokenHere, t } from "../words";
import { WheelMark } from "./mark";

/** Pages whose reader can do something about a server that does not keep everything. */
const FOR_FACILITATORS: ReadonlySet<string> = new Set(["make", "facilitate", "links"]);

const MOST_SIDE_BY_SIDE = 3; // languages; more are a list

const known = signal<About | null>(null);
let isAsked = false;

/** What the server says about itself; null as long as it has not answered. */
export function aboutServer(): About | null {
  if (!isAsked) {
    isAsked = true;
    api.about().then(
      (about) => (known.value = about),
      () => (isAsked = false), // the next page asks again; a foot is nothing to complain about
    );
  }
  return known.value;
}

export function Frame({ children }: { children: ComponentChildren }) {
  return (
    <>
      <SkipLink />
      <header class="top">
        <a class="brand" href={address({ page: "home" })}>
          <WheelMark size={34} />
          {t("common.name")}
        </a>
        <LanguageSwitch />
      </header>
      {children}
      <Foot />
    </>
  );
}

/** A button, not a link: with a base address "#main" would leave the page. */
export function SkipLink() {
  return (
    <button type="button" class="button skip" onClick={() => focusMain()}>
      {t("common.skip")}
    </button>
  );
}

/** Moves the focus to the main part of the page. */
export function focusMain(): void {
  document.querySelector<HTMLElement>("main")?.focus();
}

export function LanguageSwitch() {
  const [isLost, setLost] = useState(false);
  const choose = (wanted: string): void => {
    setLanguage(wanted).then(
      () => setLost(false),
      () => setLost(true),
    );
  };
  const offered = languagesOffered();
  if (offered.length > MOST_SIDE_BY_SIDE) return <LanguageList offered={offered} choose={choose} />;
  return (
    <div class="segments" role="group" aria-label={t("common.language")}>
      {offered.map((id) => (
        <button
          key={id}
          type="button"
          lang={id}
          aria-pressed={language.value === id}
          onClick={() => choose(id)}
        >
          {languageName(id)}
        </button>
      ))}
      {isLost && <span role="alert">{t("common.not_fetched")}</span>}
    </div>
  );
}

interface ListProps {
  readonly offered: readonly string[];
  readonly choose: (wanted: string) => void;
}

function LanguageList({ offered, choose }: ListProps) {
  return (
    <select
      class="input language"
      aria-label={t("common.language")}
      value={language.value}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {offered.map((id) => (
        <option key={id} value={id} lang={id}>
          {languageName(id)}
        </option>
      ))}
    </select>
  );
}

/** The languages of the interface, and those the workshop and its canvas speak beside them. */
export function languagesOffered(): readonly string[] {
  const own = LANGUAGES.map(({ id }) => id);
  return [...new Set([...own, ...spokenHere.value, language.value])];
}

function Foot() {
  const about = aboutServer();
  return (
    <footer class="foot">
      {about?.durability === "none" && FOR_FACILITATORS.has(route.value.page) && (
        <strong role="status">{t("foot.not_durable")}</strong>
      )}
      {about?.controller && <span>{t("foot.controller", { name: about.controller })}</span>}
      {about?.contact && <span>{t("foot.contact", { contact: about.contact })}</span>}
      {about?.privacy_url && <a href={about.privacy_url}>{t("foot.privacy")}</a>}
      {about?.accessibility_url && <a href={about.accessibility_url}>{t("foot.accessibility")}</a>}
      <span>{t("foot.no_outside")}</span>
    </footer>
  );
}
