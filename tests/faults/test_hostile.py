"""P9: no input of one participant disturbs another, however odd or hostile."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import requests

from tests.faults.client import Client
from tests.faults.fleet import fleet, seat
from tests.faults.hostile import NOT_OURS, ONCE, RESCALED, SLOW, Wire, read_inputs
from tests.faults.link import LinkLost, WebsocketLink, host_of
from tests.faults.plant import plant

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.conftest import Running
    from tests.faults.fleet import Fleet
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

CHECK_EVERY = 25  # inputs
HEALTH_WITHIN = 0.5  # seconds
HEARD_WITHIN = 1.0  # seconds from a valid op to both witnesses
GHOST_FOR = 2.0  # seconds somebody may still be shown who has gone
LOG_EACH = 1024  # bytes one input may add to the log
ANSWERED_WITHIN = 2.0  # seconds
LISTEN_FOR = 0.15  # seconds an attacker waits for an answer that may never come
SEED = 9

# Inputs whose promise has a test of its own, and what is thrown there.
ELSEWHERE = {
    "N176": "P4", "N185": "P14", "N193": "P5", "N202": "P10", "N203": "P10",
    "N187": "joining", "N188": "P10", "N191": "notes", "N233": "P12", "N172": "P13",
}  # fmt: skip
# Refusals whose code says more than the one of the description.
SAYS_MORE = {
    "op.malformed": {"area.unknown", "op.too_large", "vote.note_cap", "vote.budget_spent"},
    "phase.not_now": {"ballot.frozen", "ballot.closed"},
    "token.bad": {"token.missing", "seat.removed", "seat.left", "op.malformed"},
    "role.not_allowed": {"op.malformed"},
}
FRAMES = [
    '420["op",{"op_id":"UUID","type":"note.add","area":"value","text":"a thought"}]',
    '421["enter",{"protocol":1,"seq":1,"epoch":"abcdefghijkl"}]',
    '42["presence",{"state":"writing","area":"value"}]',
    '422["clock",{}]',
    '40{"token":"x"}',
    "3probe",
    "451-[{}]",
]


@dataclass
class Room:
    """Two witnesses, the workshop under attack, and what has been found wrong."""

    made: Plant
    fleet: Fleet
    attacker: dict[str, Any]
    wire: Wire
    wrong: list[str]

    @property
    def witnesses(self) -> list[Client]:
        return self.fleet.clients


async def undisturbed(room: Room, inputs: int, log_before: int) -> list[str]:
    """Return what disturbs the witnesses now; [] = nothing."""
    wrong = []
    begun = time.monotonic()
    health = await asyncio.to_thread(requests.get, f"{room.made.url}/healthz", timeout=5)
    if health.status_code != 200 or time.monotonic() - begun > HEALTH_WITHIN:
        wrong.append(f"health {health.status_code} in {time.monotonic() - begun:.2f} s")
    wrong += [f"{one.transport} witness was cut" for one in room.witnesses if one.connects != 1]
    helmi = room.fleet.helmi
    op = helmi.op("city.add", name=f"City {helmi.chance.getrandbits(40)}")
    ack = await helmi.ask("op", op)
    if not ack["ok"]:
        op = helmi.op("workshop.settings", retention_days=helmi.chance.randint(1, 3000))
        ack = await helmi.ask("op", op)
    for one in room.witnesses:
        try:
            await one.hear(ack["seq"], HEARD_WITHIN)
        except TimeoutError:
            wrong.append(f"{one.transport} witness did not hear a valid op in time")
    grown = len(room.made.logs) - log_before
    if grown > LOG_EACH * inputs:
        wrong.append(f"{grown} bytes of log")
    if "Traceback" in room.made.logs or "server_fault" in room.made.logs:
        wrong.append("a traceback")
    return wrong


async def ghosts(room: Room) -> int:
    """Return how many seats are shown as connected, two seconds on, that are not."""
    deadline = time.monotonic() + GHOST_FOR + 1
    path = f"{room.made.url}/api/v1/workshops/{room.fleet.workshop_id}/people"
    headers = {"Authorization": f"Bearer {room.fleet.helmi.token}"}
    while True:
        answer = await asyncio.to_thread(requests.get, path, headers=headers, timeout=5)
        shown = {one["id"] for one in answer.json()["seats"] if one["connected"]}
        extra = shown - {one.seat for one in room.fleet.everyone}
        if not extra or time.monotonic() > deadline:
            return len(extra)
        await asyncio.sleep(0.1)


# -- throwing ---------------------------------------------------------------------------------


async def throw_frames(
    room: Room, frames: list[str], *, token: str | None = None, until: str = "", quiet: float = 0
) -> list[str]:
    """Send frames on a socket of their own; return what came back.

    That is over when the socket is cut, or once everything was read (an event nobody knows is
    answered at once) and a packet that begins with `until` has come, or for `quiet` seconds none.
    """
    link = await WebsocketLink.open(room.made.url)
    heard: list[str] = []
    with contextlib.suppress(LinkLost, TimeoutError):
        auth = orjson.dumps({"token": token or room.attacker["token"]}).decode()
        await link.send("40" + auth)
        await asyncio.wait_for(link.receive(), 2)
        for frame in frames:
            await link.send(frame)
        await link.send('4299["fence",{}]')
        for awaited in ("4399", until):
            while not any(packet.startswith(awaited) for packet in heard):
                heard.append(await asyncio.wait_for(link.receive(), ANSWERED_WITHIN))
        while quiet:
            heard.append(await asyncio.wait_for(link.receive(), quiet))
    link.close()
    return [packet for packet in heard if not packet.startswith("4399")]


async def throw_op(room: Room, case: dict[str, Any]) -> dict[str, Any] | None:
    """Send one op as the role of the case; return its ack, None = it is not of our wire."""
    kind = room.wire.op_type(case["target"])
    if (
        kind is None
        or kind.startswith("POST")
        or case["role"] not in ("participant", "facilitator")
    ):
        return None
    payload = room.wire.expand(case["payload"], size=RESCALED.get(case["id"]))
    ours = {"participant_id": "seat_id"} | ({"note_id": "target_id"} if "vote" in kind else {})
    payload = {ours.get(name, name): value for name, value in payload.items()}
    who = room.fleet.helmi.token if case["role"] == "facilitator" else room.attacker["token"]
    frame = '427["op",' + orjson.dumps({"type": kind, **payload}).decode() + "]"
    for packet in await throw_frames(room, [frame], token=who, until="437"):
        if packet.startswith("437"):
            return orjson.loads(packet[3:])[0]
    return {"ok": False, "error": {"code": "closed"}}


async def throw_text(room: Room, case: dict[str, Any]) -> str | None:
    """Add a note with a text; return what is wrong, or None."""
    text = room.wire.expand(case["payload"], size=RESCALED.get(case["id"]))
    op = {"op_id": room.fleet.helmi.op("")["op_id"], "type": "note.add", "area": "value"}
    frame = '427["op",' + orjson.dumps(op | {"text": text}).decode() + "]"
    heard = await throw_frames(room, [frame], until="437")
    acks = [orjson.loads(packet[3:])[0] for packet in heard if packet.startswith("437")]
    if not acks:
        return "no answer"
    (ack,) = acks
    if case["expect"] == "error":
        return None if not ack["ok"] else "accepted"
    if not ack["ok"]:
        return None if case["expect"] == "ok_sanitised_or_error" else ack["error"]["code"]
    for one in room.witnesses:
        await one.hear(ack["seq"], HEARD_WITHIN)
        told = next(
            c["note"]["text"] for c in one.heard if c.get("note", {}).get("id") == ack["id"]
        )
        if case["expect"] == "ok_verbatim" and told != unicodedata.normalize("NFC", text).strip():
            return f"came back as {told!r}"
    return None


async def throw_http(room: Room, case: dict[str, Any]) -> str | None:
    """Send a request; return what is wrong, or None."""
    method, _, path = room.wire.named(case["target"]).partition(" ")
    path = path.replace("/api/", "/api/v1/").replace("/export?format=", "/export/")
    body = room.wire.expand(case["payload"])
    headers = {"Content-Type": "application/json"} | case.get("headers", {})
    headers = {name: room.wire.named(value) for name, value in headers.items()}
    if case["role"] == "facilitator":
        headers["Authorization"] = f"Bearer {room.fleet.helmi.token}"
    raw = body.encode() if isinstance(body, str) else orjson.dumps(body) if body else None
    for _ in range(min(case.get("times", 1), 30)):
        answer = await asyncio.to_thread(
            requests.request,
            method,
            room.made.url + path,
            data=raw,
            headers=headers,
            timeout=5,
            allow_redirects=False,
        )
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    is_page = (
        path.startswith("/w/") and '<div id="citywheel"' in answer.text
    )  # the same for any path
    if case["expect"] == "http_4xx" and not is_page and not 400 <= answer.status_code < 500:
        return f"{answer.status_code} and not a 4xx"
    if "Traceback" in answer.text or answer.headers.get("X-Evil"):
        return "leaks"
    return None


async def throw_raw(room: Room, case: dict[str, Any]) -> str | None:
    """Send bytes; return what is wrong, or None."""
    host, port = host_of(room.made.url)
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(room.wire.expand(case["payload"]).encode("latin-1"))
    answer = b""
    with contextlib.suppress(TimeoutError, OSError):
        answer = await asyncio.wait_for(reader.read(65_536), 1)
    writer.transport.abort()
    if b"HTTP/1.1 5" in answer or answer.count(b"HTTP/1.1 ") > 1:
        return answer[:60].decode("latin-1")
    return None


async def throw(room: Room, case: dict[str, Any]) -> str | None:
    """Throw one described input; return what is wrong with what came of it, or None."""
    layer = case["layer"]
    if layer in ("frame", "polling"):
        text = room.wire.expand(case["payload"])
        frames = [room.wire.frame(text)] * case.get("times", 1) if isinstance(text, str) else ["4"]
        heard = await throw_frames(room, frames, quiet=LISTEN_FOR)
        acks = [
            orjson.loads(p[p.index("[") :])[0] for p in heard if p.startswith("43") and "[" in p
        ]
        accepted = any(isinstance(ack, dict) and ack.get("ok") for ack in acks)
        may_accept = case["expect"] in ("ok_or_error", "ok_sanitised_or_error", "all_or_error")
        return "accepted" if accepted and not may_accept else None
    if layer == "text":
        return await throw_text(room, case)
    if layer == "event":
        ack = await throw_op(room, case)
        return None if ack is None else wrong_ack(room, case, ack)
    if layer == "http":
        return await throw_http(room, case)
    if layer == "raw":
        return await throw_raw(room, case)
    if layer == "bin":
        link = await WebsocketLink.open(room.made.url)
        with contextlib.suppress(LinkLost, TimeoutError, OSError):
            await link.send("40" + orjson.dumps({"token": room.attacker["token"]}).decode())
            link.send_frame(b"459999-" + b'["op",{"_placeholder":true,"num":0}]')
            for _ in range(20):
                link.send_frame(b"z" * 60_000, opcode=2)
            await asyncio.wait_for(link.writer.drain(), 1)
        link.close()
        return None
    return await throw_sequence(room, case)


async def throw_sequence(room: Room, case: dict[str, Any]) -> str | None:
    """Send the events of a sequence, as often as it says; the invariants judge."""
    frames = []
    for step in case["payload"]:
        kind = room.wire.op_type(step.get("event", ""))
        if not kind or step.get("role") == "facilitator":
            continue
        data = room.wire.expand(step.get("data", {}))
        event = kind if kind in ("enter", "presence") else "op"
        body = data if event != "op" else {"type": kind, **data}
        body = {name.replace("last_seq", "seq"): value for name, value in body.items()}
        frame = f'427["{event}",' + orjson.dumps(body).decode() + "]"
        frames += [frame] * min(step.get("times", 1), 100)
    await throw_frames(room, frames)
    return None


def wrong_ack(room: Room, case: dict[str, Any], ack: dict[str, Any]) -> str | None:
    """Return what is wrong with an ack that should be a refusal, or None."""
    if ack["ok"]:
        return "accepted"
    wanted = room.wire.table["codes"].get(case["error_code"], case["error_code"])
    got = ack["error"]["code"]
    fits = got in {wanted, "closed"} | SAYS_MORE.get(wanted, set())
    return None if fits else f"{got} and not {wanted}"


def mutations(count: int) -> list[str]:
    """Return seeded mutations of good frames: letters changed, cut, doubled or put in."""
    chance = random.Random(SEED)
    made = []
    for _ in range(count):
        frame = list(chance.choice(FRAMES).replace("UUID", f"{chance.getrandbits(128):032x}"))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(frame) + 1)
            odd = chance.choice(["\0", '"', "{", "[", "]", "9" * 30, "²", "\u202e", "-", "1e400"])
            kind = chance.choice(("put", "cut", "double", "swap"))
            if kind == "put" or not frame:
                frame.insert(at, odd)
            elif kind == "cut":
                del frame[at : at + chance.randint(1, 10)]
            elif kind == "double":
                frame[at:at] = frame[at : at + 10]
            elif at < len(frame):
                frame[at] = chr(chance.randrange(0x20, 0x2FFF))
        made.append("".join(frame))
    return made


# -- attacking --------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def room_of(made: Plant, table: dict[str, Any]):
    """Set the scene: two witnesses, notes to be named, and somebody hostile with a seat."""
    async with fleet(made.urls, 2, transports=("websocket", "polling")) as whole:
        attacker = seat(made.url, whole.made, 0, "attacker")
        notes = [
            (await whole.helmi.do("note.add", area="value", text=text))["id"]
            for text in ("one", "two", "gone")
        ]
        await whole.helmi.do("note.remove", note_id=notes[2])
        names = {
            "CELL": "value", "NOTE": notes[0], "NOTE_2": notes[1], "NOTE_OF_OTHER": notes[0],
            "NOTE_DELETED": notes[2], "OTHER": whole.clients[0].seat, "EPOCH": "abcdefghijkl",
            "WS": whole.workshop_id, "WS_OTHER": "abcdefghijkl", "RANDOM": "ZZZZ9999",
            "CODE": whole.made["invitations"]["cities"][0]["code"], "CANARY": "http://127.0.0.1:9",
            "CODE_lower": whole.made["invitations"]["cities"][0]["code"].lower(),
            "FTOKEN": whole.helmi.token, "RANDOM_IP": "203.0.113.7",
        }  # fmt: skip
        yield Room(made, whole, attacker, Wire(table, names), [])


async def attacked(room: Room, throws: list[tuple[str, Any]]) -> None:
    """Throw everything, look after the witnesses every 25, and name what disturbed them."""
    for start in range(0, len(throws), CHECK_EVERY):
        batch = throws[start : start + CHECK_EVERY]
        before = len(room.made.logs)
        came = await asyncio.gather(*(throwing() for _, throwing in batch))
        room.wrong += [
            f"{name}: {wrong}" for (name, _), wrong in zip(batch, came, strict=True) if wrong
        ]
        if await undisturbed(room, len(batch), before):
            room.wrong += await one_by_one(room, batch)
    if await ghosts(room):
        room.wrong.append("somebody is shown who has gone")


async def one_by_one(room: Room, batch: list[tuple[str, Any]]) -> list[str]:
    """Throw a batch again, looking after each; return who disturbs."""
    for one in room.witnesses:
        one.connects = min(one.connects, 1)
    found = []
    for name, throwing in batch:
        before = len(room.made.logs)
        await throwing()
        found += [f"{name}: {wrong}" for wrong in await undisturbed(room, 1, before)]
    return found or [f"{batch[0][0]}…{batch[-1][0]}: together"]


@pytest.mark.promise("P9")
def test_no_described_input_disturbs_anybody(promise: Running, made: Plant) -> None:
    described = read_inputs()
    if described is None:
        pytest.skip("the described inputs are not beside this repository")
    left_out = NOT_OURS | ONCE | set(ELSEWHERE) | (set() if promise.is_long else SLOW)
    cases = [case for case in described["cases"] if case["id"] not in left_out]

    async def all_of_them() -> Room:
        async with room_of(made, described["map"]) as room:
            await attacked(
                room, [(case["id"], lambda case=case: throw(room, case)) for case in cases]
            )
            return room

    room = asyncio.run(all_of_them())

    assert room.wrong == []
    assert room.attacker["token"] not in made.logs
    assert "a thought" not in made.logs
    promise.shows(f"{len(cases)} described inputs", runs=len(cases))


@pytest.mark.promise("P9")
def test_no_mutated_frame_disturbs_anybody(promise: Running, made: Plant) -> None:
    count = 10_000 if promise.is_long else 300

    async def all_of_them() -> Room:
        async with room_of(made, {"fields": {}, "codes": {}}) as room:
            await attacked(
                room,
                [
                    (repr(frame[:60]), lambda frame=frame: quietly(room, frame))
                    for frame in mutations(count)
                ],
            )
            return room

    room = asyncio.run(all_of_them())

    assert room.wrong == []
    promise.shows(f"{count} mutations, seed {SEED}", runs=count)


async def quietly(room: Room, frame: str) -> None:
    """Throw one frame; whatever comes back is fine."""
    await throw_frames(room, [frame])


@pytest.mark.control("P9")
def test_a_server_that_falls_over_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="falls_over") as made:

        async def one_frame() -> None:
            async with room_of(made, {"fields": {}, "codes": {}}) as room:
                await attacked(room, [("null", lambda: quietly(room, '427["op",null]'))])

        with pytest.raises(requests.ConnectionError):
            asyncio.run(one_frame())
