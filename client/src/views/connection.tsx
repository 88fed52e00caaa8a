/** Says in words how the connection stands, what is saved, and what the server refused. */

import { useEffect, useState } from "preact/hooks";

import type { RefusedOp } from "../outbox";
import { session } from "../session";
import { errorWords, t } from "../words";
import { CopyButton } from "./parts";

const SHOW_PENDING_AFTER = 400; // ms; a usual answer is faster and should not blink

export function ConnectionChip() {
  const state = session.connection.value;
  const standing = session.standing.value;
  const pending = useSettled(session.pending.value);
  switch (state.kind) {
    case "live":
      if (standing !== null)
        return <Chip kind="bad" sign="!" words={t(`connection.${standing}`)} />;
      return pending === 0 ? (
        <Chip kind="good" sign="✓" words={t("connection.saved")} />
      ) : (
        <Chip kind="" sign="…" words={t("connection.saving", { count: pending })} />
      );
    case "waiting":
      return <Chip kind="" sign="…" words={t("lobby.chip")} />;
    case "connecting":
      return <Chip kind="" sign="…" words={t("connection.connecting")} />;
    case "reconnecting":
      return <Chip kind="warn" sign="↻" words={withPending("reconnecting")} />;
    case "offline":
      return <Chip kind="bad" sign="!" words={withPending("offline")} />;
    case "ended":
      return <Chip kind="bad" sign="!" words={t("connection.ended")} />;
  }
}

function Chip({ kind, sign, words }: { kind: string; sign: string; words: string }) {
  return (
    <span class={`chip ${kind}`} role="status" data-testid="connection">
      <span aria-hidden="true">{sign}</span> {words}
    </span>
  );
}

function withPending(state: "reconnecting" | "offline"): string {
  const pending = session.pending.value;
  const words = t(`connection.${state}`);
  return pending === 0 ? words : `${words} ${t("connection.kept", { count: pending })}`;
}

/** Returns a count; a rise shows only when it stays. */
function useSettled(count: number): number {
  const [shown, setShown] = useState(count);
  useEffect(() => {
    if (count === 0) return setShown(0);
    const timer = setTimeout(() => setShown(count), SHOW_PENDING_AFTER);
    return () => clearTimeout(timer);
  }, [count]);
  return count === 0 ? 0 : shown;
}

/** What the server refused: the text is kept until its author decides. */
export function RefusedTray() {
  const refused = session.refused.value;
  if (refused.length === 0) return null;
  return (
    <section class="tray" aria-labelledby="tray-title" role="region">
      <h2 id="tray-title">{trayTitle(refused)}</h2>
      <ul>
        {refused.map((one) => (
          <RefusedLine key={one.op.op_id} refused={one} />
        ))}
      </ul>
    </section>
  );
}

const TOO_LATE = ["phase.over", "phase.locked", "phase.not_now"];

function trayTitle(refused: readonly RefusedOp[]): string {
  const isLater = refused.every(({ error }) => TOO_LATE.includes(error.code));
  return t(isLater ? "tray.later" : "tray.title", { count: refused.length });
}

function RefusedLine({ refused }: { refused: RefusedOp }) {
  const { op, error, text } = refused;
  return (
    <li role="alert">
      {text !== undefined && <q>{text}</q>}
      <span>{errorWords(error)}</span>
      <button type="button" class="button small" onClick={() => session.tryAgain(op.op_id)}>
        {t("common.try_again")}
      </button>
      {text !== undefined && <CopyButton text={text} label={t("tray.copy")} />}
      <button type="button" class="button quiet small" onClick={() => session.forget(op.op_id)}>
        {text === undefined ? t("tray.dismiss") : t("tray.let_go")}
      </button>
    </li>
  );
}
