/** A line from the facilitator to everybody: it stays until it is read. */

import { signal } from "@preact/signals";

import { session } from "../session";
import { formatTime, t } from "../words";

const readUpTo = signal(0); // seq of the last line somebody closed

export function Line() {
  const line = session.line.value;
  const isRead = line === null || line.seq <= readUpTo.value;
  return (
    <div class="line-to-all" role="status">
      {!isRead && (
        <p>
          <span class="soft">
            {t("line.from")} {formatTime(line.at)}
          </span>{" "}
          <strong dir="auto">{line.text}</strong>
        </p>
      )}
      {!isRead && (
        <button
          type="button"
          class="button quiet small"
          onClick={() => (readUpTo.value = line.seq)}
        >
          {t("line.read")}
        </button>
      )}
    </div>
  );
}
