/** What is known of a service: its layers with their owners, and the conditions it must meet. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { KnockOut, Layer, Service } from "../protocol";
import { t } from "../words";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";

const KNOCK_OUTS: readonly KnockOut[] = [
  "legal_basis",
  "data_protection",
  "accessibility",
  "owner",
];
const LAYERS: readonly Layer[] = ["connection", "content", "context", "commerce"];
const ANSWERS = ["open", "met", "failed"] as const;
type Answer = (typeof ANSWERS)[number];
const VALUE_OF = { open: null, met: true, failed: false } as const;
const LONGEST_OWNER = 80; // graphemes, as the server has it

function answerTo(service: Service, condition: KnockOut): Answer {
  const known = service.knock_outs?.[condition];
  if (known === undefined) return "open";
  return known ? "met" : "failed";
}

export function ServiceConditions({ service, view }: { service: Service; view: BoardView }) {
  const { isFacilitator } = view.rights;
  const isOpen = view.board.closed_at === undefined && view.board.draft?.frozen === undefined;
  const mayEdit = isFacilitator && isOpen && service.erased !== true;
  return (
    <details class="conditions" open={mayEdit}>
      <summary>
        {t("conditions.title")} <Summary service={service} />
      </summary>
      {mayEdit ? <Edited service={service} /> : <Told service={service} />}
    </details>
  );
}

/** What fails stands in words and a sign, never in colour alone. */
function Summary({ service }: { service: Service }) {
  const failed = KNOCK_OUTS.filter((one) => answerTo(service, one) === "failed");
  const open = KNOCK_OUTS.filter((one) => answerTo(service, one) === "open");
  if (failed.length > 0) {
    const names = failed.map((one) => t(`conditions.${one}`)).join(", ");
    return <span class="chip bad">✕ {t("conditions.fails", { names })}</span>;
  }
  if (open.length > 0)
    return <span class="chip">{t("conditions.unanswered", { count: open.length })}</span>;
  return <span class="chip good">✓ {t("conditions.all_met")}</span>;
}

function Told({ service }: { service: Service }) {
  const layers = LAYERS.filter((one) => service.layers?.[one] !== undefined);
  return (
    <dl class="known">
      {KNOCK_OUTS.map((one) => (
        <div key={one}>
          <dt>{t(`conditions.${one}`)}</dt>
          <dd>{t(`conditions.is_${answerTo(service, one)}`)}</dd>
        </div>
      ))}
      {layers.map((one) => (
        <div key={one}>
          <dt>{t(`layers.${one}`)}</dt>
          <dd dir="auto">{service.layers?.[one] || t("layers.no_owner")}</dd>
        </div>
      ))}
    </dl>
  );
}

function Edited({ service }: { service: Service }) {
  const choose = (condition: KnockOut, answer: Answer): void => {
    const knock_outs = { ...service.knock_outs, [condition]: VALUE_OF[answer] };
    void orSay(ops.editService({ service_id: service.id, knock_outs }));
  };
  return (
    <>
      <div class="known">
        {KNOCK_OUTS.map((one) => (
          <label key={one}>
            <span>{t(`conditions.${one}`)}</span>
            <select
              class="input"
              value={answerTo(service, one)}
              onChange={(event) => {
                const chosen = ANSWERS.find((each) => each === event.currentTarget.value);
                if (chosen !== undefined) choose(one, chosen);
              }}
            >
              {ANSWERS.map((answer) => (
                <option key={answer} value={answer}>
                  {t(`conditions.is_${answer}`)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <div class="known">
        {LAYERS.map((one) => (
          <LayerLine key={`${one} ${service.layers?.[one] ?? "-"}`} layer={one} service={service} />
        ))}
      </div>
    </>
  );
}

/** A layer the service has, and who runs it; the owner is saved when the field is left. */
function LayerLine({ layer, service }: { layer: Layer; service: Service }) {
  const known = service.layers?.[layer];
  const [owner, setOwner] = useState(known ?? "");
  const save = (value: string | null): void => {
    const { [layer]: _before, ...others } = service.layers ?? {};
    const layers = value === null ? others : { ...others, [layer]: value };
    void orSay(ops.editService({ service_id: service.id, layers }));
  };
  return (
    <div class="layer">
      <label class="check">
        <input
          type="checkbox"
          checked={known !== undefined}
          onChange={() => save(known === undefined ? "" : null)}
        />
        <span>{t(`layers.${layer}`)}</span>
      </label>
      {known !== undefined && (
        <input
          class="input"
          aria-label={t("layers.owner_of", { layer: t(`layers.${layer}`) })}
          placeholder={t("layers.owner")}
          maxLength={LONGEST_OWNER}
          value={owner}
          onInput={(event) => setOwner(event.currentTarget.value)}
          onChange={() => owner.trim() !== known && save(owner.trim())}
        />
      )}
    </div>
  );
}
