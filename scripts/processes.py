"""Child processes that never outlive their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PR_SET_PDEATHSIG = 1  # Linux: the signal a process gets when its parent dies
GRACE = 10  # seconds a child has after SIGTERM before it is killed


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """Start `command` as a child that gets SIGTERM when this process dies, however it dies.

    The child has its own session: Ctrl-C in a terminal reaches only the parent, which decides
    in what order things end. Only Linux can promise the rest; elsewhere a killed parent may
    leave a child behind.
    """
    preparation = die_with(os.getpid()) if sys.platform == "linux" else None
    return subprocess.Popen(command, start_new_session=True, preexec_fn=preparation, **options)


def die_with(parent: int) -> Callable[[], None]:
    """Return what a child calls before it becomes its program, so that it ends with `parent`."""
    # Loaded here, in the parent: after fork the child should do as little as possible.
    prctl = ctypes.CDLL(None).prctl

    def prepare() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return prepare


def stop(process: subprocess.Popen[bytes], *, grace: float = GRACE) -> int:
    """End `process`, kindly at first, and return its exit status."""
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def wait_and_relay(process: subprocess.Popen[bytes]) -> int:
    """Wait for `process`, handing it one SIGTERM for the first SIGTERM or SIGINT we get.

    A second one kills it: someone is in a hurry. Returns an exit status as a shell would.
    """
    heard: list[int] = []

    def relay(number: int, _frame: object) -> None:
        heard.append(number)
        if len(heard) == 1:
            process.terminate()
        else:
            process.kill()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, relay)
    status = process.wait()
    if heard and status in (0, -signal.SIGTERM):
        return 0
    return status if status >= 0 else 128 - status
