/** Says things in the reader's language: i18next JSON v4 catalogues fetched one by one, plurals by Intl. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";

import type { WireError, Words } from "./protocol";

/** Nested words; a leaf is a sentence with {{names}} in it. Plurals: "notes_one", "notes_other". */
export interface Catalogue {
  readonly [key: string]: string | Catalogue;
}
export type Values = Readonly<Record<string, string | number>>;

const FETCH: Readonly<Record<string, () => Promise<{ readonly catalogue: Catalogue }>>> = {
  en: () => import("./words/en"),
  fi: () => import("./words/fi"),
};
const catalogues = new Map<string, Catalogue>();
const FALLBACK = "en";
const KEPT_AS = "citywheel.language"; // of the browser; with a dot and a seat's id of that seat

/** The languages of the interface, each with its own name for itself. */
export const LANGUAGES: readonly { readonly id: string; readonly name: string }[] = [
  { id: "en", name: "English" },
  { id: "fi", name: "Suomi" },
];

const chosen = signal(detectLanguage());
/** The language somebody reads in: views that read it are drawn again when it changes. */
export const language: ReadonlySignal<string> = computed(() => chosen.value);
/** The language the interface speaks: the reader's, or English where it does not know that. */
const spoken: ReadonlySignal<string> = computed(() => spokenFor(chosen.value));
/** Languages a workshop speaks beside those of the interface. */
export const spokenHere = signal<readonly string[]>([]);
let seatId: string | null = null;

/** Fetches the words of a language, once, and returns them. Rejects when they do not come. */
export async function fetchWords(wanted: string): Promise<Catalogue> {
  const fetched = catalogues.get(wanted) ?? (await FETCH[wanted]?.())?.catalogue ?? {};
  catalogues.set(wanted, fetched);
  return fetched;
}

/** Switches the reader's language once its words are here; remembers it for seat and browser. */
export async function setLanguage(wanted: string): Promise<void> {
  await show(wanted);
  keep(KEPT_AS, wanted);
  if (seatId !== null) keep(`${KEPT_AS}.${seatId}`, wanted);
}

/** Reads on in the language of a seat, once its words are here; without one kept, as before. */
export async function readAsSeat(id: string | null): Promise<void> {
  seatId = id;
  const known = id === null ? null : kept(`${KEPT_AS}.${id}`);
  await show(known ?? chosen.peek());
}

/** Returns the name a language has for itself: "Suomi". */
export function languageName(id: string): string {
  const known = LANGUAGES.find((one) => one.id === id)?.name;
  if (known !== undefined) return known;
  const name = new Intl.DisplayNames([id, FALLBACK], { type: "language" }).of(id) ?? id;
  return name.charAt(0).toLocaleUpperCase(id) + name.slice(1);
}

async function show(wanted: string): Promise<void> {
  await fetchWords(spokenFor(wanted));
  chosen.value = wanted;
  document.documentElement.lang = spokenFor(wanted);
}

const spokenFor = (wanted: string): string => (wanted in FETCH ? wanted : FALLBACK);

/** Returns the words for `key` ("board.votes_left"), plural by `count`, in today's language. */
export function t(key: string, values: Values = {}): string {
  return sayIn(spoken.value, key, values) ?? key;
}

/** Whether the catalogue of today's language has words for `key`. */
export function hasWords(key: string): boolean {
  return sayIn(spoken.value, key, {}) !== undefined;
}

/** Returns the sentence for a refusal: own words by code and numbers, else the server's. */
export function errorWords(error: WireError): string {
  const values: Values = { ...error.numbers, field: error.field ?? "" };
  const key = `errors.${error.code}`;
  return sayIn(spoken.value, key, values) ?? (error.message || key);
}

/** Returns words of a canvas in today's language, else English, else any. */
export function inLanguage(words: Words | undefined, wanted = chosen.value): string {
  if (words === undefined) return "";
  return words[wanted] ?? words[FALLBACK] ?? Object.values(words)[0] ?? "";
}

/** Returns a number as today's language writes it: `{maximumFractionDigits: 1}`, percent, … */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(chosen.value, options).format(value);
}

/** Returns the number that was typed, with a comma or a point; null where it is none. */
export function readNumber(typed: string): number | null {
  const plain = typed.trim().replace(",", ".").replace("\u2212", "-");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** Returns a date (ISO date or time) as today's language writes it, in the reader's own region. */
export function formatDate(
  iso: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: "long" },
): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : new Intl.DateTimeFormat(regional(chosen.value), options).format(date);
}

/** Returns a time of day as today's language writes it, in the reader's own time zone. */
export function formatTime(iso: string): string {
  return formatDate(iso, { timeStyle: "short" });
}

/** Returns the language as the reader's region writes it ("en-GB"), if the browser knows one. */
function regional(name: string): string {
  return navigator.languages.find((one) => one.split("-")[0] === name && isTag(one)) ?? name;
}

/** Whether `Intl` takes the tag of a language: some browsers name theirs "en-US@posix". */
function isTag(name: string): boolean {
  try {
    return Intl.getCanonicalLocales(name).length === 1;
  } catch {
    return false;
  }
}

function detectLanguage(): string {
  const wanted = [kept(KEPT_AS) ?? "", ...(navigator.languages ?? []), FALLBACK];
  const found = wanted.map((name) => name.split("-")[0] ?? "").find((name) => name in FETCH);
  const detected = found ?? FALLBACK;
  document.documentElement.lang = detected;
  return detected;
}

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser may forbid to keep anything: then the choice lasts as long as the page.
  }
}

// Made once: a vote on two thousand notes asks for them ten thousand times.
const pluralRules = once((name) => new Intl.PluralRules(name));
const wholeNumbers = once((name) => new Intl.NumberFormat(name));

/** Returns a function that makes its answer for each name only once. */
function once<Value>(make: (name: string) => Value): (name: string) => Value {
  const made = new Map<string, Value>();
  return (name) => {
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}

function sayIn(name: string, key: string, values: Values): string | undefined {
  const catalogue = catalogues.get(name);
  if (catalogue === undefined) return undefined;
  const words = pluralOf(catalogue, name, key, values["count"]) ?? find(catalogue, key);
  return words === undefined ? undefined : fill(words, values, name);
}

function pluralOf(
  catalogue: Catalogue,
  name: string,
  key: string,
  count: string | number | undefined,
): string | undefined {
  if (typeof count !== "number") return undefined;
  const exact = count === 0 ? find(catalogue, `${key}_zero`) : undefined;
  const form = pluralRules(name).select(count);
  return exact ?? find(catalogue, `${key}_${form}`) ?? find(catalogue, `${key}_other`);
}

function find(catalogue: Catalogue, key: string): string | undefined {
  let place: string | Catalogue | undefined = catalogue;
  for (const step of key.split(".")) {
    if (typeof place !== "object" || !Object.hasOwn(place, step)) return undefined;
    place = place[step];
  }
  return typeof place === "string" ? place : undefined;
}

function fill(words: string, values: Values, name: string): string {
  return words.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, key: string) => {
    const value = values[key];
    if (value === undefined) return whole;
    return typeof value === "number" ? wholeNumbers(name).format(value) : value;
  });
}
