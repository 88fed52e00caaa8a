/** The door for everybody with a code: who invites, which city, what name; then in. */

import { useEffect, useState } from "preact/hooks";

import * as api from "../api";
import type { Invitation, WireError } from "../protocol";
import { address, go } from "../router";
import { session } from "../session";
import { formatDate, language, t } from "../words";
import { lookOf } from "./cities";
import { Frame } from "./frame";
import { Choice, Fault, Field, refusalIn } from "./parts";
import { openPanelWhereThereIsRoom } from "./scene";

const KEPT_NAME = "citywheel.name";

export function JoinPage({ code }: { code: string | undefined }) {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [fault, setFault] = useState<WireError | null>(null);
  useEffect(() => {
    setInvitation(null);
    setFault(null);
    if (code === undefined) return;
    api.invitation(code).then(setInvitation, (thrown: unknown) => setFault(refusalIn(thrown)));
  }, [code]);
  return (
    <Frame>
      <main class="page narrow" tabIndex={-1}>
        {invitation !== null && code !== undefined ? (
          <JoinForm code={code} invitation={invitation} />
        ) : (
          <CodeForm fault={fault} isLoading={code !== undefined && fault === null} />
        )}
      </main>
    </Frame>
  );
}

/** Asks for a code when there is none, or when the one there opens nothing. */
function CodeForm({ fault, isLoading }: { fault: WireError | null; isLoading: boolean }) {
  const [code, setCode] = useState("");
  if (isLoading) return <p role="status">{t("common.loading")}</p>;
  const enter = (event: Event): void => {
    event.preventDefault();
    if (code.trim() !== "") go({ page: "join", code: code.trim() }, { replace: true });
  };
  return (
    <>
      <h1>{t("join.by_code")}</h1>
      <Fault error={fault} />
      <form class="sheet" onSubmit={enter}>
        <Field
          label={t("home.code")}
          hint={t("home.code_hint")}
          control={(attributes) => (
            <input
              {...attributes}
              class="input code"
              value={code}
              placeholder="ABCD-EFGH"
              autocomplete="off"
              maxLength={20}
              onInput={(event) => setCode(event.currentTarget.value)}
            />
          )}
        />
        <button type="submit" class="button">
          {t("join.go_on")}
        </button>
      </form>
    </>
  );
}

