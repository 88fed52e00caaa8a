"""Plays a workshop on the pure domain: ops go in, changes come out, the log is kept."""

import itertools
from dataclasses import dataclass, field, replace
from typing import Any

from server.domain.board import board_hash, board_of, you_of
from server.domain.canvas import Canvas
from server.domain.change import Change
from server.domain.instants import later
from server.domain.limits import DEFAULT_LIMITS, Limits
from server.domain.making import make_workshop
from server.domain.people import JoinSeat
from server.domain.phases import StartPhase
from server.domain.state import SERVER, Seat, Workshop
from server.domain.timer_end import EndTimer
from server.domain.workshop import EMPTY, apply_all, decide, made_id

BEGUN = "2026-11-23T10:00:00.000Z"


@dataclass
class Story:
    """One workshop as it goes on; `log` holds every change."""

    workshop: Workshop = EMPTY
    log: list[Change] = field(default_factory=list)
    limits: Limits = DEFAULT_LIMITS
    passed_ms: int = 0  # since the workshop was made, beside what each change takes
    counter: Any = field(default_factory=lambda: itertools.count(1))

    def new_id(self) -> str:
        return f"id{next(self.counter):010d}"

    def now(self) -> str:
        return later(BEGUN, ms=len(self.log) % 1000 + self.passed_ms)

    def pass_time(self, *, seconds: float) -> None:
        self.passed_ms += int(seconds * 1000)

    def end_timer(self) -> list[Change]:
        """Let the server offer the end of the timer that is there."""
        assert self.workshop.timer is not None
        return self.do("server", EndTimer(self.workshop.timer.id))

    def commit(self, changes: list[Change]) -> list[Change]:
        seqs = itertools.count(self.workshop.seq + 1)
        numbered = [replace(change, seq=next(seqs)) for change in changes]
        self.workshop = apply_all(self.workshop, numbered)
        self.log += numbered
        return numbered

    def do(self, seat: str, op: Any) -> list[Change]:
        """Let the seat do something; returns the changes, raises Refused."""
        by = self.workshop.seats[seat] if seat != "server" else SERVER
        return self.commit(
            decide(self.workshop, op, by=by, now=self.now(), new_id=self.new_id, limits=self.limits)
        )

    def make(self, seat: str, op: Any) -> str:
        """Like `do`, but returns the id of what was made."""
        made = made_id(self.do(seat, op))
        assert made is not None
        return made

    def join(self, role: str, city: str | None = None) -> str:
        seat_id = self.new_id()
        joining = JoinSeat(seat_id, role, self.city(city) if city else None)
        self.commit(
            decide(
                self.workshop,
                joining,
                by=Seat(seat_id, role),
                now=self.now(),
                new_id=self.new_id,
                limits=self.limits,
            )
        )
        return seat_id

    def city(self, name: str) -> str:
        return next(city.id for city in self.workshop.cities if city.name == name)

    def start(self, phase: str) -> list[Change]:
        return self.do("server", StartPhase(phase))

    def board(self) -> dict[str, Any]:
        return board_of(self.workshop)

    def hash(self) -> str:
        return board_hash(self.workshop)

    def you(self, seat: str) -> dict[str, Any]:
        return you_of(self.workshop, seat)

    def note(self, note_id: str) -> dict[str, Any]:
        """The note as it stands on the shared board."""
        return next(note for note in self.board()["notes"] if note["id"] == note_id)


def a_story(
    canvas: Canvas,
    *,
    cities: tuple[str, ...] = ("Oulu", "Sofia", "Helsingborg"),
    limits: Limits = DEFAULT_LIMITS,
    **settings: Any,
) -> Story:
    """Return a workshop of those cities in its first phase, nobody seated yet."""
    story = Story(limits=limits)
    changes = make_workshop(
        canvas=canvas,
        title="Night library",
        service="A library that never closes",
        cities=[{"name": name} for name in cities],
        languages=["en"],
        settings=settings,
        now=story.now(),
        new_id=story.new_id,
    )
    story.commit(changes)
    return story
