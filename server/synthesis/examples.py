"""Makes a Reading from the tiny board of a rule's example, and runs the rule on it."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.canvas import Canvas
from server.domain.people import unique_letters
from server.domain.state import City

from .attachments import Dots, ReadComment, ReadLink, ReadService, ReadTheme
from .engine import look
from .evidence import NotEvaluated, gather
from .reading import Paper, Reading, ReadNote, ReadVote, Weights
from .ruleset import KeyFault, Rule

_SORTED = ("who", "pays", "tags", "services")
_PLAIN = ("facet", "city", "owner", "indicator", "supplier", "funding", "cost_behaviour")
_COUNTED = ("stances", "importance", "readiness")


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

    A ballot is revealed as soon as the example has dots, `papers` or `ballots`; with `papers`,
    they are counted and the notes need no dots.
    """
    papers = tuple((paper["city"], dict(paper["dots"])) for paper in example.get("papers", ()))
    listed = enumerate(example.get("notes", ()), start=1)
    themes = _themes(example.get("themes", ()), papers)
    notes = [_note(note, place, papers, themes) for place, note in listed]
    return Reading(
        cities=_cities(example.get("cities", ()), example.get("countries", {})),
        notes={
            area.id: tuple(note for note in notes if note.area == area.id) for area in canvas.areas
        },
        weighting=example.get("weighting", "equal"),
        voted=_voted(example, notes, papers),
        present=example.get("present"),
        title="Example",
        links=tuple(ReadLink(**link) for link in example.get("links", ())),
        themes=themes,
        comments=_comments(example.get("comments", ())),
        services=tuple(_service(service) for service in example.get("services", ())),
        weights=_weights(example.get("weights", {})),
        languages=tuple(example.get("languages", ("en",))),
        vote=_vote(example, papers),
        pairs=example.get("pairs"),
    )


def _note(
    note: Mapping[str, Any],
    place: int,
    papers: tuple[Paper, ...],
    themes: tuple[ReadTheme, ...],
) -> ReadNote:
    note_id = note.get("id", f"n{place}")
    theme = next((one for one in themes if note_id in one.notes), None)
    own = _dots(note_id, papers) if papers else note.get("dots", {})
    known: dict[str, Any] = {name: tuple(sorted(note.get(name, ()))) for name in _SORTED}
    known |= {name: note.get(name) for name in _PLAIN}
    for name in _COUNTED:
        known[name] = {city: tuple(counts) for city, counts in note.get(name, {}).items()}
    return ReadNote(
        id=note_id,
        area=note["area"],
        text=note.get("text", f"Note {note_id}"),
        dots=theme.dots if theme else own,
        theme=theme.id if theme else None,
        rounds=tuple(tuple(counts) for counts in note.get("rounds", ())),
        **known,
    )


def _dots(note_id: str, papers: tuple[Paper, ...]) -> Dots:
    dots: dict[str, int] = {}
    for city, placed in papers:
        dots[city] = dots.get(city, 0) + placed.get(note_id, 0)
    return dots


def _voted(
    example: Mapping[str, Any], notes: list[ReadNote], papers: tuple[Paper, ...]
) -> Dots | None:
    if "ballots" in example:
        return dict(example["ballots"])
    cities = example.get("cities", ())
    if papers:
        return {city: sum(of == city for of, _ in papers) for city in cities}
    if not any(note.dots for note in notes):
        return None
    return {city: int(any(note.dots.get(city) for note in notes)) for city in cities}


def _vote(example: Mapping[str, Any], papers: tuple[Paper, ...]) -> ReadVote:
    return ReadVote(
        totals=example.get("totals", "hidden"),
        is_reopened=example.get("reopened", False),
        late=tuple(example.get("late", ())),
        papers=papers,
    )


def _themes(themes: list[Mapping[str, Any]], papers: tuple[Paper, ...]) -> tuple[ReadTheme, ...]:
    return tuple(
        ReadTheme(
            id=f"theme{place}",
            area=theme["area"],
            title=theme["title"],
            notes=tuple(theme["notes"]),
            dots=_dots(f"theme{place}", papers) if papers else theme.get("dots", {}),
        )
        for place, theme in enumerate(themes, start=1)
    )


def _comments(comments: list[Mapping[str, Any]]) -> tuple[ReadComment, ...]:
    return tuple(
        ReadComment(f"comment{place}", **comment) for place, comment in enumerate(comments, start=1)
    )


def _weights(weights: Mapping[str, Mapping[str, int]]) -> Weights:
    """Return the points of each city as if one seat had given them."""
    return {
        city: {criterion: (points, 1) for criterion, points in given.items()}
        for city, given in weights.items()
    }


def _service(service: Mapping[str, Any]) -> ReadService:
    scores = {
        city: {criterion: tuple(counts) for criterion, counts in known.items()}
        for city, known in service.get("scores", {}).items()
    }
    return ReadService(
        id=service["id"],
        name=service.get("name", service["id"]),
        layers=service.get("layers", {}),
        knock_outs=service.get("knock_outs", {}),
        scores=scores,
    )


def _cities(names: list[str], countries: Mapping[str, str]) -> tuple[City, ...]:
    cities: list[City] = []
    for name in names:
        letters = unique_letters(name, taken={city.letters for city in cities})
        cities.append(City(name, name, letters, countries.get(name)))
    return tuple(cities)
