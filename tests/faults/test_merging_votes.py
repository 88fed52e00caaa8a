"""P14: a merge against votes: what was acknowledged counts, and nobody counts twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.fleet import fleet
from tests.faults.logbook import read_logbook
from tests.wire import Http

if TYPE_CHECKING:
    from tests.faults.client import Client
    from tests.faults.conftest import Running
    from tests.faults.fleet import Fleet
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

RACERS = 10
SHORT, LONG = 20, 200  # races
SETTINGS = {"votes_each": 1000, "note_cap": 1, "silent": False}

Pair = tuple[str, str]  # two notes that are merged while people vote for both


async def raced(made: Plant, races: int) -> tuple[dict[Pair, set[str]], list[str], dict[str, Any]]:
    """Merge two notes while everybody votes for both; return who was acked, refusals, export."""
    chance = random.Random(races)
    acked: dict[Pair, set[str]] = defaultdict(set)
    refused: list[str] = []
    async with fleet([made.url], RACERS, settings=SETTINGS) as room:
        ballot = None
        for race in range(races):
            pair = await two_notes(room, race)
            opened = await room.helmi.do("ballot.open", **({"ballot_id": ballot} if ballot else {}))
            ballot = ballot or opened["id"]
            for client, op, ack in await votes_and_merge(room, pair, chance):
                if not ack["ok"]:
                    refused.append(ack["error"]["code"])
                elif op["type"] == "vote.place":
                    acked[pair].add(client.seat)
        await room.helmi.do("ballot.reveal", ballot_id=ballot)
        http = Http(made.url, room.helmi.token)
        exported = http.get(f"/workshops/{room.workshop_id}/export/json")
        assert read_logbook(made.redis.url, room.workshop_id).changes
        return acked, refused, exported


async def two_notes(room: Fleet, race: int) -> Pair:
    """Write two notes that say the same."""
    first, second = [
        (await room.helmi.do("note.add", area="value", text=f"{race}: {n}"))["id"] for n in (1, 2)
    ]
    return first, second


async def votes_and_merge(
    room: Fleet, pair: Pair, chance: random.Random
) -> list[tuple[Client, dict[str, Any], dict[str, Any]]]:
    """Send everybody's votes for both notes, with a close and a merge somewhere between them."""
    racing = [
        (client, client.op("vote.place", target_id=note))
        for client in room.clients
        for note in pair
    ]
    chance.shuffle(racing)
    at = chance.randint(1, len(racing))
    racing[at:at] = [
        (room.helmi, room.helmi.op("ballot.close")),
        (room.helmi, room.helmi.op("note.merge", into=pair[0], notes=[pair[1]])),
    ]
    answers = [await client.begin("op", op) for client, op in racing]
    acks = await asyncio.gather(*answers)
    return [(client, op, ack) for (client, op), ack in zip(racing, acks, strict=True)]


@pytest.mark.promise("P14")
def test_merged_while_people_vote_each_person_counts_once_and_nobody_is_lost(
    promise: Running, made: Plant
) -> None:
    races = LONG if promise.is_long else SHORT

    acked, refused, exported = asyncio.run(raced(made, races))

    (ballot,) = exported["ballots"]
    counted = Counter(
        target for paper in ballot["papers"] for target, dots in paper["dots"].items() if dots == 1
    )
    shown = exported["board"]["ballots"][0]["dots"]
    assert set(refused) <= {"ballot.closed", "phase.not_now"}
    assert all(dots == 1 for paper in ballot["papers"] for dots in paper["dots"].values())
    assert counted == {pair[0]: len(seats) for pair, seats in acked.items() if seats}
    assert {
        note: sum(dots.values()) for note, dots in shown.items() if any(dots.values())
    } == counted
    assert sum(counted.values()) > races
    promise.shows(f"{sum(counted.values())} people counted once, {races} merges against votes")
