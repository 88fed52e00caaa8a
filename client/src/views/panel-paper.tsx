/** Notes that were written on paper: a table with a city column, all of them or none. */

import { useState } from "preact/hooks";

import * as api from "../api";
import type { BadRow, WireError } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { Fault, Field, refusalIn } from "./parts";
import { areaOf, toast } from "./scene";

export function PanelPaper({ workshopId }: { workshopId: string }) {
  const [rows, setRows] = useState<readonly BadRow[]>([]);
  const [fault, setFault] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const bring = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setRows([]);
    setFault(null);
    setBusy(true);
    try {
      const brought = await api.importNotes(workshopId, session.kept.peek()?.token ?? "", file);
      if (brought.ok) toast(t("paper.added", { count: brought.count }));
      else setRows(brought.rows);
    } catch (thrown) {
      setFault(refusalIn(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <details class="panel-part">
      <summary>
        <h3>{t("paper.title")}</h3>
      </summary>
      <div class="stack">
        <Field
          label={t("paper.file")}
          hint={t("paper.hint")}
          control={(attributes) => (
            <input
              {...attributes}
              class="input file"
              type="file"
              accept=".csv,.txt,text/csv"
              disabled={isBusy}
              onChange={(event) => {
                const field = event.currentTarget;
                void bring(field.files?.[0]).finally(() => (field.value = "")); // the same again
              }}
            />
          )}
        />
        <div>
          <button
            type="button"
            class="button quiet small"
            onClick={() => api.saveFile(exampleTable())}
          >
            {t("paper.example")}
          </button>
        </div>
        {isBusy && <p role="status">{t("paper.adding")}</p>}
        <Fault error={fault} />
        {rows.length > 0 && <BadRows rows={rows} />}
      </div>
    </details>
  );
}

/** A table to begin with: a row for each area of the canvas, and the first city. */
function exampleTable(): File {
  const board = session.board.peek();
  const city = board?.cities[0]?.name ?? "";
  const rows = (board?.areas ?? []).map((id) => [id, areaOf(id)?.questions["en"]?.[0] ?? "", city]);
  const lines = [["area", "text", "city"], ...rows].map((row) => row.map(quoted).join(","));
  return new File([`${lines.join("\r\n")}\r\n`], "notes.csv", { type: "text/csv" });
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

function BadRows({ rows }: { rows: readonly BadRow[] }) {
  return (
    <div class="say bad" role="alert">
      <p>{t("paper.none_added")}</p>
      <ul>
        {rows.map((row) => (
          <li key={`${row.line} ${row.column}`}>
            {t(`paper.problem.${row.problem}`, {
              line: row.line,
              column: t(`paper.column.${row.column}`),
              value: row.value,
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
