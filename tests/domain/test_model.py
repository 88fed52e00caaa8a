"""A random workshop against a plain model: what is decided, applied, stored and told agrees."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from server.domain.board import board_of
from server.domain.notes import AddNote, EditNote, MoveNote, RemoveNote, RestoreNote
from server.domain.phases import CloseWorkshop, LockPhase, ReopenWorkshop, StartPhase
from server.domain.refused import Refused
from server.domain.stances import SetStance
from server.domain.stored import from_state, to_state
from server.domain.votes import PlaceVote, WithdrawVote
from server.domain.workshop import apply_all
from tests.domain.small_canvas import AREAS, small_canvas
from tests.domain.story import a_story

BUDGET, CAP = 5, 2
texts = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=20
)
areas = st.sampled_from(sorted(AREAS))
picks = st.integers(0, 7)


class WorkshopMachine(RuleBasedStateMachine):
    """Seats do anything at any time; a dict of dicts says what must come of it."""

    @initialize(phase=st.sampled_from(["share", "vote"]))
    def begin(self, phase: str) -> None:
        self.story = a_story(small_canvas(), votes_each=BUDGET, note_cap=CAP, totals="open")
        self.seats = [self.story.join("participant", city) for city in ("Oulu", "Sofia")]
        self.notes: dict[str, dict[str, Any]] = {}
        self.order: dict[str, list[str]] = {area: [] for area in AREAS}
        self.votes: dict[tuple[str, str], int] = {}
        self.stances: dict[tuple[str, str], str] = {}
        self.shown_stances: dict[tuple[str, str], str] = {}
        self.phase, self.locked, self.closed = "gather", False, False
        for seat, text in ((0, "first"), (1, "second"), (0, "third")):
            self.add(seat, "value", text)
        self.start(phase)

    # -- what seats do -----------------------------------------------------------------------

    @rule(seat=st.integers(0, 1), area=areas, text=texts)
    def add(self, seat: int, area: str, text: str) -> None:
        if not text.strip():
            return
        made = self.do(self.seats[seat], AddNote(area, text), allowed=self.may_write())
        if made is None:
            return
        note = made[0].facts["note"]
        self.notes[note["id"]] = {"area": area, "text": note["text"], "by": self.seats[seat]}
        self.order[area].append(note["id"])

    @rule(pick=picks, text=texts)
    def edit(self, pick: int, text: str) -> None:
        note_id = self.pick(pick)
        if note_id is None or not text.strip():
            return
        note = self.notes[note_id]
        if text.strip() == note["text"]:
            return
        op = EditNote(note_id, text=text)
        allowed = self.may_write() and note_id in self.shown()
        made = self.do(note["by"], op, allowed=allowed, maybe=allowed)
        if made is not None:
            note["text"] = made[0].facts["text"]

    @rule(pick=picks, area=areas, before=picks)
    def move(self, pick: int, area: str, before: int) -> None:
        note_id = self.pick(pick)
        others = [other for other in self.order[area] if other != note_id]
        if note_id is None or note_id not in self.shown():
            return
        target = others[before % len(others)] if others and before % 2 else None
        order = list(others)
        order.insert(order.index(target) if target else len(order), note_id)
        if self.notes[note_id]["area"] == area and order == self.order[area]:
            return
        op = MoveNote(note_id, area, before=target)
        if self.do(self.notes[note_id]["by"], op, allowed=self.may_write()) is None:
            return
        self.order[self.notes[note_id]["area"]].remove(note_id)
        self.order[area] = order
        self.notes[note_id]["area"] = area

    @rule(pick=picks)
    def remove(self, pick: int) -> None:
        note_id = self.pick(pick)
        if note_id is None or note_id not in self.shown():
            return
        made = self.do("server", RemoveNote(note_id), allowed=not self.closed)
        if made is not None:
            self.notes[note_id]["removed"] = self.order[self.notes[note_id]["area"]].index(note_id)
            self.order[self.notes[note_id]["area"]].remove(note_id)
            if self.phase == "vote":
                self.votes = {key: n for key, n in self.votes.items() if key[1] != note_id}

    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        note_id = self.pick(pick)
        if note_id is None or "removed" not in self.notes[note_id]:
            return
        if self.do("server", RestoreNote(note_id), allowed=not self.closed) is not None:
            del self.notes[note_id]["removed"]
            area = self.notes[note_id]["area"]
            on_board = [note["id"] for note in self.board()["notes"] if note["area"] == area]
            assert sorted(on_board) == sorted([*self.order[area], note_id])
            assert [other for other in on_board if other != note_id] == self.order[area]
            self.order[area] = on_board

    @rule(seat=st.integers(0, 1), pick=picks, dots=st.sampled_from([1, 1, 2, 3]))
    def vote(self, seat: int, pick: int, dots: int) -> None:
        note_id, voter = self.pick(pick), self.seats[seat]
        if note_id is None:
            return
        placed = self.votes.get((voter, note_id), 0)
        spent = sum(n for (who, _), n in self.votes.items() if who == voter)
        allowed = (
            self.phase == "vote"
            and not self.locked
            and not self.closed
            and note_id in self.shown()
            and placed + dots <= CAP
            and spent + dots <= BUDGET
        )
        if self.do(voter, PlaceVote(note_id, dots), allowed=allowed) is not None:
            self.votes[voter, note_id] = placed + dots

    @rule(seat=st.integers(0, 1), pick=picks)
    def withdraw(self, seat: int, pick: int) -> None:
        note_id, voter = self.pick(pick), self.seats[seat]
        if note_id is None:
            return
        allowed = (
            self.phase == "vote"
            and not self.locked
            and not self.closed
            and (voter, note_id) in self.votes
        )
        if self.do(voter, WithdrawVote(note_id), allowed=allowed) is not None:
            del self.votes[voter, note_id]

    @rule(seat=st.integers(0, 1), pick=picks, stance=st.sampled_from(["agree", "pass", None]))
    def judge(self, seat: int, pick: int, stance: str | None) -> None:
        note_id, judge = self.pick(pick), self.seats[seat]
        if note_id is None:
            return
        allowed = (
            self.phase in ("share", "clockwise")
            and not self.locked
            and not self.closed
            and note_id in self.shown()
            and self.stances.get((judge, note_id)) != stance
        )
        if self.do(judge, SetStance(note_id, stance), allowed=allowed) is not None:
            self.stances.pop((judge, note_id), None)
            if stance is not None:
                self.stances[judge, note_id] = stance

    @rule(phase=st.sampled_from(["gather", "share", "clockwise", "vote", "vote", "vote", "agree"]))
    def start(self, phase: str) -> None:
        allowed = not self.closed and phase != self.phase
        if self.do("server", StartPhase(phase), allowed=allowed) is not None:
            self.phase, self.locked = phase, False
            self.shown_stances = dict(self.stances)

    @rule(locked=st.sampled_from([False, False, False, True]))
    def lock(self, locked: bool) -> None:
        allowed = not self.closed and locked != self.locked
        if self.do("server", LockPhase(locked=locked), allowed=allowed) is not None:
            self.locked = locked

    @rule(pick=picks)
    def close_and_reopen(self, pick: int) -> None:
        if pick or self.phase == "vote":
            return  # seldom; and closing ends a ballot too, which has tests of its own
        self.do("server", CloseWorkshop(), allowed=True)
        self.closed = True
        self.shown_stances = dict(self.stances)
        self.do("server", ReopenWorkshop(), allowed=True)
        self.closed = False

    # -- what must hold ------------------------------------------------------------------------

    @invariant()
    def the_board_is_the_models(self) -> None:
        if not hasattr(self, "story"):
            return
        board = self.board()
        wanted = [note_id for area in board["areas"] for note_id in self.order[area]]
        assert [note["id"] for note in board["notes"]] == wanted
        for note in board["notes"]:
            known = self.notes[note["id"]]
            assert note["area"] == known["area"]
            assert note.get("text", known["text"]) == known["text"]

    @invariant()
    def the_votes_are_the_models(self) -> None:
        if not hasattr(self, "story") or not self.story.workshop.ballots:
            return
        (ballot,) = self.story.workshop.ballots
        papers = {
            (seat, target): dots
            for seat, paper in ballot.papers.items()
            for target, dots in paper.dots.items()
        }
        if self.phase == "vote":
            assert papers == self.votes

    @invariant()
    def the_stances_shown_are_those_of_the_phase_before(self) -> None:
        if not hasattr(self, "story"):
            return
        shown = {
            (note["id"], stance): sum(of[stance] for of in note["stances"].values())
            for note in self.board()["notes"]
            for stance in ("agree", "pass")
            if "stances" in note
        }
        on_board = {note["id"] for note in self.board()["notes"]}
        wanted = Counter(
            (note, stance) for (_, note), stance in self.shown_stances.items() if note in on_board
        )
        assert {key: count for key, count in shown.items() if count} == wanted

    # -- how -------------------------------------------------------------------------------------

    def do(self, seat: str, op: Any, *, allowed: bool, maybe: bool = False) -> Any:
        """Let a seat do something; the model says whether it may. None = refused."""
        before = self.story.workshop
        try:
            made = self.story.do(seat, op)
        except Refused:
            assert not allowed or maybe, f"{op} was refused"
            assert self.story.workshop is before
            return None
        assert allowed, f"{op} was accepted"
        fresh = apply_all(before, made)
        assert board_of(fresh) == board_of(self.story.workshop)
        assert board_of(from_state(to_state(fresh))) == board_of(fresh)
        return made

    def may_write(self) -> bool:
        return (
            self.phase in ("gather", "share", "clockwise") and not self.locked and not self.closed
        )

    def shown(self) -> list[str]:
        return [note_id for notes in self.order.values() for note_id in notes]

    def pick(self, number: int) -> str | None:
        known = sorted(self.notes)
        return known[number % len(known)] if known else None

    def board(self) -> dict[str, Any]:
        return board_of(self.story.workshop)

    def teardown(self) -> None:
        with contextlib.suppress(AttributeError):
            replayed = apply_all(type(self.story.workshop)(), self.story.log)
            assert board_of(replayed) == self.board()


TestWorkshop = WorkshopMachine.TestCase
TestWorkshop.settings = settings(
    max_examples=80,
    stateful_step_count=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
