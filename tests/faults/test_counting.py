"""P4, P5, P14: every op counts once, in its sender's order, and votes can be recounted."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.fleet import fleet
from tests.faults.logbook import read_logbook
from tests.faults.plant import plant
from tests.faults.proxy import SwallowAcks, SwallowCommits, Swallowing
from tests.wire import Http

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.client import Client
    from tests.faults.conftest import Running
    from tests.faults.fleet import Fleet
    from tests.faults.logbook import Fate, Logbook
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

SHARE = 0.25  # of replies and acks that never arrive
SOCKETS = 10
MOST_EACH = 1000  # dots of one seat
REPLAYS = 100  # times one op is sent by all sockets of a seat
SEED = 4


async def vote_begun(room: Fleet) -> list[str]:
    """Add ten notes and start the vote; returns the notes."""
    helmi = room.helmi
    notes = [(await helmi.do("note.add", area="value", text=f"note {n}"))["id"] for n in range(10)]
    await phase(room, "vote")
    return notes


async def phase(room: Fleet, kind: str) -> None:
    """Start the first phase of that kind; return once the facilitator has heard it."""
    phases = room.helmi.base["board"]["phases"]
    wanted = next(each["id"] for each in phases if each["kind"] == kind)
    ack = await room.helmi.do("phase.start", phase=wanted)
    await room.helmi.hear(ack["seq"])


def tally(log: Logbook) -> Counter[str]:
    """Count the dots of each note by the log alone."""
    counted: Counter[str] = Counter()
    for change in log.changes:
        if change["type"] in ("vote.placed", "vote.withdrawn"):
            sign = 1 if change["type"] == "vote.placed" else -1
            counted[change["facts"]["target_id"]] += sign * change["facts"]["dots"]
    return +counted


def shown(board: dict[str, Any]) -> Counter[str]:
    """Count the dots of each note as the board shows them."""
    return +Counter({note["id"]: sum((note.get("dots") or {}).values()) for note in board["notes"]})


async def vote_through(
    made: Plant, votes: int, *swallowing: Swallowing
) -> tuple[Logbook, dict[str, Any], list[Client]]:
    """Let ten or more seats place `votes` dots while replies are swallowed; close and reveal."""
    settings = {"votes_each": MOST_EACH, "note_cap": MOST_EACH}
    seats = max(SOCKETS, votes // MOST_EACH)
    async with fleet(made.urls, seats, join_at=made.url, settings=settings) as room:
        notes = await vote_begun(room)
        for each in swallowing:
            each.share = SHARE

        async def vote(client: Client) -> None:
            await client.perform_all(
                [
                    client.op("vote.place", target_id=notes[number % len(notes)])
                    for number in range(votes // seats)
                ]
            )

        await asyncio.gather(*(vote(client) for client in room.clients))
        await phase(room, "agree")
        board = Http(made.url, room.helmi.token).get(f"/workshops/{room.workshop_id}/snapshot")
        return read_logbook(made.redis.url, room.workshop_id), board["board"], room.clients


ACKS = Swallowing(random.Random(SEED))


@pytest.fixture(scope="module")
def miscounting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """A plant whose server forgets op_ids, takes votes at any time and knows no budget."""
    variant = "no_dedupe,votes_any_time,no_budget"
    folder = tmp_path_factory.mktemp("plant")
    with plant(folder, filters=lambda: SwallowAcks(ACKS), variant=variant) as running:
        yield running


@pytest.mark.promise("P4")
def test_every_vote_counts_once_though_replies_and_acks_are_swallowed(
    promise: Running, tmp_path: Path
) -> None:
    replies, acks = Swallowing(random.Random(SEED)), Swallowing(random.Random(SEED))
    with plant(
        tmp_path,
        filters=lambda: SwallowAcks(acks),
        redis_filters=lambda: SwallowCommits(replies),
    ) as made:
        log, board, clients = asyncio.run(vote_through(made, promise.runs, replies, acks))

        acked = {(client.seat, done.op["op_id"]) for client in clients for done in client.acked}
        counted = tally(log)
        assert replies.swallowed > 0
        assert acks.swallowed > 0
        assert sum(counted.values()) == len(acked) == promise.runs
        assert counted == shown(board)
        promise.shows(
            f"{len(acked)} op_ids, {sum(counted.values())} dots; swallowed {replies.swallowed} "
            f"replies of Redis, {acks.swallowed} acks"
        )


@pytest.mark.control("P4")
def test_a_server_that_forgets_op_ids_counts_too_much(miscounting: Plant) -> None:
    log, _, clients = asyncio.run(vote_through(miscounting, 100, ACKS))

    assert sum(tally(log).values()) > sum(len(client.acked) for client in clients)


@pytest.mark.control("P1")
def test_a_server_that_forgets_op_ids_doubles_what_is_sent_again(miscounting: Plant) -> None:
    async def sent_twice() -> Fate:
        async with fleet([miscounting.url], 1) as room:
            aino = room.clients[0]
            op = aino.op("note.add", area="value", text="once")
            await aino.until_answered(op)
            await aino.until_answered(op)
            return read_logbook(miscounting.redis.url, room.workshop_id).fates(room.clients)

    assert asyncio.run(sent_twice()).doubled


@pytest.mark.promise("P4")
def test_one_op_sent_a_thousand_times_counts_once(promise: Running, made: Plant) -> None:

    async def replayed() -> tuple[list[dict[str, Any]], Logbook]:
        async with fleet(made.urls, 1) as room:
            notes = await vote_begun(room)
            aino = room.clients[0]
            devices = [type(aino)(made.urls, aino.joined) for _ in range(SOCKETS)]
            await asyncio.gather(*(device.start() for device in devices))
            op = aino.op("vote.place", target_id=notes[0])
            answers = await asyncio.gather(*(device.pipeline([op] * REPLAYS) for device in devices))
            await asyncio.gather(*(device.leave() for device in devices))
            log = read_logbook(made.redis.url, room.workshop_id)
            return [ack for some in answers for ack in some], log

    acks, log = asyncio.run(replayed())

    assert len(acks) == SOCKETS * REPLAYS
    assert all(ack == acks[0] and ack["ok"] for ack in acks)
    assert sum(tally(log).values()) == 1


async def pipelined(made: Plant, clients: int, each: int) -> tuple[int, int]:
    """Let every client send `each` ops at once; returns ops in the log and inversions."""
    async with fleet(made.urls, clients) as room:
        sent = {
            client.seat: [client.op("note.add", area="value", text=f"{n}") for n in range(each)]
            for client in room.clients
        }
        acks = await asyncio.gather(
            *(client.pipeline(sent[client.seat]) for client in room.clients)
        )
        assert all(ack["ok"] for some in acks for ack in some)
        log = read_logbook(made.redis.url, room.workshop_id)
        turned = 0
        for seat, ops in sent.items():
            place = {op["op_id"]: number for number, op in enumerate(ops)}
            order = [place[change["op_id"]] for change in log.notes_by(seat)]
            assert len(order) == each
            turned += sum(b < a for a, b in itertools.pairwise(order))
        return clients * each, turned


@pytest.mark.promise("P5")
def test_ops_sent_without_waiting_stay_in_their_order(promise: Running, made: Plant) -> None:
    ops, turned = asyncio.run(pipelined(made, 30, promise.runs // 30))

    assert turned == 0
    promise.shows(f"{ops} ops, {turned} inversions")


@pytest.mark.control("P5")
def test_a_server_with_a_thread_for_each_event_mixes_them_up(tmp_path: Path) -> None:
    with plant(tmp_path, variant="unordered") as made:
        _, turned = asyncio.run(pipelined(made, 2, 500))

        assert turned > 0


RACERS = 20
SPENDERS = 50  # sockets of one seat


async def raced(made: Plant, races: int) -> tuple[Logbook, set[tuple[str, str]], dict[str, Any]]:
    """Close the vote while everybody is voting, `races` times; returns log, acked, export."""
    settings = {"votes_each": 1000, "note_cap": 1000}
    chance = random.Random(races)
    acked = set()
    async with fleet([made.url], RACERS, settings=settings) as room:
        notes = await vote_begun(room)
        ballot = room.helmi.heard[-1]["ballot"]["id"]
        for race in range(races):
            if race:
                await room.helmi.do("ballot.open", ballot_id=ballot)
            racing: list[tuple[Client, dict[str, Any]]] = [
                (client, client.op("vote.place", target_id=notes[0])) for client in room.clients
            ]
            closing = (room.helmi, room.helmi.op("ballot.close"))
            racing.insert(chance.randint(1, RACERS), closing)
            answers = [await client.begin("op", op) for client, op in racing]
            acks = await asyncio.gather(*answers)
            refused = {ack["error"]["code"] for ack in acks if not ack["ok"]}
            assert refused <= {"ballot.closed"}
            acked |= {
                (client.seat, op["op_id"])
                for (client, op), ack in zip(racing, acks, strict=True)
                if ack["ok"] and op["type"] == "vote.place"
            }
        await phase(room, "agree")
        http = Http(made.url, room.helmi.token)
        exported = http.get(f"/workshops/{room.workshop_id}/export/json")
        return read_logbook(made.redis.url, room.workshop_id), acked, exported


def late_votes(log: Logbook) -> int:
    """Count the dots that stand in the log while no ballot is open."""
    is_open, late = False, 0
    for change in log.changes:
        if change["type"] in ("ballot.opened", "ballot.closed"):
            is_open = change["type"] == "ballot.opened"
        late += change["type"] == "vote.placed" and not is_open
    return late


@pytest.mark.promise("P14")
def test_a_vote_counts_exactly_when_it_was_acknowledged_before_the_close(
    promise: Running, made: Plant
) -> None:
    log, acked, exported = asyncio.run(raced(made, promise.runs))

    placed = [
        (change["by"], change["op_id"]) for change in log.changes if change["type"] == "vote.placed"
    ]
    papers = [paper for ballot in exported["ballots"] for paper in ballot["papers"]]
    on_papers = sum(sum(paper["dots"].values()) for paper in papers)
    assert late_votes(log) == 0
    assert sorted(placed) == sorted(acked)
    assert 0 < len(acked) < RACERS * promise.runs
    assert on_papers == sum(tally(log).values()) == sum(shown(exported["board"]).values())
    promise.shows(f"{len(acked)} acked = counted = log = export, {promise.runs} races")


@pytest.mark.control("P14")
def test_a_server_that_takes_votes_after_the_close_is_caught(miscounting: Plant) -> None:
    log, _, _ = asyncio.run(raced(miscounting, 3))

    assert late_votes(log) > 0


async def spent(made: Plant) -> int:
    """Place dots from fifty sockets of one seat at once; returns how many counted."""
    settings = {"votes_each": 5, "note_cap": 5}
    async with fleet([made.url], 1, settings=settings) as room:
        notes = await vote_begun(room)
        aino = room.clients[0]
        devices = [type(aino)([made.url], aino.joined, seed=n) for n in range(SPENDERS)]
        await asyncio.gather(*(device.start() for device in devices))
        await asyncio.gather(
            *(
                device.pipeline([device.op("vote.place", target_id=notes[0]) for _ in range(4)])
                for device in devices
            )
        )
        await asyncio.gather(*(device.leave() for device in devices))
        return sum(tally(read_logbook(made.redis.url, room.workshop_id)).values())


@pytest.mark.promise("P14")
def test_fifty_sockets_of_one_seat_spend_one_budget(promise: Running, made: Plant) -> None:
    assert asyncio.run(spent(made)) == 5


@pytest.mark.control("P14")
def test_a_server_without_a_budget_is_caught(miscounting: Plant) -> None:
    assert asyncio.run(spent(miscounting)) > 5
