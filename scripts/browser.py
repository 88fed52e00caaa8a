"""A Chromium for the browser tests: found, or fetched where that needs no administrator."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from client_build import node_folder
from places import VAR, on_path, one_at_a_time, say

# Small, quiet and the same everywhere: no GPU, no calls home.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FROM_NPM = "@sparticuz/chromium@153.0.0"  # linux x64, about 60 MB, brings its own libraries
UNPACK = (
    "import('@sparticuz/chromium')"
    ".then(async chromium => console.log(await chromium.default.executablePath()))"
)
    "import('@sparticuz/chromium').then(async c => console.log(await c.default.executablePath()))"
)
NPM = ("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save")
PATIENCE = 300  # seconds for one attempt to fetch a browser


class NoBrowser(Exception):  # noqa: N818 - it reads as what happened
    """There is no Chromium and none could be fetched; the message says what to do."""


def find_browser() -> str:
    """Return the path of a Chromium that starts. Raises: NoBrowser."""
    with one_at_a_time("browser"):
        for way in (named, on_the_path, of_playwright, from_npm, from_apt):
            found = way()
            if found and starts(found):
                return found
    raise NoBrowser("No Chromium. Install chromium, or set CHROMIUM to the path of one.")


def starts(program: str) -> bool:
    """Return whether `program` really shows a page; a missing library often lets it be found."""
    command = [program, *FLAGS, "--dump-dom", "data:text/html,<p>ready</p>"]
    answer = attempt(command)
    return answer is not None and "ready" in answer


def named() -> str | None:
    """Return the browser that CHROMIUM names."""
    return os.environ.get("CHROMIUM") or None


def on_the_path() -> str | None:
    """Return the first browser on PATH."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def of_playwright() -> str | None:
    """Return the browser that `playwright install` has put there, if any."""
    # Asked in a process of its own: the sync API leaves a running loop behind.
    ask = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = attempt([sys.executable, "-c", ask])
    path = Path(answer.strip()) if answer else None
    return str(path) if path and path.is_file() else None


def from_npm() -> str | None:
    """Return a browser unpacked from an npm package; needs no administrator."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return None
    folder = VAR / "chromium"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules" / "@sparticuz" / "chromium").is_dir():
        say(f"fetching a Chromium for the browser tests ({FROM_NPM})")
        attempt([*NPM, "--prefix", str(folder), FROM_NPM], cwd=folder)
    answer = attempt(["node", "-e", UNPACK], cwd=folder, TMPDIR=str(folder))
    return answer.strip() if answer else None


def from_apt() -> str | None:
    """Return a browser installed by apt, where we are root on a Debian."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    say("installing chromium with apt-get")
    attempt(["apt-get", "update", "-qq"])
    attempt(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    return on_the_path()


def attempt(command: list[str], *, cwd: Path | None = None, **environment: str) -> str | None:
    """Return what `command` printed, or None when it failed."""
    tools = on_path(node_folder()) if command[0] in ("npm", "node") else dict(os.environ)
    program = shutil.which(command[0], path=tools.get("PATH"))
    if program is None:
        return None
    try:
        answer = subprocess.run(
            [program, *command[1:]], cwd=cwd, env={**tools, **environment}, timeout=PATIENCE,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout if answer.returncode == 0 else None
