/** Tells everybody when the agenda changes, and which phase has begun. */

import { computed, effect } from "@preact/signals";

import { session } from "../session";
import { t } from "../words";
import { phaseTitle } from "./phase-bar";
import { announce, toast } from "./scene";

/** Watches the agenda; returns the end of it. What was there at the start is not told. */
export function startTelling(): () => void {
  const agenda = computed(() => JSON.stringify(session.board.value?.phases));
  const phase = computed(() => session.board.value?.phase.id);
  return both(
    onChange(agenda, () => toast(t("agenda.changed"))),
    onChange(phase, () => {
      const board = session.board.peek();
      if (board !== null) announce(t("agenda.begun", { phase: phaseTitle(board, board.phase.id) }));
    }),
  );
}

function onChange<Value>(watched: { readonly value: Value }, tell: () => void): () => void {
  let before: Value | undefined;
  return effect(() => {
    const now = watched.value;
    if (before !== undefined && now !== undefined && now !== before) tell();
    before = now;
  });
}

function both(one: () => void, other: () => void): () => void {
  return () => {
    one();
    other();
  };
}
