"""Announcements: one line from the facilitator to everybody, wherever they look."""

from dataclasses import dataclass
from typing import ClassVar

from .change import Change
from .state import Moment, Seat, Workshop
from .text import clean_line

LONGEST = 280  # graphemes, as a note


@dataclass(frozen=True, slots=True)
class Announce:
    """Everybody is told one line. It stands on no board: who comes later has not missed a thing."""

    type: ClassVar[str] = "announce"
    text: str


def decide_announce(workshop: Workshop, op: Announce, by: Seat, moment: Moment) -> list[Change]:
    """Return the announcement. Raises: Refused "text.empty", "text.too_long"."""
    return [Change("announced", {"text": clean_line(op.text, field="text", longest=LONGEST)})]


def apply_announced(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop unchanged: a line is heard, not kept."""
    return workshop


DECIDE = {Announce: decide_announce}
APPLY = {"announced": apply_announced}
