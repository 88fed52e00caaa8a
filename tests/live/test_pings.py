"""The pings of all clients from one queue: everybody's turn comes, and the dead are let go."""

from __future__ import annotations

import engineio
import pytest
from engineio import socket

from server.live import pings as module
from server.live.pings import Pings

EVERY, WITHIN = 8, 10


class Clock:
    """The time as the test sets it, on both clocks that are read."""

    def __init__(self) -> None:
        self.now = 1000.0

    def time(self) -> float:
        return self.now

    monotonic = time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    monkeypatch.setattr(socket, "time", clock)
    return clock


@pytest.fixture
def eio(clock: Clock) -> engineio.Server:
    eio = engineio.Server(
        async_mode="threading", ping_interval=EVERY, ping_timeout=WITHIN, monitor_clients=False
    )
    eio.pings = Pings(eio)
    eio.pings._is_running = True  # the test looks at the clock itself
    return eio


def connect(eio: engineio.Server, sid: str) -> socket.Socket:
    client = eio.sockets[sid] = socket.Socket(eio, sid)
    client.schedule_ping()
    return client


def heard(client: socket.Socket) -> list[str]:
    return [client.queue.get(block=False).encode() for _ in range(client.queue.qsize())]


def test_a_client_is_pinged_again_after_each_answer(eio: engineio.Server, clock: Clock) -> None:
    aino = connect(eio, "aino")
    for _ in range(3):
        eio.pings.look(clock.now)
        assert heard(aino) == []

        clock.now += EVERY
        eio.pings.look(clock.now)
        assert heard(aino) == ["2"]

        clock.now += 1
        aino.receive(engineio.packet.Packet(engineio.packet.PONG))

    assert not aino.closed


def test_a_client_that_owes_an_answer_is_let_go(eio: engineio.Server, clock: Clock) -> None:
    aino, mira = connect(eio, "aino"), connect(eio, "mira")
    clock.now += EVERY
    eio.pings.look(clock.now)
    mira.receive(engineio.packet.Packet(engineio.packet.PONG))

    clock.now += WITHIN + 1
    eio.pings.look(clock.now)

    assert aino.closed
    assert list(eio.sockets) == ["mira"]
    assert not mira.closed


def test_who_has_gone_is_forgotten_at_the_next_turn(eio: engineio.Server, clock: Clock) -> None:
    connect(eio, "aino").close(wait=False, abort=True)

    clock.now += EVERY
    eio.pings.look(clock.now)

    assert not eio.sockets


def test_other_tasks_are_started_as_ever(eio: engineio.Server) -> None:
    done: list[int] = []

    eio.start_background_task(done.append, 7).join(5)

    assert done == [7]
