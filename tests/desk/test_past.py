"""What happened, told without votes; and the board as it was, replayed from the log."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from places import REPO

from server.desk.history import TOLD
from server.desk.past import SMALL_LOG, Past
from server.desk.workers import Workers
from server.domain.board import board_hash, board_of
from server.domain.refused import Refused
from server.domain.visibility import ANSWERS, VOTES
from server.domain.workshop import CHANGES
from server.export.results import make_result
from tests.desk.office import CANVASES, a_desk, a_seat, a_workshop, op, the_facilitator
from tests.synthesis.boards import CANVASES as CANVAS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.desk.desk import Desk
    from server.desk.making import Made

SECRET = "call Aino at 040 1234567"


class Room:
    """A workshop at a desk, with its seats; keeps board and hash of every seq it comes to."""

    def __init__(self, desk: Desk, made: Made) -> None:
        self.desk, self.id = desk, made.workshop_id
        self.helmi = the_facilitator(desk, made)
        self.aino, self.elena = a_seat(desk, made, 0), a_seat(desk, made, 1)
        self.was: dict[int, tuple[bytes, str]] = {}

    def do(self, seat: str, kind: str, **fields: Any) -> Any:
        ack = self.desk.performing.perform(self.id, seat, op(kind, **fields))
        assert ack["ok"], ack
        board = self.hosted.workshop
        self.was[ack["seq"]] = (orjson.dumps(board_of(board)), board_hash(board))
        return ack.get("id", ack["seq"])

    def start(self, kind: str) -> int:
        phases = self.hosted.workshop.phases
        found = next(one for one in phases if one.kind == kind and not one.silent)
        return self.do(self.helmi, "phase.start", phase=found.id)

    @property
    def hosted(self) -> Any:
        return self.desk.hosted(self.id)

    def told(self, *, helmi: bool = False, **more: Any) -> dict[str, Any]:
        asked = {"before": None, "limit": 200} | more
        return self.desk.history.of(self.id, is_facilitator=helmi, **asked)


@pytest.fixture
def room(redis_url: str) -> Iterator[Room]:
    with a_desk(redis_url) as desk:
        yield Room(desk, a_workshop(desk))


def past(room: Room, size: int = 0) -> Past:
    workers = Workers(size=size, canvases=CANVAS_FOLDER)
    return Past(
        room.desk.store, make=make_result, canvases=CANVASES, workers=workers, is_limited=False
    )


def board_at(room: Room, seq: int, pool: Past | None = None) -> dict[str, Any]:
    made = (pool or past(room)).of(room.hosted, "board", at=seq, seat_id=room.helmi)
    return orjson.loads(gzip.decompress(made.body) if made.is_zipped else made.body)


def a_whole_workshop(room: Room) -> dict[str, str]:
    """Write unseen, reveal, vote, remove, erase; return the notes by name."""
    first = room.do(room.aino, "note.add", area="value", text="Open all night")
    named = room.do(room.elena, "note.add", area="value", text=SECRET)
    room.do(room.aino, "note.move", note_id=first, area="advantage")
    room.start("gather")
    gone = room.do(room.elena, "note.add", area="value", text="taken back")
    room.start("vote")
    room.do(room.aino, "vote.place", target_id=first, dots=2)
    room.do(room.elena, "vote.place", target_id=named)
    room.start("agree")
    room.do(room.helmi, "note.remove", note_id=gone)
    return {"first": first, "named": named, "gone": gone}


def test_what_is_told_is_no_vote_and_has_words_in_the_client() -> None:
    english = orjson.loads((REPO / "client/src/words/en.json").read_bytes())["history"]["told"]
    words = {key.removesuffix("_one").removesuffix("_other") for key in english}

    assert set(TOLD) <= set(CHANGES)
    assert not set(TOLD) & {*VOTES, *ANSWERS}
    assert words == {kind.replace(".", "_") for kind in TOLD}


def test_the_board_of_every_seq_is_the_one_that_was_there_to_the_byte(room: Room) -> None:
    a_whole_workshop(room)

    for seq, (board, known_hash) in room.was.items():
        again = board_at(room, seq)

        assert orjson.dumps(again["board"], option=orjson.OPT_SORT_KEYS) == orjson.dumps(
            orjson.loads(board), option=orjson.OPT_SORT_KEYS
        )
        assert (again["hash"], again["seq"]) == (known_hash, seq)


def test_what_was_hidden_is_masked_and_what_was_erased_is_gone_at_every_seq(room: Room) -> None:
    notes = a_whole_workshop(room)
    hidden = [seq for seq, (board, _) in room.was.items() if SECRET not in board.decode()]
    room.do(room.helmi, "note.erase", note_id=notes["named"])

    for seq in range(1, room.hosted.seq + 1):
        assert SECRET not in json.dumps(board_at(room, seq))
    assert hidden
    assert "Open all night" not in json.dumps(board_at(room, hidden[0]))
    assert SECRET not in json.dumps(room.told(helmi=True))


def test_nobody_is_told_of_a_vote_and_facilitators_alone_hear_by_whom(room: Room) -> None:
    a_whole_workshop(room)

    everybody, helmi = room.told()["events"], room.told(helmi=True)["events"]

    kinds = [event["type"] for event in helmi]
    assert not [kind for kind in kinds if kind.startswith(("vote.", "turnout.", "stance."))]
    assert kinds == [event["type"] for event in everybody]
    assert not {"by", "name", "seat_id", "seat_name"} & {key for one in everybody for key in one}
    removed = helmi[0]
    assert (removed["type"], removed["name"]) == ("note.removed", "Helmi")
    assert removed["note"] | {"id": ""} == {
        "id": "", "area": "value", "state": "removed", "text": "taken back",
    }  # fmt: skip
    # Written unseen: its author was told to nobody, and is not told later either.
    written = next(event for event in reversed(helmi) if event["type"] == "note.added")
    assert "by" not in written


def test_a_hidden_note_is_told_of_without_its_text(room: Room) -> None:
    room.do(room.aino, "note.add", area="value", text=SECRET)

    told = room.told(helmi=True)

    assert told["events"][0]["type"] == "note.added"
    assert SECRET not in json.dumps(told)


def test_history_is_read_page_by_page_to_its_beginning(room: Room) -> None:
    a_whole_workshop(room)
    pages, before = [], None
    while True:
        page = room.told(limit=3, before=before)
        pages.append(page["events"])
        before = page["before"]
        if before is None:
            break

    seqs = [event["seq"] for page in pages for event in page]
    assert seqs == [event["seq"] for event in room.told()["events"]]
    assert max(len(page) for page in pages) == 3
    assert pages[-1][-1]["type"] == "workshop.made"
    assert room.told()["begins"] == 1


def test_a_long_log_is_replayed_in_a_worker_to_the_same_board(room: Room) -> None:
    room.start("gather")
    for place in range(3):
        notes = [
            {"area": "value", "text": f"{place} {number} " + "ä" * 200} for number in range(60)
        ]
        room.do(room.helmi, "notes.add", notes=notes)
    last = room.hosted.seq
    pool = past(room, size=1)

    made = pool.of(room.hosted, "board", at=last, seat_id=room.helmi)

    assert made.is_zipped, f"more than {SMALL_LOG} bytes"
    assert board_at(room, last, pool)["hash"] == room.was[last][1]
    pool._workers.stop()
    with pytest.raises(Refused, match=r"changes\.gone"):
        past(room).of(room.hosted, "board", at=last + 1, seat_id=room.helmi)


def test_a_new_workshop_goes_on_from_an_earlier_board(room: Room) -> None:
    notes = a_whole_workshop(room)
    before_removal = room.hosted.seq - 1

    exported = past(room).exported(room.hosted, at=before_removal, seat_id=room.helmi)
    made = room.desk.workshops.go_on_from(room.id, exported)
    again = room.desk.hosted(made.workshop_id).workshop

    assert made.workshop_id != room.id
    assert board_hash(again) == room.was[before_removal][1]
    assert again.notes[notes["gone"]].is_kept
    assert again.imported_from["seq"] == before_removal
    assert room.desk.history.of(
        made.workshop_id, before=None, limit=10, is_facilitator=True
    )["begins"] == again.seq  # fmt: skip


def test_what_was_revealed_since_comes_along_and_what_never_was_stays_hidden(room: Room) -> None:
    shown = room.do(room.aino, "note.add", area="value", text="Open all night", facet="creation")
    kept = room.do(room.elena, "note.add", area="advantage", text=SECRET)
    unseen = room.hosted.seq
    room.do(room.helmi, "notes.reveal", area="value")

    exported = past(room).exported(room.hosted, at=unseen, seat_id=room.helmi)
    made = room.desk.workshops.go_on_from(room.id, exported)
    notes = room.desk.hosted(made.workshop_id).workshop.notes

    assert (notes[shown].text, notes[shown].hidden) == ("Open all night", False)
    assert (notes[kept].text, notes[kept].hidden) == (None, True)


def test_what_was_erased_since_is_erased_in_the_new_workshop_too(room: Room) -> None:
    room.start("gather")
    note = room.do(room.elena, "note.add", area="value", text=SECRET)
    written = room.hosted.seq
    room.do(room.helmi, "note.erase", note_id=note)
    room.do(room.helmi, "workshop.close")

    exported = past(room).exported(room.hosted, at=room.hosted.seq, seat_id=room.helmi)
    made = room.desk.workshops.go_on_from(room.id, exported)
    assert room.desk.hosted(made.workshop_id).workshop.closed_at is None
    exported = past(room).exported(room.hosted, at=written, seat_id=room.helmi)
    made = room.desk.workshops.go_on_from(room.id, exported)

    assert room.desk.hosted(made.workshop_id).workshop.notes[note].erased
    assert SECRET not in json.dumps(exported)
