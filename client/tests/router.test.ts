import { afterEach, expect, test } from "vitest";

import { basePath } from "../src/base";
import { address, go, route, type Route, routeOf, startRouter } from "../src/router";

let stop: () => void = () => undefined;

afterEach(() => {
  stop();
  document.head.innerHTML = "";
  document.body.innerHTML = "";
});

/** Opens the page at an address below a base path. */
function open(path: string, base = "/"): void {
  document.head.innerHTML = `<base href="${base}">`;
  history.replaceState(null, "", path);
  stop = startRouter();
}

test.each<[string, Route]>([
  ["", { page: "home" }],
  ["make", { page: "make" }],
  ["join", { page: "join" }],
  ["facilitate", { page: "facilitate" }],
  ["w/abc", { page: "board", workshopId: "abc" }],
  ["w/abc/results", { page: "results", workshopId: "abc" }],
  ["w/abc/draft", { page: "draft", workshopId: "abc" }],
  ["w/abc/links", { page: "links", workshopId: "abc" }],
  ["w/abc/tide", { page: "unknown" }],
  ["tide", { page: "unknown" }],
])("the address “%s” means its page", (path, expected) => {
  expect(routeOf(path)).toEqual(expected);
});

test("a code leaves the address bar and stays over a reload", () => {
  open("/join#ABCD-EFGH");

  expect(route.value).toEqual({ page: "join", code: "ABCD-EFGH" });
  expect(location.hash).toBe("");
  stop();
  stop = startRouter();
  expect(route.value).toEqual({ page: "join", code: "ABCD-EFGH" });
});

test("addresses stand below the base path", () => {
  open("/sub/w/abc/draft", "/sub/");

  expect(basePath()).toBe("/sub/");
  expect(route.value).toEqual({ page: "draft", workshopId: "abc" });
  expect(address({ page: "board", workshopId: "abc" })).toBe("/sub/w/abc");
});

test("going somewhere shows it and writes its address", () => {
  open("/");

  go({ page: "results", workshopId: "abc" });

  expect(route.value).toEqual({ page: "results", workshopId: "abc" });
  expect(location.pathname).toBe("/w/abc/results");
});

test("a plain link of ours is followed without loading the page anew", () => {
  open("/");
  document.body.innerHTML = `<a href="/w/abc/links">Links</a>`;

  document.querySelector("a")?.click();

  expect(route.value).toEqual({ page: "links", workshopId: "abc" });
});
