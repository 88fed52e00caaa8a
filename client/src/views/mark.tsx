/** Draws the wheel: small as the sign of the product, large as a picture of the method. */

import { t } from "../words";
import { arc, point, ringPart, short } from "./round";

const COLORS = [
  ["#b84d12", "#f0955f"],
  ["#826700", "#d9b53c"],
  ["#2f7d32", "#74c279"],
  ["#00727d", "#4fc0c9"],
  ["#3d5fb8", "#9ab2f5"],
  ["#8a3f8f", "#d993dc"],
] as const;
const PARTS = [
  "opportunity",
  "value",
  "advantage",
  "scalability",
  "replicability",
  "sustainability",
];
const GAP = 0.9; // degrees between two parts of the ring
const WALK = 470; // radius of the two readings

/** The small wheel. It says nothing that is not said in words beside it. */
export function WheelMark({ size = 32, colors }: { size?: number; colors?: readonly string[] }) {
  const used = colors ?? COLORS.map(([light, dark]) => `light-dark(${light}, ${dark})`);
  const step = 360 / used.length;
  const first = -step; // as on the racetrack: the first part is on the left of the top
  return (
    <svg width={size} height={size} viewBox="-27 -27 54 54" aria-hidden="true">
      {used.map((color, place) => (
        <path
          key={place}
          d={ringPart(first + place * step + 2.4, first + (place + 1) * step - 2.4, 11.5, 26)}
          style={{ fill: color }}
        />
      ))}
    </svg>
  );
}

/** The large wheel, with example notes: what a workshop leaves behind. */
export function WheelPicture() {
  return (
    <svg
      class="wheel-picture"
      viewBox="-500 -500 1000 1000"
      role="img"
      aria-label={t("home.wheel")}
    >
      <defs>
        {PARTS.map((part, place) => (
          <path key={part} id={`arc-${part}`} d={labelArc(place)} />
        ))}
      </defs>
      {PARTS.map((part, place) => (
        <WheelPart key={part} part={part} place={place} />
      ))}
      <Walk from={-22} to={114} words={t("home.picture.promise")} />
      <Walk from={298} to={182} words={t("home.picture.delivery")} />
      <circle r="132" class="wheel-hub" />
      <text y="-4" class="wheel-service">
        {t("home.picture.service")}
      </text>
      <text y="30" class="wheel-cities">
        {t("home.picture.example")}
      </text>
    </svg>
  );
}

function WheelPart({ part, place }: { part: string; place: number }) {
  const [light, dark] = COLORS[place % COLORS.length] ?? COLORS[0];
  const middle = place * 60;
  const [x, y] = point(278, middle);
  const first = { y: y - 24, isTop: true, words: t(`home.picture.${part}.first`) };
  const second = { y: y + 24, isTop: false, words: t(`home.picture.${part}.second`) };
  return (
    <g style={{ "--c": `light-dark(${light}, ${dark})` }}>
      <path class="wheel-sector" d={ringPart(middle - 30 + GAP, middle + 30 - GAP, 148, 384)} />
      <path class="wheel-rim" d={ringPart(middle - 30 + GAP, middle + 30 - GAP, 392, 446)} />
      <text class="wheel-label">
        <textPath href={`#arc-${part}`} startOffset="50%">
          {t(`home.picture.${part}.label`)}
        </textPath>
      </text>
      {[first, second].map((note) => (
        <g key={note.words} transform={`translate(${x.toFixed(1)} ${note.y.toFixed(1)})`}>
          <rect {...paper(note.words)} class="wheel-note" />
          <text class={note.isTop ? "wheel-words top" : "wheel-words"} y="6">
            {note.words}
          </text>
        </g>
      ))}
    </g>
  );
}

/** A reading of the wheel: clockwise the promise, anti-clockwise (dashed) the delivery. */
function Walk({ from, to, words }: { from: number; to: number; words: string }) {
  const isClockwise = to > from;
  const [x, y] = point(WALK, to);
  const turn = isClockwise ? to + 90 : to - 90;
  return (
    <>
      <path
        class={isClockwise ? "wheel-walk" : "wheel-walk dashed"}
        d={arc(WALK, from, to, isClockwise)}
      />
      <path
        class="wheel-arrow"
        d="M0 -14L9 6L-9 6Z"
        transform={`translate(${short(x)} ${short(y)}) rotate(${turn})`}
      />
      <text
        class="wheel-reading"
        x={isClockwise ? 490 : -490}
        y={-462}
        text-anchor={isClockwise ? "end" : "start"}
      >
        {words}
      </text>
    </>
  );
}

/** A paper as wide as its words: letters of the system font are about 8.6 wide at this size. */
function paper(words: string): Record<string, number> {
  const width = Math.min(words.length * 8.8 + 28, 216);
  return { x: -width / 2, y: -19, width, height: 38, rx: 5 };
}

function labelArc(place: number): string {
  const middle = place * 60;
  const isBelow = middle > 90 && middle < 270;
  return isBelow ? arc(429, middle + 29, middle - 29, false) : arc(410, middle - 29, middle + 29);
}
