"""Two server processes on one Redis serve one workshop."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from server_fixtures import RAISED
from server_process import server_process

from tests.wire import canonical_hash, code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from pathlib import Path

    from server_process import ServerProcess

    from tests.wire import Person

OPS_EACH = 25


def test_clients_on_both_hear_the_same_order_and_miss_nothing(
    server: ServerProcess, redis_server_url: str, tmp_path: Path
) -> None:
    with server_process(redis_server_url, tmp_path, **RAISED) as second:
        made = make_workshop(server.url, ["Oulu", "Sofia"], silent=False)
        urls = [server.url, second.url]
        people = [
            join(urls[number % 2], code_of(made, number % 2), f"seat {number}")
            for number in range(6)
        ]
        helmi = facilitate(second.url, made)

        def write(person: Person) -> None:
            for number in range(OPS_EACH):
                person.do("note.add", area="value", text=f"{person.seat['name']} {number}")

        writers = [threading.Thread(target=write, args=[person]) for person in people]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        last = helmi.do("phase.lock", locked=True)["seq"]
        for person in [*people, helmi]:
            person.wait_for(last)

        logs = [
            [(change["seq"], change["type"]) for change in person.changes if change["seq"] > first]
            for person in people
            for first in [max(each.snapshot["seq"] for each in [*people, helmi])]
        ]
        own = [
            [
                int(change["note"]["text"].split()[-1])
                for change in helmi.changes
                if change["type"] == "note.added" and change["by"] == person.seat["id"]
            ]
            for person in people
        ]
        boards = {canonical_hash(person.see()["board"]) for person in [*people, helmi]}

        assert all(log == logs[0] for log in logs)
        assert all(numbers == list(range(OPS_EACH)) for numbers in own)
        assert len(boards) == 1


def test_a_vote_budget_holds_when_one_seat_votes_on_both_at_once(
    server: ServerProcess, redis_server_url: str, tmp_path: Path
) -> None:
    with server_process(redis_server_url, tmp_path, **RAISED) as second:
        made = make_workshop(server.url, ["Oulu"], silent=False, votes_each=5, note_cap=5)
        helmi = facilitate(server.url, made)
        note = helmi.do("note.add", area="value", text="the only one")["id"]
        vote = next(p["id"] for p in helmi.snapshot["board"]["phases"] if p["kind"] == "vote")
        helmi.do("phase.start", phase=vote)
        aino = join(server.url, code_of(made, 0), "Aino")
        joined = {"workshop_id": aino.workshop_id, "seat": aino.seat, "token": aino.token}
        devices = [type(aino)(url, joined).connect() for url in (server.url, second.url) * 4]
        acks: list[bool] = []

        def spend(device: Person) -> None:
            acks.extend(device.op("vote.place", target_id=note)["ok"] for _ in range(4))

        spenders = [threading.Thread(target=spend, args=[device]) for device in devices]
        for spender in spenders:
            spender.start()
        for spender in spenders:
            spender.join()

        assert sum(acks) == 5
        assert sum(vote["dots"] for vote in aino.see()["you"]["votes"]) == 5
