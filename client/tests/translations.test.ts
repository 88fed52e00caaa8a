import { expect, test } from "vitest";

import { codesIn, keepStageCode, keptStageCode, spelled, stageSecret } from "../src/stage-code";
import { versionFor } from "../src/translations";
import { language, languageName, readAsSeat, setLanguage, t } from "../src/words";

const NOTE = { translations: { fi: { text: "Avoinna" }, sv: { text: "Öppet" } } };

test("a reader is shown the version in the own language, also of a region", () => {
  expect(versionFor(NOTE, "fi")?.text).toBe("Avoinna");
  expect(versionFor(NOTE, "sv-FI")?.text).toBe("Öppet");
  expect(versionFor(NOTE, "bg")).toBeUndefined();
  expect(versionFor({ ...NOTE, erased: true }, "fi")).toBeUndefined();
});

test("each seat of a browser keeps its own language", async () => {
  await readAsSeat("aino");
  await setLanguage("fi");
  await readAsSeat("elena");
  await setLanguage("en");

  await readAsSeat("aino");
  expect(language.value).toBe("fi");
  await readAsSeat("elena");
  expect(language.value).toBe("en");
});

test("in a language the interface does not know it speaks English, and notes do not", async () => {
  await setLanguage("bg");

  expect(language.value).toBe("bg");
  expect(t("common.save")).toBe("Save");
  expect(document.documentElement.lang).toBe("en");
  expect(languageName("bg")).toMatch(/^Български/);
});

test("a projector's link brings the code to come in by and the one to show", () => {
  const codes = { enter: "ABCD2345", show: "WXYZ6789" };

  expect(codesIn(stageSecret(codes))).toEqual(codes);
  for (const other of [undefined, "", "ABCD2345", "a.b.c", ".b"]) expect(codesIn(other)).toBeNull();
  keepStageCode("w", codes.show);
  expect(keptStageCode("w")).toBe("WXYZ6789");
  expect(spelled("wxyz6789")).toBe("WXYZ-6789");
});
