/** One phase of the agenda while it is changed: its name, minutes, place, and the rest behind "more". */

import {
  draggable,
  dropTargetForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { useEffect, useRef } from "preact/hooks";

import {
  DEFAULTS,
  madeSilent,
  ofKind,
  PHASE_KINDS,
  RIGHTS,
  SCOPES,
  withRight,
  WITHOUT_STANCES,
  WRITING,
} from "../agenda";
import type { Direction, PhaseKind, PlannedPhase, Right, Scope } from "../protocol";
import { session } from "../session";
import { inLanguage, t } from "../words";
import { Choice, Field } from "./parts";
import { areaName } from "./scene";

interface LineProps {
  readonly phase: PlannedPhase;
  readonly place: number;
  readonly of: number;
  readonly areas: readonly string[];
  readonly isNow: boolean;
  readonly onChange: (phase: PlannedPhase) => void;
  readonly onMove: (from: number, to: number) => void;
  readonly onRemove: () => void;
}

export function AgendaLine(props: LineProps) {
  const { phase, place, isNow, onChange, onRemove } = props;
  const line = useDragged(props);
  return (
    <li class={isNow ? "agenda-line now" : "agenda-line"} ref={line}>
      <div class="agenda-main">
        <span class="grip" aria-hidden="true">
          ⠿
        </span>
        <span class="step" aria-hidden="true">
          {place + 1}
        </span>
        <label class="grow">
          <span class="unseen">{t("agenda.name_of", { place: place + 1 })}</span>
          <input
            class="input"
            required
            maxLength={80}
            value={phase.title}
            onInput={(event) => onChange({ ...phase, title: event.currentTarget.value })}
          />
        </label>
        <Minutes phase={phase} onChange={onChange} />
        <Places {...props} />
        <button
          type="button"
          class="button bare icon"
          aria-label={t("agenda.remove", { title: phase.title })}
          disabled={isNow}
          title={isNow ? t("agenda.is_on") : undefined}
          onClick={onRemove}
        >
          ✕
        </button>
      </div>
      <details>
        <summary>
          {t(`agenda.kind_${phase.kind}`)}
          {phase.silent === true && ` · ${t("agenda.silent_short")}`}
          {isNow && ` · ${t("panel.now")}`}
          <span class="hint">{t("agenda.more")}</span>
        </summary>
        <More {...props} />
      </details>
    </li>
  );
}

function Minutes({ phase, onChange }: Pick<LineProps, "phase" | "onChange">) {
  const { seconds, ...rest } = phase;
  return (
    <label class="minutes">
      <input
        class="input"
        type="number"
        inputMode="numeric"
        min={1}
        max={1440}
        aria-label={t("agenda.minutes_of", { title: phase.title })}
        value={seconds === undefined ? "" : Math.round(seconds / 60)}
        onInput={(event) => {
          const minutes = event.currentTarget.valueAsNumber;
          onChange(minutes >= 1 ? { ...rest, seconds: Math.round(minutes) * 60 } : rest);
        }}
      />
      <span aria-hidden="true">{t("agenda.minutes")}</span>
    </label>
  );
}

/** Two buttons, since dragging is not for everybody. */
function Places({ phase, place, of, onMove }: LineProps) {
  return (
    <span class="places">
      <button
        type="button"
        class="button bare icon"
        aria-label={t("agenda.up", { title: phase.title })}
        disabled={place === 0}
        onClick={() => onMove(place, place - 1)}
      >
        ↑
      </button>
      <button
        type="button"
        class="button bare icon"
        aria-label={t("agenda.down", { title: phase.title })}
        disabled={place === of - 1}
        onClick={() => onMove(place, place + 1)}
      >
        ↓
      </button>
    </span>
  );
}

function More({ phase, areas, isNow, onChange }: LineProps) {
  const { instruction, ...rest } = phase;
  const known = session.canvas.value?.phases.find(({ id }) => id === phase.id);
  return (
    <div class="agenda-more">
      <Field
        label={t("agenda.kind")}
        hint={isNow ? t("agenda.is_on") : undefined}
        control={(attributes) => (
          <select
            {...attributes}
            class="input"
            disabled={isNow}
            value={phase.kind}
            onChange={(event) => onChange(ofKind(phase, event.currentTarget.value as PhaseKind))}
          >
            {PHASE_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`agenda.kind_${kind}`)}
              </option>
            ))}
          </select>
        )}
      />
      {phase.kind === "walk" && <Way phase={phase} isNow={isNow} onChange={onChange} />}
      <Field
        label={t("agenda.instruction")}
        hint={t("agenda.instruction_hint")}
        control={(attributes) => (
          <input
            {...attributes}
            class="input"
            maxLength={200}
            placeholder={inLanguage(known?.instruction) || t(`bar.ask_${phase.kind}`)}
            value={instruction ?? ""}
            onInput={(event) => {
              const words = event.currentTarget.value;
              onChange(words.trim() === "" ? rest : { ...phase, instruction: words });
            }}
          />
        )}
      />
      <Ticks phase={phase} onChange={onChange} />
      <Choice
        legend={t("agenda.areas")}
        name={`areas-${phase.id ?? ""}`}
        isMany
        chosen={phase.areas ?? []}
        onChoose={(area) => onChange(withArea(phase, area))}
        options={areas.map((id) => ({ value: id, words: areaName(id) }))}
      />
      <fieldset class="rights">
        <legend class="label">{t("agenda.rights")}</legend>
        {RIGHTS.map((right) => (
          <RightOf key={right} right={right} phase={phase} onChange={onChange} />
        ))}
      </fieldset>
    </div>
  );
}

