"""Where things lie in the repository, and small helpers every script uses."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REPO = Path(__file__).resolve().parent.parent
SCRIPTS = REPO / "scripts"
VENV = REPO / ".venv"
VAR = REPO / "var"
CLIENT = REPO / "client"
STATIC = REPO / "server" / "static"


class SetUpFailed(Exception):  # noqa: N818 - it reads as what happened
    """Something needed is missing; the message says what to do."""


def say(text: str) -> None:
    """Print one line for the person at the keyboard, at once."""
    print(f"citywheel: {text}", file=sys.stderr, flush=True)


def digest(parts: Iterable[bytes]) -> str:
    """Return one SHA-256 over `parts`, each kept apart from the next."""
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    """Return whether `stamp` says that the work for `value` is already done."""
    return stamp.is_file() and stamp.read_text() == value


def write_stamp(stamp: Path, value: str) -> None:
    """Remember in `stamp` that the work for `value` is done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


@contextlib.contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold the lock `name`, so that two set-ups never write the same folder at once."""
    import fcntl

    VAR.mkdir(exist_ok=True)
    with (VAR / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def on_path(*folders: Path) -> dict[str, str]:
    """Return this process's environment with `folders` first on PATH."""
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path}
