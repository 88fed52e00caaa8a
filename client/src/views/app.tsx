/** Draws the page that the address names. */

import { route } from "../router";
import { BoardPage } from "./board-page";
import { Frame } from "./frame";
import { Home } from "./home";
import { FacilitatePage, JoinPage } from "./join";
import { LinksPage } from "./links";
import { MakePage } from "./make";
import { seatOf } from "../seats";
import { Toasts } from "./toasts";

export function App() {
  return (
    <>
      <Page />
      <Toasts />
    </>
  );
}

function Page() {
  const shown = route.value;
  switch (shown.page) {
    case "home":
    case "unknown":
      return (
        <Frame>
          <Home />
        </Frame>
      );
    case "make":
      return (
        <Frame>
          <MakePage />
        </Frame>
      );
    case "join":
      return (
        <Frame>
          <JoinPage code={shown.code} />
        </Frame>
      );
    case "facilitate":
      return (
        <Frame>
          <FacilitatePage secret={shown.key} />
        </Frame>
      );
    case "links":
      return (
        <Frame>
          <LinksPage
            workshopId={shown.workshopId}
            token={seatOf(shown.workshopId)?.token ?? ""}
          />
        </Frame>
      );
    case "board":
    case "results":
    case "draft":
      return <BoardPage workshopId={shown.workshopId} page={shown.page} />;
  }
}
