"""The virtual environment `.venv`, filled from the locks with hashes."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path
from typing import TYPE_CHECKING

from places import SCRIPTS, VAR, VENV, SetUpFailed, digest, is_stamped, one_at_a_time, say
from places import write_stamp as stamp_as_done

if TYPE_CHECKING:
    from collections.abc import Iterator

PYTHON = VENV / "bin" / "python"

# The pip used where Python has none (Debian's python3 alone): its wheel runs as a zip.
PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
DEFAULT_INDEX = "https://pypi.org/simple"


def set_up_python(*, dev: bool) -> Path:
    """Make `.venv` hold the locked packages and return its Python."""
    with one_at_a_time("setup"):
        make_venv()
        install("requirements-dev" if dev else "requirements")
    return PYTHON


def install(lock_name: str) -> None:
    """Install `scripts/<lock_name>.lock` into `.venv`, unless its stamp says it is there."""
    lock = SCRIPTS / f"{lock_name}.lock"
    stamp = VENV / f"installed-{lock_name}"
    value = digest([lock.read_bytes()])
    if is_stamped(stamp, value):
        return
    say(f"installing the Python packages of scripts/{lock.name}")
    if not any(attempt(command) for command in installers(lock)):
        raise SetUpFailed(f"The packages of scripts/{lock.name} could not be installed; see above.")
    stamp_as_done(stamp, value)


def make_venv() -> None:
    """Make `.venv` afresh when it is missing, moved or no longer has its Python.

    One that works stays, even when another Python asks: a server may be running from it.
    """
    stamp = VENV / "made-for"
    if is_stamped(stamp, str(VENV)) and works(PYTHON):
        return
    say("making .venv")
    venv.create(VENV, with_pip=False, clear=True, symlinks=True)
    stamp_as_done(stamp, str(VENV))


def works(python: Path) -> bool:
    """Return whether `python` starts and still is of the version its packages were made for."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    try:
        answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return Path(answer.stdout.strip()).is_dir()


def installers(lock: Path) -> Iterator[list[str]]:
    """Yield the commands that may install `lock`, best first; each is made only when asked for."""
    wanted = ["--require-hashes", "-r", str(lock)]
    if uv := shutil.which("uv"):
        yield [uv, "pip", "install", "--quiet", "--python", str(PYTHON), *wanted]
    pip = ["--python", str(PYTHON), "install", "-qq", "--no-deps", "--only-binary", ":all:"]
    pip += ["--disable-pip-version-check", "--no-input", *wanted]
    if importlib.util.find_spec("pip"):
        yield [sys.executable, "-m", "pip", *pip]
    yield [sys.executable, str(pip_wheel() / "pip"), *pip]


def attempt(command: list[str]) -> bool:
    """Run `command` and return whether it went well."""
    # A stray PYTHONPATH or PIP_TARGET of the caller must not end up in our environment.
    strays = {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER", "PIP_PREFIX", "VIRTUAL_ENV"}
    clean = {name: value for name, value in os.environ.items() if name not in strays}
    return subprocess.run(command, env=clean, check=False).returncode == 0


def pip_wheel() -> Path:
    """Return the pinned pip wheel, fetched once from the first index that has it."""
    from package_index import wheel_addresses

    wheel = VAR / "downloads" / PIP_WHEEL
    if wheel.exists() and hashlib.sha256(wheel.read_bytes()).hexdigest() == PIP_SHA256:
        return wheel
    say(f"fetching {PIP_WHEEL}")
    for address in wheel_addresses(PIP_WHEEL, default_index=DEFAULT_INDEX):
        content = fetch(address)
        if content and hashlib.sha256(content).hexdigest() == PIP_SHA256:
            wheel.parent.mkdir(parents=True, exist_ok=True)
            wheel.write_bytes(content)
            return wheel
    raise SetUpFailed(f"{PIP_WHEEL} could not be fetched. Install pip or uv, then try again.")


def fetch(address: str) -> bytes | None:
    """Return what lies at `address`, or None when it cannot be had."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
            return answer.read()
    except OSError:
        return None
