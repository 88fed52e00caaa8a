/** Brings an exported workshop back, on this server or another: same board, new links. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { Made, WireError } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { Fault, Field, refusalIn } from "./parts";

interface ImportProps {
  readonly makeKey: string;
  readonly onMade: (made: Made) => void;
}

export function MakeImport({ makeKey, onMade }: ImportProps) {
  const [fault, setFault] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const bring = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setFault(null);
    setBusy(true);
    try {
      const made = await api.importWorkshop(await file.text(), makeKey || undefined);
      await session.joinWithKey(made.facilitator_key);
      onMade(made);
    } catch (thrown) {
      setFault(refusalIn(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="sheet">
      <h2>{t("make.import")}</h2>
      <Field
        label={t("make.import_file")}
        hint={t("make.import_hint")}
        control={(attributes) => (
          <input
            {...attributes}
            class="input file"
            type="file"
            accept=".json,application/json"
            disabled={isBusy}
            onChange={(event) => {
              const field = event.currentTarget;
              void bring(field.files?.[0]).finally(() => (field.value = "")); // the same again
            }}
          />
        )}
      />
      {isBusy && <p role="status">{t("make.importing")}</p>}
      <Fault error={fault} />
    </section>
  );
}
