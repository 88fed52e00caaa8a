"""Makes the sheets of a Document: the same facts as its tables, for people who count.

A row for each thing, texts whole, each number in a cell of its own.
"""

from collections.abc import Iterator

from server.domain.answers import LEVELS, STANCES

from .facts import Facts
from .model import Column, PrintedNote, Table
from .tabling import Row, columns, table

_LEVELS = tuple((f"level_{level}#", 1.0) for level in LEVELS)
_STANCES = tuple((f"stance_{stance}#", 1.0) for stance in STANCES)
_NO_STANCES: Row = (None,) * len(STANCES)
_NO_LEVELS: Row = (None,) * len(LEVELS)


def sheet_of_notes(facts: Facts) -> Table:
    """Return every note with all its numbers and details, in the order of print."""
    named = columns(
        facts, ("number#", 1), ("id", 2), ("area", 2), ("facet", 2), ("who", 3), ("note", 9),
        ("city", 2), ("theme", 3), ("raw#", 1), ("equal#", 1), ("breadth#", 1), ("backing", 1),
        ("rank_raw#", 1), ("rank_equal#", 1), ("owner", 3), ("pays", 2), ("indicator", 3),
        ("supplier", 2), ("funding", 2), ("cost_behaviour", 2), ("tags", 3), ("services", 3),
        ("used", 5),
    )  # fmt: skip
    rows = [_whole_row(facts, note) for note in facts.notes]
    return table(facts, "notes", named, rows, empty="empty")


def _whole_row(facts: Facts, note: PrintedNote) -> Row:
    return (
        note.number, note.id, note.area_label, note.facet_label, ", ".join(note.who_labels),
        note.all_texts, note.city_name, note.theme, note.raw, note.equal, note.breadth,
        note.backing, note.rank_raw, note.rank_equal, *_details(facts, note), note.used,
    )  # fmt: skip


def _details(facts: Facts, note: PrintedNote) -> Row:
    known = facts.read[note.id]
    return (
        known.owner, facts.groups(known.pays), known.indicator, known.supplier,
        facts.phrase(f"funding.{known.funding}") if known.funding else None,
        facts.phrase(f"cost_behaviour.{known.cost_behaviour}") if known.cost_behaviour else None,
        facts.tags(known.tags), facts.service_names(known.services),
    )  # fmt: skip


def sheet_of_votes(facts: Facts) -> Table:
    """Return every note with the dots of each city in a column of its own."""
    named = columns(facts, ("number#", 1), ("id", 2), ("area", 2), ("note", 9))
    cities = facts.reading.cities
    named += tuple(Column(f"city-{city.id}", city.name, 1.5, is_number=True) for city in cities)
    named += columns(facts, ("raw#", 1))
    rows: list[Row] = [
        (note.number, note.id, note.area_label, note.text, *note.dots.values(), note.raw)
        for note in facts.notes
    ]
    return table(facts, "votes", named, rows, empty="empty")


def sheet_of_links(facts: Facts) -> Table:
    """Return the links between notes, in the order they were drawn."""
    named = columns(facts, ("from", 8), ("link", 2), ("to", 8), ("city", 2))
    rows = [
        (
            facts.named(link.start),
            facts.words[f"link_{link.kind}"],
            facts.named(link.end),
            facts.city_name(link.city),
        )
        for link in facts.reading.links
    ]
    return table(facts, "links", named, rows, empty="no_links")


def sheet_of_scores(facts: Facts) -> Table:
    """Return a row for each note, question and city: how many seats answered what."""
    named = columns(
        facts,
        ("number#", 1),
        ("id", 2),
        ("note", 8),
        ("score", 3),
        ("city", 2),
        *_LEVELS,
        *_STANCES,
    )
    return table(facts, "scores", named, list(_scores(facts)), empty="no_scores")


def _scores(facts: Facts) -> Iterator[Row]:
    for printed in facts.notes:
        note = facts.read[printed.id]
        of: Row = (printed.number, printed.id, facts.short(printed.id))
        for city, stances in note.stances.items():
            yield (*of, facts.words["stance"], facts.city_name(city), *_NO_LEVELS, *stances)
        for kind, by_city in (("importance", note.importance), ("readiness", note.readiness)):
            for city, levels in by_city.items():
                yield (*of, facts.words[kind], facts.city_name(city), *levels, *_NO_STANCES)


def sheet_of_service_scores(facts: Facts) -> Table:
    """Return a row for each service, criterion and city: how many seats gave which level."""
    named = columns(facts, ("service", 4), ("criterion", 4), ("city", 2), *_LEVELS)
    labels = {one.id: facts.said(one.label) for one in facts.folder.canvas.criteria}
    rows: list[Row] = [
        (service.name, labels.get(criterion, criterion), facts.city_name(city), *levels)
        for service in facts.reading.services
        for city, given in service.scores.items()
        for criterion, levels in given.items()
    ]
    return table(facts, "service_scores", named, rows, empty="no_service_scores")


def sheet_of_weights(facts: Facts) -> Table:
    """Return a row for each criterion and city: the points its seats gave in all, and the seats."""
    named = columns(facts, ("criterion", 4), ("city", 2), ("points#", 1), ("seats#", 1))
    labels = {one.id: facts.said(one.label) for one in facts.folder.canvas.criteria}
    rows: list[Row] = [
        (labels.get(criterion, criterion), facts.city_name(city), points, seats)
        for city, given in facts.reading.weights.items()
        for criterion, (points, seats) in given.items()
    ]
    return table(facts, "weights", named, rows, empty="no_weights")
