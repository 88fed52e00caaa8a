/** Draws how far both walks have come: two rings, one part for each area, filled by coverage. */

import { formatNumber, t } from "../words";
import { areaName, colorOf } from "./scene";

type Coverage = ReadonlyMap<string, number | null>;

interface RingsProps {
  /** the outer ring: clockwise */
  readonly promise: Coverage;
  /** the inner ring: anti-clockwise */
  readonly delivery: Coverage;
  readonly areas: readonly string[];
  readonly focus: string;
}

const GAP = 3; // degrees between two parts

export function Rings({ promise, delivery, areas, focus }: RingsProps) {
  const words = [ringWords("promise", promise), ringWords("delivery", delivery)].join(" ");
  return (
    <svg class="rings" viewBox="-50 -50 100 100" role="img" aria-label={words}>
      <Ring coverage={promise} areas={areas} focus={focus} radius={41} />
      <Ring coverage={delivery} areas={areas} focus={focus} radius={28} />
    </svg>
  );
}

interface RingProps {
  readonly coverage: Coverage;
  readonly areas: readonly string[];
  readonly focus: string;
  readonly radius: number;
}

function Ring({ coverage, areas, focus, radius }: RingProps) {
  const part = 360 / areas.length;
  const first = -part; // as on the racetrack: the first area is on the left of the top
  return (
    <>
      {areas.map((area, place) => {
        const [from, to] = [first + place * part + GAP, first + (place + 1) * part - GAP];
        const share = coverage.get(area) ?? 0;
        return (
          <g key={area} style={colorOf(area)} class={area === focus ? "in-focus" : ""}>
            <path class={coverage.has(area) ? "ring" : "ring unasked"} d={arc(radius, from, to)} />
            {share > 0 && (
              <path class="ring filled" d={arc(radius, from, from + (to - from) * share)} />
            )}
          </g>
        );
      })}
    </>
  );
}

/** Returns an arc between two angles in degrees, clockwise from the top. */
function arc(radius: number, from: number, to: number): string {
  const at = (angle: number): string => {
    const turn = ((angle - 90) * Math.PI) / 180;
    return `${(radius * Math.cos(turn)).toFixed(2)} ${(radius * Math.sin(turn)).toFixed(2)}`;
  };
  return `M${at(from)}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${at(to)}`;
}

function ringWords(name: "promise" | "delivery", coverage: Coverage): string {
  const shares = [...coverage].map(([area, share]) => {
    const said = share === null ? t("walk.ring_empty") : formatNumber(share, { style: "percent" });
    return `${areaName(area)} ${said}`;
  });
  return t(`walk.ring_${name}`, { areas: shares.join(", ") });
}
