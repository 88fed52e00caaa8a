/** Changes the agenda: phases in another order, more or fewer, and what each lets people do. */

import { useRef, useState } from "preact/hooks";

import {
  fromCanvas,
  fromPreset,
  minutesOf,
  MOST_PHASES,
  moved,
  newPhase,
  PHASE_KINDS,
} from "../agenda";
import { ops } from "../ops";
import type { Board, PhaseKind, PlannedPhase, WireError } from "../protocol";
import { session } from "../session";
import { errorWords, inLanguage, t } from "../words";
import { AgendaLine } from "./agenda-line";
import { Dialog, Field } from "./parts";
import { announce } from "./scene";

export function AgendaEditor({ board, onClose }: { board: Board; onClose: () => void }) {
  const [phases, setPhases] = useState<readonly PlannedPhase[]>(board.phases);
  const [begun] = useState(() => JSON.stringify(board.phases));
  const [fault, setFault] = useState<WireError | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const change = (at: number, phase: PlannedPhase): void => {
    setPhases(phases.map((one, place) => (place === at ? phase : one)));
  };
  const move = (from: number, to: number): void => {
    setPhases(moved(phases, from, to));
    const title = phases[from]?.title ?? "";
    announce(t("agenda.moved", { title, place: to + 1, of: phases.length }));
  };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const ack = await ops.changeAgenda({ phases });
    if (ack.ok || ack.error.code === "op.no_effect") onClose();
    else setFault(ack.error);
  };
  return (
    <Dialog title={t("agenda.title")} onClose={onClose} isWide>
      <form class="stack agenda-editor" onSubmit={(event) => void save(event)}>
        <Presets board={board} choose={setPhases} />
        {JSON.stringify(board.phases) !== begun && (
          <p class="say warn">{t("agenda.changed_meanwhile")}</p>
        )}
        <ol class="agenda-lines" ref={list}>
          {phases.map((phase, place) => (
            <AgendaLine
              key={phase.id}
              phase={phase}
              place={place}
              of={phases.length}
              areas={board.areas}
              isNow={phase.id === board.phase.id}
              onChange={(changed) => change(place, changed)}
              onMove={move}
              onRemove={() => setPhases(phases.filter((one) => one !== phase))}
            />
          ))}
        </ol>
        <p class="hint">{t("agenda.total", lengthOf(phases))}</p>
        {phases.length < MOST_PHASES && (
          <AddPhase board={board} phases={phases} add={(one) => setPhases([...phases, one])} />
        )}
        <div role="alert">{fault && <p class="say bad">{errorWords(fault)}</p>}</div>
        <div class="dialog-end">
          <button type="button" class="button quiet" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" class="button" disabled={phases.length === 0}>
            {t("agenda.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function lengthOf(phases: readonly PlannedPhase[]): { hours: number; minutes: number } {
  const all = minutesOf(phases);
  return { hours: Math.floor(all / 60), minutes: all % 60 };
}

interface PresetsProps {
  readonly board: Board;
  readonly choose: (phases: readonly PlannedPhase[]) => void;
}

/** Whole agendas that the canvas brings. */
function Presets({ board, choose }: PresetsProps) {
  const canvas = session.canvas.value;
  if (canvas === null || canvas.presets.length === 0) return null;
  return (
    <Field
      label={t("agenda.presets")}
      hint={t("agenda.presets_hint")}
      control={(attributes) => (
        <select
          {...attributes}
          class="input"
          value=""
          onChange={(event) => {
            const chosen = canvas.presets.find(({ id }) => id === event.currentTarget.value);
            if (chosen !== undefined) choose(fromPreset(chosen, canvas, board));
          }}
        >
          <option value="">{t("agenda.presets_none")}</option>
          {canvas.presets.map((preset) => (
            <option key={preset.id} value={preset.id}>
              {inLanguage(preset.title)}
            </option>
          ))}
        </select>
      )}
    />
  );
}

interface AddProps {
  readonly board: Board;
  readonly phases: readonly PlannedPhase[];
  readonly add: (phase: PlannedPhase) => void;
}

/** Adds a phase of the canvas that is not there, or a new one of a kind. */
function AddPhase({ board, phases, add }: AddProps) {
  const [chosen, setChosen] = useState("");
  const known = session.canvas.value?.phases ?? [];
  const missing = known.filter(({ id }) => phases.every((one) => one.id !== id));
  const addChosen = (): void => {
    const found = missing.find(({ id }) => `phase:${id}` === chosen);
    const kind = (chosen || "kind:discuss").replace("kind:", "") as PhaseKind;
    add(
      found === undefined
        ? newPhase(kind, t(`agenda.kind_${kind}`))
        : fromCanvas(found, board.languages[0] ?? "en"),
    );
    setChosen("");
  };
  return (
    <div class="agenda-add">
      <Field
        label={t("agenda.add")}
        control={(attributes) => (
          <select
            {...attributes}
            class="input"
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            <option value="">{t("agenda.add_none")}</option>
            {missing.length > 0 && (
              <optgroup label={t("agenda.of_canvas")}>
                {missing.map((phase) => (
                  <option key={phase.id} value={`phase:${phase.id}`}>
                    {inLanguage(phase.title)}
                  </option>
                ))}
              </optgroup>
            )}
            <optgroup label={t("agenda.of_kind")}>
              {PHASE_KINDS.map((kind) => (
                <option key={kind} value={`kind:${kind}`}>
                  {t(`agenda.kind_${kind}`)}
                </option>
              ))}
            </optgroup>
          </select>
        )}
      />
      <button type="button" class="button quiet" disabled={chosen === ""} onClick={addChosen}>
        {t("agenda.add_do")}
      </button>
    </div>
  );
}
