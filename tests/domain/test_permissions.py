"""The table of rights: every op × role × kind of phase, so that no new op is forgotten."""

import pytest

from server.domain import permissions
from server.domain.agenda import ChangeAgenda, PlannedPhase
from server.domain.announcing import Announce
from server.domain.ballots import CloseBallot, OpenBallot, RevealBallot
from server.domain.comments import AddComment, CloseComment, EraseComment, OpenAsk
from server.domain.describing import DescribeNote
from server.domain.drafting import (
    EditDraft,
    FreezeDraft,
    OmitSentence,
    OrderDraft,
    UnfreezeDraft,
)
from server.domain.erasing import EraseNote
from server.domain.hubs import DeclareHub, TallyHands
from server.domain.links import DrawLink, EraseLink
from server.domain.lobby import AdmitSeat, RefuseSeat
from server.domain.many_notes import AddNotes
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, EditNote, MoveNote, RemoveNote, RestoreNote
from server.domain.offers import SetOffer
from server.domain.people import (
    AddCity,
    JoinSeat,
    LeaveSeat,
    PromoteSeat,
    RemoveSeat,
    RenameSeat,
    RestoreSeat,
)
from server.domain.phases import CloseWorkshop, LockPhase, ReopenWorkshop, StartPhase
from server.domain.ratings import RankTargets, RateTarget
from server.domain.refused import Refused
from server.domain.revealing import RevealNext, RevealNotes
from server.domain.scores import SetScore
from server.domain.service_scores import ScoreService, SplitWeights
from server.domain.services import AddService, EditService, EraseService, RemoveService
from server.domain.settings import ChangeSettings
from server.domain.signoff import SignDraft
from server.domain.spotlight import SetSpotlight
from server.domain.stances import SetStance
from server.domain.state import Seat
from server.domain.themes import (
    DissolveTheme,
    EmptyTheme,
    EraseTheme,
    FillTheme,
    FormTheme,
    RenameTheme,
)
from server.domain.timer import AddTime, PauseTimer, StartTimer, StopTimer
from server.domain.timer_end import EndTimer
from server.domain.translating import TranslateNote
from server.domain.verdicts import JudgeFinding
from server.domain.votes import PlaceVote, WithdrawVote
from server.domain.walks import FocusWalk
from server.domain.wording_erasing import EraseReason, EraseWording
from server.domain.workshop import OPS
from tests.domain.small_canvas import small_canvas
from tests.domain.story import a_story

ROLES = ("observer", "participant", "city_lead", "facilitator")
PHASES = ("gather", "share", "clockwise", "vote", "anticlockwise", "agree")

