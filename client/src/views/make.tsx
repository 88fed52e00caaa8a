/** The page where a workshop is made: one page, every default shown and changeable. */

import { useEffect, useState } from "preact/hooks";

import * as api from "../api";
import type { CanvasLine, Made, MakeWorkshop, Weighting, WireError } from "../protocol";
import { session } from "../session";
import { inLanguage, language, LANGUAGES, t } from "../words";
import { aboutServer, Frame } from "./frame";
import { LinksSheet } from "./links";
import { type CityRow, CityRows, filled, NO_CITY } from "./make-cities";
import { MakeImport } from "./make-import";
import { MakeVoting, type Voting } from "./make-voting";
import { Choice, Fault, Field, refusalIn } from "./parts";

export interface Wanted extends Voting {
  readonly title: string;
  readonly service: string;
  readonly canvas: string;
  readonly cities: readonly CityRow[];
  readonly languages: readonly string[];
  readonly silent: boolean;
  readonly makeKey: string;
}

export function MakePage() {
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Frame>{made === null ? <MakeForm onMade={setMade} /> : <LinksSheet made={made} />}</Frame>
  );
}

function MakeForm({ onMade }: { onMade: (made: Made) => void }) {
  const [wanted, setWanted] = useState<Wanted>(startingWith);
  const [fault, setFault] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isTried, setTried] = useState(false);
  const change = (some: Partial<Wanted>): void => setWanted((before) => ({ ...before, ...some }));
  const missing = missingIn(wanted);
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setFault(null);
    if (missing.length > 0) return focusFirstWrong();
    setBusy(true);
    try {
      onMade(await makeAndEnter(wanted));
    } catch (thrown) {
      setFault(refusalIn(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main class="page" tabIndex={-1}>
      <div class="stack">
        <h1>{t("make.title")}</h1>
        <p class="lead soft">{t("make.lead")}</p>
      </div>
      <form class="stack" noValidate onSubmit={(event) => void make(event)}>
        <MakeWhat
          wanted={wanted}
          change={change}
          isMissing={isTried && missing.includes("title")}
        />
        <CityRows
          rows={wanted.cities}
          onChange={(cities) => change({ cities })}
          isMissing={isTried && missing.includes("cities")}
        />
        <MakeVoting voting={wanted} onChange={change} />
        <MakeRules wanted={wanted} change={change} />
        <Fault error={fault} />
        <div class="row">
          <button type="submit" class="button" disabled={isBusy}>
            {isBusy ? t("make.making") : t("make.make")}
          </button>
          <span class="hint">{t("make.changeable")}</span>
        </div>
      </form>
      <MakeImport makeKey={wanted.makeKey} onMade={onMade} />
    </main>
  );
}

interface PartProps {
  readonly wanted: Wanted;
  readonly change: (some: Partial<Wanted>) => void;
}

function MakeWhat({ wanted, change, isMissing }: PartProps & { isMissing: boolean }) {
  const canvases = useCanvases();
  return (
    <section class="sheet">
      <h2>{t("make.what")}</h2>
      <Field
        label={t("make.name")}
        wrong={isMissing ? t("make.name_missing") : undefined}
        control={(attributes) => (
          <input
            {...attributes}
            class="input"
            value={wanted.title}
            placeholder={t("make.name_example")}
            onInput={(event) => change({ title: event.currentTarget.value })}
          />
        )}
      />
      <Field
        label={t("make.service")}
        hint={t("make.service_hint")}
        control={(attributes) => (
          <input
            {...attributes}
            class="input"
            value={wanted.service}
            onInput={(event) => change({ service: event.currentTarget.value })}
          />
        )}
      />
      <CanvasChoice canvases={canvases} chosen={wanted.canvas} change={change} />
    </section>
  );
}

function CanvasChoice({
  canvases,
  chosen,
  change,
}: {
  canvases: readonly CanvasLine[];
  chosen: string;
  change: PartProps["change"];
}) {
  const about = canvases.find((one) => one.id === chosen)?.description;
  return (
    <div class="stack">
      <Choice
        legend={t("make.canvas")}
        name="canvas"
        chosen={[chosen]}
        onChoose={(canvas) => change({ canvas })}
        options={canvases.map((one) => ({ value: one.id, words: inLanguage(one.title) }))}
      />
      {about && <p class="hint">{inLanguage(about)}</p>}
    </div>
  );
}

function MakeRules({ wanted, change }: PartProps) {
  const toggle = (id: string): void => {
    const { languages } = wanted;
    const rest = languages.filter((one) => one !== id);
    const next = rest.length === languages.length ? [...languages, id] : rest;
    if (next.length > 0) change({ languages: next });
  };
  return (
    <section class="sheet">
      <h2>{t("make.rules")}</h2>
      <label class="tick">
        <input
          type="checkbox"
          checked={wanted.silent}
          onChange={(event) => change({ silent: event.currentTarget.checked })}
        />
        <span>
          {t("make.silent")} <span class="hint">{t("make.silent_hint")}</span>
        </span>
      </label>
      <Choice
        legend={t("make.languages")}
        name="languages"
        isMany
        chosen={wanted.languages}
        onChoose={toggle}
        options={LANGUAGES.map((one) => ({ value: one.id, words: one.name }))}
      />
      {aboutServer()?.make_key && (
        <Field
          label={t("make.key")}
          hint={t("make.key_hint")}
          control={(attributes) => (
            <input
              {...attributes}
              class="input"
              type="password"
              autocomplete="off"
              value={wanted.makeKey}
              onInput={(event) => change({ makeKey: event.currentTarget.value })}
            />
          )}
        />
      )}
    </section>
  );
}

function startingWith(): Wanted {
  const spoken = language.value;
  return {
    title: "",
    service: "",
    canvas: "city-business-model",
    cities: [NO_CITY, NO_CITY],
    languages: [spoken, ...LANGUAGES.map((one) => one.id).filter((id) => id !== spoken)],
    votesEach: 5,
    noteCap: 2,
    weighting: "equal" as Weighting,
    silent: true,
    makeKey: "",
  };
}

function missingIn(wanted: Wanted): readonly ("title" | "cities")[] {
  const title = wanted.title.trim() === "" ? (["title"] as const) : [];
  const cities = filled(wanted.cities).length === 0 ? (["cities"] as const) : [];
  return [...title, ...cities];
}

/** The first faulty field gets the focus, once it is marked. */
function focusFirstWrong(): void {
  setTimeout(() => document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}

/** The maker's browser is the facilitator's from here on: the board is one step away. */
async function makeAndEnter(wanted: Wanted): Promise<Made> {
  const made = await api.makeWorkshop(orderFor(wanted), wanted.makeKey || undefined);
  await session.joinWithKey(made.facilitator_key);
  return made;
}

function orderFor(wanted: Wanted): MakeWorkshop {
  const { votesEach, noteCap, weighting, silent } = wanted;
  const service = wanted.service.trim();
  return {
    title: wanted.title.trim(),
    canvas: wanted.canvas,
    ...(service === "" ? {} : { service }),
    cities: filled(wanted.cities),
    languages: wanted.languages,
    settings: { votes_each: votesEach, note_cap: noteCap, weighting, silent },
  };
}

function useCanvases(): readonly CanvasLine[] {
  const [canvases, setCanvases] = useState<readonly CanvasLine[]>([]);
  useEffect(() => {
    api.canvases().then(setCanvases, () => setCanvases([])); // the server then takes its own choice
  }, []);
  return canvases;
}
