/** Links in the panel: open the sheet, replace links that went to the wrong people, add a city. */

import { useEffect, useState } from "preact/hooks";

import * as api from "../api";
import { ops } from "../ops";
import type { Board, WireError } from "../protocol";
import { address } from "../router";
import { session } from "../session";
import { type StageCodes, stageSecret } from "../stage-code";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import { FacilitatorKey } from "./links";
import { CopyButton, Fault, Field, refusalIn } from "./parts";
import { toast } from "./scene";

export function PanelLinks({ board, workshopId }: { board: Board; workshopId: string }) {
  const ownKey = session.kept.value?.facilitator_key;
  return (
    <section class="panel-part" aria-labelledby="panel-links">
      <h3 id="panel-links">{t("panel.links")}</h3>
      <div class="row">
        <a class="button small" href={address({ page: "links", workshopId })}>
          {t("panel.links_sheet")}
        </a>
        <StageLinks workshopId={workshopId} />
        {ownKey !== undefined && (
          <CopyButton text={keyLink(ownKey)} label={t("links.copy_key_link")} />
        )}
      </div>
      <Rotate board={board} workshopId={workshopId} />
      <AddCity />
    </section>
  );
}

/** The stage for this screen, and a link for the projector of another room. */
function StageLinks({ workshopId }: { workshopId: string }) {
  const [codes, setCodes] = useState<StageCodes | null>(null);
  const token = session.kept.value?.token ?? "";
  useEffect(() => {
    api.invitations(workshopId, token).then(
      ({ observer, workshop }) => setCodes({ enter: observer.code, show: workshop.code }),
      () => setCodes(null), // the link to this screen works without
    );
  }, [workshopId, token]);
  const page = address({ page: "stage", workshopId });
  return (
    <>
      <a class="button quiet small" href={page} target="_blank" rel="noopener">
        {t("stage.open")}
      </a>
      {codes !== null && (
        <CopyButton
          text={`${new URL(page, document.baseURI).href}#${stageSecret(codes)}`}
          label={t("stage.copy_link")}
        />
      )}
    </>
  );
}

function keyLink(key: string): string {
  return `${new URL(address({ page: "facilitate" }), document.baseURI).href}#${key}`;
}

function Rotate({ board, workshopId }: { board: Board; workshopId: string }) {
  const [which, setWhich] = useState("workshop");
  const [fresh, setFresh] = useState<string | null>(null);
  const [fault, setFault] = useState<WireError | null>(null);
  const rotate = async (): Promise<void> => {
    setFault(null);
    try {
      const rotated = await api.rotateKeys(workshopId, session.kept.peek()?.token ?? "", [which]);
      setFresh(rotated.facilitator_key ?? null);
      if (rotated.facilitator_key !== undefined) await session.joinWithKey(rotated.facilitator_key);
      toast(t("panel.rotated"));
    } catch (thrown) {
      setFault(refusalIn(thrown));
    }
  };
  return (
    <div class="stack">
      <Field
        label={t("panel.rotate")}
        hint={t("panel.rotate_hint")}
        control={(attributes) => (
          <select
            {...attributes}
            class="input"
            value={which}
            onChange={(event) => setWhich(event.currentTarget.value)}
          >
            <option value="workshop">{t("links.workshop")}</option>
            <option value="observer">{t("links.observer")}</option>
            <option value="facilitator">{t("panel.rotate_key")}</option>
            {board.cities.map((city) => (
              <option key={city.id} value={city.id}>
                {city.name}
              </option>
            ))}
          </select>
        )}
      />
      <div>
        <AskFirst
          label={t("panel.rotate_do")}
          question={t("panel.rotate_sure")}
          explained={<p>{t("panel.rotate_words")}</p>}
          yes={t("panel.rotate_do")}
          run={() => void rotate()}
        />
      </div>
      {fresh !== null && <FacilitatorKey link={keyLink(fresh)} secret={fresh} />}
      <Fault error={fault} />
    </div>
  );
}

function AddCity() {
  const [name, setName] = useState("");
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (name.trim() === "") return;
    if (await orSay(ops.addCity({ name: name.trim() }))) {
      toast(t("panel.city_added", { name: name.trim() }));
      setName("");
    }
  };
  return (
    <form onSubmit={(event) => void add(event)}>
      <Field
        label={t("panel.add_city")}
        control={(attributes) => (
          <div class="row">
            <input
              {...attributes}
              class="input grow"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <button type="submit" class="button quiet small" disabled={name.trim() === ""}>
              {t("panel.add_city_do")}
            </button>
          </div>
        )}
      />
    </form>
  );
}
