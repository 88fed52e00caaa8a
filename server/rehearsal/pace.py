"""Holds how long people take for what they do, and how a rehearsal shortens it."""

from dataclasses import dataclass

# Seconds of a workshop, for one person. Our own estimates; what counts is their proportion.
THINKING = 30.0  # before a note or a comment
TYPING = 0.4  # for each character, on a phone or a laptop
READING = 2.5  # a note of somebody else
SCORING = 8.0  # a note, or saying where one stands
LINKING = 40.0  # finding two notes that belong together, and drawing the arrow
PLACING = 8.0  # a dot
SIGNING = 20.0  # a section of the draft
SORTING = 15.0  # the facilitator, per merge or theme
TALKING = 150.0  # the facilitator, per area of a walk
WITHOUT_PLAN = 600.0  # a phase for which the agenda names no time

SEAT_REST = 0.15  # real seconds between two ops of a seat: below the limit of any server
ROOM_OPS = 100.0  # real ops a second of all seats together: half of what a workshop may


@dataclass(frozen=True, slots=True)
class Pace:
    """How a second of the workshop becomes one of the rehearsal."""

    scale: float  # real seconds for each second of the workshop
    seats: int

    @classmethod
    def of_agenda(cls, seconds: float, *, minutes: float, seats: int) -> "Pace":
        """Return the pace at which an agenda of `seconds` takes `minutes`; never slower than it."""
        return cls(min(1.0, minutes * 60 / max(seconds, 1.0)), seats)

    def real(self, seconds: float) -> float:
        """Return how long to wait for something that takes a person `seconds`."""
        return seconds * self.scale

    def rest(self) -> float:
        """Return the least time between two ops of one seat, in real seconds."""
        return max(SEAT_REST, self.seats / ROOM_OPS)

    def human(self, real: float) -> float:
        """Return how many seconds of the workshop a real time stands for."""
        return real / self.scale
