"""Crowds at the door: all at once, all from one address, and those who turn on their heels."""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from typing import TYPE_CHECKING

import orjson

from benchmark import machine
from benchmark.bench import Bench, Row, at_most, medians, verdict
from benchmark.candidates import OURS
from benchmark.dialects import SOCKET_IO as SOCKET_IO_PATH
from benchmark.frames import dial, upgrade_request

from .connections import reset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmark.measuring import Stage
    from benchmark.workshop import Workshop

AT_ONCE = 900
STORM_WITHIN = 3  # seconds
JOINED = 201  # HTTP status of a new seat
ONE_ADDRESS, DURING = 60, 10  # joins, seconds
ABORTS, QUICK_ABORTS = 15_000, 1500
WARM_UP = 1000  # aborts before the first look
GRACE = 30  # seconds the server has to let go of the last of them
MORE_MEMORY = 4096  # kB; less than a third of a kB each


def join_storm(bench: Bench) -> list[Row]:
    """900 people join at the same moment."""
    found: list[float] = []
    refused: Counter[int] = Counter()
    for _ in range(bench.runs):
        with bench.stage(OURS, clients=0) as ready:
            statuses, seconds = storm(ready.crowd.rooms[0].about["workshop"], [0.0] * AT_ONCE)
            refused.update(status for status in statuses if status != JOINED)
            found.append(seconds)
    values = medians({OURS: found})
    judged = verdict(is_met=values[OURS] <= STORM_WITHIN and not refused)
    told = (f"{count} answered {status or 'by a cut'}" for status, count in refused.items())
    figure, note = f"{AT_ONCE} joins at once", ", ".join(told) or "none refused"
    return [Row("join_storm", figure, "s", values, f"≤ {STORM_WITHIN}", judged, note)]


def one_address(bench: Bench) -> list[Row]:
    """60 joins from one address in 10 s, with every limit as it is shipped."""
    refused: list[float] = []
    for _ in range(bench.runs):
        with bench.stage(OURS, clients=0, limits={}) as ready:
            pace = [place * DURING / ONE_ADDRESS for place in range(ONE_ADDRESS)]
            statuses, _ = storm(ready.crowd.rooms[0].about["workshop"], pace)
            refused.append(sum(status != JOINED for status in statuses))
    values = medians({OURS: refused})
    figure = f"refused of {ONE_ADDRESS} joins from one address in {DURING} s"
    return [Row("one_address", figure, "joins", values, "0", at_most(values, 0))]


def storm(workshop: Workshop, times: Sequence[float]) -> tuple[list[int], float]:
    """Join at `times` (seconds from now), each on a new connection; return statuses and seconds."""
    body = orjson.dumps({"code": workshop.code, "name": "Aino"})
    head = (
        f"POST /api/v1/join HTTP/1.1\r\nHost: 127.0.0.1:{workshop.port}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    request = head.encode() + body
    begun, statuses, waiting = time.perf_counter(), [], list(reversed(times))
    with selectors.DefaultSelector() as selector:
        while waiting or selector.get_map():
            while waiting and waiting[-1] <= time.perf_counter() - begun:
                waiting.pop()
                selector.register(dialling(workshop.port), selectors.EVENT_WRITE, request)
            statuses += [status for status in take_answers(selector) if status is not None]
    return statuses, time.perf_counter() - begun


def dialling(port: int) -> socket.socket:
    """Return a connection that is being made."""
    begun = socket.socket()
    begun.settimeout(0)
    begun.connect_ex(("127.0.0.1", port))
    return begun


def take_answers(selector: selectors.BaseSelector) -> list[int | None]:
    """Send what is connected by now and return the statuses of what was answered."""
    return [take_answer(selector, key) for key, _ in selector.select(0.01)]


def take_answer(selector: selectors.BaseSelector, key: selectors.SelectorKey) -> int | None:
    """Send the request of a fresh connection, or return the status that came; 0 = cut off."""
    connection = key.fileobj
    assert isinstance(connection, socket.socket)  # noqa: S101 we registered nothing else
    try:
        if key.data:
            connection.sendall(key.data)
            selector.modify(connection, selectors.EVENT_READ, b"")
            return None
        answer = connection.recv(65_536)
    except OSError:
        answer = b""
    selector.unregister(connection)
    connection.close()
    return int(answer[9:12]) if answer.startswith(b"HTTP/1.1 ") else 0


def aborts(bench: Bench) -> list[Row]:
    """Memory and descriptors after 15,000 people who connect and are gone."""
    count = QUICK_ABORTS if bench.is_quick else ABORTS
    grown, left = [], []
    for _ in range(bench.runs):
        with bench.stage(OURS, clients=10) as ready:
            pid = ready.running.pid
            files = machine.open_files(pid)
            abort(ready, WARM_UP, files)
            before = machine.memory_kb(pid)
            abort(ready, count, files)
            grown.append(machine.memory_kb(pid) - before)
            left.append(machine.open_files(pid) - files)
    memory, open_files = medians({OURS: grown}), medians({OURS: left})
    return [
        Row("aborts", f"memory after {count:,} aborts", "kB", memory, f"≤ {MORE_MEMORY:,} more",
            at_most(memory, MORE_MEMORY)),
        Row("aborts", f"descriptors after {count:,} aborts", "more", open_files, "0",
            at_most(open_files, 0)),
    ]  # fmt: skip


def abort(ready: Stage, count: int, files: int) -> None:
    """Let so many connect and vanish, each at one of five moments; wait until all are let go."""
    (token,) = ready.crowd.rooms[0].about["workshop"].join(1)
    for number in range(count):
        abort_at(ready, number % 5, token)
        if number % 100 == 0:
            ready.crowd.listen(0)  # the ones who stay want to be heard
    deadline = time.monotonic() + GRACE
    while machine.open_files(ready.running.pid) > files and time.monotonic() < deadline:
        ready.crowd.listen(0.1)


def abort_at(ready: Stage, moment: int, token: str) -> None:
    """Connect and vanish: at once, in a header, after the upgrade, as a seat, in the room."""
    port = ready.running.port
    if moment == 4:
        reset(ready.running.dialect.enter(port, ready.crowd.rooms[0], token).socket)
        return
    connection = dial(port)
    if moment == 1:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
    if moment >= 2:
        connection.sendall(upgrade_request(port, SOCKET_IO_PATH))
        connection.recv(65_536)
    if moment == 3:
        connection.sendall(b"\x81\x80\0\0\0\0")  # an empty message, and gone
    reset(connection)
