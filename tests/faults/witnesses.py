"""Two witnesses in a workshop under attack: who say at once when anything disturbs them."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import requests

from tests.faults.fleet import fleet, join, seat
from tests.faults.throwing import HEARD_WITHIN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.faults.client import Client
    from tests.faults.fleet import Fleet
    from tests.faults.plant import Plant

CHECK_EVERY = 25  # inputs
HEALTH_WITHIN = 0.5  # seconds
GHOST_FOR = 2.0  # seconds somebody may still be shown who has gone
LOG_EACH = 1024  # bytes one input may add to the log

Throw = tuple[str, "Callable[[], Awaitable[str | None]]"]  # its name; what is wrong with it


@dataclass
class Room:
    """Two witnesses, the workshop under attack, and what has been found wrong."""

    made: Plant
    fleet: Fleet
    tokens: dict[str, str]  # by role, of those who attack
    names: dict[str, str]  # what inputs may name
    wrong: list[str] = field(default_factory=list)

    @property
    def witnesses(self) -> list[Client]:
        """One over a websocket, one over polling."""
        return self.fleet.clients


@contextlib.asynccontextmanager
async def room_of(made: Plant) -> AsyncIterator[Room]:
    """Set the scene: two witnesses, notes to be named, and somebody hostile in each role."""
    async with fleet(made.urls, 2, transports=("websocket", "polling")) as whole:
        helmi = whole.helmi
        seats = {role: seat(made.url, whole.made, 0, role) for role in ("participant", "removed")}
        watching = {"code": whole.made["invitations"]["observer"]["code"], "name": "observer"}
        seats["observer"] = join(made.url, watching)
        async with fleet(made.urls, 0) as other:
            stranger = other.helmi.token
        await helmi.do("seat.remove", seat_id=seats["removed"]["seat"]["id"])
        notes = [
            (await helmi.do("note.add", area="value", text=text))["id"]
            for text in ("one", "two", "gone")
        ]
        await helmi.do("note.remove", note_id=notes[2])
        tokens = {role: joined["token"] for role, joined in seats.items()}
        tokens |= {"facilitator": helmi.token, "stranger": stranger, "nobody": "nobody"}
        yield Room(made, whole, tokens, names_in(whole, notes, tokens))


def names_in(whole: Fleet, notes: list[str], tokens: dict[str, str]) -> dict[str, str]:
    """Return what inputs may name of this workshop."""
    code = whole.made["invitations"]["cities"][0]["code"]
    token = tokens["participant"]
    return {
        "NOTE": notes[0], "NOTE_2": notes[1], "NOTE_OF_OTHER": notes[0], "NOTE_DELETED": notes[2],
        "OTHER": whole.clients[0].seat, "WS": whole.workshop_id, "WS_OTHER": "abcdefghijkl",
        "EPOCH": "abcdefghijkl", "CODE": code, "CODE_lower": code.lower(), "RANDOM": "ZZZZ9999",
        "RANDOM_IP": "203.0.113.7", "CANARY": "http://127.0.0.1:9", "FTOKEN": whole.helmi.token,
        "PTOKEN": token, "PTOKEN_FLIPPED": flipped(token),
        "ONE": "a1b2c3d4-0000-4000-8000-000000000001",
    }  # fmt: skip


def flipped(token: str) -> str:
    """Return the token with one letter changed, where every bit of it counts."""
    return token[:-9] + ("A" if token[-9] != "A" else "B") + token[-8:]


async def attacked(room: Room, throws: list[Throw]) -> None:
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


async def one_by_one(room: Room, batch: list[Throw]) -> list[str]:
    """Throw a batch again, looking after each; return who disturbs."""
    for one in room.witnesses:
        one.connects = min(one.connects, 1)
    found = []
    for name, throwing in batch:
        before = len(room.made.logs)
        await throwing()
        found += [f"{name}: {wrong}" for wrong in await undisturbed(room, 1, before)]
    return found or [f"{batch[0][0]}…{batch[-1][0]}: together"]


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
