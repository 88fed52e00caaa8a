"""Makes the sightings that checks return, so that the same thing always looks the same."""

from collections.abc import Iterable, Mapping

from server.synthesis.evidence import Evidence, NotEvaluated, Shown, Sighting
from server.synthesis.measures import Measured
from server.synthesis.reading import ReadNote

Numbers = Mapping[str, float]
Gaps = Mapping[str, Shown]


def of_note(
    note: ReadNote,
    *,
    numbers: Numbers | None = None,
    shown: Gaps | None = None,
    cities: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
    variant: str = "main",
) -> Sighting:
    """Return a sighting about one note; it shows `note`, `area` and, if given, `city`."""
    gaps = {"note": Shown("notes", (note.id,)), "area": Shown("area", (note.area,))}
    if cities:
        gaps["city"] = Shown("cities", cities)
    return Sighting(
        notes=(note.id,),
        cities=cities,
        others=others,
        numbers=numbers or {},
        shown=gaps | dict(shown or {}),
        variant=variant,
    )


def of_area(
    area: str,
    basis: Iterable[ReadNote] = (),
    *,
    numbers: Numbers | None = None,
    shown: Gaps | None = None,
    others: tuple[str, ...] = (),
    variant: str = "main",
) -> Sighting:
    """Return a sighting about an area, seen in some of its notes; it shows `area`."""
    return Sighting(
        areas=(area,),
        others=others,
        numbers=numbers or {},
        shown={"area": Shown("area", (area,))} | dict(shown or {}),
        variant=variant,
        basis=tuple(note.id for note in basis),
    )


def of_city(city: str, **numbers: float) -> Sighting:
    """Return a sighting about a city; it shows `city`."""
    return Sighting(cities=(city,), numbers=numbers, shown={"city": Shown("cities", (city,))})


def in_list(note: ReadNote, *, kind: str = "notes", variant: str = "main") -> Sighting:
    """Return a sighting about one note of a list: the engine says all of a section together."""
    return Sighting(notes=(note.id,), shown={"notes": Shown(kind, (note.id,))}, variant=variant)


def top_notes(evidence: Evidence, areas: Iterable[str]) -> list[Measured] | NotEvaluated:
    """Return the top notes of the areas that have dots; not evaluated where none has."""
    voted = [area for area in areas if evidence.areas[area].cities]
    return evidence.top_of(voted) if voted else NotEvaluated("no_votes")


def drawn(evidence: Evidence) -> NotEvaluated | None:
    """Return why rules about links have nothing to look at, or None where they have."""
    return None if evidence.reading.links else NotEvaluated("no_links")
