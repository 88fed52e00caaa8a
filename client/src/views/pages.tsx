/** Knows every page of the product, and which code each needs. */

import { address, type Route } from "../router";
import { t } from "../words";
import { Frame } from "./frame";
import { later, type Later } from "./later";

const Home = later(async () => (await import("./home")).Home);
const MakePage = later(async () => (await import("./make")).MakePage);
const JoinPage = later(async () => (await import("./join")).JoinPage);
const FacilitatePage = later(async () => (await import("./join")).FacilitatePage);
const WorkshopPage = later(async () => (await import("./workshop")).WorkshopPage);
const ServicesPage = later(async () => (await import("./services")).ServicesPage);
const Results = later(async () => (await import("./results")).Results);
const DraftPage = later(async () => (await import("./draft")).DraftPage);
const LinksPage = later(async () => (await import("./links")).LinksPage);

const HistoryPage = later(async () => (await import("./history")).HistoryPage);
const StagePage = later(async () => (await import("./stage")).StagePage);

const INSIDE = {
  services: ServicesPage,
  results: Results,
  draft: DraftPage,
  links: LinksPage,
  history: HistoryPage,
} as const;
const NEEDED: Readonly<Record<Route["page"], readonly Later<never>[]>> = {
  home: [Home],
  make: [MakePage],
  join: [JoinPage],
  facilitate: [FacilitatePage],
  board: [WorkshopPage],
  services: [WorkshopPage, ServicesPage],
  results: [WorkshopPage, Results],
  draft: [WorkshopPage, DraftPage],
  links: [WorkshopPage, LinksPage],
  history: [WorkshopPage, HistoryPage],
  stage: [StagePage],
  unknown: [],
};

/** Fetches the code of a page. Ends at once when it is there, and also when it is lost. */
export async function fetchPage(page: Route["page"]): Promise<void> {
  await Promise.all(NEEDED[page].map((view) => view.fetch()));
}

export function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "home":
      return <Home />;
    case "make":
      return <MakePage />;
    case "join":
      return <JoinPage code={route.code} />;
    case "facilitate":
      return <FacilitatePage secret={route.key} />;
    case "board":
    case "services":
    case "results":
    case "draft":
    case "links":
    case "history":
      return <WorkshopPage workshopId={route.workshopId} page={route.page} inside={INSIDE} />;
    case "stage":
      return <StagePage workshopId={route.workshopId} secret={route.secret} />;
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
