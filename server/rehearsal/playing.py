"""Plays a whole workshop: everybody joins, goes through the agenda, and is compared at the end."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import pace
from .acts import Habits, Step
from .cast import Cast
from .facilitator import Steering
from .measures import Measures
from .pace import Pace
from .seat import Seat
from .wire import WireError

LOOK = 0.02  # seconds between two looks at whether everybody is done
SETTLE = 15.0  # seconds in which the last acks and changes may come in
JOIN_EVERY = 0.05  # seconds between two joins
SHORTEST_ABSENCE = 0.5  # real seconds
TELL_EVERY = 2.0  # seconds between two lines of progress

Tell = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class Played:
    """How a phase went."""

    id: str
    kind: str
    title: str
    planned: float | None  # seconds of the workshop
    needed: dict[int, float] = field(default_factory=dict)  # seat → seconds of the workshop
    late: int = 0  # seats that were not done when the time was up


class Playing:
    """One rehearsal, from the first join to the last look at every board."""

    def __init__(self, cast: Cast, measures: Measures, tell: Tell) -> None:
        """`tell` hears {phase, title, done, seats, notes} now and then."""
        self._cast = cast
        self._measures = measures
        self._tell = tell
        self._steering = Steering(cast.facilitator)
        self.phases: list[Played] = []
        self._stop = threading.Event()
        self._now: Played | None = None
        self._started = 0.0
        self._zero = 0.0  # when the agenda began

    def play(self, agenda_minutes: float) -> Pace:
        """Go through the whole agenda; return the pace it was played at. Raises: WireError."""
        seats, facilitator = self._cast.seats, self._cast.facilitator
        phases = facilitator.board.phases
        planned = sum(phase.get("seconds", pace.WITHOUT_PLAN) for phase in phases)
        self._pace = Pace.of_agenda(planned, minutes=agenda_minutes, seats=len(seats))
        self._join_early()
        self._zero = time.monotonic()
        self._cast.draw_absences(planned, least=self._pace.human(SHORTEST_ABSENCE))
        people = [threading.Thread(target=self._live, args=[seat], daemon=True) for seat in seats]
        beside = [
            threading.Thread(target=self._come_and_go, daemon=True),
            threading.Thread(target=self._tell_now_and_then, daemon=True),
        ]
        for thread in (*people, *beside):
            thread.start()
        for phase in phases:
            self._play(phase)
        self._stop.set()
        for thread in (*people, *beside):
            thread.join(SETTLE)
        for seat in self._cast.everybody():
            if seat.is_away and not seat.is_returning:
                _back(seat)
        self._settle()
        self._steering.close()
        self._settle()
        return self._pace

    # ---- the facilitator ---------------------------------------------------------------------

    def _play(self, phase: dict[str, Any]) -> None:
        """Play one phase: until everybody is done, at most as long as it is planned."""
        if self._cast.facilitator.board.phase_id != phase["id"]:
            self._steering.start(phase["id"])
            self._wait(lambda: self._cast.facilitator.board.phase_id == phase["id"])
        self._started = time.monotonic()
        played = Played(phase["id"], phase["kind"], self._cast.title(phase), phase.get("seconds"))
        self.phases.append(played)
        self._now = played
        left = self._steps(self._cast.facilitator, self._steering.steps(phase), played)
        played.needed[0] = self._since() + left
        seats = len(self._cast.seats)
        while len(played.needed) <= seats and not self._is_over(phase):
            time.sleep(LOOK)
        played.late = seats + 1 - len(played.needed) + (left > 0)
        self._tell_of(played)

    def _is_over(self, phase: dict[str, Any]) -> bool:
        return self._since() >= float(phase.get("seconds", pace.WITHOUT_PLAN))

    def _since(self) -> float:
        """Return how long the phase has been on, in seconds of the workshop."""
        return self._pace.human(time.monotonic() - self._started)

    def _tell_now_and_then(self) -> None:
        while not self._stop.wait(TELL_EVERY):
            if self._now is not None:
                self._tell_of(self._now)

    def _tell_of(self, played: Played) -> None:
        self._tell(
            {
                "phase": played.id,
                "title": played.title,
                "done": max(0, len(played.needed) - 1),
                "seats": len(self._cast.seats),
                "notes": len(self._cast.facilitator.board.notes),
            }
        )

    # ---- everybody ---------------------------------------------------------------------------

    def _join_early(self) -> None:
        """Let everybody in but those who come late, and name the leads."""
        for seat in self._cast.on_time():
            seat.join(self._cast.way_in(seat))
            time.sleep(JOIN_EVERY)
        self._steering.promote([seat for seat in self._cast.seats if seat.person.is_lead])
        self._settle()

    def _live(self, seat: Seat) -> None:
        """Do in each phase what this seat does, until the rehearsal ends."""
        try:
            if seat.seen is None:
                self._sleep(self._cast.comes_after(seat))
                seat.join(self._cast.way_in(seat))
            habits, last = Habits(seat), None
            while not self._stop.is_set():
                played = self._now
                if played is None or played is last or seat.board.phase_id != played.id:
                    time.sleep(LOOK)
                    continue
                last = played
                left = self._steps(seat, habits.steps(seat.board.phase), played)
                if left == 0:
                    seat.say(state="idle", ready=True)
                played.needed[seat.person.number] = self._since_of(played) + left
        except WireError as fault:
            seat.fault = str(fault)

    def _steps(self, seat: Seat, steps: list[Step], played: Played) -> float:
        """Take the steps while the phase is on; return the seconds of those left."""
        for at, step in enumerate(steps):
            if step.act is not None and seat is not self._cast.facilitator:
                seat.say(state="writing")
            left = self._sleep(step.seconds, until=lambda: self._is_left(seat, played))
            if left > 0:
                return left + sum(one.seconds for one in steps[at + 1 :])
            if step.act is not None:
                step.act(seat)
                time.sleep(self._pace.rest())
        return 0.0

    def _is_left(self, seat: Seat, played: Played) -> bool:
        """Whether the phase is over for this seat; the facilitator's own plan ends it."""
        if seat is self._cast.facilitator:
            return self._since() >= (played.planned or pace.WITHOUT_PLAN)
        return self._now is not played or self._stop.is_set()

    def _since_of(self, played: Played) -> float:
        """Return how long that phase has been on, or was planned when it is over."""
        if self._now is played:
            return self._since()
        return played.planned or pace.WITHOUT_PLAN

    def _sleep(self, seconds: float, *, until: Callable[[], bool] | None = None) -> float:
        """Wait as long as something takes a person; return the seconds left when that ended it."""
        end = time.monotonic() + self._pace.real(seconds)
        while (left := end - time.monotonic()) > 0:
            if self._stop.is_set() or (until is not None and until()):
                return self._pace.human(left)
            time.sleep(min(left, 0.1))
        return 0.0

    def _come_and_go(self) -> None:
        """Cut connections and bring people back, as drawn before."""
        while not self._stop.is_set():
            at = self._pace.human(time.monotonic() - self._zero)
            for seat in self._cast.seats:
                if seat.seen is None:
                    continue
                is_due = any(since <= at < until for since, until in seat.person.absences)
                if is_due and not seat.is_away:
                    seat.drop_out()
                elif seat.is_away and not is_due and not seat.is_returning:
                    seat.is_returning = True
                    threading.Thread(target=_back, args=[seat], daemon=True).start()
            time.sleep(LOOK)

    # ---- waiting -----------------------------------------------------------------------------

    def _settle(self) -> None:
        """Wait until every op has its ack and every seat has heard the last change."""
        self._wait(lambda: not any(seat.unanswered() for seat in self._cast.everybody()))
        self._wait(lambda: len({seat.seq for seat in self._cast.everybody()}) == 1)

    def _wait(self, is_so: Callable[[], bool]) -> None:
        until = time.monotonic() + SETTLE
        while not is_so() and time.monotonic() < until:
            time.sleep(LOOK)


def _back(seat: Seat) -> None:
    try:
        seat.come_back()
    except WireError as fault:
        seat.fault = str(fault)
