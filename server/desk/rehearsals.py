"""Rehearses workshops: simulated seats play a copy, in a process beside the server.

The process is the command `rehearse`, a stranger to this one: it knows an address and the key of
the copy. So it can disturb no other room more than as many people would, and it is bounded in
time, seats and number.
"""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import structlog

from server.domain.refused import Refused
from server.settings import Settings
from server.store.stored_workshop import Store, StoreUnavailable

from .making import Made
from .workers import PROGRAM, SECRETS
from .workshops import Workshops

MOST_SEATS = 100  # of all cities together
MOST_AT_ONCE = 2  # rehearsals of one process
SLACK = 90  # seconds for joining, comparing and leaving
LOWER = 10  # less urgent than the server, as `nice` counts
CHUNK = 65_536  # bytes

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RehearsalOrder:
    """How a workshop is to be rehearsed."""

    seats: int = 8  # in each city
    agenda_minutes: float = 5.0
    seed: int = 1


class Rehearsals:
    """The rehearsals of a server; what they tell stands in the store, for every process."""

    def __init__(
        self, store: Store, workshops: Workshops, *, settings: Settings, process: str
    ) -> None:
        """Prepare; nothing is started."""
        self._store = store
        self._workshops = workshops
        self._url = _own_url(settings)
        self._process = process
        self._running: set[subprocess.Popen[bytes]] = set()

    def begin(self, workshop_id: str, order: RehearsalOrder) -> Made:
        """Make the copy and let simulated seats play it; return what the maker of it is told.

        Raises: Refused "rehearsal.running", "rehearsal.too_many", "rehearsal.too_large".
        """
        cities = self._workshops.city_count(workshop_id)
        if cities * order.seats > MOST_SEATS:
            raise Refused(
                "rehearsal.too_large",
                f"A rehearsal has {MOST_SEATS} seats at most. Take fewer in each city.",
                field="seats",
                numbers={"limit": MOST_SEATS},
            )
        if len(self._running) >= MOST_AT_ONCE:
            raise Refused("rehearsal.too_many", "Others rehearse here now. Try again in a while.")
        seconds = round(order.agenda_minutes * 60 + SLACK)
        if not self._store.begin_rehearsal(workshop_id, self._process, seconds=seconds + SLACK):
            raise Refused("rehearsal.running", "This workshop is being rehearsed already.")
        try:
            made = self._workshops.rehearsal_of(workshop_id)
            process, door = self._start(made.facilitator_key, order)
        except BaseException:
            self._store.tell_rehearsal(workshop_id, _told("failed"), is_over=True)
            raise
        self._store.tell_rehearsal(workshop_id, _told("running"), is_over=False)
        until = time.monotonic() + seconds
        follow = threading.Thread(
            target=self._follow, args=[workshop_id, process, door, until], daemon=True
        )
        follow.start()
        return made

    def of(self, workshop_id: str) -> dict[str, Any]:
        """Return how the last rehearsal goes.

        Shape: {state: none, running, done or failed, progress?, report?, words?}; `words` say
        why it failed.
        """
        told = self._store.rehearsal(workshop_id)
        known: dict[str, Any] = {"state": "none"} if told is None else orjson.loads(told)
        return known

    def stop(self) -> None:
        """End every rehearsal of this process."""
        for process in list(self._running):
            process.kill()

    def _start(
        self, key: str, order: RehearsalOrder
    ) -> tuple[subprocess.Popen[bytes], socket.socket]:
        command = [
            sys.executable, "-W", "ignore", "-m", "server", "rehearse", "--url", self._url,
            "--seats", str(order.seats), "--agenda-minutes", str(order.agenda_minutes),
            "--seed", str(order.seed), "--json",
        ]  # fmt: skip
        # A socket, not a pipe: under eventlet it is green, so waiting for it blocks nobody.
        door, other = socket.socketpair()
        environment = {name: text for name, text in os.environ.items() if name not in SECRETS}
        with other:
            process = subprocess.Popen(  # noqa: S603 our own program
                command,
                stdin=subprocess.DEVNULL,
                stdout=other.fileno(),
                stderr=other.fileno(),
                cwd=PROGRAM,
                env=environment | {"FACILITATOR_KEY": key},
            )
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, process.pid, LOWER)
        self._running.add(process)
        return process, door

    def _follow(
        self,
        workshop_id: str,
        process: subprocess.Popen[bytes],
        door: socket.socket,
        until: float,
    ) -> None:
        """Keep what the process tells until it ends, or its time is up."""
        last = _told("failed", words="The rehearsal ended early.")
        try:
            for line in _lines(door, until):
                last = _read(line)
                is_running = orjson.loads(last)["state"] == "running"
                if is_running:
                    self._store.tell_rehearsal(workshop_id, last, is_over=False)
        except TimeoutError:
            last = _told("failed", words="The rehearsal took too long and was stopped.")
        except StoreUnavailable:
            log.warning("rehearsal_untold", workshop=workshop_id)
        finally:
            process.kill()
            door.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            self._running.discard(process)
            self._end(workshop_id, last)

    def _end(self, workshop_id: str, last: bytes) -> None:
        """Say how it ended; what told of progress last ended too early."""
        if orjson.loads(last)["state"] == "running":
            last = _told("failed", words="The rehearsal ended early.")
        with contextlib.suppress(StoreUnavailable):
            self._store.tell_rehearsal(workshop_id, last, is_over=True)


def _lines(door: socket.socket, until: float) -> Iterator[bytes]:
    """Yield the lines that come through a socket. Raises: TimeoutError at `until` (monotonic)."""
    kept = b""
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        door.settimeout(left)
        came = door.recv(CHUNK)
        if not came:
            return
        *whole, kept = (kept + came).split(b"\n")
        yield from (line for line in whole if line)


def _read(line: bytes) -> bytes:
    """Return what a line of the command says, as it is kept."""
    try:
        said = orjson.loads(line)
    except orjson.JSONDecodeError:
        return _told("failed", words=line.decode(errors="replace")[:300])
    if "report" in said:
        return _told("done", report=said["report"])
    return _told("running", progress=said["progress"])


def _told(state: str, **more: Any) -> bytes:
    return orjson.dumps({"state": state} | more)


def _own_url(settings: Settings) -> str:
    """Return the address under which this process answers its own machine."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 what is replaced
    host = everywhere.get(settings.host, settings.host)
    return f"http://{host}:{settings.port}{settings.base_path}"
