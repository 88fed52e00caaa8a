/** Knows which page is shown: addresses below the base path, and the secrets in their fragments. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";

import { basePath, below } from "./base";

export type Route =
  | { readonly page: "home" }
  | { readonly page: "make" }
  | { readonly page: "join"; readonly code?: string }
  | { readonly page: "facilitate"; readonly key?: string }
  | {
      readonly page: "board" | "services" | "results" | "draft" | "links" | "history";
      readonly workshopId: string;
    }
  | { readonly page: "stage"; readonly workshopId: string; readonly secret?: string }
  | { readonly page: "unknown" };

const PAGES_OF_WORKSHOP = ["services", "results", "draft", "links", "history", "stage"] as const;

const shown = signal<Route>({ page: "home" });
/** The page that is shown. */
export const route: ReadonlySignal<Route> = computed(() => shown.value);

/** Returns the address of a page, for `href`. Codes and keys are never in it. */
export function address(of: Route): string {
  switch (of.page) {
    case "home":
    case "unknown":
      return below("");
    case "make":
    case "join":
    case "facilitate":
      return below(of.page);
    case "board":
      return below(`w/${of.workshopId}`);
    case "services":
    case "results":
    case "draft":
    case "links":
    case "history":
    case "stage":
      return below(`w/${of.workshopId}/${of.page}`);
  }
}

/** Shows another page. `replace`: the back button skips the present one. */
export function go(to: Route, options: { readonly replace?: boolean } = {}): void {
  const state = secretOf(to);
  if (options.replace === true) history.replaceState(state, "", address(to));
  else history.pushState(state, "", address(to));
  shown.value = to;
  scrollTo(0, 0);
}

/** Follows the address bar, the back button and every plain link of ours. Returns the end of it. */
export function startRouter(): () => void {
  const follow = (): void => {
    shown.value = read();
  };
  const click = (event: MouseEvent): void => {
    const to = linkTarget(event);
    if (to === null) return;
    event.preventDefault();
    history.pushState(null, "", to);
    follow();
    scrollTo(0, 0);
  };
  follow();
  addEventListener("popstate", follow);
  addEventListener("hashchange", follow);
  document.addEventListener("click", click);
  return () => {
    removeEventListener("popstate", follow);
    removeEventListener("hashchange", follow);
    document.removeEventListener("click", click);
  };
}

/** Returns the page an address means; `path` is below the base path, without a slash before it. */
export function routeOf(path: string, secret?: string): Route {
  const [first = "", workshopId, page, ...more] = path.split("/").filter((step) => step !== "");
  if (first === "w" && workshopId !== undefined && more.length === 0) {
    if (page === undefined) return { page: "board", workshopId };
    const known = PAGES_OF_WORKSHOP.find((name) => name === page);
    if (known === "stage") return { page: known, workshopId, ...(secret ? { secret } : {}) };
    return known === undefined ? { page: "unknown" } : { page: known, workshopId };
  }
  if (workshopId !== undefined) return { page: "unknown" };
  if (first === "") return { page: "home" };
  if (first === "make") return { page: "make" };
  if (first === "join") return { page: "join", ...(secret ? { code: secret } : {}) };
  if (first === "facilitate") return { page: "facilitate", ...(secret ? { key: secret } : {}) };
  return { page: "unknown" };
}

function read(): Route {
  const path = location.pathname.slice(basePath().length);
  const fragment = decodeFragment(location.hash.slice(1));
  const found = routeOf(path, fragment || keptSecret());
  // A code or key leaves the address bar, the history and any picture of the screen; a reload
  // finds it in the state of the page.
  if (fragment !== "" && secretOf(found) !== null) {
    history.replaceState(secretOf(found), "", address(found));
  }
  return found;
}

function secretOf(of: Route): { readonly secret: string } | null {
  if (of.page === "join" && of.code !== undefined) return { secret: of.code };
  if (of.page === "stage" && of.secret !== undefined) return { secret: of.secret };
  if (of.page === "facilitate" && of.key !== undefined) return { secret: of.key };
  return null;
}

function keptSecret(): string | undefined {
  const state: unknown = history.state;
  if (typeof state !== "object" || state === null || !("secret" in state)) return undefined;
  return typeof state.secret === "string" ? state.secret : undefined;
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function linkTarget(event: MouseEvent): string | null {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!isPlain || event.altKey || event.defaultPrevented) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download")) {
    return null;
  }
  const to = new URL(link.href);
  const path = to.pathname;
  if (to.origin !== location.origin || !path.startsWith(basePath())) return null;
  if (path === location.pathname && to.hash !== "") return null; // a skip link inside the page
  const below = path.slice(basePath().length);
  return routeOf(below).page === "unknown" ? null : path + to.search + to.hash;
}