function JoinForm({ code, invitation }: { code: string; invitation: Invitation }) {
  const [name, setName] = useState(keptName);
  const [city, setCity] = useState(invitation.city ?? "");
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<WireError | null>(null);
  const needsCity = !invitation.city && invitation.role !== "observer";
  const isComplete = name.trim() !== "" && (!needsCity || city !== "");
  const enter = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setFault(null);
    if (!isComplete) return;
    setBusy(true);
    try {
      await enterWorkshop(code, name.trim(), needsCity ? city : undefined);
    } catch (thrown) {
      setFault(refusalIn(thrown));
      setBusy(false);
    }
  };
  return (
    <>
      <Welcome invitation={invitation} />
      <form class="sheet" noValidate onSubmit={(event) => void enter(event)}>
        <CityLine
          invitation={invitation}
          chosen={city}
          onChoose={setCity}
          isMissing={isTried && needsCity && city === ""}
        />
        <Field
          label={t("join.name")}
          hint={t("join.name_hint")}
          wrong={isTried && name.trim() === "" ? t("join.name_missing") : undefined}
          control={(attributes) => (
            <input
              {...attributes}
              class="input"
              value={name}
              autocomplete="name"
              maxLength={80}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        />
        <Fault error={fault} />
        <button type="submit" class="button" disabled={isBusy}>
          {isBusy ? t("join.joining") : t("join.join")}
        </button>
        <DataLine invitation={invitation} />
      </form>
    </>
  );
}

function Welcome({ invitation }: { invitation: Invitation }) {
  return (
    <div class="stack">
      <p class="soft">
        {invitation.role === "observer" ? t("join.invited_to_watch") : t("join.invited")}
      </p>
      <h1>{invitation.title}</h1>
      {invitation.service && <p class="lead">{invitation.service}</p>}
    </div>
  );
}

interface CityLineProps {
  readonly invitation: Invitation;
  readonly chosen: string;
  readonly onChoose: (city: string) => void;
  readonly isMissing: boolean;
}

function CityLine({ invitation, chosen, onChoose, isMissing }: CityLineProps) {
  const { cities } = invitation;
  if (invitation.role === "observer") return <p>{t("join.observer")}</p>;
  if (invitation.city) {
    const place = cities.findIndex((one) => one.id === invitation.city);
    return (
      <p class="row">
        <span class={`swatch ${lookOf(place).class}`} style={lookOf(place).style} />
        <span>{t("join.for_city", { city: cities[place]?.name ?? "" })}</span>
      </p>
    );
  }
  return (
    <div class="stack">
      <Choice
        legend={t("join.city")}
        name="city"
        chosen={[chosen]}
        onChoose={onChoose}
        options={cities.map((city) => ({ value: city.id, words: city.name }))}
      />
      <span class="wrong" role="alert">
        {isMissing ? t("join.city_missing") : ""}
      </span>
    </div>
  );
}

/** What happens to what people write: said before they write it. */
function DataLine({ invitation }: { invitation: Invitation }) {
  return (
    <p class="hint">
      {t("join.data", { date: formatDate(invitation.erase_on) })}{" "}
      {invitation.privacy_url && <a href={invitation.privacy_url}>{t("foot.privacy")}</a>}
    </p>
  );
}

async function enterWorkshop(code: string, name: string, city: string | undefined): Promise<void> {
  keepName(name);
  const joined = await session.joinWithCode({
    code,
    name,
    language: language.value,
    ...(city === undefined ? {} : { city }),
  });
  go({ page: "board", workshopId: joined.workshop_id }, { replace: true });
}

/** The door for a facilitator: the key is enough. */
export function FacilitatePage({ secret }: { secret: string | undefined }) {
  const [key, setKey] = useState("");
  const [fault, setFault] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(secret !== undefined);
  const enter = async (with_: string): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      const joined = await session.joinWithKey(with_);
      openPanelWhereThereIsRoom();
      go({ page: "board", workshopId: joined.workshop_id }, { replace: true });
    } catch (thrown) {
      setFault(refusalIn(thrown));
      setBusy(false);
    }
  };
  useEffect(() => {
    if (secret !== undefined) void enter(secret);
  }, [secret]);
  return (
    <Frame>
      <main class="page narrow" tabIndex={-1}>
        <h1>{t("facilitate.title")}</h1>
        {isBusy && <p role="status">{t("facilitate.entering")}</p>}
        <Fault error={fault} />
        {!isBusy && (
          <form
            class="sheet"
            onSubmit={(event) => {
              event.preventDefault();
              if (key.trim() !== "") void enter(key.trim());
            }}
          >
            <Field
              label={t("facilitate.key")}
              hint={t("facilitate.key_hint")}
              control={(attributes) => (
                <input
                  {...attributes}
                  class="input"
                  autocomplete="off"
                  value={key}
                  onInput={(event) => setKey(event.currentTarget.value)}
                />
              )}
            />
            <button type="submit" class="button">
              {t("facilitate.enter")}
            </button>
          </form>
        )}
        <p>
          <a href={address({ page: "home" })}>{t("common.to_home")}</a>
        </p>
      </main>
    </Frame>
  );
}

function keptName(): string {
  try {
    return localStorage.getItem(KEPT_NAME) ?? "";
  } catch {
    return "";
  }
}

function keepName(name: string): void {
  try {
    localStorage.setItem(KEPT_NAME, name);
  } catch {
    // Nothing may be kept here: the name is asked again next time.
  }
}
