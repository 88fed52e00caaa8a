"""Says how the tiny board of a rule's example is written in TOML."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from server.domain.canvas import Canvas

from .table import Table

KeyFault = tuple[str, str]  # key, sentence
LINKS = ("leads_to", "requires", "contradicts")
COMMENTS = ("question", "concern", "evidence")
FUNDING = ("base_budget", "grant", "fee", "saving")
COST_BEHAVIOUR = ("flat", "slower", "same_pace")
CITIES = "It names a city that is not in this example's `cities`."
NOTES = "It names a note that this example does not have."


class _Strict(Schema):
    class Meta:
        """Refuse what is not known: a mistyped key must not be passed over."""

        unknown = RAISE


def _texts() -> fields.List[str]:
    return fields.List(fields.String())


def _one_of(*offered: str) -> fields.String:
    return fields.String(validate=validate.OneOf(offered))


_COUNT = fields.Integer(strict=True, validate=validate.Range(min=0))
_LEVELS = fields.List(_COUNT, validate=validate.Length(equal=5))
_COUNTS = Table(keys=fields.String(), values=_COUNT)
_LEVELS_PER_CITY = Table(keys=fields.String(), values=_LEVELS)
_STANCES = fields.List(_COUNT, validate=validate.Length(equal=3))


class _Note(_Strict):
    id = fields.String()
    area = fields.String(required=True)
    facet = fields.String()
    text = fields.String()
    city = fields.String()
    who = _texts()
    dots = _COUNTS
    owner = fields.String()
    pays = _texts()
    indicator = fields.String()
    supplier = fields.String()
    funding = _one_of(*FUNDING)
    cost_behaviour = _one_of(*COST_BEHAVIOUR)
    tags = _texts()
    services = _texts()
    stances = Table(keys=fields.String(), values=_STANCES)  # city → [agree, disagree, pass]
    importance = _LEVELS_PER_CITY  # city → how many gave 1, 2, 3, 4, 5
    readiness = _LEVELS_PER_CITY
    rounds = fields.List(_LEVELS)


class _Link(_Strict):
    start = fields.String(required=True, data_key="from")
    end = fields.String(required=True, data_key="to")
    kind = fields.String(load_default="leads_to", validate=validate.OneOf(LINKS))


class _Theme(_Strict):
    title = fields.String(required=True)
    area = fields.String(required=True)
    notes = fields.List(fields.String(), required=True)
    dots = _COUNTS


class _Comment(_Strict):
    note = fields.String(required=True)
    kind = fields.String(load_default="question", validate=validate.OneOf(COMMENTS))
    text = fields.String(load_default="")
    is_open = fields.Boolean(load_default=True, data_key="open")


class _Service(_Strict):
    id = fields.String(required=True)
    name = fields.String()
    layers = Table(keys=fields.String(), values=fields.String(), load_default=dict)
    knock_outs = Table(keys=fields.String(), values=fields.Boolean(), load_default=dict)
    scores = Table(keys=fields.String(), values=_LEVELS_PER_CITY, load_default=dict)


class _Paper(_Strict):
    city = fields.String(required=True)
    dots = Table(keys=fields.String(), values=_COUNT, required=True)


class ExampleShape(_Strict):
    """The board of one example."""

    cities = fields.List(fields.String(), load_default=list)
    weighting = _one_of("equal", "degressive", "pooled")
    countries = Table(keys=fields.String(), values=fields.String())  # city → two letters
    pairs = fields.String()
    languages = _texts()
    ballots = _COUNTS
    present = _COUNTS
    totals = _one_of("hidden", "open")
    reopened = fields.Boolean()
    late = _texts()
    notes = fields.List(fields.Nested(_Note), load_default=list)
    links = fields.List(fields.Nested(_Link), load_default=list)
    themes = fields.List(fields.Nested(_Theme), load_default=list)
    comments = fields.List(fields.Nested(_Comment), load_default=list)
    services = fields.List(fields.Nested(_Service), load_default=list)
    weights = Table(keys=fields.String(), values=_COUNTS, load_default=dict)  # city → points
    papers = fields.List(fields.Nested(_Paper), load_default=list)


class ExamplesShape(_Strict):
    """The two examples of a rule."""

    fires = fields.Nested(ExampleShape, required=True)
    quiet = fields.Nested(ExampleShape, required=True)


def example_faults(example: Mapping[str, Any], canvas: Canvas) -> Iterator[KeyFault]:
    """Yield what an example names that neither it nor the canvas has."""
    for place, note in enumerate(example["notes"]):
        yield from _note_faults(note, f"notes[{place}]", example, canvas)
    for counted in ("ballots", "present", "weights", "countries"):
        if not set(example["cities"]).issuperset(example.get(counted, ())):
            yield counted, CITIES
    known = {note.get("id", f"n{place}") for place, note in enumerate(example["notes"], start=1)}
    for key, named in _named_notes(example):
        if not known.issuperset(named):
            yield key, NOTES


def _note_faults(
    note: Mapping[str, Any], key: str, example: Mapping[str, Any], canvas: Canvas
) -> Iterator[KeyFault]:
    area = canvas.area(note["area"])
    if area is None:
        yield f"{key}.area", f"There is no area “{note['area']}”."
    elif "facet" in note and area.facet(note["facet"]) is None:
        yield f"{key}.facet", f"The area has no facet “{note['facet']}”."
    groups = {group.id for group in canvas.who}
    if not groups.issuperset(note.get("who", ())):
        yield f"{key}.who", "It names a group that is not in `who` of this canvas."
    tags = {tag.id for tag in canvas.tags}
    if not tags.issuperset(note.get("tags", ())):
        yield f"{key}.tags", "It names a tag that is not in `tags` of this canvas."
    services = {service["id"] for service in example["services"]}
    if not services.issuperset(note.get("services", ())):
        yield f"{key}.services", "It names a service that is not in this example's `services`."
    named = {city for name in _PER_CITY for city in note.get(name, ())}
    named |= {note["city"]} if "city" in note else set()
    if not set(example["cities"]) >= named:
        yield key, CITIES


def _named_notes(example: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for place, link in enumerate(example["links"]):
        yield f"links[{place}]", [link["start"], link["end"]]
    for place, theme in enumerate(example["themes"]):
        yield f"themes[{place}].notes", theme["notes"]
    for place, comment in enumerate(example["comments"]):
        yield f"comments[{place}].note", [comment["note"]]
    for place, paper in enumerate(example["papers"]):
        yield f"papers[{place}].dots", list(paper["dots"])
    yield "late", example.get("late", [])


_PER_CITY = ("dots", "stances", "importance", "readiness")
