"""Small boards to read, for tests of synthesis and export."""

from dataclasses import replace
from pathlib import Path

from immutables import Map

from server.canvas_files import CanvasFolder, load_canvas
from server.domain.making import import_workshop, make_workshop
from server.domain.notes import put_note
from server.domain.state import Ballot, City, Note, Workshop
from server.domain.workshop import EMPTY, apply_all

CANVASES = Path(__file__).parents[2] / "canvases"
NOW = "2026-11-23T10:00:00.000Z"
OULU, SOFIA, HELSINGBORG = "oulu", "sofia", "helsingborg"
EX1 = {
    "a": {OULU: 2, SOFIA: 3, HELSINGBORG: 2},
    "b": {OULU: 11, SOFIA: 0, HELSINGBORG: 1},
    "c": {OULU: 5, SOFIA: 2, HELSINGBORG: 3},
    "d": {OULU: 2, SOFIA: 1, HELSINGBORG: 0},
}


def the_wheel() -> CanvasFolder:
    """Return the canvas of six elements."""
    return load_canvas(CANVASES / "city-business-model")


def a_board(
    folder: CanvasFolder,
    *,
    notes: list[Note] | None = None,
    cities: tuple[str, ...] = (OULU, SOFIA, HELSINGBORG),
    turnout: dict[str, int] | None = None,
    present: dict[str, int] | None = None,
    **settings: object,
) -> Workshop:
    """Return a workshop of the folder's canvas with these notes; a turnout reveals a ballot."""
    ids = iter(f"id{number:010}" for number in range(1000))
    made = make_workshop(
        canvas=folder.canvas,
        title="Night library",
        service="Night library",
        cities=[{"name": city.title()} for city in cities],
        languages=["en"],
        settings=settings,
        now=NOW,
        new_id=lambda: next(ids),
    )
    workshop = apply_all(EMPTY, made)
    known = tuple(City(city, city.title(), city[:2].upper()) for city in cities)
    ballots = () if turnout is None else (_ballot(workshop, turnout, present),)
    workshop = replace(workshop, cities=known, ballots=ballots)
    for note in notes or []:
        workshop = put_note(workshop, note)
    return workshop


def a_note(note_id: str, area: str, **known: object) -> Note:
    """Return a visible note whose id is its place in the area."""
    dots = known.pop("dots", None)
    plain = {"text": f"Note {note_id}", "city": OULU, "author": None, "position": note_id}
    return Note(id=note_id, area=area, dots=Map(dots) if dots else None, **plain | known)


def an_example(folder: CanvasFolder, name: str) -> Workshop:
    """Return an example of the canvas as an imported workshop."""
    exported = folder.examples[name]
    return apply_all(EMPTY, import_workshop(canvas=folder.canvas, exported=exported, now=NOW))


def _ballot(workshop: Workshop, turnout: dict[str, int], present: dict[str, int] | None) -> Ballot:
    return Ballot(
        id="ballot",
        title="Vote",
        votes_each=5,
        note_cap=2,
        own_notes=True,
        totals="hidden",
        weighting=workshop.settings["weighting"],
        state="revealed",
        turnout=Map(turnout),
        present=None if present is None else Map(present),
        shown=Map(),
        revealed_seq=1,
    )
