/** Says below which path of its host the product stands. */

/** Returns the base path with a slash at both ends: "/" or "/sub/". */
export function basePath(): string {
  const path = new URL(document.baseURI).pathname;
  // The server writes <base>; without one the page's own address is all we have: then it is "/".
  return document.querySelector("base") === null ? "/" : path.replace(/[^/]*$/, "");
}

/** Returns the address of something below the base path: `below("api/v1/about")`. */
export function below(path: string): string {
  return basePath() + path.replace(/^\//, "");
}
