"""Makes a Reading from the tiny board of a rule's example, and runs the rule on it."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.canvas import Canvas
from server.domain.people import unique_letters
from server.domain.state import City

from .engine import look
from .evidence import NotEvaluated, gather
from .reading import Reading, ReadNote
from .ruleset import KeyFault, Rule


def prove_examples(rule: Rule, canvas: Canvas) -> Iterator[KeyFault]:
    """Yield why a rule does not do what its two examples say: speak on one, not on the other."""
    for name, must_speak in (("fires", True), ("quiet", False)):
        seen = look(gather(read_example(rule.examples[name], canvas), canvas), rule)
        if isinstance(seen, NotEvaluated):
            yield f"examples.{name}", f"The rule has nothing to look at there ({seen.reason})."
        elif must_speak and not seen:
            yield f"examples.{name}", "The rule must speak on this board, but sees nothing."
        elif seen and not must_speak:
            yield f"examples.{name}", "The rule must keep quiet on this board, but speaks."


def read_example(example: Mapping[str, Any], canvas: Canvas) -> Reading:
    """Return the board of an example. City ids are their names; notes are n1, n2… unless named.

    A ballot is revealed as soon as the example has dots or `ballots`.
    """
    notes = [_note(note, place) for place, note in enumerate(example["notes"], start=1)]
    voted = example.get("ballots")
    if voted is None and any(note.dots for note in notes):
        voted = {
            city: int(any(note.dots.get(city) for note in notes)) for city in example["cities"]
        }
    return Reading(
        cities=_cities(example["cities"]),
        notes={
            area.id: tuple(note for note in notes if note.area == area.id) for area in canvas.areas
        },
        weighting=example.get("weighting", "equal"),
        voted=voted,
        present=example.get("present"),
        title="Example",
    )


def _note(note: Mapping[str, Any], place: int) -> ReadNote:
    note_id = note.get("id", f"n{place}")
    return ReadNote(
        id=note_id,
        area=note["area"],
        text=note.get("text", f"Note {note_id}"),
        city=note.get("city"),
        facet=note.get("facet"),
        who=tuple(sorted(note.get("who", ()))),
        dots=note.get("dots", {}),
    )


def _cities(names: list[str]) -> tuple[City, ...]:
    cities: list[City] = []
    for name in names:
        letters = unique_letters(name, taken={city.letters for city in cities})
        cities.append(City(name, name, letters))
    return tuple(cities)
