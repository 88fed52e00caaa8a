/** Loads the page anew where the server is newer than it, and not for ever. */

const RELOADED = "citywheel.reloaded";

/** Loads the page anew, once: a server that stays too new would make it go on for ever. */
export function reloadOnce(): void {
  const mayReload = sessionStorageOf((storage) => {
    const isFirst = storage.getItem(RELOADED) === null;
    storage.setItem(RELOADED, "yes");
    return isFirst;
  });
  if (mayReload === true) location.reload();
}

/** Lets a later version of the server load the page anew: this one speaks with it. */
export function mayReloadAgain(): void {
  sessionStorageOf((storage) => storage.removeItem(RELOADED));
}

function sessionStorageOf<Value>(then: (storage: Storage) => Value): Value | null {
  try {
    return then(sessionStorage);
  } catch {
    return null; // a browser may forbid it
  }
}
