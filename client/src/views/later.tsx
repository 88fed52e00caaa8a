/** Fetches a view when it is first wanted, so that the first page comes with little code. */

import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";

import { t } from "../words";

/** A view whose code comes later. Draws nothing until it is there, and says so when it is lost. */
export type Later<Props> = FunctionComponent<Props> & {
  /** Fetches the code, once. Ends when it is there, or could not be fetched. */
  readonly fetch: () => Promise<void>;
};

/** Returns a view that `load` brings: `later(async () => (await import("./home")).Home)`. */
export function later<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): Later<Props> {
  const found = signal<FunctionComponent<Props> | null>(null);
  const isLost = signal(false);
  let asked: Promise<void> | null = null;
  const fetch = (): Promise<void> =>
    (asked ??= load().then(
      (view) => {
        found.value = view;
        isLost.value = false;
      },
      () => {
        isLost.value = true;
        asked = null; // whoever wants the view next asks again
      },
    ));
  function View(props: Props) {
    const Found = found.value;
    useEffect(() => void fetch(), []);
    if (Found !== null) return <Found {...props} />;
    return isLost.value ? <Lost /> : null;
  }
  return Object.assign(View, { fetch });
}

/** A new start, not a second try: after an update of the server the old names are gone. */
function Lost() {
  return (
    <main class="page narrow" tabIndex={-1}>
      <div class="say bad" role="alert">
        <p>{t("common.not_fetched")}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {t("common.try_again")}
        </button>
      </div>
    </main>
  );
}
