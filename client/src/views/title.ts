/** Holds the title of the workshop that is shown, for the window's title. */

import { signal } from "@preact/signals";

export const workshopTitle = signal<string | undefined>(undefined);
