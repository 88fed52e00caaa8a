"""Checks of who carries what: transfers, suppliers, open questions, layers and languages."""

from collections.abc import Mapping

from server.synthesis.attachments import ReadComment
from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.measures import Measured
from server.synthesis.ratings import city_means
from server.synthesis.shares import at_least

from .seen import of_note, top_notes

FAIR = 1  # in fair shares
ASKING = ("question", "concern")


def transfer(evidence: Evidence, *, area: str, facet: str, giver: float, taker: float) -> Seen:
    """See the notes that one city could hand to others.

    Seen where the note's own city has a mean readiness ≥ `giver` and at least one other city has
    a fair share of its dots on the note and a readiness ≤ `taker`.
    """
    measures = evidence.areas[area]
    noted = [one for one in measures.notes if one.note.facet == facet and one.note.city]
    if not any(one.note.readiness for one in noted):
        return NotEvaluated("no_scores")
    if not measures.cities:
        return NotEvaluated("no_votes")
    seen = []
    for one in noted:
        ready = city_means(one.note.readiness)
        own = one.note.city or ""
        takers = tuple(
            city.id
            for city in evidence.reading.cities
            if city.id != own and _would_take(one, city.id, ready, taker)
        )
        if takers and own in ready and at_least(ready[own], giver):
            shown = {"giver": Shown("cities", (own,)), "takers": Shown("cities", takers)}
            seen.append(of_note(one.note, cities=(own, *takers), shown=shown))
    return seen


def one_supplier(evidence: Evidence, *, area: str, tags: list[str]) -> Seen:
    """See the top notes of an area that name a supplier, where no note has one of the tags."""
    tops = top_notes(evidence, [area])
    if isinstance(tops, NotEvaluated):
        return tops
    wanted = set(tags)
    notes = evidence.reading.all_notes()
    if not any(note.supplier for note in evidence.reading.notes[area]):
        return NotEvaluated("no_details")
    if any(not wanted.isdisjoint(note.tags) for note in notes):
        return []
    return [
        of_note(one.note, shown={"supplier": Shown("texts", (one.note.supplier,))})
        for one in tops
        if one.note.supplier
    ]


def unanswered(evidence: Evidence, *, count: int) -> Seen:
    """See the top notes with at least so many open questions and concerns."""
    tops = top_notes(evidence, evidence.areas)
    if isinstance(tops, NotEvaluated):
        return tops
    asked: dict[str, list[str]] = {}
    for comment in evidence.reading.comments:
        if comment.is_open and comment.kind in ASKING:
            asked.setdefault(comment.note, []).append(comment.id)
    return [
        of_note(
            one.note,
            numbers={"n": len(asked[one.note.id])},
            shown={"comments": Shown("comments", tuple(asked[one.note.id]))},
        )
        for one in tops
        if len(asked.get(one.note.id, ())) >= count
    ]


def unowned_layer(evidence: Evidence, *, language: str) -> Seen:
    """See the layers of services that nobody runs, and that nobody thought of languages.

    `languages`: the cities are of several countries, and no note has the tag `language`.
    """
    reading = evidence.reading
    countries = {city.country for city in reading.cities if city.country is not None}
    if not any(service.layers for service in reading.services) and not countries:
        return NotEvaluated("no_layers")
    seen = []
    for service in reading.services:
        for layer, owner in service.layers.items():
            if not owner:
                shown = {
                    "layer": Shown("layers", (layer,)),
                    "service": Shown("services", (service.id,)),
                }
                seen.append(Sighting(others=(service.id, layer), shown=shown))
    if len(countries) >= 2 and not any(language in note.tags for note in reading.all_notes()):
        seen.append(Sighting(others=(language,), variant="languages"))
    return seen


def open_questions(evidence: Evidence) -> Seen:
    """See the notes with open questions and concerns, each with all of its own."""
    asked: dict[str, list[ReadComment]] = {}
    for comment in evidence.reading.comments:
        if comment.is_open and comment.kind in ASKING:
            asked.setdefault(comment.note, []).append(comment)
    seen = []
    for note in evidence.reading.all_notes():
        if note.id in asked:
            comments = tuple(comment.id for comment in asked[note.id])
            shown = {"comments": Shown("comments", comments)}
            seen.append(of_note(note, shown=shown))
    return seen


def _would_take(one: Measured, city: str, ready: Mapping[str, float], taker: float) -> bool:
    wants = city in one.shares and at_least(one.lift_of(city), FAIR)
    return wants and city in ready and at_least(taker, ready[city])


CHECKS = {
    "transfer": Check(
        transfer,
        {"area": "area", "facet": "facet", "giver": "threshold", "taker": "threshold"},
        shows=("note", "area", "giver", "takers"),
    ),
    "one_supplier": Check(
        one_supplier, {"area": "area", "tags": "tags"}, ("note", "area", "supplier")
    ),
    "unanswered": Check(unanswered, {"count": "count"}, shows=("note", "area", "n", "comments")),
    "unowned_layer": Check(
        unowned_layer,
        {"language": "tag"},
        shows=("layer", "service"),
        variants=("main", "languages"),
    ),
    "open_questions": Check(open_questions, shows=("note", "area", "comments")),
}
