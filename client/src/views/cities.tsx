/** Shows a city by colour, pattern and two letters, never by colour alone. */

import type { City } from "../protocol";

/** Dark enough for white letters; neighbours differ also for those who see few colours. */
const COLORS = [
  "#1b5e8c",
  "#a0342b",
  "#466419",
  "#6a3f97",
  "#7a4f10",
  "#0e6b62",
  "#9a2f6a",
  "#41525e",
];
const PATTERNS = 7; // none, and six in controls.css; with 8 colours 56 cities differ

interface Shown {
  readonly style: Record<string, string>;
  readonly class: string;
}

/** Returns how the city at a place of the list looks. */
export function lookOf(place: number): Shown {
  const color = COLORS[place % COLORS.length] ?? "#41525e";
  const pattern = (place + Math.floor(place / (COLORS.length * PATTERNS))) % PATTERNS;
  return { style: { "--city": color }, class: `pattern-${pattern}` };
}

interface BadgeProps {
  readonly cities: readonly City[];
  readonly city: string | null;
}

/** The two letters on the city's colour; its name for screen readers and on hover. */
export function CityBadge({ cities, city }: BadgeProps) {
  const place = cities.findIndex((one) => one.id === city);
  const found = cities[place];
  if (found === undefined) return null;
  const look = lookOf(place);
  return (
    <span class={`city ${look.class}`} style={look.style} title={found.name}>
      <span aria-hidden="true">{found.letters}</span>
      <span class="unseen">{found.name}</span>
    </span>
  );
}

/** Returns a city's name, or "" when it has none. */
export function cityName(cities: readonly City[], city: string | null | undefined): string {
  return cities.find((one) => one.id === city)?.name ?? "";
}

/** Returns two letters for each name, all different, as the server would choose them. */
export function lettersFor(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const letters = firstFree(name, taken);
    taken.add(letters);
    return letters;
  });
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  const signs = [...name.toLocaleUpperCase()].filter((sign) => /\p{L}|\p{N}/u.test(sign));
  const [first = "?", ...rest] = signs;
  const free = rest.map((sign) => first + sign).find((letters) => !taken.has(letters));
  return free ?? first;
}
