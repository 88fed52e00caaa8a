"""Plays the recorded journeys: the same changes go through Python and TypeScript.

`python -m tests.domain.journeys` writes tests/journeys/*.json anew.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, EditNote, MoveNote, RemoveNote, RestoreNote
from server.domain.offers import SetOffer
from server.domain.people import (
    AddCity,
    LeaveSeat,
    PromoteSeat,
    RemoveSeat,
    RenameSeat,
    RestoreSeat,
)
from server.domain.phases import CloseWorkshop, LockPhase, ReopenWorkshop
from server.domain.ratings import RankTargets, RateTarget
from server.domain.revealing import RevealNext, RevealNotes
from server.domain.scores import SetScore
from server.domain.service_scores import ScoreService, SplitWeights
from server.domain.services import AddService, EditService, EraseService, RemoveService
from server.domain.settings import ChangeSettings
from server.domain.signoff import SignDraft
from server.domain.spotlight import SetSpotlight
from server.domain.stances import SetStance
from server.domain.themes import (
    DissolveTheme,
    EmptyTheme,
    EraseTheme,
    FillTheme,
    FormTheme,
    RenameTheme,
)
from server.domain.timer import AddTime, PauseTimer, StartTimer, StopTimer
from server.domain.translating import TranslateNote
from server.domain.verdicts import JudgeFinding
from server.domain.visibility import heard
from server.domain.votes import PlaceVote, WithdrawVote
from server.domain.walks import FocusWalk
from server.domain.wording_erasing import EraseReason, EraseWording
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story

FOLDER = Path(__file__).parent.parent / "journeys"


def silent_gathering(story: Story, aino: str, elena: str) -> None:
    """Notes written unseen, edited, moved, removed, and revealed in two steps."""
    first = story.make(aino, AddNote("value", "Открыто 24/7", facet="creation", who=("residents",)))
    second = story.make(aino, AddNote("value", "line one\nline two “quoted” 'single'"))
    story.make(elena, AddNote("value", "Λιγότερη αναμονή 👩‍👩‍👧‍👦", facet="sharing"))
    story.do(aino, EditNote(first, text="Open 24/7", facet=None))
    story.do(aino, MoveNote(second, "value", before=first))
    gone = story.make(aino, AddNote("advantage", "a thought"))
    story.do(aino, RemoveNote(gone))
    back = story.make(elena, AddNote("opportunity", "x" * 200))
    story.do(elena, RemoveNote(back))
    story.do(elena, RestoreNote(back))
    story.do("server", MoveNote(second, "advantage"))
    sorted_away = story.make(aino, AddNote("value", "seen by me alone", facet="creation"))
    story.do("server", MoveNote(sorted_away, "advantage", before=second))
    story.do("server", RemoveNote(sorted_away))
    story.do("server", RestoreNote(sorted_away))
    story.do("server", RevealNotes(city=story.city("Sofia")))
    story.do("server", LockPhase(locked=True))
    story.start("share")


def sorting(story: Story, aino: str, elena: str) -> None:
    """Notes edited, moved between areas, removed, restored and merged in the open."""
    story.start("share")
    notes = [story.make(aino, AddNote("value", f"note {n}", facet="capture")) for n in range(6)]
    story.do(aino, EditNote(notes[0], who=("organisation", "residents"), base_version=1))
    story.do(aino, EditNote(notes[0], who=()))
    story.do(aino, MoveNote(notes[5], "value", before=notes[0]))
    story.do(aino, MoveNote(notes[1], "advantage"))
    story.do(aino, MoveNote(notes[2], "advantage", before=notes[1]))
    story.do(aino, RemoveNote(notes[3]))
    story.do(aino, RestoreNote(notes[3]))
    story.do("server", MergeNotes(notes[0], (notes[3], notes[4])))


def steering(story: Story, aino: str, elena: str) -> None:
    """Notes in the spotlight that are removed and merged there, a line to all, a seat back."""
    for text in ("unseen", "later"):
        story.do(aino, AddNote("value", text))
    story.do("server", RevealNext())
    story.start("share")
    a, b, c = (story.make(aino, AddNote("value", text)) for text in "abc")
    story.do("server", SetSpotlight(a))
    story.do("server", Announce("Back at half past ten"))
    story.do("server", RemoveNote(a))
    story.do("server", SetSpotlight(b))
    story.do("server", MergeNotes(c, (b,)))
    story.do("server", RestoreNote(a))
    story.do("server", RemoveSeat(elena))
    story.do("server", RestoreSeat(elena))
    story.do("server", SetSpotlight(None))
    story.do("server", ChangeSettings({"join": "approval"}))
    waiting = [story.join("participant", "Oulu") for _ in range(3)]
    story.do("server", AdmitSeat(waiting[0]))
    story.do("server", RefuseSeat(waiting[1]))
    story.do("server", ChangeSettings({"join": "open"}))
    story.do("server", SetSpotlight(a))
    story.do(elena, AddNote("value", "here again"))
    story.start("vote")


def hidden_vote(story: Story, aino: str, elena: str) -> None:
    """A hidden ballot with a removed note, closed, shown, merged and opened again."""
    story.start("share")
    a, b, c, d = (story.make(elena, AddNote("value", text)) for text in "abcd")
    story.start("vote")
    story.do(aino, PlaceVote(a, dots=2))
    story.do(aino, PlaceVote(b, dots=2))
    story.do(elena, PlaceVote(d))
    story.do(elena, PlaceVote(c))
    story.do(aino, WithdrawVote(b, dots=1))
    story.do("server", RemoveNote(d))
    story.start("agree")
    story.do("server", MergeNotes(a, (b,)))
    story.do("server", RestoreNote(d))
    story.do("server", RemoveNote(c))
    story.start("vote")
    story.do(aino, WithdrawVote(a))
    story.do("server", RestoreNote(c))
    story.do(elena, PlaceVote(a))
    story.do("server", CloseBallot())
    story.do("server", RemoveNote(a))
    story.do("server", RevealBallot())
    story.do("server", RestoreNote(a))
    story.start("share")


def open_totals(story: Story, aino: str, elena: str) -> None:
    """Ballots with open totals, opened and closed by hand, beside a hidden one."""
    story.start("share")
    a, b = (story.make(aino, AddNote("value", text)) for text in "ab")
    story.do("server", ChangeSettings({"votes_each": 3, "note_cap": 3, "totals": "open"}))
    first = story.make("server", OpenBallot(title="First"))
    story.do(elena, PlaceVote(a, dots=3, ballot_id=first))
    second = story.make("server", OpenBallot(totals="hidden", votes_each=1))
    story.do(elena, PlaceVote(b, ballot_id=second))
    story.do(elena, WithdrawVote(a, dots=1, ballot_id=first))
    story.do("server", RemoveNote(b))
    story.do("server", AddCity("Ghent"))
    story.do("server", CloseBallot(ballot_id=first))
    story.do("server", CloseBallot())
    story.do("server", RevealBallot(ballot_id=first))
    story.do("server", RevealBallot())
    story.do("server", AddCity("Riga"))


def people_and_end(story: Story, aino: str, elena: str) -> None:
    """Seats come, change and go, a city joins late, settings change, the workshop ends twice."""
    helmi = story.join("facilitator")
    story.do(aino, RenameSeat("Aino"))
    story.do(helmi, AddCity("Ghent"))
    story.do(helmi, PromoteSeat(elena, "city_lead"))
    story.make(elena, AddNote("value", "for Sofia", on_behalf_of=story.city("Sofia")))
    story.do(helmi, ChangeSettings({"thresholds": {"strong": 1.5}, "show_authors": False}))
    story.make(aino, AddNote("advantage", "unsigned"))
    story.do(helmi, RemoveSeat(aino))
    story.do(helmi, CloseWorkshop())
    story.do(helmi, ReopenWorkshop())


def erasing(story: Story, aino: str, elena: str) -> None:
    """Texts erased while hidden, open, removed and voted for; one is written anew; a seat goes."""
    helmi = story.join("facilitator")
    hidden = story.make(aino, AddNote("value", "call me at 040 1234567 " * 9))
    removed = story.make(aino, AddNote("value", "my neighbour, by name"))
    story.do(aino, RemoveNote(removed))
    story.do(helmi, EraseNote(hidden))
    story.do(helmi, EraseNote(removed))
    story.do(aino, RestoreNote(removed))
    story.start("share")
    shown = story.make(elena, AddNote("value", "everybody read this", facet="capture"))
    again = story.make(aino, AddNote("value", "too much"))
    story.do(helmi, EraseNote(again))
    story.do(aino, EditNote(again, text="just enough"))
    story.start("vote")
    story.do(aino, PlaceVote(shown))
    story.do(helmi, EraseNote(shown))
    story.do(elena, LeaveSeat(erase=True))
    story.start("agree")


def walking(story: Story, aino: str, elena: str) -> None:
    """Both walks: notes scored and judged, removed, merged and brought back, shown when left."""
    story.start("share")
    a, b, c = (story.make(aino, AddNote("value", text)) for text in "abc")
    story.do(aino, SetStance(a, "agree"))
    story.do(elena, SetStance(a, "disagree"))
    story.do(elena, SetStance(b, "pass"))
    story.start("clockwise")
    story.do("server", FocusWalk("value", a))
    story.do(aino, SetScore(a, "importance", 5))
    story.do(aino, SetScore(b, "importance", 2))
    story.do(elena, SetScore(b, "importance", 4))
    story.do(elena, SetScore(c, "importance", 1))
    story.do(elena, SetScore(c, "importance", 3))
    story.do(aino, SetStance(a, None))
    story.do("server", RemoveNote(c))
    story.do("server", FocusWalk("advantage"))
    story.start("vote")
    story.do("server", RestoreNote(c))
    story.start("anticlockwise")
    story.do(aino, SetScore(b, "readiness", 3))
    story.do(elena, SetScore(b, "readiness", 1))
    story.do(elena, SetStance(b, "agree"))
    story.do("server", MergeNotes(a, (b, c)))
    story.do(elena, SetScore(a, "readiness", None))
    story.do(aino, SetStance(a, "agree"))
    story.do("server", AddCity("Ghent"))
    story.start("agree")
    story.start("anticlockwise")
    story.do(aino, SetScore(a, "readiness", 5))
    story.do("server", CloseWorkshop())


def asked_again(story: Story, aino: str, elena: str) -> None:
    """Importance asked in three rounds, with a note that is merged and one that comes back."""
    story.start("share")
    a, b, c, d = (story.make(aino, AddNote("value", text)) for text in "abcd")
    story.start("clockwise")
    for note, value in ((a, 5), (b, 2), (c, 4)):
        story.do(aino, SetScore(note, "importance", value))
        story.do(elena, SetScore(note, "importance", value - 1))
    story.start("vote")
    story.start("clockwise")
    story.do(elena, SetScore(a, "importance", 5))
    story.do(aino, SetScore(d, "importance", 3))
    story.do("server", RemoveNote(c))
    story.start("share")
    story.do("server", RestoreNote(c))
    story.do("server", MergeNotes(a, (b,)))
    story.start("clockwise")
    story.do(aino, SetScore(a, "importance", 1))
    story.do(aino, SetScore(c, "importance", 1))
    story.do("server", AddCity("Ghent", country="be"))
    story.start("vote")


def erasing_words(story: Story, aino: str, elena: str) -> None:
    """Words of the facilitator and of a city about the draft, erased and written anew."""
    story.do("server", PromoteSeat(elena, "city_lead"))
    story.do("server", JudgeFinding("finding00001", "dismiss", "Elena said so"))
    story.do("server", JudgeFinding("finding00002", "accept"))
    story.start("agree")
    story.do("server", EditDraft("summary", "finding00003", "Elena wants it."))
    story.do("server", EditDraft("summary", "finding00004", "The city wants it."))
    story.do(elena, SignDraft("summary", "reservation", "Not without Aino"))
    story.do(elena, SignDraft("why", "adopt"))
    sofia = story.city("Sofia")
    story.do("server", EraseWording("summary", sentence="finding00003"))
    story.do("server", EraseWording("summary", city=sofia))
    story.do("server", EraseWording("why", city=sofia))
    story.do("server", EraseReason("finding00001"))
    story.do("server", EraseReason("finding00002"))
    story.do(elena, SignDraft("summary", "reservation", "Not without money"))


def scoring_services(story: Story, aino: str, elena: str) -> None:
    """Services scored and weights shared out unseen, shown, changed, and a service taken away."""
    story.start("share")
    portal = story.make("server", AddService("Portal", "existing"))
    robot = story.make("server", AddService("Night robot", "new"))
    story.do(aino, ScoreService(portal, "need", 5))
    story.do(elena, ScoreService(portal, "need", 2))
    story.do(elena, ScoreService(robot, "value", 3))
    story.do(aino, SplitWeights({"need": 70, "value": 30}))
    story.start("clockwise")
    story.do(aino, SplitWeights({"need": 100}))
    story.do(elena, SplitWeights({"value": 60, "need": 40}))
    story.do(elena, ScoreService(robot, "value", None))
    story.do(aino, ScoreService(robot, "need", 1))
    story.do("server", RemoveService(robot))
    story.start("share")
    story.do(aino, SplitWeights(None))
    story.do(elena, ScoreService(portal, "need", 4))
    story.do("server", CloseWorkshop())


def agreeing(story: Story, aino: str, elena: str) -> None:
    """Findings judged, the draft edited, ordered, cut, signed, frozen and thawed."""
    story.do("server", PromoteSeat(elena, "city_lead"))
    story.do("server", JudgeFinding("finding00001", "dismiss", "Not a question here"))
    story.do("server", JudgeFinding("finding00002", "accept"))
    story.do("server", JudgeFinding("finding00001", "accept", "It is"))
    story.do("server", JudgeFinding("finding00002", None))
    story.start("agree")
    story.do("server", EditDraft("summary", "sentence0001", "In other words."))
    story.do(elena, SignDraft("summary", "adopt"))
    story.do(elena, SignDraft("value", "reservation", "Not before 2027"))
    story.do("server", EditDraft("summary", "sentence0001", "In still other words."))
    story.do("server", EditDraft("value", "sentence0002", "Soon taken back."))
    story.do("server", EditDraft("value", "sentence0002", None))
    story.do("server", OrderDraft("why", ("sentence0004", "sentence0003")))
    story.do("server", OrderDraft("how", ("sentence0005",)))
    story.do("server", OrderDraft("how", ()))
    story.do("server", OmitSentence("why", "sentence0004", omitted=True))
    story.do("server", OmitSentence("why", "sentence0003", omitted=True))
    story.do("server", OmitSentence("why", "sentence0004", omitted=False))
    story.do(elena, SignDraft("summary", "decline", "Too long"))
    story.do(elena, SignDraft(f"annex:{story.city('Sofia')}", "adopt"))
    story.do(elena, SignDraft("value", None))
    story.do("server", FreezeDraft())
    story.do("server", UnfreezeDraft())
    story.do("server", FreezeDraft())


def describing(story: Story, aino: str, elena: str) -> None:
    """Notes told more of, hidden and shown, of services that change and go; texts erased."""
    library = story.make("server", AddService("Night library", "new"))
    desk = story.make("server", AddService("Service desk", "existing"))
    hidden = story.make(aino, AddNote("value", "Open all night", facet="capture"))
    story.do(
        aino,
        DescribeNote(hidden, owner="Kirjasto", pays=("residents", "ecosystem"), tags=("privacy",)),
    )
    story.do(aino, DescribeNote(hidden, owner=None, supplier="Ainon putiikki", funding="grant"))
    story.do("server", RemoveNote(hidden))
    story.do("server", RestoreNote(hidden))
    story.do("server", EditService(library, layers={"content": "City IT", "commerce": ""}))
    story.do("server", EditService(library, name="Night shelf", knock_outs={"owner": False}))
    story.start("share")
    shown = story.make(elena, AddNote("advantage", "Our own register"))
    story.do(elena, DescribeNote(shown, services=(library, desk), cost_behaviour="flat"))
    story.do(elena, DescribeNote(shown, indicator="visits a night", tags=("inclusion",)))
    story.do(elena, DescribeNote(shown, tags=(), cost_behaviour=None, indicator="visits"))
    story.do("server", EraseNote(hidden))
    story.do("server", EraseService(library))
    story.do("server", EditService(library, state="existing", knock_outs={"legal_basis": None}))
    story.do("server", RemoveService(library))
    story.do("server", EraseNote(shown))
    story.do("server", RemoveService(desk))


def linking(story: Story, aino: str, elena: str) -> None:
    """Links and comments that go and come with their notes, follow a merge, and are erased."""
    story.start("share")
    need = story.make(aino, AddNote("opportunity", "nowhere to read at night"))
    better = story.make(elena, AddNote("value", "a warm place"))
    same = story.make(aino, AddNote("value", "somewhere warm"))
    can = story.make(elena, AddNote("advantage", "keys by phone"))
    first = story.make(aino, DrawLink(need, better, "leads_to"))
    story.do(elena, DrawLink(can, better, "requires", walk="anticlockwise"))
    story.do(aino, DrawLink(need, same, "leads_to"))
    story.do(aino, DrawLink(same, better, "contradicts"))
    story.do(elena, DrawLink(same, can, "requires"))
    asked = story.make(aino, AddComment(better, "question", "Who heats it?"))
    story.do(elena, AddComment(same, "evidence", "30 people asked 👩‍👩‍👧‍👦"))
    unknown = story.make("server", OpenAsk(can, "value"))
    story.do(aino, AddComment(better, "concern", "Aino Virtanen, 040 1234567"))
    story.do("server", RemoveNote(better))
    story.do("server", RemoveNote(can))
    story.do("server", RestoreNote(better))
    story.do("server", RestoreNote(can))
    story.do(elena, CloseComment(asked))
    story.do("server", EraseComment(story.board()["comments"][-1]["id"]))
    story.do("server", MergeNotes(better, (same,)))
    story.do("server", CloseComment(unknown))
    story.do(aino, EraseLink(first))
    story.do("server", ChangeSettings({"show_authors": False}))
    story.do(aino, DrawLink(better, need, "requires", walk="clockwise"))
    story.do(aino, AddComment(need, "question", "unsigned"))


def themes(story: Story, aino: str, elena: str) -> None:
    """Themes voted for, changed after the vote, and the vote opened again on what they are then."""
    story.start("share")
    a, b, c, d, e = (story.make(aino, AddNote("value", text)) for text in "abcde")
    first = story.make("server", FormTheme("value", "Warmth", (b, a)))
    story.start("vote")
    story.do(aino, PlaceVote(first, dots=2))
    story.do(aino, PlaceVote(c))
    story.do(elena, PlaceVote(c, dots=2))
    story.do(elena, PlaceVote(d, dots=2))
    story.do(elena, PlaceVote(first))
    story.do("server", RemoveNote(a))
    story.start("share")
    story.do("server", RestoreNote(a))
    second = story.make("server", FormTheme("value", "Light", (c, d)))
    story.do("server", FillTheme(first, (d, e)))
    story.do("server", RenameTheme(second, "Light at night"))
    story.do("server", EmptyTheme(first, (a,)))
    story.do("server", AddCity("Ghent"))
    story.do("server", MergeNotes(a, (c,)))
    story.do("server", FillTheme(second, (b, a)))
    story.do(aino, MoveNote(b, "advantage"))
    story.do("server", EraseTheme(second))
    story.do("server", RemoveNote(a))
    story.do("server", RestoreNote(a))
    story.start("vote")
    story.do(aino, PlaceVote(second))
    story.do("server", RemoveNote(a))
    story.do(elena, WithdrawVote(first))
    story.start("share")
    story.do("server", RestoreNote(a))
    story.do("server", DissolveTheme(first))
    story.do("server", RemoveNote(a))
    story.do("server", DissolveTheme(second))
    story.do("server", RestoreNote(a))
    story.start("vote")


def translating(story: Story, aino: str, elena: str) -> None:
    """Notes said in other languages: hidden, open, edited, taken back, removed, erased."""
    hidden = story.make(aino, AddNote("value", "Open all night"))
    story.do(aino, TranslateNote(hidden, "fi", "Avoinna koko yön"))
    story.do(aino, EditNote(hidden, text="Open every night"))
    back = story.make(elena, AddNote("value", "По-малко чакане"))
    story.do(elena, TranslateNote(back, "en", "Less waiting"))
    story.do(elena, RemoveNote(back))
    story.do("server", RestoreNote(back))
    gone = story.make(aino, AddNote("value", "by name"))
    story.do(aino, TranslateNote(gone, "fi", "nimeltä"))
    story.do("server", EraseNote(gone))
    story.start("share")
    story.do(elena, TranslateNote(hidden, "bg", "Отворено всяка нощ"))
    story.do(aino, TranslateNote(hidden, "fi", "Avoinna joka yö"))
    story.do("server", TranslateNote(back, "fi", "Vähemmän jonotusta"))
    story.do(elena, EditNote(back, text="По-малко опашки"))
    story.do(aino, TranslateNote(hidden, "bg", ""))
    story.do(elena, TranslateNote(back, "fi", ""))
    story.do("server", EraseNote(back))
    story.do(aino, EditNote(hidden, facet="creation"))


def timing(story: Story, aino: str, elena: str) -> None:
    """A timer that rests, gets more time, locks its phase, and one that ends with its phase."""
    story.do("server", StartTimer(300, "lock"))
    helmi = story.join("facilitator")
    story.do(helmi, PauseTimer(paused=True))
    story.do("server", AddTime(60))
    story.do(helmi, PauseTimer(paused=False))
    story.do("server", StartTimer(60, "lock"))
    story.pass_time(seconds=100)
    story.end_timer()
    story.do("server", StartTimer(60))
    story.do("server", StopTimer())
    story.do("server", StartTimer(60, "advance"))
    story.pass_time(seconds=100)
    story.end_timer()
    story.do("server", StartTimer(60))
    story.start("gather")


def all_ballots(story: Story, aino: str, elena: str) -> None:
    """Score, stance, ranking and gradient beside dots: removed, merged, themed, opened again."""
    story.start("share")
    a, b, _, d, e = (story.make(aino, AddNote("value", text)) for text in "abcde")
    theme = story.make("server", FormTheme("value", "Warmth", (e,)))
    dots = story.make("server", OpenBallot(title="Dots"))
    score = story.make("server", OpenBallot(title="How much?", kind="score"))
    rank = story.make("server", OpenBallot(title="The best", kind="rank", top=3))
    stance = story.make("server", OpenBallot(title="So?", kind="stance"))
    story.do(aino, PlaceVote(a, ballot_id=dots))
    story.do(aino, RateTarget(a, 4, ballot_id=score))
    story.do(aino, RateTarget(b, 0, ballot_id=score))
    story.do(aino, RateTarget(a, 5, ballot_id=score))
    story.do(elena, RateTarget(theme, 3, ballot_id=score))
    story.do(elena, RateTarget(d, 2, ballot_id=score))
    story.do(elena, RateTarget(b, "pass", ballot_id=stance))
    story.do(aino, RateTarget(b, "agree", ballot_id=stance))
    story.do(aino, RateTarget(b, None, ballot_id=stance))
    story.do(aino, RankTargets((b, a, d), ballot_id=rank))
    story.do(elena, RankTargets((d,), ballot_id=rank))
    story.do("server", RemoveNote(d))
    for ballot in (dots, score, rank, stance):
        story.do("server", CloseBallot(ballot))
        story.do("server", RevealBallot(ballot))
    story.do("server", RestoreNote(d))
    story.do("server", MergeNotes(a, (b,)))
    story.do("server", FillTheme(theme, (a,)))
    story.do("server", AddCity("Ghent"))
    story.do("server", OpenBallot(ballot_id=score))
    story.do("server", OpenBallot(ballot_id=rank))
    story.do(aino, RateTarget(theme, 1, ballot_id=score))
    story.do(aino, RankTargets((), ballot_id=rank))
    story.start("agree")
    draft = story.make("server", OpenBallot(title="The draft", kind="gradient"))
    story.do(aino, RateTarget("draft", 2, ballot_id=draft))
    story.do(elena, RateTarget("draft", 8, ballot_id=draft))
    story.do("server", CloseWorkshop())


def rooms(story: Story, aino: str, elena: str) -> None:
    """One device for a room: heads declared, hands tallied, notes typed for it, and its end."""
    story.start("share")
    story.do("server", DeclareHub(aino, 12))
    mine = story.make(aino, AddNote("value", "warm", typed_by="Aino Virtanen"))
    other = story.make(elena, AddNote("value", "bright"))
    story.start("vote")
    story.do(aino, TallyHands(story.city("Oulu"), mine, 7))
    story.do(aino, TallyHands(story.city("Oulu"), other, 4))
    story.do(aino, TallyHands(story.city("Oulu"), mine, 5))
    story.do(elena, PlaceVote(mine))
    story.do("server", DeclareHub(aino, 8))
    story.start("agree")
    draft = story.make("server", OpenBallot(title="The draft", kind="gradient"))
    story.do(aino, TallyHands(story.city("Oulu"), "draft", steps=(3, 2, 1, 0, 0, 0, 0, 1)))
    story.do(elena, RateTarget("draft", 2))
    story.do("server", CloseBallot(draft))
    story.do("server", RevealBallot(draft))
    story.do("server", EraseNote(mine))
    shown = story.make("server", OpenBallot(title="Seen", totals="open"))
    story.do(aino, TallyHands(story.city("Oulu"), other, 3))
    story.do(aino, TallyHands(story.city("Oulu"), other, 1))
    story.do("server", DeclareHub(elena, 4))
    story.do(elena, TallyHands(story.city("Sofia"), other, 8))
    story.do("server", DeclareHub(aino, 0))
    story.do("server", CloseBallot(shown))
    story.do("server", MergeNotes(other, (mine,)))
    story.do("server", FormTheme("value", "Both", (other,)))
    story.do("server", OpenBallot(ballot_id=shown))
    story.do("server", CloseBallot(shown))
    story.do("server", PromoteSeat(elena, "city_lead"))
    story.do("server", RemoveSeat(elena))


def planning(story: Story, aino: str, elena: str) -> None:
    """An agenda that is changed while it runs: more phases, fewer, other rights, own words."""
    gather = PlannedPhase("gather", "Gather", id="gather", silent=True)
    share = PlannedPhase(
        "gather", "Share", id="share", stances=True, rights={"edit": "city"}, areas=("value",)
    )
    coffee = PlannedPhase("break", "Coffee", id="coffee", seconds=900)
    group = PlannedPhase("group", "Ryhmitellään", id="group", instruction="Katsokaa yhdessä.")
    story.make(aino, AddNote("value", "written unseen"))
    story.do("server", ChangeAgenda((gather, coffee, share, group)))
    story.start("coffee")
    story.start("share")
    note = story.make(aino, AddNote("value", "by Aino"))
    story.start("group")
    story.do(elena, MoveNote(note, "advantage"))
    walk = PlannedPhase("walk", "Back", id="back", direction="anticlockwise")
    story.do("server", ChangeAgenda((group, walk)))
    story.start("back")


def offering(story: Story, aino: str, elena: str) -> None:
    """Offers made, changed and taken back; a merge keeps the latest of a seat, a removal all."""
    mikko = story.join("participant", "Oulu")
    story.start("share")
    a, b, c = (story.make(aino, AddNote("value", text)) for text in "abc")
    story.do(aino, SetOffer(a, "have"))
    story.do(aino, SetOffer(a, "can_offer"))
    story.do(mikko, SetOffer(a, "have"))
    story.do(elena, SetOffer(a, "want"))
    story.do(elena, SetOffer(b, "want"))
    story.do(aino, SetOffer(b, "have"))
    story.do(elena, SetOffer(b, None))
    story.do(elena, SetOffer(c, "want"))
    story.do("server", MergeNotes(a, (b, c)))
    story.do("server", RemoveNote(a))
    story.do("server", RestoreNote(a))
    story.do("server", PromoteSeat(mikko, "participant", story.city("Sofia")))
    story.do(mikko, SetOffer(a, "want"))
    story.do(mikko, SetOffer(a, None))


PLAYS = (
    offering,
    silent_gathering, sorting, hidden_vote, open_totals, people_and_end, erasing,
    walking, asked_again, agreeing, erasing_words, scoring_services, describing, linking, themes,
    steering, translating, timing, all_ballots, rooms, planning,
)  # fmt: skip
JOURNEYS: dict[str, Callable[[Story, str, str], None]] = {play.__name__: play for play in PLAYS}


def play(name: str) -> tuple[Story, dict[str, Any]]:
    """Return the story of a journey and its record, as others and as two seats heard it."""
    story = a_story(small_canvas())
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    seats = [aino, elena]
    start = story.board()
    yours = {seat: story.you(seat) for seat in seats}
    heard_before = len(story.log)
    JOURNEYS[name](story, aino, elena)
    changes = story.log[heard_before:]
    return story, {
        "name": name,
        "tells": JOURNEYS[name].__doc__,
        "start": start,
        "changes": [heard(change, seat_id=None) for change in changes],
        "board": story.board(),
        "hash": story.hash(),
        "seats": [
            {
                "start": yours[seat],
                "changes": [heard(change, seat_id=seat) for change in changes],
                "you": story.you(seat),
            }
            for seat in seats
        ],
    }


def written(record: dict[str, Any]) -> str:
    """Return the record as it stands in its file."""
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    for each in JOURNEYS:
        (FOLDER / f"{each}.json").write_text(written(play(each)[1]), encoding="utf-8")