EXAMPLES = (
    JoinSeat("s", "participant", None),
    RenameSeat("Aino"),
    RemoveSeat("s"),
    RestoreSeat("s"),
    AdmitSeat("s"),
    RefuseSeat("s"),
    LeaveSeat(erase=True),
    PromoteSeat("s", "observer"),
    AddCity("Ghent"),
    AddNote("value", "text"),
    EditNote("n", text="text"),
    MoveNote("n", "value"),
    RemoveNote("n"),
    RestoreNote("n"),
    EraseNote("n"),
    MergeNotes("n", ("m",)),
    RevealNotes(),
    RevealNext(),
    PlaceVote("n"),
    WithdrawVote("n"),
    RateTarget("n", "agree"),
    RankTargets(("n",)),
    DeclareHub("s", 12),
    TallyHands("oulu", "n", 3),
    AddNotes((AddNote("value", "text"),)),
    SetStance("n", "agree"),
    SetScore("n", "importance", 4),
    ScoreService("s", "need", 4),
    SplitWeights({"need": 100}),
    FocusWalk("value"),
    SetSpotlight("n"),
    Announce("Back at half past ten"),
    JudgeFinding("f", "accept"),
    EditDraft("summary", "f", "text"),
    OrderDraft("summary", ("f",)),
    OmitSentence("summary", "f", omitted=True),
    SignDraft("summary", "adopt"),
    FreezeDraft(),
    UnfreezeDraft(),
    OpenBallot(),
    CloseBallot(),
    RevealBallot(),
    StartPhase("vote"),
    LockPhase(locked=True),
    CloseWorkshop(),
    ReopenWorkshop(),
    ChangeSettings({}),
    DescribeNote("n", owner="City IT"),
    TranslateNote("n", "fi", "teksti"),
    DrawLink("n", "m", "leads_to"),
    EraseLink("l"),
    AddComment("n", "question", "why?"),
    CloseComment("c"),
    EraseComment("c"),
    OpenAsk("n", "advantage"),
    FormTheme("value", "title", ("n",)),
    RenameTheme("t", "title"),
    FillTheme("t", ("n",)),
    SetOffer("n", "have"),
    EmptyTheme("t", ("n",)),
    DissolveTheme("t"),
    EraseTheme("t"),
    AddService("name", "new"),
    EditService("s", state="new"),
    RemoveService("s"),
    EraseService("s"),
    StartTimer(60),
    AddTime(60),
    PauseTimer(paused=True),
    StopTimer(),
    EndTimer("t"),
    EraseWording("summary", sentence="f"),
    EraseReason("f"),
    ChangeAgenda((PlannedPhase("gather", "title"),)),
)

NOTES = {"note.add", "note.edit", "note.move", "note.remove", "note.restore"}
AROUND_NOTES = {
    "note.describe", "note.translate", "link.draw", "link.erase", "comment.add", "comment.close",
    "ask.open",
}  # fmt: skip
THEMES = {"theme.form", "theme.rename", "theme.fill", "theme.empty", "theme.dissolve"}
VOTES = {"vote.place", "vote.withdraw", "vote.rate", "vote.rank", "hub.tally"}
ON_SERVICES = {"service.score", "weights.split"}
ANSWERS = {"stance.set", "score.set", "offer.set"} | ON_SERVICES
OPINIONS = VOTES | ANSWERS
DRAFT = {"draft.edit", "draft.order", "draft.omit", "draft.freeze", "draft.unfreeze", "draft.sign"}
OWN = {"seat.join", "seat.rename", "seat.leave", "draft.sign"}
LOBBY = {"seat.admit", "seat.refuse"}
FACILITATOR_ONLY = set(OPS) - NOTES - AROUND_NOTES - OPINIONS - OWN - LOBBY
# What an agreed canvas bears.
ERASING = {
    "note.erase", "comment.erase", "theme.erase", "service.erase", "draft.erase", "finding.erase",
}  # fmt: skip
TIMER = {"timer.start", "timer.add", "timer.pause", "timer.stop"}
THAWING = {"seat.join", "seat.rename", "seat.leave", "seat.remove", "seat.restore",
           *LOBBY, "seat.promote", "spotlight.set", "announce", *ERASING, *TIMER, "timer.end",
           "phase.lock", "workshop.close", "workshop.reopen", "draft.unfreeze"}  # fmt: skip
WALKS = ("clockwise", "anticlockwise")
FROZEN = {"note.add", "notes.add", "note.edit", "note.move", "note.merge", "note.translate",
          *THEMES}  # fmt: skip


