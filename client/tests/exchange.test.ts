import { expect, test } from "vitest";

import { exchangeOf } from "../src/exchange";

const OULU = { id: "oulu", name: "Oulu", letters: "OU" };
const SOFIA = { id: "sofia", name: "Sofia", letters: "SO" };
const GHENT = { id: "ghent", name: "Ghent", letters: "GH" };
const CITIES = [OULU, SOFIA, GHENT];

test("who can teach is matched with every other city that wants it", () => {
  const [found] = exchangeOf(
    [{ id: "n1", offers: { oulu: [1, 0, 2], sofia: [0, 3, 0], ghent: [0, 1, 1] } }],
    CITIES,
  );

  expect(found?.by).toEqual({ have: [OULU], want: [SOFIA, GHENT], can_offer: [OULU, GHENT] });
  expect(found?.pairs).toEqual([
    { from: OULU, to: SOFIA },
    { from: OULU, to: GHENT },
    { from: GHENT, to: SOFIA },
  ]);
});

test("best matches come first, then what is wanted; notes nobody spoke about are left out", () => {
  const found = exchangeOf(
    [
      { id: "silent" },
      { id: "had", offers: { oulu: [1, 0, 0] } },
      { id: "wanted", offers: { oulu: [0, 1, 0] } },
      { id: "matched", offers: { oulu: [0, 0, 1], sofia: [0, 1, 0] } },
    ],
    CITIES,
  );

  expect(found.map((one) => one.noteId)).toEqual(["matched", "wanted", "had"]);
});
