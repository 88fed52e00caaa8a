/** A city's signature under a section: adopted, with a reservation, or not. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { DraftSection, SectionSignature, SignedVerdict } from "../protocol";
import { t } from "../words";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { Field } from "./parts";

export function Signing({ section, view }: { section: DraftSection; view: BoardView }) {
  const { cities } = view.board;
  const signed = cities.filter((city) => section.signatures[city.id] !== undefined);
  const isAsked = section.city === undefined || section.city === view.seat.city;
  if (signed.length === 0 && !(view.rights.maySign && isAsked)) return null;
  return (
    <div class="signing stack">
      {signed.length > 0 && (
        <ul class="stack" aria-label={t("sign.signatures")}>
          {signed.map((city) => (
            <li key={city.id} class="row">
              <CityBadge cities={cities} city={city.id} />
              <span>{city.name}:</span>
              <Signed signature={section.signatures[city.id]} />
            </li>
          ))}
        </ul>
      )}
      {view.rights.maySign && isAsked && <OwnSignature section={section} view={view} />}
    </div>
  );
}

/** What a city said, in words and with a sign. */
export function Signed({ signature }: { signature: SectionSignature | undefined }) {
  if (signature === undefined) return <span class="soft">{t("sign.open")}</span>;
  const { verdict, text, outdated } = signature;
  return (
    <span>
      {`${SIGNS[verdict]} ${t(`sign.said_${verdict}`)}`}
      {text !== undefined && <q dir="auto">{text}</q>}
      {outdated && <span class="hint"> {t("sign.outdated")}</span>}
    </span>
  );
}

const SIGNS: Readonly<Record<SignedVerdict, string>> = {
  adopt: "✓",
  reservation: "◐",
  decline: "✕",
};

function OwnSignature({ section, view }: { section: DraftSection; view: BoardView }) {
  const [isReserving, setReserving] = useState(false);
  const [text, setText] = useState("");
  const own = section.signatures[view.seat.city ?? ""];
  const sign = (verdict: SignedVerdict | null): Promise<boolean> =>
    orSay(ops.signDraft({ section: section.id, verdict }));
  if (!isReserving) {
    const isSaid = (verdict: SignedVerdict): boolean => own?.verdict === verdict && !own.outdated;
    return (
      <div class="row no-print" role="group" aria-label={t("sign.own", { title: section.title })}>
        <button
          type="button"
          class="button quiet small"
          aria-pressed={isSaid("adopt")}
          onClick={() => void sign(isSaid("adopt") ? null : "adopt")}
        >
          {t("sign.adopt")}
        </button>
        <button
          type="button"
          class="button quiet small"
          aria-pressed={isSaid("reservation")}
          onClick={() => {
            setText(own?.text ?? "");
            setReserving(true);
          }}
        >
          {t("sign.reservation")}
        </button>
        <button
          type="button"
          class="button quiet small"
          aria-pressed={isSaid("decline")}
          onClick={() => void sign(isSaid("decline") ? null : "decline")}
        >
          {t("sign.decline")}
        </button>
        {own !== undefined && (
          <button type="button" class="button bare small" onClick={() => void sign(null)}>
            {t("sign.take_back")}
          </button>
        )}
      </div>
    );
  }
  const reserve = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "") return;
    const said = { section: section.id, verdict: "reservation", text: text.trim() } as const;
    if (await orSay(ops.signDraft(said))) setReserving(false);
  };
  return (
    <form class="stack no-print" onSubmit={(event) => void reserve(event)}>
      <Field
        label={t("sign.about")}
        hint={t("sign.about_hint")}
        control={(attributes) => (
          <textarea
            {...attributes}
            class="input"
            rows={2}
            required
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      />
      <div class="row">
        <button type="submit" class="button small">
          {t("sign.reserve_do")}
        </button>
        <button type="button" class="button quiet small" onClick={() => setReserving(false)}>
          {t("common.cancel")}
        </button>
      </div>
    </form>
  );
}