def expected(op: str, role: str, phase: str) -> str | None:
    """The refusal that role and phase ask for, written out on its own; None = allowed."""
    if op in ("seat.join", "seat.leave"):
        return None
    if op == "timer.end":
        return "role.not_allowed"  # nobody's but the server's
    if role == "observer":
        return "role.not_allowed"
    if op in OPINIONS and role == "facilitator":
        return "role.not_allowed"
    if op == "draft.sign" and role != "city_lead":
        return "role.not_allowed"
    if op in LOBBY and role == "participant":
        return "role.not_allowed"
    if op in FACILITATOR_ONLY and role != "facilitator":
        return "role.not_allowed"
    if op == "hub.tally":
        return "role.not_allowed"  # of a seat that was not declared to count for a room
    if phase == "vote" and op in FROZEN:
        return "ballot.frozen"
    if op in VOTES and phase != "vote":
        return "phase.not_now"
    if op == "stance.set" and phase not in ("share", *WALKS):
        return "phase.not_now"
    if op == "offer.set" and phase in ("gather", "vote"):
        return "phase.not_now"
    if op in ON_SERVICES and phase in ("gather", "agree"):
        return "phase.not_now"
    if op in ("score.set", "walk.focus") and phase not in WALKS:
        return "phase.not_now"
    if op in DRAFT and phase != "agree":
        return "phase.not_now"
    if op in AROUND_NOTES and phase == "vote":
        return "phase.not_now"
    if op in NOTES | AROUND_NOTES and role != "facilitator" and phase in ("vote", "agree"):
        return "phase.not_now"
    return None


def refusal(workshop, op, by: Seat) -> str | None:
    try:
        permissions.check_allowed(workshop, op, by)
    except Refused as no:
        return no.code
    return None


def test_every_op_has_an_example_here() -> None:
    assert {op.type for op in EXAMPLES} == set(OPS)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_do_just_what_the_table_says(role: str, phase: str) -> None:
    story = a_story(small_canvas())
    if phase != "gather":
        story.start(phase)
    by = Seat("seat", role, story.city("Oulu"))

    actual = {op.type: refusal(story.workshop, op, by) for op in EXAMPLES}

    assert actual == {op: expected(op, role, phase) for op in OPS}


@pytest.mark.parametrize("role", ROLES)
def test_in_a_closed_workshop_joining_reopening_and_taking_the_name_are_left(role: str) -> None:
    story = a_story(small_canvas())
    story.do("server", CloseWorkshop())
    by = Seat("seat", role, story.city("Oulu"))

    allowed = {op.type for op in EXAMPLES if refusal(story.workshop, op, by) is None}

    reopening = {"workshop.reopen"} if role == "facilitator" else set()
    letting_in = LOBBY if role in ("facilitator", "city_lead") else set()
    assert allowed == {"seat.join", "seat.leave"} | reopening | letting_in
    assert refusal(story.workshop, LeaveSeat(erase=False), by) == "workshop.closed"


@pytest.mark.parametrize("role", ["participant", "city_lead"])
def test_a_locked_phase_leaves_only_the_own_name(role: str) -> None:
    story = a_story(small_canvas())
    story.do("server", LockPhase(locked=True))
    by = Seat("seat", role, story.city("Oulu"))

    refused = {op.type for op in EXAMPLES if refusal(story.workshop, op, by) == "phase.locked"}

    signing = {"draft.sign"} if role == "city_lead" else set()
    assert refused == (NOTES | AROUND_NOTES | OPINIONS | signing) - {"hub.tally"}


@pytest.mark.parametrize("role", ROLES)
def test_an_agreed_canvas_bears_no_change_but_its_thaw(role: str) -> None:
    story = a_story(small_canvas())
    story.start("agree")
    story.do("server", FreezeDraft())
    by = Seat("seat", role, story.city("Oulu"))

    actual = {op.type: refusal(story.workshop, op, by) for op in EXAMPLES}

    usual = {op: expected(op, role, "agree") for op in OPS}
    for op, said in actual.items():
        is_held = usual[op] != "role.not_allowed" and op not in THAWING
        assert said == ("draft.frozen" if is_held else usual[op]), op


def test_who_waits_in_the_lobby_may_only_go_again() -> None:
    story = a_story(small_canvas())
    by = Seat("seat", "participant", story.city("Oulu"), waiting=True)

    said = {op.type: refusal(story.workshop, op, by) for op in EXAMPLES}

    assert said.pop("seat.join") is said.pop("seat.leave") is None
    assert set(said.values()) == {"seat.waiting"}
