"""Holds a Reading: all that rankings, rules and drafts may know of a board."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from server.domain.canvas import Canvas
from server.domain.refused import Refused
from server.domain.settings import CHOICES
from server.domain.state import City, Note, Workshop
from server.domain.tally import last_revealed

Dots = Mapping[str, int]  # city id → dots


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note that everybody can see, without its author."""

    id: str
    area: str
    text: str
    city: str | None = None
    facet: str | None = None
    who: tuple[str, ...] = ()
    dots: Dots = field(default_factory=dict)
    is_erased: bool = False  # it counts with its dots, and says nothing any more


@dataclass(frozen=True, slots=True)
class Reading:
    """Revealed notes and the ballot revealed last; nothing else is ever read."""

    cities: tuple[City, ...]
    notes: Mapping[str, tuple[ReadNote, ...]]  # area id → notes in board order, every area
    weighting: str = "equal"
    voted: Dots | None = None  # city → ballots; None = no ballot is revealed
    present: Dots | None = None  # city → seats when that ballot closed; None = not known
    hidden: int = 0  # notes nobody but their authors can see yet
    title: str = ""
    service: str | None = None
    as_of: str = ""  # a time of the log

    def all_notes(self) -> list[ReadNote]:
        """Return every note in board order."""
        return [note for notes in self.notes.values() for note in notes]


def read_workshop(
    workshop: Workshop, *, canvas: Canvas | None = None, weighting: str | None = None
) -> Reading:
    """Return what may be read of a workshop now; `weighting` asks "what if".

    The weighting is that of the ballot revealed last, else that of the settings. The time is
    that of the closing or of the phase's start: both stand in the board, so that the same
    board gives the same draft. Raises: Refused "op.malformed" for an unknown weighting.
    """
    if weighting is not None and weighting not in CHOICES["weighting"]:
        offered = ", ".join(CHOICES["weighting"])
        raise Refused("op.malformed", f"Choose one of {offered}.", field="weighting")
    ballot = last_revealed(workshop.ballots)
    known = ballot.weighting if ballot else str(workshop.settings.get("weighting", "equal"))
    kept = list(workshop.kept_notes())
    return Reading(
        cities=workshop.cities,
        notes=_by_area(workshop, canvas, kept),
        weighting=weighting or known,
        voted=_in_order(workshop, ballot.turnout if ballot else None),
        present=_in_order(workshop, ballot.present if ballot else None),
        hidden=sum(note.hidden for note in kept),
        title=workshop.title,
        service=workshop.service,
        as_of=workshop.closed_at or workshop.phase_started_at,
    )


def _in_order(workshop: Workshop, counts: Dots | None) -> Dots | None:
    # The order of a persistent map differs from process to process; that of the cities does not.
    if counts is None:
        return None
    return {city.id: counts[city.id] for city in workshop.cities if city.id in counts}


def _by_area(
    workshop: Workshop, canvas: Canvas | None, kept: list[Note]
) -> dict[str, tuple[ReadNote, ...]]:
    areas = [area.id for area in (canvas.areas if canvas else workshop.areas)]
    seen: dict[str, list[Note]] = {area: [] for area in areas}
    for note in kept:
        if note.is_votable and note.area in seen:
            seen[note.area].append(note)
    for notes in seen.values():
        notes.sort(key=lambda note: (note.position, note.id))
    return {area: tuple(_read(workshop, note) for note in notes) for area, notes in seen.items()}


def _read(workshop: Workshop, note: Note) -> ReadNote:
    return ReadNote(
        id=note.id,
        area=note.area,
        text=note.text or "",
        city=note.city,
        facet=note.facet,
        who=note.who,
        dots=_in_order(workshop, note.dots) or {},
        is_erased=note.erased,
    )
