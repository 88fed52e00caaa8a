"""Throws one input at a server, the way it is described, and says what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
import requests

from tests.faults.hostile import written_out
from tests.faults.link import SEPARATOR, LinkLost, PollingLink, WebsocketLink, host_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from tests.faults.hostile import Input
    from tests.faults.witnesses import Room

ANSWERED_WITHIN = 5.0  # seconds; a busy machine needs a while
HEARD_WITHIN = 1.0  # seconds from a valid op to both witnesses
HELD_FOR = 0.3  # seconds somebody waits who never ends what was begun
FENCE = "4399["  # the ack of an event that nobody knows: all before it was read
PAGE = '<div id="citywheel"'  # the same for every path; the page asks the server for what it shows


@dataclass
class Came:
    """What came of some frames: the acks, and whether the socket was cut."""

    acks: list[dict[str, Any]] = field(default_factory=list)
    was_cut: bool = False

    def __str__(self) -> str:
        said = sorted({self._word(ack) for ack in self.acks})
        return ", ".join(said) or ("closed" if self.was_cut else "nothing")

    def _word(self, ack: dict[str, Any]) -> str:
        if not ack["ok"]:
            return str(ack["error"]["code"])
        return "snapshot" if ack.get("snapshot") else "accepted"


async def throw(room: Room, case: Input) -> str:
    """Throw an input; return what came of it, in the words of `Input.comes`."""
    return await HOW[case.how](room, case, written_out(case.send, room.names))


async def throw_frames(room: Room, frames: Sequence[str], *, role: str = "participant") -> Came:
    """Send frames on a socket of their own and return what came of them, once all were read."""
    came = Came()
    link = await WebsocketLink.open(room.made.url)
    with contextlib.suppress(TimeoutError):
        try:
            await link.send("40" + orjson.dumps({"token": room.tokens[role]}).decode())
            let_in = await asyncio.wait_for(link.receive(), ANSWERED_WITHIN)
            if let_in.startswith("44"):
                refused = orjson.loads(let_in[2:])["data"]
                return Came([{"ok": False, "error": refused}], was_cut=True)
            for frame in frames:
                await link.send(frame)
            await link.send('4299["fence",{}]')
            await _until_answered(link, came, {*map(number_of, frames), "99"} - {""})
        except LinkLost:
            came.was_cut = True
    link.close()
    return came


async def _until_answered(link: WebsocketLink, came: Came, waiting: set[str]) -> None:
    while waiting:
        packet = await asyncio.wait_for(link.receive(), ANSWERED_WITHIN)
        if packet.startswith("43"):
            number, _, said = packet[2:].partition("[")
            waiting.discard(number)
            (ack,) = orjson.loads("[" + said) or ({},)
            if number != "99" and isinstance(ack, dict):
                came.acks.append(ack)


def number_of(frame: str) -> str:
    """Return the number under which an event asks for an ack; "" = it asks for none."""
    number, found, _ = frame[2:].partition("[")
    is_number = number.isascii() and number.isdigit() and len(number) < 4
    return number if frame.startswith("42") and found and is_number else ""


async def _frames(room: Room, case: Input, sent: Any) -> str:
    frames = sent if isinstance(sent, list) else [sent] * case.times
    return str(await throw_frames(room, frames, role=case.role))


async def _op(room: Room, case: Input, sent: Any) -> str:
    op = {"type": case.to, **sent}
    frame = f'427["op",{orjson.dumps(op).decode()}]'
    return str(await throw_frames(room, [frame], role=case.role))


async def _text(room: Room, case: Input, sent: Any) -> str:
    """Add a note; "verbatim" when both witnesses heard it so, else "cleaned"."""
    op = room.fleet.helmi.op("note.add", area="value", text=sent)
    came = await throw_frames(room, [f'427["op",{orjson.dumps(op).decode()}]'])
    if str(came) != "accepted":
        return str(came)
    (ack,) = came.acks
    told = set()
    for one in room.witnesses:
        await one.hear(ack["seq"], HEARD_WITHIN)
        told |= {c["note"]["text"] for c in one.heard if c.get("note", {}).get("id") == ack["id"]}
    return "verbatim" if told == {unicodedata.normalize("NFC", sent).strip()} else "cleaned"


async def _polling(room: Room, case: Input, sent: Any) -> str:
    """Send many packets in one body; "accepted" when each was."""
    link = await PollingLink.open(room.made.url)
    await link.send("40" + orjson.dumps({"token": room.tokens["participant"]}).decode())
    await asyncio.wait_for(link.receive(), ANSWERED_WITHIN)
    packets = [written_out(case.send, room.names) for _ in range(case.times)]
    came = Came()
    try:
        await link.send(SEPARATOR.join(packets))
        async with asyncio.timeout(ANSWERED_WITHIN):
            while len(came.acks) < case.times:
                packet = await link.receive()
                if packet.startswith("43"):
                    came.acks += orjson.loads(packet[packet.index("[") :])
        await link.send("1")  # or it counts as there until it is missed
    except LinkLost:
        came.was_cut = True
    except TimeoutError:
        return f"{len(came.acks)} of {case.times} answered"
    finally:
        link.close()
    return str(came)


async def _request(room: Room, case: Input, sent: Any) -> str:
    """Send a request; return its status, "page" for the page of any path, or what it leaks."""
    method, _, path = written_out(case.to, room.names).partition(" ")
    headers = {"Content-Type": "application/json"} | written_out(case.headers, room.names)
    if case.role != "nobody":
        headers["Authorization"] = f"Bearer {room.tokens[case.role]}"
    raw = sent.encode() if isinstance(sent, str) else None if sent is None else orjson.dumps(sent)
    for _ in range(case.times):
        answer = await asyncio.to_thread(
            requests.request,
            method,
            room.made.url + path,
            data=raw,
            headers=headers,
            timeout=5,
            allow_redirects=False,
        )
    if "Traceback" in answer.text or answer.headers.get("X-Evil"):
        return "leaks"
    return "page" if answer.ok and PAGE in answer.text else str(answer.status_code)


async def _bytes(room: Room, case: Input, sent: Any) -> str:
    """Send bytes; return the status of each answer; without one "closed" or "nothing"."""
    host, port = host_of(room.made.url)
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(sent.encode("latin-1"))
    answer, ending = b"", "closed"
    try:
        while part := await asyncio.wait_for(reader.read(65_536), 2 * HELD_FOR):
            answer += part
    except TimeoutError:
        ending = "nothing"
    except OSError:
        pass
    writer.transport.abort()
    answers = answer.split(b"HTTP/1.1 ")[1:]
    return ", ".join(one[:3].decode() for one in answers) or ending


async def _odd_frames(room: Room, case: Input, _: Any) -> str:
    """Send frames that no client of ours sends; "closed" when the socket is cut."""
    link = await WebsocketLink.open(room.made.url)
    try:
        await link.send("40" + orjson.dumps({"token": room.tokens["participant"]}).decode())
        await asyncio.wait_for(link.receive(), ANSWERED_WITHIN)
        ODD_FRAMES[case.how](link)
        await asyncio.wait_for(link.writer.drain(), ANSWERED_WITHIN)
        while True:
            await asyncio.wait_for(link.receive(), HELD_FOR)
    except (LinkLost, OSError):
        return "closed"
    except TimeoutError:
        return "nothing"
    finally:
        link.close()


def _attachments(link: WebsocketLink) -> None:
    link.send_frame(b'459999999-["op",{"_placeholder":true,"num":0}]')
    for _ in range(20):
        link.send_frame(b"z" * 60_000, opcode=2)


def _binary(link: WebsocketLink) -> None:
    link.send_frame(b"\x00\xff" * 500, opcode=2)


def _unfinished(link: WebsocketLink) -> None:
    link.send_frame(b'42["op",', final=False)


def _unmasked(link: WebsocketLink) -> None:
    body = b'42["op",{}]'
    link.writer.write(bytes([0x81, len(body)]) + body)


ODD_FRAMES: dict[str, Callable[[WebsocketLink], None]] = {
    "attachments": _attachments,
    "binary": _binary,
    "unfinished": _unfinished,
    "unmasked": _unmasked,
}
HOW: dict[str, Callable[[Room, Input, Any], Awaitable[str]]] = {
    "frames": _frames,
    "op": _op,
    "text": _text,
    "polling": _polling,
    "request": _request,
    "bytes": _bytes,
    **dict.fromkeys(ODD_FRAMES, _odd_frames),
}
