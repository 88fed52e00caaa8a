"""Frames are read in whatever pieces they come, and broken ones are known for what they are."""

from __future__ import annotations

from random import Random

import pytest

from server.live.frames import (
    BINARY,
    BROKEN,
    CLOSE,
    PING,
    TEXT,
    TOO_LARGE,
    BadFrame,
    FrameReader,
    frame,
    unmask,
)

MASK = b"\x01\x02\x03\x04"


def sent(kind: int, payload: bytes, *, final: bool = True) -> bytes:
    """A frame as a client sends it: masked."""
    plain = frame(kind, payload)
    head = plain[: len(plain) - len(payload)]
    first = head[0] if final else head[0] & 0x7F
    return bytes([first, head[1] | 0x80]) + head[2:] + MASK + unmask(payload, MASK)


def messages(reader: FrameReader) -> list[tuple[int, bytes]]:
    found = []
    while (message := reader.next()) is not None:
        found.append(message)
    return found


@pytest.mark.parametrize("seed", range(50))
def test_messages_arrive_whole_however_they_are_cut(seed: int) -> None:
    chance = Random(seed)
    texts = [chance.randbytes(chance.randrange(400)) for _ in range(chance.randrange(7))]
    stream = b"".join(sent(TEXT, text) for text in texts)
    reader, found = FrameReader(1000), []

    while stream:
        size = chance.randrange(1, 50)
        reader.feed(stream[:size])
        found += messages(reader)
        stream = stream[size:]

    assert [payload for _, payload in found] == texts


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 100_000])
def test_every_way_to_write_a_length_is_read(length: int) -> None:
    reader = FrameReader(200_000)
    reader.feed(sent(TEXT, b"x" * length))

    assert messages(reader) == [(TEXT, b"x" * length)]


def test_a_ping_between_the_parts_of_a_message_comes_first() -> None:
    reader = FrameReader(1000)
    reader.feed(sent(TEXT, b"one ", final=False) + sent(PING, b"?") + sent(0, b"two"))

    assert messages(reader) == [(PING, b"?"), (TEXT, b"one two")]


@pytest.mark.parametrize(
    "broken",
    [
        frame(TEXT, b"not masked"),
        bytes([0xC1, 0x80]) + MASK,  # a reserved bit
        bytes([0x83, 0x80]) + MASK,  # an unknown kind
        sent(0, b"continues nothing"),
        sent(TEXT, b"one", final=False) + sent(TEXT, b"another"),
        sent(PING, b"x", final=False),
        sent(PING, b"x" * 126),
    ],
)
def test_a_broken_frame_is_refused(broken: bytes) -> None:
    reader = FrameReader(1000)
    reader.feed(broken)

    with pytest.raises(BadFrame) as no:
        messages(reader)

    assert no.value.status == BROKEN


def test_a_message_that_is_continued_for_ever_is_refused() -> None:
    reader = FrameReader(1000)
    reader.feed(sent(BINARY, b"x" * 400, final=False))
    reader.feed(sent(0, b"x" * 400, final=False))
    assert messages(reader) == []
    reader.feed(sent(0, b"x" * 400, final=False))

    with pytest.raises(BadFrame) as no:
        messages(reader)

    assert no.value.status == TOO_LARGE


def test_a_large_message_is_refused_before_it_has_come() -> None:
    reader = FrameReader(1000)
    reader.feed(sent(TEXT, b"x" * 2000)[:8])

    with pytest.raises(BadFrame) as no:
        reader.next()

    assert no.value.status == TOO_LARGE


def test_a_closing_frame_is_told() -> None:
    reader = FrameReader(1000)
    reader.feed(sent(CLOSE, b"\x03\xe8"))

    assert messages(reader) == [(CLOSE, b"\x03\xe8")]
