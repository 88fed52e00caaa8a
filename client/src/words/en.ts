/** Every word of the interface in English, in one file of the build. */

import words from "./en.json";
import errors from "./errors.en.json";

export const catalogue = { ...words, errors };
