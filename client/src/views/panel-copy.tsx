/** A copy of the workshop: for the next time, with what is worth keeping. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { Board, Kept, Made, WireError } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { Choice, CopyButton, Fault, Field, refusalIn } from "./parts";

const KEPT: readonly Kept[] = ["settings", "agenda", "services", "seeded_notes"];

export function PanelCopy({ board, workshopId }: { board: Board; workshopId: string }) {
  const [title, setTitle] = useState(board.title);
  const [keep, setKeep] = useState<readonly Kept[]>(["settings", "agenda", "services"]);
  const [made, setMade] = useState<Made | null>(null);
  const [fault, setFault] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const copy = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFault(null);
    setBusy(true);
    try {
      const token = session.kept.peek()?.token ?? "";
      setMade(await api.duplicate(workshopId, token, { title: title.trim(), keep }));
    } catch (thrown) {
      setFault(refusalIn(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <details class="panel-part">
      <summary>
        <h3>{t("copy.title")}</h3>
      </summary>
      <form class="stack" onSubmit={(event) => void copy(event)}>
        <p class="hint">{t("copy.hint")}</p>
        <Field
          label={t("make.name")}
          control={(attributes) => (
            <input
              {...attributes}
              class="input"
              value={title}
              onInput={(event) => setTitle(event.currentTarget.value)}
            />
          )}
        />
        <Choice
          legend={t("copy.keep")}
          name="copy-keep"
          isMany
          chosen={keep}
          onChoose={(value) =>
            setKeep(KEPT.filter((one) => keep.includes(one) !== (one === value)))
          }
          options={KEPT.map((one) => ({ value: one, words: t(`copy.keep_${one}`) }))}
        />
        <Fault error={fault} />
        <div>
          <button type="submit" class="button small" disabled={isBusy || title.trim() === ""}>
            {t("copy.make")}
          </button>
        </div>
        <div role="status">{made && <MadeCopy made={made} />}</div>
      </form>
    </details>
  );
}

/** Where the copy is; its key is shown now and never again. */
function MadeCopy({ made }: { made: Made }) {
  return (
    <div class="say good">
      <p>{t("copy.made", { title: made.workshop.title })}</p>
      <div class="row">
        <a class="button small" href={made.facilitator_link} target="_blank" rel="noreferrer">
          {t("copy.open")}
        </a>
        <CopyButton text={made.facilitator_link} label={t("links.copy_key_link")} />
      </div>
    </div>
  );
}
