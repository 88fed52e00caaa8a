"""Says what a simulated facilitator does in each kind of phase."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from . import pace
from .acts import Step
from .seat import Seat
from .wire import WireError

MERGES = 3  # in a phase in which everybody talks
THEMES = 2
JUDGED = 3  # findings


class Steering:
    """What the facilitator does besides going on to the next phase."""

    def __init__(self, seat: Seat) -> None:
        """Draw what is left to chance from the seat's own."""
        self._seat = seat
        self._chance = seat.person.chance
        self._pen = seat.person.pen

    def steps(self, phase: dict[str, Any]) -> list[Step]:
        """Return what the facilitator does in a phase that has just begun."""
        kind = phase["kind"]
        if kind == "reveal":
            return [Step(pace.SORTING, self._reveal)]
        if kind == "group" or (kind == "gather" and not phase.get("silent")):
            return [*self._sorting()]
        if kind == "walk":
            return [*self._walking(phase)]
        if kind == "agree":
            return [*self._agreeing()]
        if kind == "discuss":
            return [Step(pace.TALKING)]
        return []

    def promote(self, seats: list[Seat]) -> None:
        """Make leads of those who are to be one."""
        cities = {city["name"]: city["id"] for city in self._seat.board.cities}
        for seat in seats:
            city = cities[seat.person.city or ""]
            self._seat.do("seat.promote", seat_id=seat.id, role="city_lead", city=city)

    def start(self, phase_id: str) -> None:
        """Go on to a phase."""
        self._seat.do("phase.start", phase=phase_id)

    def close(self) -> None:
        """End the workshop."""
        self._seat.do("workshop.close")

    def _reveal(self, seat: Seat) -> None:
        if any(note.get("hidden") for note in seat.board.notes.values()):
            seat.do("notes.reveal")

    def _sorting(self) -> Iterator[Step]:
        for _ in range(MERGES):
            yield Step(pace.SORTING, self._merge)
        for _ in range(THEMES):
            yield Step(pace.SORTING, self._group)

    def _merge(self, seat: Seat) -> None:
        """Merge two notes of an area that say the same, or else any two."""
        notes = self._free(2)
        if len(notes) < 2 or seat.unanswered():
            return
        one, other = _alike(notes)
        seat.do("note.merge", into=one["id"], notes=[other["id"]])

    def _group(self, seat: Seat) -> None:
        notes = self._free(3)
        if len(notes) < 3 or seat.unanswered():
            return
        chosen = [note["id"] for note in self._chance.sample(notes, 3)]
        area = notes[0]["area"]
        seat.do("theme.form", area=area, title=self._pen.theme(), notes=chosen)

    def _free(self, least: int) -> list[dict[str, Any]]:
        """Return the notes of an area that are in no theme; nothing where no area has enough."""
        board = self._seat.board
        grouped = {note for theme in board.themes.values() for note in theme["notes"]}
        found = [
            [note for note in board.shown(area) if note["id"] not in grouped]
            for area in board.areas
        ]
        enough = [notes for notes in found if len(notes) >= least]
        return self._chance.choice(enough) if enough else []

    def _walking(self, phase: dict[str, Any]) -> Iterator[Step]:
        areas = self._seat.board.areas
        if phase.get("direction") == "anticlockwise":
            areas = areas[::-1]
        yield Step(pace.TALKING)  # the walk begins in the first area by itself
        for area in areas[1:]:

            def walk(seat: Seat, area: str = area) -> None:
                seat.do("walk.focus", area=area)

            yield Step(0.0, walk)
            yield Step(pace.TALKING)

    def _agreeing(self) -> Iterator[Step]:
        for at in range(JUDGED):
            yield Step(pace.SIGNING, partial(self._judge, at=at))
        yield Step(pace.SIGNING * 6)  # the cities sign meanwhile

    def _judge(self, seat: Seat, *, at: int) -> None:
        try:
            findings = seat.http().get(seat.path("findings"))
        except WireError as fault:
            seat.fault = f"The findings could not be read: {fault}"
            return
        if len(findings) > at:
            found = findings[at]["id"]
            reason = self._pen.reason()
            seat.do("finding.judge", finding_id=found, verdict="accept", reason=reason)


def _alike(notes: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the first two notes with the same text, or else the first and the last."""
    first: dict[str, dict[str, Any]] = {}
    for note in notes:
        if note["text"] in first:
            return first[note["text"]], note
        first[note["text"]] = note
    return notes[0], notes[-1]
