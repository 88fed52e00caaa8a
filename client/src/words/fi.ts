/** Every word of the interface in Finnish, in one file of the build. */

import errors from "./errors.fi.json";
import words from "./fi.json";

export const catalogue = { ...words, errors };
