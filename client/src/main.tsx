/** Starts the page: draws what the address says, once its words and its code are here. */

import "./style/index.css";

import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { type Route, route, startRouter } from "./router";
import { seatOf } from "./seats";
import { fetchPage, Page } from "./views/pages";
import { workshopTitle } from "./views/title";
import { readAsSeat, t } from "./words";

/** The page that is drawn: the one before stays until the code of the next is here. */
const drawn = signal<Route | null>(null);

function App() {
  const now = drawn.value;
  return now === null ? null : <Titled route={now} />;
}

/** Names the page in the window's title, and moves the focus to a new page's beginning. */
function Titled({ route: now }: { route: Route }) {
  const { page } = now;
  const isFirst = useRef(true);
  const workshop = "workshopId" in now ? workshopTitle.value : undefined;
  const name = t(`titles.${page}`);
  useEffect(() => {
    document.title = [name, workshop, t("common.name")].filter(Boolean).join(" · ");
  }, [name, workshop]);
  useEffect(() => {
    // Without scrolling: a long page would hide the line above it.
    if (!isFirst.current) {
      document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [page]);
  return <Page route={now} />;
}

function seatHere(): string | null {
  const here = route.peek();
  return "workshopId" in here ? (seatOf(here.workshopId)?.seat.id ?? null) : null;
}

startRouter();
// In the seat's own language from the first word on.
const words = readAsSeat(seatHere());
effect(() => {
  const to = route.value;
  void Promise.all([words, fetchPage(to.page)]).then(() => {
    if (route.peek() === to) drawn.value = to;
  });
});
const place = document.querySelector("#citywheel");
if (place !== null) render(<App />, place);
