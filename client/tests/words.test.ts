import { readFileSync } from "node:fs";
import { join } from "node:path";

import { beforeEach, describe, expect, test, vi } from "vitest";

import {
  type Catalogue,
  errorWords,
  fetchWords,
  formatDate,
  formatNumber,
  inLanguage,
  language,
  LANGUAGES,
  setLanguage,
  t,
} from "../src/words";

const REFUSALS = join(import.meta.dirname, "../../server/domain/refused.py");
const PLURAL = /_(zero|one|two|few|many|other)$/;

const CATALOGUES = new Map(
  await Promise.all(LANGUAGES.map(async ({ id }) => [id, await fetchWords(id)] as const)),
);

const catalogueOf = (id: string): Catalogue => CATALOGUES.get(id) ?? {};

beforeEach(async () => {
  await setLanguage("en");
});

/** Returns every key of a catalogue, plural forms as one. */
function keysOf(catalogue: Catalogue, before = ""): string[] {
  return Object.entries(catalogue).flatMap(([key, words]) =>
    typeof words === "string"
      ? [(before + key).replace(PLURAL, "")]
      : keysOf(words, `${before}${key}.`),
  );
}

function wordsAt(catalogue: Catalogue, key: string): Catalogue | string | undefined {
  return key
    .split(".")
    .reduce<Catalogue | string | undefined>(
      (place, step) => (typeof place === "object" ? place[step] : undefined),
      catalogue,
    );
}

describe("catalogues", () => {
  test("every language has the same keys", () => {
    const english = [...new Set(keysOf(catalogueOf("en")))].sort();

    for (const { id } of LANGUAGES) {
      expect([...new Set(keysOf(catalogueOf(id)))].sort()).toEqual(english);
    }
  });

  test("every language has a sentence for every refusal of the server", () => {
    const codes = [...readFileSync(REFUSALS, "utf8").matchAll(/^ {4}"([a-z]+\.[a-z_]+)": \d/gm)];

    expect(codes.length).toBeGreaterThan(40);
    for (const { id } of LANGUAGES) {
      const missing = codes
        .map(([, code]) => code ?? "")
        .filter((code) => typeof wordsAt(catalogueOf(id), `errors.${code}`) !== "string");
      expect(missing).toEqual([]);
    }
  });

  test("every language fills the same gaps", () => {
    const gaps = (words: unknown): string[] =>
      [...String(words).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "").sort();
    const english = catalogueOf("en");
    const finnish = catalogueOf("fi");

    for (const key of keysOf(english)) {
      const [here, there] = [wordsAt(english, key), wordsAt(finnish, key)];
      if (typeof here === "string") expect([key, ...gaps(there)]).toEqual([key, ...gaps(here)]);
    }
  });
});

test("a refusal is told in the reader's words, with its numbers", async () => {
  const error = { code: "note.too_long", message: "…", numbers: { limit: 280, length: 1300 } };

  expect(errorWords(error)).toContain("A note holds 280 characters; yours has 1,300.");
  await setLanguage("fi");
  expect(errorWords(error)).toContain("Lappuun mahtuu 280 merkkiä");
});

test("a refusal without own words is told in the server's", () => {
  expect(errorWords({ code: "tide.too_high", message: "Wait for ebb." })).toBe("Wait for ebb.");
});

test("a key without words is shown as it is", () => {
  expect(t("no.such_key")).toBe("no.such_key");
});

test("the language is remembered and told to the page", async () => {
  await setLanguage("fi");

  expect(language.value).toBe("fi");
  expect(document.documentElement.lang).toBe("fi");
  expect(localStorage.getItem("citywheel.language")).toBe("fi");
  expect(formatNumber(1234.5)).toBe("1\u00a0234,5");
});

test("words of a canvas come in the reader's language, else in English", () => {
  expect(inLanguage({ en: "Value", fi: "Arvo" }, "fi")).toBe("Arvo");
  expect(inLanguage({ en: "Value" }, "fi")).toBe("Value");
  expect(inLanguage({ bg: "Стойност" }, "fi")).toBe("Стойност");
});

test("a browser that names its language in no standard way gets dates all the same", () => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["en-US@posix"]);

  expect(formatDate("2027-02-22")).toBe("February 22, 2027");
  vi.restoreAllMocks();
});

test("a date is written as in the reader's own region, when that speaks the language", async () => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["sv-SE", "en-GB", "en"]);

  expect(formatDate("2027-02-22")).toBe("22 February 2027");
  await setLanguage("fi");
  expect(formatDate("2027-02-22")).toBe("22. helmikuuta 2027");
  vi.restoreAllMocks();
});
