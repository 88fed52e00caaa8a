"""The main job once, whole, with nothing but the wire: three cities, one canvas, one draft."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from private_redis import private_redis
from server_process import server_process

from tests.wire import Http, Person, canonical_hash, code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from pathlib import Path

    from server_process import ServerProcess

CITIES = ["Oulu", "Sofia", "Helsingborg"]

# EX1 of the method: dots per note and city, and the equal-city shares they must give.
EX1 = {"Oulu": [2, 11, 5, 2], "Sofia": [3, 0, 2, 1], "Helsingborg": [2, 1, 3, 0]}
EX1_POOLED = [0.2188, 0.375, 0.3125, 0.0938]
EX1_EQUAL = [0.3111, 0.2389, 0.3611, 0.0889]
EX1_LIFT = [1.2444, 0.9556, 1.4444, 0.3556]
VOTERS = {"Oulu": 10, "Sofia": 3, "Helsingborg": 2}


def phase(person: Person, kind: str, *, silent: bool | None = None) -> str:
    phases = person.snapshot["board"]["phases"]
    return next(
        each["id"] for each in phases if each["kind"] == kind and silent in (None, each["silent"])
    )


def place_in_turn(seats: list[Person], notes: list[str], dots: list[int]) -> None:
    """Let the seats of a city place so many dots on each note, two at most a seat and note."""
    left = [[note, count] for note, count in zip(notes, dots, strict=True)]
    for seat in seats:
        placed = 0
        for entry in left:
            give = min(entry[1], 2, 5 - placed)
            if give:
                seat.do("vote.place", target_id=entry[0], dots=give)
                entry[1] -= give
                placed += give
    assert not any(count for _, count in left), left


def test_three_cities_go_from_silence_to_a_draft_and_an_export(
    server: ServerProcess, tmp_path: Path
) -> None:
    made = make_workshop(server.url, CITIES)
    helmi = facilitate(server.url, made)
    seats = {
        city: [
            join(server.url, code_of(made, place), f"{city} {number}")
            for number in range(VOTERS[city])
        ]
        for place, city in enumerate(CITIES)
    }
    everybody = [helmi, *(seat for of_city in seats.values() for seat in of_city)]
    aino, elena = seats["Oulu"][0], seats["Sofia"][0]

    # Silent writing: the text is in no frame of anybody else.
    secrets = ["alpha-secret", "beta-secret", "gamma-secret", "delta-secret"]
    notes = [
        aino.do("note.add", area="value", text=text, facet="creation")["id"] for text in secrets
    ]
    last = elena.do("note.add", area="opportunity", text="epsilon-secret", facet="need")
    for person in everybody:
        person.wait_for(last["seq"])
    for person in [helmi, elena, *seats["Helsingborg"]]:
        told = json.dumps([person.frames, person.changes, person.see()], ensure_ascii=False)
        assert not [text for text in secrets if text in told]
    assert secrets[0] in json.dumps(aino.see()["you"])

    # The reveal brings them to everybody.
    ack = helmi.do("phase.start", phase=phase(helmi, "gather", silent=False))
    for person in everybody:
        person.wait_for(ack["seq"])
        assert secrets[3] in json.dumps(person.changes)

    # Voting: budget and cap hold, nobody hears what others chose.
    helmi.do("phase.start", phase=phase(helmi, "vote"))
    for city, dots in EX1.items():
        place_in_turn(seats[city], notes, dots)
    spender = seats["Oulu"][0]
    while (ack := spender.op("vote.place", target_id=notes[0]))["ok"]:
        pass
    assert ack["error"]["code"] in ("vote.budget_spent", "vote.note_cap")
    votes = [change for change in helmi.changes if change["type"] == "vote.placed"]
    assert votes
    assert not any({"target_id", "dots", "by", "op_id"} & set(vote) for vote in votes)


def test_one_city_one_vote_differs_from_raw_dots_where_it_should(
    server: ServerProcess, tmp_path: Path
) -> None:
    made = make_workshop(server.url, CITIES, votes_each=20, note_cap=20)
    helmi = facilitate(server.url, made)
    seats = {
        city: [
            Person(
                server.url,
                Http(server.url).post("/join", {"code": code_of(made, place), "name": f"{n}"}),
            )
            for n in range(VOTERS[city])
        ]
        for place, city in enumerate(CITIES)
    }
    city_ids = {city["name"]: city["id"] for city in helmi.snapshot["board"]["cities"]}
    helmi.do("phase.start", phase=phase(helmi, "gather", silent=False))
    notes = [
        helmi.do("note.add", area="value", text=f"note {name}", facet="creation")["id"]
        for name in "abcd"
    ]
    helmi.do("phase.start", phase=phase(helmi, "vote"))
    for city, dots in EX1.items():
        for place, count in enumerate(dots):
            for number in range(count):
                seat = seats[city][number % VOTERS[city]]
                seat.http.post(
                    f"/workshops/{seat.workshop_id}/ops",
                    op_of("vote.place", target_id=notes[place]),
                )
    before = Http(server.url, helmi.token).get(f"/workshops/{helmi.workshop_id}/ranking")
    assert not [row for row in before["areas"]["value"] if any(row["dots"].values())]
    helmi.do("phase.start", phase=phase(helmi, "agree"))

    ranking = helmi.http.get(f"/workshops/{helmi.workshop_id}/ranking")
    rows = {row["target_id"]: row for row in ranking["areas"]["value"]}
    total = sum(sum(dots) for dots in EX1.values())

    assert ranking["weighting"] == "equal"
    assert ranking["areas"]["value"][0]["target_id"] == notes[2]
    assert [rows[note]["equal"] for note in notes] == pytest.approx(EX1_EQUAL, abs=5e-5)
    assert [rows[note]["lift"] for note in notes] == pytest.approx(EX1_LIFT, abs=5e-5)
    assert [rows[note]["raw"] / total for note in notes] == pytest.approx(EX1_POOLED, abs=5e-5)
    assert rows[notes[1]]["rank_raw"] == 1
    assert rows[notes[2]]["rank_equal"] == 1
    assert rows[notes[1]]["dots"] == {city_ids[city]: EX1[city][1] for city in CITIES}

    # The draft is written by rules and knows its reasons.
    draft = helmi.http.get(f"/workshops/{helmi.workshop_id}/draft")
    sentences = [each for section in draft["sections"] for each in section["sentences"]]
    assert draft["core"]["slots"]["creation"] == [notes[2]]
    assert all(sentence["rule"] and "notes" in sentence for sentence in sentences)
    assert "R32" in {finding["rule"] for finding in draft["findings"]}
    carried = {note for sentence in sentences for note in sentence["notes"]}
    left = {each["note_id"] for each in draft["not_carried"]}
    assert set(notes) <= carried | left

    # Exports: complete, and the JSON makes the same board elsewhere.
    files = {
        kind: helmi.http.call("GET", f"/workshops/{helmi.workshop_id}/export/{kind}")
        for kind in ("json", "md", "csv")
    }
    for kind in ("md", "csv"):
        text = files[kind].decode()
        assert all(f"note {name}" in text for name in "abcd")
    snapshot = helmi.see()
    with (
        private_redis(tmp_path / "redis") as other_redis,
        server_process(other_redis.url, tmp_path) as second,
    ):
        imported = Http(second.url).post("/workshops/import", files["json"])
        visitor = facilitate(second.url, imported)
        arrived = visitor.see()
    assert canonical_hash(arrived["board"]) == canonical_hash(snapshot["board"])


def op_of(kind: str, **fields: object) -> dict[str, object]:
    import uuid

    return {"op_id": str(uuid.uuid4()), "type": kind, **fields}


def test_twenty_notes_and_votes_are_everywhere_within_a_second(server: ServerProcess) -> None:
    made = make_workshop(server.url, CITIES, silent=False)
    helmi = facilitate(server.url, made)
    people = [
        join(server.url, code_of(made, place % 3), f"seat {place}", transports=transports)
        for place, transports in enumerate([["websocket"], None, ["polling"], ["websocket"]])
    ]
    notes = []
    for number in range(20):
        ack = people[number % 4].do("note.add", area="value", text=f"note {number}")
        notes.append(ack["id"])
        for person in people:
            person.wait_for(ack["seq"], within=1)
    helmi.do("phase.start", phase=phase(helmi, "vote"))
    for number in range(20):
        ack = people[number % 4].do("vote.place", target_id=notes[number])
        for person in people:
            person.wait_for(ack["seq"], within=1)
    boards = [person.see() for person in [helmi, *people]]

    assert len({canonical_hash(each["board"]) for each in boards}) == 1
    assert {each["hash"] for each in boards} == {canonical_hash(boards[0]["board"])}


def test_the_same_op_again_gives_the_same_answer_and_changes_nothing(
    server: ServerProcess,
) -> None:
    made = make_workshop(server.url, ["Oulu"])
    aino = join(server.url, code_of(made, 0), "Aino")
    op = op_of("note.add", area="value", text="once")

    first, again = aino.send(op), aino.send(op | {"text": "twice"})

    assert first == again
    assert len(aino.see()["you"]["notes"]) == 1
