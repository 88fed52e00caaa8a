"""The agenda changed in the workshop: order, kinds, words, and what each phase lets people do."""

import json
from pathlib import Path

import pytest

from server.domain.agenda import ChangeAgenda, PlannedPhase
from server.domain.ballots import OpenBallot
from server.domain.comments import AddComment
from server.domain.drafting import FreezeDraft
from server.domain.links import DrawLink
from server.domain.notes import AddNote, EditNote, MoveNote, RemoveNote
from server.domain.phases import StartPhase
from server.domain.refused import Refused
from server.domain.rights import DEFAULTS, PHASE_KINDS, RIGHT_OF, RIGHTS, SCOPES, scope_of
from server.domain.translating import TranslateNote
from server.domain.votes import PlaceVote
from tests.domain.story import Story


def planned(story: Story, **running) -> list[PlannedPhase]:
    """The agenda as it is, with something else about the phase that is on."""
    phases = []
    for phase in story.workshop.phases:
        facts = {
            "id": phase.id, "kind": phase.kind, "title": phase.title, "silent": phase.silent,
            "direction": phase.direction, "stances": phase.stances, "areas": phase.areas,
            "rights": dict(phase.rights),
        }  # fmt: skip
        phases.append(
            PlannedPhase(**(facts | running if phase.id == story.workshop.phase_id else facts))
        )
    return phases


def change(story: Story, *phases: PlannedPhase) -> None:
    story.do("server", ChangeAgenda(tuple(phases)))


def begin(story: Story, kind: str, **facts) -> None:
    """Go to a new phase of that kind."""
    change(story, *planned(story), PlannedPhase(kind, f"A {kind}", id="fresh", **facts))
    story.start("fresh")


def refusal(story: Story, seat: str, op) -> str | None:
    try:
        story.do(seat, op)
    except Refused as no:
        return no.code
    return None


def test_phases_come_in_any_order_and_number_and_are_named_anew(story) -> None:
    gather, share, *_, agree = planned(story)
    coffee = PlannedPhase("break", "  Coffee\n break ", seconds=900)

    change(story, agree, coffee, gather, share)

    board = story.board()
    assert [phase["title"] for phase in board["phases"]] == [
        "Agree", "Coffee break", "Gather", "Share",
    ]  # fmt: skip
    assert board["phases"][1]["kind"] == "break"
    assert board["phases"][1]["seconds"] == 900
    assert board["phase"]["id"] == "gather"
    story.start(board["phases"][1]["id"])
    story.start("agree")  # and back


@pytest.mark.parametrize("kind", PHASE_KINDS)
def test_every_kind_of_phase_can_be_started(story, kind: str) -> None:
    begin(story, kind)

    assert story.board()["phase"]["kind"] == kind


def test_the_running_phase_stays_and_keeps_its_kind(story) -> None:
    rest = planned(story)[1:]
    as_vote = planned(story, kind="vote", silent=False)

    for phases in (rest, as_vote):
        assert refusal(story, "server", ChangeAgenda(tuple(phases))) == "phase.running"


def test_what_the_canvas_says_about_showing_stays_with_a_phase(story) -> None:
    before = story.workshop.phases[3]

    change(story, *planned(story, title="Another"))

    assert story.workshop.phases[3].reveal == before.reveal


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (PlannedPhase("gather", "T", id="share"), "op.malformed"),  # twice
        (PlannedPhase("gather", " "), "text.empty"),
        (PlannedPhase("gather", "T" * 81), "text.too_long"),
        (PlannedPhase("gather", "T", instruction="I" * 201), "text.too_long"),
        (PlannedPhase("gather", "T", direction="clockwise"), "op.malformed"),
        (PlannedPhase("gather", "T", areas=("moon",)), "op.malformed"),
        (PlannedPhase("vote", "T", stances=True), "op.malformed"),
        (PlannedPhase("gather", "T", silent=True, stances=True), "op.malformed"),
        (PlannedPhase("gather", "T", silent=True, rights={"see": "all"}), "op.malformed"),
    ],
)
def test_a_phase_that_makes_no_sense_is_refused(story, phase: PlannedPhase, code: str) -> None:
    assert refusal(story, "server", ChangeAgenda((*planned(story), phase))) == code


def test_an_agenda_that_is_as_it_was_is_refused(story) -> None:
    assert refusal(story, "server", ChangeAgenda(tuple(planned(story)))) == "op.no_effect"


def test_an_agreed_canvas_keeps_its_agenda(story) -> None:
    story.start("agree")
    story.do("server", FreezeDraft())

    changed = ChangeAgenda(tuple(planned(story, title="Another")))
    assert refusal(story, "server", changed) == "draft.frozen"


def test_only_the_facilitator_changes_the_agenda(story) -> None:
    lead = story.join("city_lead", "Oulu")

    changed = ChangeAgenda(tuple(planned(story, title="Another")))
    assert refusal(story, lead, changed) == "role.not_allowed"


def test_seeing_only_the_own_notes_is_a_silent_phase(story) -> None:
    aino = story.join("participant", "Oulu")
    begin(story, "close_gaps", rights={"see": "own"})

    note = story.make(aino, AddNote("value", "unseen"))

    assert story.note(note)["hidden"] is True
    assert "rights" not in story.board()["phases"][-1]  # it is said by `silent`


def test_what_the_kind_says_anyway_is_not_said_again(story) -> None:
    begin(story, "gather", rights={"edit": "own", "move": "city"}, areas=("advantage", "value"))

    phase = story.board()["phases"][-1]
    assert phase["rights"] == {"move": "city"}
    assert phase["areas"] == ["value", "advantage"]  # in the order of the canvas


