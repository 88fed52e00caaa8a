"""The load generator: one process, raw sockets, epoll, and as little work per frame as possible.

Frames to the same audience are the same bytes. So a frame is read once, when the first client of
a room hears it; for every other client one comparison of memory proves that it is the very frame
that has to come next. Nothing is decoded a second time, and yet nothing goes unchecked.

A system call for each frame would be most of the work. So only the clients whose deliveries are
timed are read at once; the others' frames wait in the system's buffers, as they would for a
program that draws, and are read by turns, several in one call.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import select
import time
from typing import TYPE_CHECKING, Any

from .frames import CLOSE, PING, PONG, frame, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .room import Client, Room

RECEIVE = 262_144  # bytes taken from a socket at once
AT_ONCE = 64  # sockets served before the clock is looked at again
LOOK_EVERY = 0.01  # seconds
TURNS, TURN_EVERY = 20, 0.002  # seconds; everybody's turn comes every 40 ms
NEVER = float("inf")

Schedule = list[tuple[float, Any]]


class Crowd:
    """Every connection of the generator, and the clock of everything sent."""

    def __init__(self, dialect: Any) -> None:
        """Speak `dialect` on every connection."""
        self.dialect = dialect
        self.rooms: list[Room] = []
        self.sent_at: dict[int, float] = {}
        self._numbers = itertools.count(1)
        self._epoll = select.epoll()  # of those read at once
        self._turns = [select.epoll() for _ in range(TURNS)]
        self._turn = 0
        self._next_turn = 0.0
        self._buffer = bytearray(RECEIVE)
        self._by_socket: dict[int, Client] = {}
        self._blocked: set[Client] = set()

    def add(self, client: Client) -> None:
        """Listen to a connection that has entered."""
        client.socket.settimeout(0)
        client.room.clients.append(client)
        self._by_socket[client.socket.fileno()] = client
        if not client.is_stuck:
            self._epoll.register(client.socket.fileno(), select.EPOLLIN)

    def sample(self, count: int) -> None:
        """Time the deliveries of `count` clients, spread from the first that entered to the last.

        From now on only they are read at once.
        """
        everybody = [one for room in self.rooms for one in room.clients if not one.is_stuck]
        for place in range(min(count, len(everybody))):
            everybody[place * (len(everybody) - 1) // max(1, count - 1)].is_sampled = True
        for place, client in enumerate(one for one in everybody if not one.is_sampled):
            number = client.socket.fileno()
            self._epoll.unregister(number)
            self._turns[place % TURNS].register(number, select.EPOLLIN)

    def close(self) -> None:
        """Close every connection."""
        for client in self._by_socket.values():
            client.socket.close()
        self._by_socket.clear()
        for epoll in (self._epoll, *self._turns):
            epoll.close()

    def send_op(self, client: Client) -> int:
        """Send the client's next op; return its number."""
        number = next(self._numbers)
        client.room.sent[number] = client
        payload = self.dialect.op(client, number)
        self.sent_at[number] = time.perf_counter()
        self.write(client, frame(payload))
        return number

    def write(self, client: Client, data: bytes) -> None:
        """Write without waiting; what does not fit goes later."""
        data = client.unsent + data
        try:
            done = client.socket.send(data)
        except BlockingIOError:
            done = 0
        except OSError:
            self._lose(client)
            return
        client.unsent = data[done:]
        if client.unsent:
            self._blocked.add(client)

    def drive(
        self,
        schedule: Schedule,
        *,
        until: Callable[[], bool],
        patience: float,
    ) -> bool:
        """Send as scheduled, then listen until `until()`; return whether that came in time.

        `schedule`: (seconds from now, client), in order of time. `patience` counts from its end.
        """
        begun = time.perf_counter()
        deadline = begun + (schedule[-1][0] if schedule else 0) + patience
        coming = iter(schedule)
        at, client = next(coming, (NEVER, None))
        look = 0.0  # looking through all clients is work too: not after every frame
        while True:
            now = time.perf_counter()
            while at <= now - begun:
                self.send_op(client)
                at, client = next(coming, (NEVER, None))
            if at == NEVER and now > look:
                look = now + LOOK_EVERY
                if (done := until()) or now > deadline:
                    return done
            self.listen(max(0.0, min(at - (now - begun), LOOK_EVERY)))

    def listen(self, seconds: float) -> None:
        """Take in what has come, waiting at most so long for the first of it."""
        for client in list(self._blocked):
            self._blocked.discard(client)
            self.write(client, b"")
        for number, _ in self._epoll.poll(min(seconds, TURN_EVERY), AT_ONCE):
            self._receive(self._by_socket[number])
        if (now := time.perf_counter()) >= self._next_turn:
            self._next_turn = now + TURN_EVERY
            self._turn = (self._turn + 1) % TURNS
            for number, _ in self._turns[self._turn].poll(0):
                self._receive(self._by_socket[number])

    def listen_until(self, until: Callable[[], bool], *, within: float) -> bool:
        """Listen until something holds; return whether it did in time."""
        return self.drive([], until=until, patience=within)

    def _receive(self, client: Client) -> None:
        # Into one buffer that is there already: a fresh one for each call would cost more than
        # everything else we do.
        try:
            size = client.socket.recv_into(self._buffer)
        except BlockingIOError:
            return
        except OSError:
            size = 0
        if size == 0:
            self._lose(client)
        elif client.rest:
            data = client.rest + bytes(memoryview(self._buffer)[:size])
            client.rest = self._take(client, data, len(data))
        else:
            client.rest = self._take(client, self._buffer, size)

    def _take(self, client: Client, data: bytes | bytearray, size: int) -> bytes:
        """Take every whole frame of `data[:size]`; return the rest. The hot path of all."""
        at, position, frames = 0, client.position, client.room.frames
        while at < size:
            for known, length, after in frames.get(position, ()):
                if data.startswith(known, at) and at + length <= size:
                    if client.is_sampled:
                        client.heard.append((time.perf_counter(), position, after))
                    at += length
                    position = client.position = after
                    break
            else:
                parts = parts_of(data, at, size)
                if parts is None:
                    break
                start, end = parts
                self._read(client, data[at] & 15, bytes(data[start:end]))
                at, position = end, client.position
        return bytes(data[at:size])

    def _read(self, client: Client, opcode: int, payload: bytes) -> None:
        if opcode == CLOSE:
            self._lose(client)
        elif opcode == PING:
            self.write(client, frame(payload, PONG))
        else:
            position = client.position
            answer = self.dialect.read(client, payload)
            if client.is_sampled and client.position != position:
                client.heard.append((time.perf_counter(), position, client.position))
            if answer is not None:
                self.write(client, frame(answer))

    def _lose(self, client: Client) -> None:
        if not client.is_lost:
            client.is_lost = True
            self._blocked.discard(client)
            for epoll in (self._epoll, *self._turns):
                with contextlib.suppress(FileNotFoundError):
                    epoll.unregister(client.socket.fileno())

    # -- what is known in the end ----------------------------------------------------------

    def is_quiet(self) -> bool:
        """Whether everybody has heard everything, or has been cut off."""
        return any(c.is_lost for r in self.rooms for c in r.clients if not c.is_stuck) or all(
            room.is_quiet for room in self.rooms
        )

    def delays(self, numbers: range) -> list[float]:
        """Return the seconds from just before sending to arrival, at the sampled clients."""
        return [
            arrived - self.sent_at[number]
            for room in self.rooms
            for client in room.clients
            for arrived, first, after in client.heard
            for position in range(first, after)
            if (number := room.op_at.get(position)) is not None and number in numbers
        ]

    def ack_delays(self, numbers: range) -> list[float]:
        """Return the seconds from just before sending to the ack, of the sampled clients."""
        return [
            arrived - self.sent_at[number]
            for room in self.rooms
            for number, arrived in room.acked.items()
            if number in numbers and room.sent[number].is_sampled
        ]


def scattered(clients: Sequence[Client], *, rate: float, seconds: float, seed: int) -> Schedule:
    """Return a schedule of `rate` ops a second: everybody's turn comes as often, times by chance.

    By chance, as people are: evenly spaced ops would never meet in one batch.
    """
    chance = random.Random(seed)  # noqa: S311 the same schedule for every candidate
    count = max(1, round(rate * seconds))
    times = sorted(chance.uniform(0, seconds) for _ in range(count))
    order = list(clients)
    chance.shuffle(order)
    return list(zip(times, itertools.cycle(order), strict=False))
