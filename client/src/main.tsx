/** Starts the page: draws what the address says. */

import "./style/index.css";

import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { address, route, startRouter } from "./router";
import { session } from "./session";
import { Frame } from "./views/frame";
import { Home } from "./views/home";
import { FacilitatePage, JoinPage } from "./views/join";
import { MakePage } from "./views/make";
import { WorkshopPage } from "./views/workshop";
import { t } from "./words";

function Page() {
  const now = route.value;
  useTitle();
  switch (now.page) {
    case "home":
      return <Home />;
    case "make":
      return <MakePage />;
    case "join":
      return <JoinPage code={now.code} />;
    case "facilitate":
      return <FacilitatePage secret={now.key} />;
    case "board":
    case "results":
    case "draft":
    case "links":
      return <WorkshopPage workshopId={now.workshopId} page={now.page} />;
    case "unknown":
      return <NotFound />;
  }
}

function NotFound() {
  return (
    <Frame>
      <main class="page narrow" tabIndex={-1}>
        <h1>{t("not_found.title")}</h1>
        <p class="lead">{t("not_found.do")}</p>
        <div>
          <a class="button" href={address({ page: "home" })}>
            {t("common.to_home")}
          </a>
        </div>
      </main>
    </Frame>
  );
}

/** Names the page in the window's title, and moves the focus to a new page's beginning. */
function useTitle(): void {
  const { page } = route.value;
  const isFirst = useRef(true);
  const workshop = session.board.value?.title;
  const name = t(`titles.${page}`);
  const isInside = ["board", "results", "draft", "links"].includes(page);
  useEffect(() => {
    const parts = [name, isInside ? workshop : undefined, t("common.name")];
    document.title = parts.filter(Boolean).join(" · ");
  }, [name, workshop, isInside]);
  useEffect(() => {
    if (!isFirst.current) document.querySelector<HTMLElement>("main")?.focus();
    isFirst.current = false;
  }, [page]);
}

startRouter();
const place = document.querySelector("#citywheel");
if (place !== null) render(<Page />, place);
