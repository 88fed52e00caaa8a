// @vitest-environment node

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

interface Package {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8");
const packages = (JSON.parse(text) as { packages: Readonly<Record<string, Package>> }).packages;

function isLocked(name: string, from: string): boolean {
  // Node looks in the folder of the package, then in those around it.
  const places = from.split("node_modules/").map((_, at, parts) => parts.slice(0, at + 1));
  return places.some((parts) => {
    const below = parts.join("node_modules/").replace(/\/$/, "");
    return `${below === "" ? "" : `${below}/`}node_modules/${name}` in packages;
  });
}

test("the lock holds every optional package, so that it installs on every platform", () => {
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(name, `${from}/`)),
  );

  expect(missing).toEqual([]);
});

test("the lock names no registry, and the content of every package", () => {
  const locked = Object.entries(packages).filter(([path]) => path.startsWith("node_modules/"));

  expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  expect(locked.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
});
