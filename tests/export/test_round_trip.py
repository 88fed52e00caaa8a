"""An export taken at any moment of a workshop imports to the same board and the same draft."""

import json
import tomllib

import pytest
from make_examples import FACILITATOR, ROOT, SERVER, Maker

from server.canvas_files import load_canvas
from server.domain.ballots import CloseBallot, OpenBallot, RevealBallot
from server.domain.board import board_hash, canonical
from server.domain.comments import AddComment, OpenAsk
from server.domain.describing import DescribeNote
from server.domain.drafting import EditDraft, FreezeDraft, OmitSentence, OrderDraft
from server.domain.hubs import DeclareHub, TallyHands
from server.domain.links import DrawLink
from server.domain.making import import_workshop
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, EditNote, MoveNote, RemoveNote, RestoreNote
from server.domain.people import AddCity, JoinSeat
from server.domain.phases import CloseWorkshop, StartPhase
from server.domain.ratings import RankTargets, RateTarget
from server.domain.refused import Refused
from server.domain.scores import SetScore
from server.domain.service_scores import ScoreService, SplitWeights
from server.domain.services import AddService, EditService, EraseService
from server.domain.settings import ChangeSettings
from server.domain.signoff import SignDraft
from server.domain.stances import SetStance
from server.domain.state import Seat
from server.domain.themes import DissolveTheme, EraseTheme, FormTheme
from server.domain.verdicts import JudgeFinding
from server.domain.votes import PlaceVote
from server.domain.walks import FocusWalk
from server.domain.workshop import EMPTY, apply_all, decide
from server.export.json_file import checksum, export_json
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
    service = maker.do(AddService("Night library", "new"), FACILITATOR)
    maker.do(
        EditService(service, layers={"content": "City IT"}, knock_outs={"owner": False}),
        FACILITATOR,
    )
    maker.do(
        DescribeNote(
            notes[0],
            owner="City IT",
            pays=("residents",),
            tags=("privacy",),
            services=(service,),
            funding="fee",
        ),
        writer,
    )
    maker.do(DrawLink(notes[0], notes[1], "leads_to", walk="clockwise"), writer)
    maker.do(DrawLink(notes[2], notes[0], "requires"), FACILITATOR)
    maker.do(AddComment(notes[2], "question", "Who heats it?"), writer)
    maker.do(OpenAsk(notes[0], "advantage"), other)
    theme = maker.do(FormTheme("value", "Warmth", (notes[2], notes[3])), FACILITATOR)
    yield maker.workshop
    maker.start("vote")
    maker.do(PlaceVote(theme, 1), writer)
    maker.do(PlaceVote(notes[0], 2), writer)
    maker.do(PlaceVote(notes[1], 1), other)
    steps = [RemoveNote(notes[3]), CloseBallot(), RevealBallot(), StartPhase("agree")]
    steps += [MergeNotes(notes[0], (notes[1],)), RemoveNote(notes[2])]
    steps += [RestoreNote(notes[3]), FormTheme("value", "Light", (notes[0], notes[3]))]
    steps += [EraseTheme(theme), DissolveTheme(theme), EraseService(service)]
    steps += [StartPhase("vote"), StartPhase("agree"), CloseWorkshop()]
    for op in steps:
        yield maker.workshop
        maker.do(op, SERVER)
    yield maker.workshop


def walked_moments():
    """Yield a workshop that walked both ways, judged its findings and agreed on its draft."""
    maker = Maker(LISTED, FOLDER.canvas)
    writer, other = maker.join("Oulu"), maker.join("Oulu")
    lead = Seat(maker.new_id(), "city_lead", writer.city)
    maker.do(JoinSeat(lead.id, lead.role, lead.city), SERVER)
    maker.do(StartPhase("clockwise"), SERVER)
    portal = maker.do(AddService("Portal", "existing"), SERVER)
    maker.do(ScoreService(portal, "need", 4), writer)
    maker.do(SplitWeights({"need": 60, "value": 40}), other)
    note = maker.do(AddNote("value", "Open at night"), writer)
    steps = [
        (writer, SetStance(note, "agree")),
        (other, SetScore(note, "importance", 4)),
        (SERVER, FocusWalk("value", note)),
        (SERVER, StartPhase("anticlockwise")),
        (other, SetScore(note, "readiness", 1)),
        (SERVER, StartPhase("clockwise")),
        (other, SetScore(note, "importance", 5)),
        (SERVER, AddCity("Ghent", country="BE")),
        (SERVER, StartPhase("vote")),
        (SERVER, StartPhase("gaps")),
        (other, AddNote("value", "Open at noon")),
        (SERVER, JudgeFinding("finding00001", "dismiss", "Seen")),
        (SERVER, StartPhase("agree")),
        (SERVER, EditDraft("summary", "finding00002", "In other words.")),
        (lead, SignDraft("summary", "reservation", "Not alone")),
        (SERVER, OrderDraft("summary", ("finding00003",))),
        (SERVER, OmitSentence("why", "finding00004", omitted=True)),
        (SERVER, FreezeDraft()),
    ]
    for by, op in steps:
        maker.do(op, by)
        yield maker.workshop


