"""What is measured: our server and its peers, each started for one measurement."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from client_build import node_environment
from places import VAR, SetUpFailed, digest, is_stamped, one_at_a_time, say, write_stamp
from private_redis import free_port
from processes import start, stop
from server_process import SERVE, server_process

from . import machine
from .crowd import Crowd
from .dialects import Ours, SocketIoRelay, WsRelay
from .room import Room
from .workshop import make_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = Path(__file__).parent / "peers"
INSTALLED = VAR / "bench-peers"
READY_WITHIN = 20  # seconds
# Rates off and room for the biggest section; told with every result.
LIMITS = {
    "LIMIT_SEAT_OPS": "0",
    "LIMIT_WORKSHOP_OPS": "0",
    "LIMIT_SEATS": "20000",
    "LIMIT_NOTES": "100000",
    "LOG_LEVEL": "warning",
}
OURS, NAIVE = "ours", "naive"
SOCKET_IO, SOCKET_IO_LUA, WS = "socket.io", "socket.io+lua", "ws"
EVERYBODY = (OURS, NAIVE, SOCKET_IO, SOCKET_IO_LUA, WS)


@dataclass
class Running:
    """One candidate that answers on a port."""

    name: str
    port: int
    pid: int
    dialect: Any

    @property
    def is_ours(self) -> bool:
        """Whether it does the whole job: a workshop, a log, a board."""
        return isinstance(self.dialect, Ours)

    def make_room(self, crowd: Crowd, number: int) -> Room:
        """Return a new room, empty of clients."""
        room = Room(f"room{number}")
        crowd.rooms.append(room)
        if self.is_ours:
            made = room.about["workshop"] = make_workshop(self.port)
            room.about["area"] = made.snapshot()["board"]["areas"][0]
        return room

    def people(self, crowd: Crowd, room: Room, count: int, **more: Any) -> None:
        """Let so many clients join and enter a room."""
        tokens = [""] * count
        if self.is_ours:
            tokens = room.about["workshop"].join(count)
        for token in tokens:
            crowd.add(self.dialect.enter(self.port, room, token, **more))


@contextlib.contextmanager
def running(
    name: str, redis_url: str, folder: Path, *, limits: dict[str, str]
) -> Iterator[Running]:
    """Run one candidate on the server's core for as long as the block lasts."""
    if name in (OURS, NAIVE):
        serve = SERVE if name == OURS else (sys.executable, "-m", "scripts.benchmark.naive")
        command = [*machine.on_server_core(), *serve]
        with server_process(redis_url, folder, command=command, **limits) as server:
            yield Running(name, server.port, server.process.pid, Ours())
        return
    with relay(name, redis_url) as started:
        yield started


@contextlib.contextmanager
def relay(name: str, redis_url: str) -> Iterator[Running]:
    """Run one of the Node relays."""
    program = "relay_ws.mjs" if name == WS else "relay_socketio.mjs"
    dialect = WsRelay() if name == WS else SocketIoRelay()
    environment = {**node_environment(), "PORT": str(port := free_port())}
    environment.pop("REDIS_URL", None)
    if name == SOCKET_IO_LUA:
        environment["REDIS_URL"] = redis_url
    node = shutil.which("node", path=environment["PATH"]) or "node"
    command = [*machine.on_server_core(), node, str(INSTALLED / program)]
    process = start(command, env=environment)
    try:
        wait_for_port(port, process)
        yield Running(name, port, process.pid, dialect)
    finally:
        stop(process)


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once somebody listens on `port`. Raises: SetUpFailed."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SetUpFailed("A peer did not start; see above.")


def install_peers() -> None:
    """Make `var/bench-peers` hold the relays and the locked packages they stand on."""
    files = sorted(one for one in SOURCES.iterdir() if one.is_file())
    wanted = digest(part for file in files for part in (file.name.encode(), file.read_bytes()))
    stamp = INSTALLED / "node_modules" / ".citywheel-installed"
    with one_at_a_time("bench-peers"):
        if is_stamped(stamp, wanted):
            return
        say("installing the peers of the bench")
        INSTALLED.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy(file, INSTALLED)
        environment = node_environment()
        npm = shutil.which("npm", path=environment["PATH"]) or "npm"
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        if subprocess.run(command, cwd=INSTALLED, env=environment, check=False).returncode:
            raise SetUpFailed("npm ci failed in var/bench-peers; see above.")
        write_stamp(stamp, wanted)
