"""Writing to a websocket: order is kept whether frames are held, in pieces, or wait."""

from __future__ import annotations

import select
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from server.domain.change import Change
from server.domain.visibility import heard
from server.live.batch import SMALL, Batch
from server.live.frames import frame
from server.live.websocket import MOST_PIECES, Backlogs, WebSocket

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 4_000_000  # bytes of a backlog


@dataclass
class Green:
    """A socket with the system's own as `fd`, as eventlet's has."""

    fd: socket.socket

    def shutdown(self, how: int) -> None:
        self.fd.shutdown(how)

    def send(self, said: bytes) -> int:
        select.select([], [self.fd], [], 5)
        return self.fd.send(said)


class Room:
    """One websocket, its backlogs, and the client at the other end."""

    def __init__(self) -> None:
        self.tasks: list[Any] = []
        self.backlogs = Backlogs(most=MOST, start_task=self.tasks.append)
        ours, self.client = socket.socketpair()
        ours.setblocking(False)
        self.client.settimeout(5)
        self.green = Green(ours)
        self.websocket = WebSocket(
            self.green,
            place=None,  # type: ignore[arg-type] nothing is read here
            largest=1000,
            backlogs=self.backlogs,
            passes=bool,
        )

    def heard(self, size: int) -> bytes:
        told = b""
        while len(told) < size:
            told += self.client.recv(size - len(told))
        return told


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.client.close()
    room.green.fd.close()


def test_what_is_held_arrives_in_order_and_not_before_the_flush(room: Room) -> None:
    room.backlogs.hold()
    room.websocket.write(b"ack,")
    room.websocket.write_pieces([b"cha", memoryview(b"nges"), b","])
    room.websocket.write(b"notice")
    ready, _, _ = select.select([room.client], [], [], 0)
    assert not ready

    room.backlogs.flush()

    assert room.client.recv(100) == b"ack,changes,notice"
    room.websocket.write(b"at once")
    assert room.client.recv(100) == b"at once"


def test_more_pieces_than_one_call_takes_arrive_all_the_same(room: Room) -> None:
    numbers = [b"%d," % number for number in range(5 * MOST_PIECES)]
    room.backlogs.hold()
    room.websocket.write_pieces(numbers)
    room.backlogs.flush()

    assert room.heard(len(b"".join(numbers))) == b"".join(numbers)


def test_a_slow_client_hears_held_pieces_in_order(room: Room) -> None:
    said = [b"%07d" % number for number in range(200_000)]
    told = []
    for at in range(0, len(said), 20_000):
        whole = b"".join(said[at : at + 20_000])
        told.append(whole)
        room.backlogs.hold()
        room.websocket.write_pieces([memoryview(whole)[:70_001], whole[70_001:]])
        room.websocket.write(b"|")
        room.backlogs.flush()
    assert room.backlogs.waiting > 0

    (send_backlog,) = room.tasks
    sending = threading.Thread(target=send_backlog)
    sending.start()
    whole = b"|".join(told) + b"|"

    assert room.heard(len(whole)) == whole
    sending.join(5)
    assert room.backlogs.waiting == 0


def test_closing_says_first_what_is_held(room: Room) -> None:
    room.backlogs.hold()
    room.websocket.write(b"the last words")
    room.websocket.close()
    room.backlogs.flush()

    assert room.client.recv(100) == b"the last words" + frame(8, b"\x03\xe8")
    assert room.client.recv(1) == b""


def test_nothing_follows_a_cut(room: Room) -> None:
    room.backlogs.hold()
    room.websocket.write(b"never heard")
    room.websocket.cut()
    room.backlogs.flush()

    assert room.client.recv(100) == b""


@pytest.mark.parametrize("count", [1, 2, 3, 300])
@pytest.mark.parametrize("words", ["A lamp", "A lamp " * 700])
def test_a_seat_hears_its_own_form_among_the_shared_ones(count: int, words: str) -> None:
    changes = [
        Change("note.edited", {"note_id": "n", "text": f"{seq} {words}"}, by=f"s{seq % 2}", seq=seq)
        for seq in range(count)
    ]
    batch = Batch(changes)
    own = [place for place in range(count) if place % 2]

    message = batch.message_with(batch.for_seat("s1", own))

    expected = [heard(c, seat_id="s1" if c.by == "s1" else None) for c in changes]
    assert orjson.loads(message.text[1:]) == ["changes", expected]


def test_a_message_in_pieces_is_the_frame_it_would_be_in_one(room: Room) -> None:
    changes = [Change("note.edited", {"text": "A lamp " * 50}, by="aino", seq=n) for n in (1, 2, 3)]
    batch = Batch(changes * 5)
    message = batch.message_with(batch.for_seat("aino", [0, 4, 14]))
    assert len(message.text) > SMALL

    batch.message_with(batch.for_seat("aino", [0, 4, 14])).write_to(room.websocket)

    assert room.heard(len(message.frame)) == message.frame