def voted_moments():
    """Yield a workshop with a room and ballots of every kind, and what is left after a merge."""
    maker = Maker(LISTED, FOLDER.canvas)
    writer, device = maker.join("Oulu"), maker.join("Oulu")
    maker.start("gather")
    notes = [maker.do(AddNote("value", f"Note {place}"), writer) for place in range(3)]
    maker.do(DeclareHub(device.id, 12), FACILITATOR)
    maker.do(AddNote("value", "warm", typed_by="Aino"), device)
    said = {
        "dots": [(device, TallyHands(device.city, notes[0], 9)), (writer, PlaceVote(notes[1]))],
        "score": [(writer, RateTarget(note, 4)) for note in reversed(notes)],
        "rank": [(writer, RankTargets((notes[2], notes[0])))],
        "stance": [(writer, RateTarget(notes[1], "pass"))],
        "gradient": [(device, TallyHands(device.city, "draft", steps=(5, 4, 0, 0, 0, 0, 0, 1)))],
    }
    for kind, votes in said.items():
        ballot = maker.do(OpenBallot(title=kind, kind=kind), FACILITATOR)
        for by, op in votes:
            maker.do(op, by)
        yield maker.workshop
        maker.do(CloseBallot(ballot), FACILITATOR)
        maker.do(RevealBallot(ballot), FACILITATOR)
        yield maker.workshop
    maker.do(MergeNotes(notes[0], (notes[2],)), FACILITATOR)
    yield maker.workshop
    maker.do(DeclareHub(device.id, 0), FACILITATOR)
    yield maker.workshop


def export_of(workshop):
    """Return the workshop as an exported file."""
    return export_json(
        workshop,
        workshop_id="workshop0001",
        epoch="epoch0000001",
        seq=workshop.seq,
        log_head="ab",
        canvas=FOLDER.canvas,
        shuffle_key=b"key",
    )


def there_and_back(workshop):
    """Return the workshop that an export of this one makes on another server."""
    exported = json.loads(export_of(workshop))
    checked = read_export(exported, canvases={FOLDER.canvas.id: FOLDER.canvas})
    later = "2027-01-01T00:00:00.000Z"
    return apply_all(EMPTY, import_workshop(canvas=FOLDER.canvas, exported=checked, now=later))


@pytest.mark.parametrize("totals", ["hidden", "open"])
def test_an_export_at_any_moment_comes_back_whole(totals):
    for workshop in moments(totals):
        back = there_and_back(workshop)

        assert board_hash(back) == board_hash(workshop)
        assert canonical(draft(back, FOLDER)) == canonical(draft(workshop, FOLDER))


def test_ballots_of_every_kind_come_back_at_any_moment():
    for workshop in voted_moments():
        back = there_and_back(workshop)

        assert board_hash(back) == board_hash(workshop)
        assert [len(one.papers) for one in back.ballots if one.state == "revealed"] == [
            len(one.papers) for one in workshop.ballots if one.state == "revealed"
        ]


def test_a_merge_after_an_import_counts_nobody_twice():
    *_, before, _, _ = voted_moments()
    notes = [note.id for note in before.notes_of("value") if note.text.startswith("Note")]
    merge = MergeNotes(notes[1], (notes[0], notes[2]))
    ends = []
    for workshop in (before, there_and_back(before)):
        changes = decide(workshop, merge, by=FACILITATOR, now="", new_id=str)
        ends.append(apply_all(workshop, changes))

    counted = [[one.shown for one in end.ballots] for end in ends]
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("score", {"ratings": [{"target_id": "n", "steps": [0, 1]}]}),
        ("score", {"dots": {"n": 1}}),
        ("rank", {"ranks": ["a", "a"]}),
    ],
)
def test_a_paper_of_another_kind_than_its_vote_is_refused(kind, wrong):
    *_, workshop = voted_moments()
    exported = json.loads(export_of(workshop))
    ids = [one["id"] for one in exported["board"]["ballots"] if one.get("kind") == kind]
    (ballot,) = (one for one in exported["ballots"] if one["id"] in ids)
    ballot["papers"][0] = {"city": ballot["papers"][0]["city"]} | wrong
    exported["checksum"] = checksum(exported)

    with pytest.raises(Refused) as no:
        read_export(exported, canvases={FOLDER.canvas.id: FOLDER.canvas})

    assert no.value.code == "import.format"


def test_walks_and_agreement_come_back_at_any_moment():
    for workshop in walked_moments():
        back = there_and_back(workshop)

        assert board_hash(back) == board_hash(workshop)
        assert back.phase_log == workshop.phase_log


def test_a_score_given_after_an_import_adds_to_those_that_came_along():
    *_, walked = (one for one in walked_moments() if one.drafting.frozen is None)
    back = there_and_back(walked)
    seat = Seat("newcomer0001", "participant", back.cities[0].id)
    (note,) = (note for note in back.notes.values() if "importance" in note.answers)
    for by, op in (
        (SERVER, JoinSeat(seat.id, seat.role, seat.city)),
        (SERVER, StartPhase("clockwise")),
        (seat, SetScore(note.id, "importance", 4)),
        (SERVER, StartPhase("agree")),
    ):
        made = decide(back, op, by=by, now="2027-01-01T00:00:00.000Z", new_id=lambda: "a" * 12)
        back = apply_all(back, made)

    assert dict(back.notes[note.id].answers["importance"]) == {seat.city: (0, 0, 0, 1, 1)}


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (lambda board: board["draft"]["signatures"][0].update(city="nowhere"), "board.draft"),
        (lambda board: board["notes"][0].update(readiness={"x": [1, 0, 0, 0, 0]}), "board.notes"),
        (lambda board: board["notes"][0].update(importance={}), "board.notes.0.importance"),
        (lambda board: board["verdicts"][0].update(verdict="maybe"), "board.verdicts.0.verdict"),
        (lambda board: board["phase"].update(focus={"area": "nowhere"}), "board.phase"),
        (lambda board: board["draft"]["edits"][0].update(text="\u202e"), "board"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(spoil, field):
    *_, walked = walked_moments()
    exported = json.loads(export_of(walked))
    spoil(exported["board"])
    exported["checksum"] = checksum(exported)

    with pytest.raises(Refused) as no:
        read_export(exported, canvases={FOLDER.canvas.id: FOLDER.canvas})

    assert (no.value.code, no.value.field) == ("import.format", field)


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