def test_all_areas_are_no_focus(story) -> None:
    begin(story, "gather", areas=("opportunity", "value", "advantage"))

    assert "areas" not in story.board()["phases"][-1]


# What people may do at all in each kind, written out once more; a new kind needs its line.
MAY = {
    "gather": {"add", "edit", "move", "comment", "link", "vote"},
    "reveal": {"comment", "vote"},
    "group": {"move", "comment", "vote"},
    "walk": {"add", "edit", "move", "comment", "link", "vote"},
    "vote": {"vote"},
    "discuss": {"edit", "comment", "link", "vote"},
    "close_gaps": {"add", "edit", "move", "comment", "link", "vote"},
    "agree": {"vote"},
    "break": set(),
}


@pytest.mark.parametrize("kind", PHASE_KINDS)
def test_each_kind_gives_just_the_rights_of_the_table(kind: str) -> None:
    assert set(MAY) == set(PHASE_KINDS)
    assert {right for right in RIGHTS if DEFAULTS[kind][right] != "nobody"} == MAY[kind]
    assert set(RIGHT_OF.values()) == set(RIGHTS)


@pytest.fixture
def shared(story):
    """A board with a note of Aino and of a colleague of hers in Oulu, and one of Sofia."""
    story.start("share")
    seats = {
        "aino": story.join("participant", "Oulu"),
        "eero": story.join("participant", "Oulu"),
        "elena": story.join("participant", "Sofia"),
        "lead": story.join("city_lead", "Oulu"),
    }
    texts = {"own": "aino", "city": "eero", "all": "elena"}
    notes = {
        reach: story.make(seats[who], AddNote("value", f"of {who}")) for reach, who in texts.items()
    }
    return story, seats, notes


def op_at(right: str, note: str, story: Story):
    """An op that needs a right, about a note."""
    return {
        "add": AddNote("value", "another"),
        "edit": EditNote(note, text=f"changed {story.workshop.seq}"),
        "move": MoveNote(note, "advantage"),
        "comment": AddComment(note, "question", "why?"),
        "link": DrawLink(note, story.make("server", AddNote("value", "an end")), "leads_to"),
        "vote": PlaceVote(note),
    }[right]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_reaches_as_far_as_the_agenda_says(shared, right: str, scope: str) -> None:
    story, seats, notes = shared
    begin(story, "discuss", rights={right: scope})
    if right == "vote":
        for_own = [op_at(right, note, story) for note in notes.values()]
        story.do("server", OpenBallot())
        ops = dict(zip(notes, for_own, strict=True))
    else:
        ops = {reach: op_at(right, note, story) for reach, note in notes.items()}

    said = {reach: refusal(story, seats["aino"], op) for reach, op in ops.items()}
    by_lead = refusal(story, seats["lead"], ops["city"])

    if scope == "nobody":
        assert set(said.values()) == {"phase.not_now"}
        assert by_lead == "phase.not_now"
        return
    reached = SCOPES[1 : SCOPES.index(scope) + 1] if right != "add" else SCOPES[1:]
    assert {reach for reach, code in said.items() if code is None} == set(reached)
    assert set(said.values()) <= {None, "role.not_allowed"}
    assert by_lead in (None, "op.no_effect")


def test_removing_follows_the_right_to_edit_and_translating_that_to_comment(shared) -> None:
    story, seats, notes = shared
    begin(story, "discuss", rights={"edit": "nobody"})

    assert refusal(story, seats["aino"], RemoveNote(notes["own"])) == "phase.not_now"
    assert refusal(story, seats["aino"], TranslateNote(notes["all"], "fi", "Elenan")) is None


def test_rights_bind_no_facilitator(shared) -> None:
    story, _, notes = shared
    begin(story, "discuss", rights=dict.fromkeys(RIGHTS, "nobody"))
    helmi = story.join("facilitator")

    assert refusal(story, helmi, EditNote(notes["own"], text="by the facilitator")) is None
    assert refusal(story, helmi, AddNote("value", "by the facilitator")) is None


def test_rights_of_the_running_phase_hold_at_once(shared) -> None:
    story, seats, _ = shared

    change(story, *planned(story, rights={"add": "nobody"}))

    assert refusal(story, seats["aino"], AddNote("value", "late")) == "phase.not_now"


def test_a_vote_for_ones_city_only_takes_themes_with_a_note_of_it(shared) -> None:
    story, seats, notes = shared
    begin(story, "vote", rights={"vote": "city"})

    assert refusal(story, seats["elena"], PlaceVote(notes["own"])) == "role.not_allowed"
    assert refusal(story, seats["elena"], PlaceVote(notes["all"])) is None
    assert refusal(story, seats["aino"], PlaceVote(notes["city"])) is None


def test_going_back_to_a_phase_that_was_left_is_always_possible(story) -> None:
    begin(story, "break")
    for phase in reversed([phase.id for phase in story.workshop.phases[:-1]]):
        story.do("server", StartPhase(phase))

    assert story.board()["phase"]["id"] == "gather"


def test_a_phase_tells_whose_notes_a_right_is_about(story) -> None:
    begin(story, "group")

    assert scope_of(story.workshop.phase, "move") == "all"
    assert scope_of(story.workshop.phase, "edit") == "nobody"


def test_the_browser_has_the_same_table_of_rights() -> None:
    file = Path(__file__).parents[2] / "client" / "src" / "phase-rights.json"

    assert json.loads(file.read_text(encoding="utf-8")) == {
        kind: dict(rights) for kind, rights in DEFAULTS.items()
    }
