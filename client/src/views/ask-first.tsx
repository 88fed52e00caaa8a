/** Asks once more before something that cannot simply be taken back. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import type { Ack } from "../protocol";
import { errorWords, t } from "../words";
import { Dialog } from "./parts";
import { toast } from "./scene";

interface AskProps {
  readonly label: string;
  readonly question: string;
  readonly explained: ComponentChildren;
  readonly yes: string;
  readonly run: () => void;
  /** asks only then; otherwise does it at once */
  readonly isNeeded?: boolean;
  readonly isGrave?: boolean;
  readonly class?: string;
  readonly isDisabled?: boolean;
}

/** A button that asks before it acts. */
export function AskFirst(props: AskProps) {
  const { isNeeded = true, isGrave = false } = props;
  const [isAsking, setAsking] = useState(false);
  const run = (): void => {
    setAsking(false);
    props.run();
  };
  return (
    <>
      <button
        type="button"
        class={props.class ?? "button quiet small"}
        disabled={props.isDisabled ?? false}
        onClick={() => (isNeeded ? setAsking(true) : run())}
      >
        {props.label}
      </button>
      {isAsking && (
        <Dialog title={props.question} onClose={() => setAsking(false)}>
          <div>{props.explained}</div>
          <div class="dialog-end">
            <button type="button" class="button quiet" onClick={() => setAsking(false)}>
              {t("common.cancel")}
            </button>
            <button type="button" class={isGrave ? "button grave" : "button"} onClick={run}>
              {props.yes}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** Says a refusal of a steering op at once; texts that were refused are in the tray. */
export async function orSay(answer: Promise<Ack>): Promise<boolean> {
  const ack = await answer;
  if (!ack.ok) toast(errorWords(ack.error));
  return ack.ok;
}
