/** A rehearsal: simulated people play a copy of the workshop, and a report says what it needs. */

import { useEffect, useState } from "preact/hooks";

import * as api from "../api";
import type { Board, Made, Rehearsal, RehearsalReport, WireError } from "../protocol";
import { session } from "../session";
import { formatNumber, t } from "../words";
import { Fault, Field, refusalIn } from "./parts";

const LOOK_EVERY = 2000; // ms
const MOST_SEATS = 20; // in each city, as the server has it
const MOST_MINUTES = 15;
const GOAL = 100; // ms from one browser to the others

const tokenNow = (): string => session.kept.peek()?.token ?? "";

export function PanelRehearse({ board, workshopId }: { board: Board; workshopId: string }) {
  const [seats, setSeats] = useState(8);
  const [minutes, setMinutes] = useState(5);
  const [made, setMade] = useState<Made | null>(null);
  const [fault, setFault] = useState<WireError | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [rehearsal, look] = useRehearsal(workshopId, isOpen);
  const begin = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFault(null);
    try {
      const asked = { seats, agenda_minutes: minutes };
      setMade(await api.rehearse(workshopId, tokenNow(), asked));
      look();
    } catch (thrown) {
      setFault(refusalIn(thrown));
    }
  };
  const isRunning = rehearsal?.state === "running";
  return (
    <details class="panel-part" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h3>{t("rehearse.title")}</h3>
      </summary>
      <div class="stack">
        <form class="stack" onSubmit={(event) => void begin(event)}>
          <p class="hint">{t("rehearse.hint", { count: board.cities.length })}</p>
          <div class="two">
            <Bounded
              label={t("rehearse.seats")}
              value={seats}
              most={MOST_SEATS}
              onChange={setSeats}
            />
            <Bounded
              label={t("rehearse.minutes")}
              value={minutes}
              most={MOST_MINUTES}
              onChange={setMinutes}
            />
          </div>
          <Fault error={fault} />
          <div class="row">
            <button type="submit" class="button small" disabled={isRunning}>
              {t("rehearse.begin")}
            </button>
            {made && (
              <a
                class="button quiet small"
                href={made.facilitator_link}
                target="_blank"
                rel="noreferrer"
              >
                {t("rehearse.watch")}
              </a>
            )}
          </div>
        </form>
        <div role="status">{isRunning && <Going rehearsal={rehearsal} />}</div>
        {rehearsal?.state === "failed" && (
          <p class="say bad">{t("rehearse.failed", { words: rehearsal.words ?? "" })}</p>
        )}
        {rehearsal?.report && <Report report={rehearsal.report} />}
      </div>
    </details>
  );
}

/** Asks how the last rehearsal goes, again and again while it runs. */
function useRehearsal(
  workshopId: string,
  isWanted: boolean,
): readonly [Rehearsal | null, () => void] {
  const [rehearsal, setRehearsal] = useState<Rehearsal | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (!isWanted) return;
    let timer = 0;
    let isOver = false;
    const look = async (): Promise<void> => {
      const found = await api.rehearsal(workshopId, tokenNow()).catch(() => null);
      if (isOver) return;
      if (found !== null) setRehearsal(found);
      if (found === null || found.state === "running") {
        timer = window.setTimeout(() => void look(), LOOK_EVERY);
      }
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [workshopId, isWanted, asked]);
  return [rehearsal, () => setAsked(asked + 1)];
}

function Going({ rehearsal }: { rehearsal: Rehearsal }) {
  const { progress } = rehearsal;
  if (progress === undefined) return <p class="say">{t("rehearse.joining")}</p>;
  const { title, done, seats, notes } = progress;
  return <p class="say">{t("rehearse.going", { title, done, seats, notes })}</p>;
}

function Report({ report }: { report: RehearsalReport }) {
  const { p95 } = report.delivery;
  return (
    <div class="stack rehearsed">
      <p class={report.is_well ? "say good" : "say bad"}>
        {t(report.is_well ? "rehearse.well" : "rehearse.not_well")}
      </p>
      {report.faults.length > 0 && (
        <ul class="faults">
          {report.faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      <PhaseTable report={report} />
      <dl class="details">
        <Fact words="rehearse.people" says={formatNumber(report.seats)} />
        <Fact words="rehearse.notes" says={formatNumber(report.notes)} />
        <Fact words="rehearse.saved" says={formatNumber(report.ops.acked)} />
        <Fact words="rehearse.returned" says={formatNumber(report.returns)} />
        <Fact
          words="rehearse.delivery"
          says={p95 === null ? "–" : t("rehearse.ms", { ms: formatNumber(p95), goal: GOAL })}
        />
        <Fact
          words="rehearse.boards"
          says={t(report.hash === null ? "rehearse.boards_differ" : "rehearse.boards_same")}
        />
      </dl>
    </div>
  );
}

function Fact({ words, says }: { words: string; says: string }) {
  return (
    <div>
      <dt>{t(words)}</dt>
      <dd>{says}</dd>
    </div>
  );
}

const LONGER = 1.05; // of the plan: less is no difference

function PhaseTable({ report }: { report: RehearsalReport }) {
  return (
    <table>
      <caption class="unseen">{t("rehearse.table")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("rehearse.phase")}</th>
          <th scope="col">{t("rehearse.planned")}</th>
          <th scope="col">{t("rehearse.needed")}</th>
        </tr>
      </thead>
      <tbody>
        {report.phases.map(({ id, title, planned, needed }) => {
          const isLong = planned !== null && needed > planned * LONGER;
          return (
            <tr key={id} class={isLong ? "long" : ""}>
              <th scope="row">{title}</th>
              <td>{planned === null ? "–" : minutesOf(planned)}</td>
              <td>
                {minutesOf(needed)}
                {isLong && <span class="longer"> {t("rehearse.longer")}</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const minutesOf = (seconds: number): string =>
  t("rehearse.min", { min: formatNumber(seconds / 60, { maximumFractionDigits: 0 }) });

interface BoundedProps {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

function Bounded({ label, value, most, onChange }: BoundedProps) {
  return (
    <Field
      label={label}
      control={(attributes) => (
        <input
          {...attributes}
          class="input"
          type="number"
          inputMode="numeric"
          min={1}
          max={most}
          value={value}
          onChange={(event) => {
            const wanted = Math.round(event.currentTarget.valueAsNumber);
            onChange(Number.isFinite(wanted) ? Math.min(Math.max(wanted, 1), most) : value);
          }}
        />
      )}
    />
  );
}
