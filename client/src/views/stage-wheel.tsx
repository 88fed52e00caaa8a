/** The wheel of the stage: every note a paper in its sector, in the colours of its city. */

import type { BoardNote } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import type { BoardView } from "./board-view";
import { lookOf } from "./cities";
import { arc, point, ringPart, short } from "./round";
import { areaName, colorOf } from "./scene";
import { bestPlaces } from "./stage-results";

const GAP = 0.8; // degrees between two sectors
const HUB = 146;
const SECTOR = [156, 402] as const;
const RIM = [409, 492] as const;
const LABEL = 44; // units of the largest name on the rim; the wheel is 1,000 across
const LETTER = 0.6; // of its size, how wide a letter is at most on average
const SIZES = [66, 58, 50, 43, 37, 31, 25, 20, 16, 13, 10]; // of a paper with what is around it
const SMALLEST = 8; // of them a sector holds 900; those that do not fit are in its number

interface WheelProps {
  readonly view: BoardView;
  /** the area the room looks at, or null for all */
  readonly area: string | null;
}

export function StageWheel({ view, area }: WheelProps) {
  const { board } = view;
  const { areas } = board;
  const step = 360 / areas.length;
  const best = bestPlaces(board);
  return (
    <svg
      class="stage-wheel"
      viewBox="-500 -500 1000 1000"
      role="img"
      aria-label={areas.map((id) => `${areaName(id)}: ${countWords(id)}`).join(", ")}
    >
      {areas.map((id, place) => (
        <Sector
          key={id}
          id={id}
          middle={place * step}
          half={step / 2 - GAP}
          best={best}
          isQuiet={area !== null && area !== id}
          view={view}
        />
      ))}
      <circle r={HUB} class="wheel-hub" />
      <foreignObject x={-HUB + 22} y={-HUB + 22} width={2 * HUB - 44} height={2 * HUB - 44}>
        <div class="stage-hub">
          <b>{board.service ?? board.title}</b>
        </div>
      </foreignObject>
    </svg>
  );
}

interface SectorProps {
  readonly id: string;
  readonly middle: number;
  readonly half: number;
  readonly best: ReadonlyMap<string, number>;
  readonly isQuiet: boolean;
  readonly view: BoardView;
}

function Sector({ id, middle, half, best, isQuiet, view }: SectorProps) {
  const notes = view.board.notes.filter((note) => note.area === id);
  const name = `${areaName(id)} ${notes.length}`;
  const [from, to] = [middle - half, middle + half];
  return (
    <g style={colorOf(id)} class={isQuiet ? "stage-sector quiet" : "stage-sector"}>
      <path class="wheel-sector" d={ringPart(from, to, ...SECTOR)} />
      <path class="wheel-rim" d={ringPart(from, to, ...RIM)} />
      <path id={`stage-${id}`} d={labelArc(middle, half)} fill="none" />
      <text class="wheel-label" style={{ fontSize: `${labelSize(name, half)}px` }}>
        <textPath href={`#stage-${id}`} startOffset="50%">
          {name}
        </textPath>
      </text>
      <Papers notes={notes} middle={middle} half={half} best={best} view={view} />
    </g>
  );
}

interface PapersProps {
  readonly notes: readonly BoardNote[];
  readonly middle: number;
  readonly half: number;
  readonly best: ReadonlyMap<string, number>;
  readonly view: BoardView;
}

function Papers({ notes, middle, half, best, view }: PapersProps) {
  const size = SIZES.find((one) => seats(one, half, notes.length) !== null) ?? SMALLEST;
  const placed = seats(size, half, notes.length) ?? seated(rowsOf(size, half), notes.length);
  const cities = new Map(view.board.cities.map((city, place) => [city.id, place]));
  return (
    <>
      {notes.slice(0, placed.length).map((note, at) => {
        const seat = placed[at];
        if (seat === undefined) return null;
        const [x, y] = point(seat.radius, middle + seat.angle);
        const place = best.get(note.id);
        return (
          <g
            key={note.id}
            transform={`translate(${short(x)} ${short(y)}) rotate(${tilt(note.id)})`}
            class={note.hidden === true ? "stage-paper unseen-paper" : "stage-paper"}
          >
            <Paper size={size * 0.8} city={cities.get(note.city ?? "")} place={place} />
          </g>
        );
      })}
    </>
  );
}

function Paper({
  size,
  city,
  place,
}: {
  size: number;
  city: number | undefined;
  place: number | undefined;
}) {
  const half = size / 2;
  const look = city === undefined ? undefined : lookOf(city).style;
  return (
    <>
      <rect
        class={place === undefined ? "stage-sheet" : "stage-sheet best"}
        x={-half}
        y={-half}
        width={size}
        height={size}
        rx={size / 10}
      />
      {look !== undefined && (
        <rect
          class="stage-mark"
          style={look}
          x={-half}
          y={half * 0.56}
          width={size}
          height={half * 0.44}
        />
      )}
      {place !== undefined && size > 14 && (
        <text class="stage-rank" y={size * 0.2} font-size={size * 0.62}>
          {place}
        </text>
      )}
    </>
  );
}

interface SeatOfPaper {
  readonly radius: number;
  readonly angle: number;
}

/** Returns where so many papers of a size stand: in the middle rows of a sector; null: too large. */
function seats(size: number, half: number, count: number): readonly SeatOfPaper[] | null {
  const rows = rowsOf(size, half);
  for (let used = 1; used <= rows.length; used++) {
    const first = Math.ceil((rows.length - used) / 2);
    const band = rows.slice(first, first + used);
    if (band.reduce((sum, row) => sum + row.most, 0) >= count) return seated(band, count);
  }
  return null;
}

interface Row {
  readonly radius: number;
  readonly step: number;
  readonly most: number;
}

function rowsOf(size: number, half: number): readonly Row[] {
  const rows: Row[] = [];
  for (let radius = SECTOR[0] + size * 0.6; radius <= SECTOR[1] - size * 0.55; radius += size) {
    const step = ((size / radius) * 180) / Math.PI;
    rows.push({ radius, step, most: Math.floor((2 * (half - step * 0.1)) / step) });
  }
  return rows;
}

/** Shares papers out among rows, each row round its middle. */
function seated(rows: readonly Row[], count: number): readonly SeatOfPaper[] {
  let left = count;
  return rows.flatMap(({ radius, step, most }, place) => {
    const rest = rows.slice(place).reduce((sum, row) => sum + row.most, 0);
    const here = Math.min(most, Math.ceil((left * most) / rest));
    left -= here;
    return Array.from({ length: here }, (_, at) => ({
      radius,
      angle: (at - (here - 1) / 2) * step,
    }));
  });
}

/** A few degrees, always the same for the same note: papers are put down by hand. */
function tilt(id: string): number {
  const sum = [...id].reduce((all, sign) => (all * 31 + sign.charCodeAt(0)) % 97, 7);
  return (sum % 9) - 4;
}

function labelSize(name: string, half: number): number {
  const room = (2 * half * Math.PI * RIM[0]) / 180;
  return Math.min(LABEL, (room * 0.96) / (name.length * LETTER));
}

function labelArc(middle: number, half: number): string {
  const isBelow = middle > 90 && middle < 270;
  return isBelow
    ? arc(464, middle + half, middle - half, false)
    : arc(436, middle - half, middle + half);
}

const countWords = (id: string): string =>
  t("area.notes", { count: session.areas.value.get(id)?.length ?? 0 });
