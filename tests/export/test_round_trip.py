"""An export taken at any moment of a workshop imports to the same board and the same draft."""

import json
import tomllib

import pytest
from make_examples import FACILITATOR, ROOT, SERVER, Maker

from server.canvas_files import load_canvas
from server.domain.ballots import CloseBallot, OpenBallot, RevealBallot
from server.domain.board import board_hash, canonical
from server.domain.making import import_workshop
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, EditNote, MoveNote, RemoveNote
from server.domain.phases import CloseWorkshop, StartPhase
from server.domain.settings import ChangeSettings
from server.domain.votes import PlaceVote
from server.domain.workshop import EMPTY, apply_all
from server.export.json_file import export_json
from server.export.read_json import read_export
from server.synthesis.draft import draft

FOLDER = load_canvas(ROOT / "canvases" / "city-business-model")
LISTED = tomllib.loads(
    (ROOT / "canvases/city-business-model/examples/oulu.toml").read_text(encoding="utf-8")
)


def moments(totals):
    """Yield the workshop after every step that changes what an export may hold."""
    maker = Maker(LISTED, FOLDER.canvas)
    writer, other = maker.join("Oulu"), maker.join("Oulu")
    asked = {"totals": totals, "show_authors": totals == "hidden", "votes_each": 7}
    maker.do(ChangeSettings(asked), FACILITATOR)
    notes = [maker.do(AddNote("value", f"Note {place}"), writer) for place in range(4)]
    yield maker.workshop
    maker.start("gather")
    maker.do(EditNote(notes[0], text="Two\nlines"), writer)
    maker.do(MoveNote(notes[1], "advantage"), writer)
    yield maker.workshop
    maker.start("vote")
    maker.do(PlaceVote(notes[0], 2), writer)
    maker.do(PlaceVote(notes[1], 1), other)
    steps = [RemoveNote(notes[3]), CloseBallot(), RevealBallot(), StartPhase("agree")]
    steps += [MergeNotes(notes[0], (notes[1],)), RemoveNote(notes[2])]
    steps += [StartPhase("vote"), StartPhase("agree"), CloseWorkshop()]
    for op in steps:
        yield maker.workshop
        maker.do(op, SERVER)
    yield maker.workshop


def there_and_back(workshop):
    """Return the workshop that an export of this one makes on another server."""
    exported = export_json(
        workshop,
        workshop_id="workshop0001",
        epoch="epoch0000001",
        seq=workshop.seq,
        log_head="ab",
        canvas=FOLDER.canvas,
        shuffle_key=b"key",
    )
    checked = read_export(json.loads(exported), canvases={FOLDER.canvas.id: FOLDER.canvas})
    later = "2027-01-01T00:00:00.000Z"
    return apply_all(EMPTY, import_workshop(canvas=FOLDER.canvas, exported=checked, now=later))


@pytest.mark.parametrize("totals", ["hidden", "open"])
def test_an_export_at_any_moment_comes_back_whole(totals):
    for workshop in moments(totals):
        back = there_and_back(workshop)

        assert board_hash(back) == board_hash(workshop)
        assert canonical(draft(back, FOLDER)) == canonical(draft(workshop, FOLDER))


def test_an_older_ballot_revealed_again_is_still_the_last_one_after_an_import():
    maker = Maker(LISTED, FOLDER.canvas)
    writer = maker.join("Oulu")
    maker.start("gather")
    note = maker.do(AddNote("value", "Open all night"), writer)
    first = maker.do(OpenBallot(title="First"), SERVER)
    maker.do(PlaceVote(note, 1), writer)
    maker.do(CloseBallot(), SERVER)
    maker.do(RevealBallot(first), SERVER)
    second = maker.do(OpenBallot(title="Second"), SERVER)
    maker.do(CloseBallot(), SERVER)
    maker.do(RevealBallot(second), SERVER)
    maker.do(OpenBallot(ballot_id=first), SERVER)
    maker.do(CloseBallot(), SERVER)
    maker.do(RevealBallot(first), SERVER)

    back = there_and_back(maker.workshop)

    assert draft(maker.workshop, FOLDER)["status"]["voted"] == {maker.cities["Oulu"]: 1}
    assert canonical(draft(back, FOLDER)) == canonical(draft(maker.workshop, FOLDER))
