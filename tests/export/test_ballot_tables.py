"""Documents print votes of every kind, and say whether rooms are counted."""

import csv
import io

import pytest
from make_examples import ROOT

from server.canvas_files import load_canvas
from server.domain.ballots import CloseBallot, OpenBallot, RevealBallot
from server.domain.hubs import DeclareHub, TallyHands
from server.domain.notes import AddNote
from server.domain.ratings import RankTargets, RateTarget
from server.domain.votes import PlaceVote
from server.export.csv_file import csv_file
from server.export.document import document
from server.export.markdown import markdown
from server.export.results import make_result
from server.synthesis.rooms import without_rooms
from tests.domain.story import Story, a_story

FOLDER = load_canvas(ROOT / "canvases" / "city-business-model")
ORIGIN = {"workshop_id": "w", "epoch": "e", "seq": 1, "log_head": "h"}


@pytest.fixture(scope="module")
def voted() -> Story:
    """A workshop of two cities with a revealed vote of every kind and a room of ten in Oulu."""
    story = a_story(FOLDER.canvas, cities=("Oulu", "Sofia"))
    room, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.do("server", DeclareHub(room, 10))
    notes = [story.make("server", AddNote("value", text)) for text in ("warm", "bright")]
    story.start(next(one.id for one in story.workshop.phases if not one.silent))
    oulu = story.city("Oulu")
    for kind, votes in {
        "dots": [(room, TallyHands(oulu, notes[0], 9)), (elena, PlaceVote(notes[1]))],
        "score": [(elena, RateTarget(notes[0], 4))],
        "rank": [(elena, RankTargets((notes[1], notes[0])))],
        "stance": [(room, TallyHands(oulu, notes[0], steps=(7, 1, 2)))],
        "gradient": [(elena, RateTarget("draft", 8))],
    }.items():
        ballot = story.make("server", OpenBallot(title="Round", kind=kind))
        for seat, op in votes:
            story.do(seat, op)
        story.do("server", CloseBallot(ballot))
        story.do("server", RevealBallot(ballot))
    return story


def test_each_vote_has_a_table_that_fits_its_kind(voted: Story) -> None:
    printed = markdown(document(voted.workshop, FOLDER)).decode()

    for row in ("SO 4: 1", "SO 4", "OU agree: 7, pass: 1, disagree: 2", "SO 8: 1"):
        assert row in printed, row
    for title in ("Round (score", "Round (ranking)", "Round (agree or", "Round (agreement"):
        assert title in printed, title


def test_a_workbook_holds_a_sheet_for_each_vote_though_they_share_a_name(voted: Story) -> None:
    book = make_result(voted.workshop, FOLDER, kind="xlsx", origin=ORIGIN, language="fi")

    assert book.startswith(b"PK")


def test_every_format_says_whether_rooms_are_counted(voted: Story) -> None:
    counted = document(voted.workshop, FOLDER)
    without = document(without_rooms(voted.workshop), FOLDER)

    assert "Rooms that voted by show of hands are counted (people declared: OU 10" in " ".join(
        counted.notices
    )
    assert "are left out" in " ".join(without.notices)
    for printed, said, raw in ((counted, "with", "9"), (without, "without", "0")):
        rows = list(csv.DictReader(io.StringIO(csv_file(printed).decode("utf-8-sig"))))
        warm = next(row for row in rows if row["text"] == "warm")
        assert (warm["rooms"], warm["raw"]) == (said, raw)


def test_the_board_of_a_file_without_rooms_is_whole_all_the_same(voted: Story) -> None:
    asked = {"kind": "json", "origin": ORIGIN}

    assert make_result(voted.workshop, FOLDER, hub="without", **asked) == make_result(
        voted.workshop, FOLDER, **asked
    )
