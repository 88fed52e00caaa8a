"""Real input: what residents of one city wrote and how they voted, through the sockets."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.wire import code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from server_process import ServerProcess

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "bowling-green-2050"
AREAS = ["opportunity", "value", "advantage", "scalability", "replicability", "sustainability"]
OWN_NOTES = [
    "ж" * 280,
    "inner\nline breaks\n\nstay where they are",
    "“mixed” 'quotes' «and» „scripts“: Ωμέγα, Жълт, ääkköset, 東京",
]

pytestmark = [
    pytest.mark.serial,
    pytest.mark.skipif(not FOLDER.exists(), reason="the data stands beside the repository only"),
]


def statements() -> dict[str, str]:
    """comment id → text, in the order they were written."""
    with (FOLDER / "comments.csv").open(encoding="utf-8", newline="") as file:
        return {row["comment-id"]: row["comment-body"] for row in csv.DictReader(file)}


def voters() -> dict[str, list[dict[str, str]]]:
    """opinion group → its five voters with most agreements."""
    with (FOLDER / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    groups = sorted({row["group-id"] for row in rows} - {""})
    return {
        group: sorted(
            (row for row in rows if row["group-id"] == group),
            key=lambda row: (-int(row["n-agree"]), int(row["participant"])),
        )[:5]
        for group in groups
    }


@pytest.mark.timeout(180)
def test_371_statements_and_the_agreements_of_ten_people_become_a_draft(
    server: ServerProcess,
) -> None:
    written = statements()
    groups = voters()
    assert len(written) == 371
    assert [len(rows) for rows in groups.values()] == [5, 5]
    made = make_workshop(server.url, ["Group A", "Group B"], votes_each=371, note_cap=1)
    helmi = facilitate(server.url, made)
    phases = helmi.snapshot["board"]["phases"]
    helmi.do(
        "phase.start",
        phase=next(p["id"] for p in phases if p["kind"] == "gather" and not p["silent"]),
    )
    seats = {
        row["participant"]: (join(server.url, code_of(made, place), row["participant"]), row)
        for place, rows in enumerate(groups.values())
        for row in rows
    }
    people = [seat for seat, _ in seats.values()]
    note_of: dict[str, str] = {}
    for place, author in enumerate(people):
        own_share = list(enumerate(written.items()))[place :: len(people)]
        acks = author.do_all(
            [
                {"type": "note.add", "area": AREAS[number % 6], "text": text}
                for number, (_, text) in own_share
            ]
        )
        note_of |= {
            comment: ack["id"] for (_, (comment, _)), ack in zip(own_share, acks, strict=True)
        }
    own = [people[0].do("note.add", area="value", text=text)["id"] for text in OWN_NOTES]

    helmi.do("phase.start", phase=next(p["id"] for p in phases if p["kind"] == "vote"))
    expected = 0
    for seat, row in seats.values():
        agreed = [note for comment, note in note_of.items() if row[comment] == "1"]
        seat.do_all([{"type": "vote.place", "target_id": note} for note in agreed])
        expected += len(agreed)
    helmi.do("phase.start", phase=next(p["id"] for p in phases if p["kind"] == "agree"))
    board = helmi.see()["board"]
    draft = helmi.http.get(f"/workshops/{helmi.workshop_id}/draft")

    texts = {note["id"]: note["text"] for note in board["notes"]}
    dots = {note["id"]: sum(note["dots"].values()) for note in board["notes"]}
    assert {comment: texts[note] for comment, note in note_of.items()} == {
        comment: text.strip() for comment, text in written.items()
    }
    assert [texts[note] for note in own] == OWN_NOTES
    assert sum(dots.values()) == expected
    for comment, note in note_of.items():
        assert dots[note] == sum(row[comment] == "1" for _, row in seats.values())
    told = {
        note for section in draft["sections"] for s in section["sentences"] for note in s["notes"]
    }
    left = {each["note_id"] for each in draft["not_carried"]}
    assert set(texts) <= told | left
    assert all(section["sentences"] for section in draft["sections"] if section["id"] == "summary")