type PartProps = Pick<LineProps, "phase" | "onChange">;

function Way({ phase, isNow, onChange }: PartProps & { isNow: boolean }) {
  return (
    <Field
      label={t("agenda.direction")}
      control={(attributes) => (
        <select
          {...attributes}
          class="input"
          disabled={isNow}
          value={phase.direction}
          onChange={(event) =>
            onChange({ ...phase, direction: event.currentTarget.value as Direction })
          }
        >
          {(["clockwise", "anticlockwise"] as const).map((one) => (
            <option key={one} value={one}>
              {t(`agenda.direction_${one}`)}
            </option>
          ))}
        </select>
      )}
    />
  );
}

function Ticks({ phase, onChange }: PartProps) {
  const { stances: _stances, ...rest } = phase;
  return (
    <>
      {WRITING.includes(phase.kind) && (
        <label class="tick">
          <input
            type="checkbox"
            checked={phase.silent ?? false}
            onChange={(event) => onChange(madeSilent(phase, event.currentTarget.checked))}
          />
          <span>{t("agenda.silent")}</span>
        </label>
      )}
      {!WITHOUT_STANCES.includes(phase.kind) && phase.silent !== true && (
        <label class="tick">
          <input
            type="checkbox"
            checked={phase.stances ?? false}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? { ...phase, stances: true } : rest)
            }
          />
          <span>{t("agenda.stances")}</span>
        </label>
      )}
    </>
  );
}

function RightOf({ right, phase, onChange }: PartProps & { right: Right }) {
  const offered =
    right === "add" ? SCOPES.filter((one) => one === "nobody" || one === "all") : SCOPES;
  return (
    <label class="right">
      <span>{t(`agenda.right_${right}`)}</span>
      <select
        class="input"
        value={phase.rights?.[right] ?? DEFAULTS[phase.kind][right]}
        onChange={(event) => onChange(withRight(phase, right, event.currentTarget.value as Scope))}
      >
        {offered.map((scope) => (
          <option key={scope} value={scope}>
            {t(right === "add" ? `agenda.add_${scope}` : `agenda.scope_${scope}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function withArea(phase: PlannedPhase, area: string): PlannedPhase {
  const { areas = [], ...rest } = phase;
  const wanted = areas.includes(area) ? areas.filter((one) => one !== area) : [...areas, area];
  return wanted.length === 0 ? rest : { ...rest, areas: wanted };
}

/** Lets a line be dragged by pointer to the place of another; returns what to tie to it. */
function useDragged({ place, onMove }: LineProps) {
  const line = useRef<HTMLLIElement>(null);
  const latest = useRef({ place, onMove });
  latest.current = { place, onMove };
  useEffect(() => {
    const element = line.current;
    const grip = element?.querySelector(".grip");
    if (element === null || !grip) return undefined;
    const ends = [
      draggable({
        element,
        dragHandle: grip,
        getInitialData: () => ({ line: latest.current.place }),
        onDragStart: () => element.classList.add("being-dragged"),
        onDrop: () => element.classList.remove("being-dragged"),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => typeof source.data["line"] === "number",
        onDragEnter: () => element.classList.add("under-drag"),
        onDragLeave: () => element.classList.remove("under-drag"),
        onDrop: ({ source }) => {
          element.classList.remove("under-drag");
          latest.current.onMove(Number(source.data["line"]), latest.current.place);
        },
      }),
    ];
    return () => ends.forEach((end) => end());
  }, []);
  return line;
}
