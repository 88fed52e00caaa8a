"""What a socket hears, in which order, and what it may not hear."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.wire import Http, Person, canonical_hash, code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from server_process import ServerProcess


@pytest.fixture
def made(server: ServerProcess) -> dict[str, Any]:
    return make_workshop(server.url, ["Oulu", "Sofia"])


def joined(url: str, made: dict[str, Any], city: int = 0, name: str = "Aino") -> dict[str, Any]:
    return Http(url).post("/join", {"code": code_of(made, city), "name": name})


def test_the_first_changes_after_enter_start_right_after_what_it_told(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    aino = join(server.url, code_of(made, 0), "Aino")
    for number in range(5):
        elena = Person(server.url, joined(server.url, made, 1, f"Elena {number}"))
        pending = [aino.do("note.add", area="value", text=f"{number}") for _ in range(3)]
        elena.connect()
        last = aino.do("note.add", area="value", text="after")["seq"]
        elena.wait_for(last)

        assert elena.snapshot["seq"] >= pending[-1]["seq"] - 3
        heard = [change["seq"] for change in elena.changes]
        assert heard == list(range(elena.snapshot["seq"] + 1, last + 1))
        elena.leave()


def test_entering_from_a_known_place_brings_changes_and_no_snapshot(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    aino = join(server.url, code_of(made, 0), "Aino")
    known = aino.seq
    aino.do("note.add", area="value", text="missed")

    answer = aino.socket.call("enter", {"seq": known, "epoch": aino.epoch, "protocol": 1})
    future = aino.socket.call("enter", {"seq": known + 999, "epoch": aino.epoch, "protocol": 1})
    other = aino.socket.call("enter", {"seq": known, "epoch": "anotherepoch", "protocol": 1})

    assert [change["type"] for change in answer["changes"]] == ["note.added"]
    assert "snapshot" not in answer
    for again in (future, other):
        assert "changes" not in again
        assert again["snapshot"]["seq"] == known + 1


def test_another_protocol_and_unknown_fields_are_refused(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    aino = join(server.url, code_of(made, 0), "Aino")

    assert aino.socket.call("enter", {"protocol": 2})["error"]["code"] == "protocol.unsupported"
    assert aino.socket.call("enter", {"surprise": 1})["error"]["code"] == "op.malformed"
    assert aino.socket.call("op", "no object")["error"]["code"] == "op.malformed"
    assert aino.socket.call("op", None)["error"]["code"] == "op.malformed"


def test_a_large_snapshot_is_fetched_over_http(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu"], silent=False)
    aino = join(server.url, code_of(made, 0), "Aino")
    ops = [
        {"op_id": f"00000000-0000-4000-8000-{n:012d}", "type": "note.add", "area": "value",
         "text": "ж" * 280}
        for n in range(100)
    ]  # fmt: skip
    acks = aino.http.post(f"/workshops/{aino.workshop_id}/ops", ops)
    assert all(ack["ok"] for ack in acks)

    answer = aino.socket.call("enter", {"protocol": 1})
    taken = aino.see()

    assert answer["snapshot"] is None
    assert len(taken["board"]["notes"]) == 100
    assert canonical_hash(taken["board"]) == taken["hash"]


def test_a_promoted_seat_is_told_to_enter_again_and_may_do_more(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    helmi = facilitate(server.url, made)
    aino, elena = (join(server.url, code_of(made, 0), name) for name in ("Aino", "Elena"))
    note = elena.do("note.add", area="value", text="Elena's")["id"]
    assert aino.op("note.move", note_id=note, area="advantage")["error"]["code"] == (
        "role.not_allowed"
    )

    helmi.do("seat.promote", seat_id=aino.seat["id"], role="city_lead")

    aino.wait(lambda: any("seat.changed" in str(frame) for frame in aino.frames))
    assert aino.op("note.move", note_id=note, area="advantage")["ok"]
    assert aino.enter()["ok"]


def test_people_are_told_per_city_and_observers_hear_no_names(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    helmi = facilitate(server.url, made)
    code = made["invitations"]["observer"]["code"]
    press = join(server.url, code, "Press")
    aino = join(server.url, code_of(made, 0), "Aino-with-a-name")
    oulu = aino.seat["city"]

    def told(person: Person) -> bool:
        people = [f for f in person.frames if isinstance(f, dict) and "cities" in f]
        return any(message["cities"][oulu]["connected"] == 1 for message in people)

    helmi.wait(lambda: told(helmi))
    press.wait(lambda: told(press))
    assert "Aino-with-a-name" in json.dumps(helmi.frames)
    assert "Aino-with-a-name" not in json.dumps([press.frames, press.snapshot, press.see()])
    aino.leave()
    helmi.wait(
        lambda: (
            helmi.frames
            and any(
                isinstance(f, dict) and f.get("cities", {}).get(oulu, {}).get("connected") == 0
                for f in helmi.frames[-2:]
            )
        )
    )


def test_a_beat_tells_the_hash_that_everybody_can_check(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    aino = join(server.url, code_of(made, 0), "Aino")
    aino.do("note.add", area="value", text="hidden")

    aino.wait(lambda: bool(aino.beats), within=15)
    beat, taken = aino.beats[-1], aino.see()

    assert (beat["seq"], beat["epoch"]) == (taken["seq"], taken["epoch"])
    assert beat["hash"] == canonical_hash(taken["board"])


def test_the_console_shows_whose_board_is_another_one(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    helmi = facilitate(server.url, made)
    aino, elena = (join(server.url, code_of(made, place), "Aino") for place in (0, 1))
    helmi.do("seat.promote", seat_id=elena.seat["id"], role="city_lead")
    for person in (aino, elena):
        person.wait(lambda person=person: bool(person.beats), within=15)
    beat = aino.beats[-1]
    for person, board_hash in ((aino, beat["hash"]), (elena, "0" * 64)):
        said = {"state": "idle", "seq": beat["seq"], "hash": board_hash}
        person.socket.emit("presence", said)
    path = f"/workshops/{helmi.workshop_id}/people"

    def equal(person: Person) -> dict[str, bool | None]:
        return {one["id"]: one["hash_equal"] for one in person.http.get(path)["seats"]}

    helmi.wait(lambda: equal(helmi)[aino.seat["id"]] is not None, within=15)
    assert equal(helmi) == {
        helmi.seat["id"]: None,
        aino.seat["id"]: True,
        elena.seat["id"]: False,
    }
    ages = {one["id"]: one["last_ack_age_ms"] for one in helmi.http.get(path)["seats"]}
    assert 0 <= ages[aino.seat["id"]] < 15_000
    assert ages[helmi.seat["id"]] is None
    assert set(equal(elena)) == {elena.seat["id"]}
    aino.http.get(path, expect=403)


def test_a_removed_seat_is_told_as_gone(server: ServerProcess, made: dict[str, Any]) -> None:
    helmi = facilitate(server.url, made)
    aino = join(server.url, code_of(made, 0), "Aino")
    aino.socket.reconnection = False

    helmi.do("seat.remove", seat_id=aino.seat["id"])

    def is_gone() -> bool:
        told = [f for f in helmi.frames if isinstance(f, dict) and "cities" in f]
        seats = [seat for message in told for seat in message.get("seats", ())]
        return any(seat["id"] == aino.seat["id"] and seat.get("gone") for seat in seats)

    helmi.wait(is_gone)
    assert aino.seat["id"] not in [seat["id"] for seat in helmi.see()["people"]["seats"]]


def test_the_clock_answers_with_the_servers_time(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    aino = join(server.url, code_of(made, 0), "Aino")

    assert aino.socket.call("clock", {})["server_time"].endswith("Z")


def test_pipelined_ops_of_one_socket_keep_their_order(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    aino = join(server.url, code_of(made, 0), "Aino", transports=["websocket"])
    for number in range(100):
        aino.socket.emit(
            "op",
            {
                "op_id": f"00000000-0000-4000-8000-{number:012d}",
                "type": "note.add",
                "area": "value",
                "text": f"{number}",
            },
        )
    aino.wait(lambda: len(aino.changes) >= 100)

    texts = [change["note"]["text"] for change in aino.changes if change["type"] == "note.added"]
    assert texts == [str(number) for number in range(100)]


def test_two_devices_of_one_seat_both_hear_its_hidden_notes(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    seat = joined(server.url, made)
    phone, laptop = (Person(server.url, seat).connect() for _ in range(2))

    seq = phone.do("note.add", area="value", text="my-own-secret")["seq"]

    laptop.wait_for(seq)
    assert "my-own-secret" in json.dumps(laptop.changes)


def test_who_restores_a_hidden_note_hears_no_word_of_it_and_its_author_all(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    helmi = facilitate(server.url, made)
    aino, elena = (join(server.url, code_of(made, place), "Aino") for place in (0, 1))
    note = aino.do("note.add", area="value", text="for my eyes only")["id"]
    helmi.do("note.remove", note_id=note)

    seq = helmi.do("note.restore", note_id=note)["seq"]

    for person in (aino, elena, helmi):
        person.wait_for(seq)
    assert aino.changes[-1]["note"]["text"] == "for my eyes only"
    assert "op_id" in helmi.changes[-1]
    assert "by" not in elena.changes[-1]
    for other in (elena, helmi):
        seen = [other.frames, other.changes, other.snapshot, other.see()]
        seen.append(other.http.get(f"/workshops/{other.workshop_id}/changes?after=0"))
        seen.append(other.http.get(f"/workshops/{other.workshop_id}/export/json"))
        assert "eyes only" not in json.dumps(seen)


def test_of_a_vote_others_hear_that_it_was_placed_and_no_more(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    helmi = facilitate(server.url, made)
    aino, elena = (join(server.url, code_of(made, place), "Aino") for place in (0, 1))
    note = aino.do("note.add", area="value", text="a note")["id"]
    phases = {phase["kind"]: phase["id"] for phase in helmi.snapshot["board"]["phases"]}
    helmi.do("phase.start", phase=phases["vote"])

    seq = aino.do("vote.place", target_id=note, dots=2)["seq"]

    for other in (elena, helmi):
        other.wait_for(seq)
        placed = next(change for change in other.changes if change["type"] == "vote.placed")
        assert placed["seq"] == seq
        assert set(placed) == {"seq", "type", "at", "city", "ballot_id"}


def test_a_frame_with_nan_reaches_nobody(server: ServerProcess, made: dict[str, Any]) -> None:
    aino = join(server.url, code_of(made, 0), "Aino")
    answer = requests.post(
        f"{server.url}/api/v1/workshops/{aino.workshop_id}/ops",
        data='{"op_id": NaN}',
        headers={**aino.http.headers, "Content-Type": "application/json"},
        timeout=5,
    )

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "op.malformed"
