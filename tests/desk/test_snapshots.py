"""A big board is packed once for everybody who comes in, and nobody reads an old one."""

from __future__ import annotations

import gzip
import threading
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from server.desk.snapshots import BIG_BOARD, Snapshots
from server.desk.workers import Workers
from server.desk.zipped import pack, packed_from
from server.domain.board import board_hash, board_of
from server.domain.people import JoinSeat
from server.domain.state import SERVER
from server.domain.workshop import apply, decide
from tests.desk.test_workers import CANVASES, Counted, hosted

if TYPE_CHECKING:
    from collections.abc import Iterator

AINO = {"id": "a" * 12, "role": "participant", "city": "oulu", "name": "Aino"}


@pytest.fixture
def workers() -> Iterator[Counted]:
    pool = Counted(size=1, canvases=CANVASES)
    yield pool
    pool.stop()


def seen(stored: Any) -> dict[str, Any]:
    return orjson.loads(gzip.decompress(stored.for_seat(AINO, {"people": {}})))


@pytest.mark.parametrize("rest", [b"", b"]}", b"x" * 100_000])
def test_a_part_packed_once_and_one_packed_later_are_one_gzip_stream(rest: bytes) -> None:
    part = b'{"board":' + b"word " * 50_000

    body = packed_from(pack(part).to_bytes()).followed_by(rest)

    assert gzip.decompress(body) == part + rest
    one = zlib.decompressobj(zlib.MAX_WBITS | 16)  # as browsers do: the first member alone
    assert one.decompress(body) == part + rest
    assert one.eof
    assert one.unused_data == b""


def test_a_small_board_and_a_server_without_workers_make_their_own(workers: Counted) -> None:
    assert Snapshots(workers).of(hosted(BIG_BOARD - 1)) is None
    assert Snapshots(Workers(size=0, canvases=CANVASES)).of(hosted(BIG_BOARD)) is None
    assert workers.alive == []


def test_a_big_board_is_the_same_board_with_its_hash_and_what_is_ones_own(
    workers: Counted,
) -> None:
    board = hosted(BIG_BOARD)

    snapshot = seen(Snapshots(workers).of(board))

    assert snapshot["board"] == board_of(board.workshop)
    assert snapshot["hash"] == board_hash(board.workshop)
    assert (snapshot["seq"], snapshot["epoch"]) == (board.seq, "epoch")
    assert snapshot["you"]["seat"] == AINO  # who joined just now is in it too
    assert snapshot["people"] == {}


def test_many_who_come_in_at_once_share_few_makings_and_all_see_the_newest(
    workers: Counted,
) -> None:
    board, snapshots = hosted(BIG_BOARD), Snapshots(workers)
    late: list[int] = []

    def come_in() -> None:
        asked_at = board.seq
        stored = snapshots.of(board)
        if stored is None or stored.seq < asked_at:
            late.append(asked_at)

    people = [threading.Thread(target=come_in) for _ in range(100)]
    for place, person in enumerate(people):
        if place % 5 == 0:  # somebody writes meanwhile
            seq = board.workshop.seq + 1
            board.workshop = replace(board.workshop, seq=seq, title=f"Written at {seq}")
        person.start()
    for person in people:
        person.join()

    assert late == []
    assert workers.times <= 5


def test_somebody_who_joins_leaves_the_packed_board_as_it_is(workers: Counted) -> None:
    board, snapshots = hosted(BIG_BOARD), Snapshots(workers)
    before = snapshots.of(board)
    joined = JoinSeat(seat_id=AINO["id"], role="participant", city=None)
    (change,) = decide(board.workshop, joined, by=SERVER, now="", new_id=str)

    board.workshop = apply(board.workshop, replace(change, seq=board.seq + 1))

    assert snapshots.of(board) is before
    assert seen(before)["hash"] == board_hash(board.workshop)
    assert workers.times == 1


def test_nobody_is_kept_out_when_the_worker_fails() -> None:
    pool = Workers(size=1, canvases=CANVASES, seconds=0.001)

    assert Snapshots(pool).of(hosted(BIG_BOARD)) is None
