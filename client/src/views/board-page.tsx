/** The page of a workshop: phase bar, tools, board, composer, panel. */

import { useEffect, useState } from "preact/hooks";

import { go } from "../router";
import { session } from "../session";
import { view } from "./board-view";
import { Composer } from "./composer";
import { Dialogs } from "./dialogs";
import { startKeyboard } from "./keyboard";
import { Panel } from "./panel";
import { PhaseBar } from "./phase-bar";
import { isPanelOpen } from "./scene";
import { BoardShape } from "./shapes";
import { Tools } from "./tools";

const NARROW = "(max-width: 700px)";

interface PageProps {
  readonly workshopId: string;
  readonly page: "board" | "results" | "draft";
}

export function BoardPage({ workshopId, page }: PageProps) {
  const isNarrow = useMedia(NARROW);
  useEffect(() => {
    if (!session.enter(workshopId)) go({ page: "join" }, { replace: true });
  }, [workshopId]);
  useEffect(() => startKeyboard(), []);
  const shown = view.value;
  if (shown === null) return <main tabIndex={-1} aria-busy="true" />;
  return (
    <div class="workshop">
      <PhaseBar view={shown} />
      <Tools view={shown} page={page} workshopId={workshopId} />
      <BoardShape view={shown} isNarrow={isNarrow} />
      <Composer view={shown} />
      {isPanelOpen.value && <Panel view={shown} workshopId={workshopId} />}
      <Dialogs view={shown} />
    </div>
  );
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const follow = (): void => setMatches(list.matches);
    list.addEventListener("change", follow);
    return () => list.removeEventListener("change", follow);
  }, [query]);
  return matches;
}
