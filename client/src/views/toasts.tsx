/** Draws short lines about what just happened, and speaks to screen readers. */

import { t } from "../words";
import { announced, dropToast, toasts } from "./scene";

export function Toasts() {
  return (
    <>
      <div class="toasts" role="status">
        {toasts.value.map((toast) => (
          <div key={toast.id} class="toast">
            <p>{toast.words}</p>
            {toast.action && (
              <button
                type="button"
                class="button small"
                onClick={() => {
                  toast.action?.run();
                  dropToast(toast.id);
                }}
              >
                {toast.action.words}
              </button>
            )}
            <button
              type="button"
              class="button icon"
              aria-label={t("common.close")}
              onClick={() => dropToast(toast.id)}
            >
              ✕
            </button>
          </div>
        ))}
      </div>
      <div class="unseen" aria-live="polite">
        {announced.value}
      </div>
    </>
  );
}
