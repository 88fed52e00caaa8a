"""Makes every table of a Document: one function a table, all from the same facts."""

from collections.abc import Iterable, Iterator, Sequence

from .facts import Facts
from .model import Cell, Column, PrintedNote, Table

Row = tuple[Cell, ...]


def core_table(facts: Facts) -> Table:
    """Return each part of the core sentence with its notes and the cities behind it."""
    columns = _columns(facts, ("slot", 3), ("agreed", 8), ("notes", 2), ("backing", 2.4))
    rows: list[Row] = []
    for part in facts.draft["core"]["parts"]:
        cities = part.get("cities")
        backing = f"{cities['backing']}/{cities['voting']}" if cities else ""
        rows.append((part["label"], part["text"], facts.numbered(part["notes"]), backing))
    return _table(facts, "core_parts", columns, rows)


def note_table(facts: Facts, area: str) -> Table:
    """Return the notes of one area, best first, with their dots and shares."""
    columns = _columns(
        facts, ("number#", 1.3), ("note", 9), ("facet", 3), ("who", 2.9), ("city", 2.6),
        ("dots", 3.4), ("raw#", 2.2), ("equal#", 2.5), ("backing", 2.7),
    )  # fmt: skip
    rows = [
        (
            note.number, note.all_texts, note.facet_label, ", ".join(note.who_labels),
            note.city_name, facts.dots(note.dots), note.raw, note.equal, note.backing,
        )
        for note in facts.notes
        if note.area == area
    ]  # fmt: skip
    label = next((known.label for known in facts.folder.canvas.areas if known.id == area), {})
    return Table(f"area-{area}", facts.said(label), columns, tuple(rows), facts.words["empty"])


def links_table(facts: Facts) -> Table:
    """Return the links between notes, in the order they were drawn."""
    columns = _columns(facts, ("from", 6), ("link", 2), ("to", 6), ("city", 2))
    rows = [
        (
            facts.named(link.start),
            facts.words[f"link_{link.kind}"],
            facts.named(link.end),
            facts.city_name(link.city),
        )
        for link in facts.reading.links
    ]
    return _table(facts, "links", columns, rows, empty="no_links")


def findings_table(facts: Facts) -> Table:
    """Return what the rules found, most important first."""
    columns = _columns(
        facts, ("rule", 1.2), ("kind", 2), ("severity#", 1.3), ("finding", 10), ("notes", 3)
    )
    rows = [
        (
            one["rule"],
            facts.words[f"kind_{one['kind']}"],
            one["severity"],
            one["text"],
            facts.numbered(one["notes"]),
        )
        for one in facts.draft["findings"]
    ]
    return _table(facts, "findings", columns, rows)


def scores_table(facts: Facts) -> Table:
    """Return what people of each city think of the notes and services, as counts of seats."""
    columns = _columns(facts, ("scored", 8), ("score", 3), ("city", 2), ("given", 4))
    rows = [*_answers(facts), *_service_scores(facts)]
    return _table(facts, "scores", columns, rows, empty="no_scores")


def _answers(facts: Facts) -> Iterator[Row]:
    """Yield a row for each note, question and city: stances, importance, readiness."""
    known = {note.id: note for note in facts.reading.all_notes()}
    for printed in facts.notes:
        note, named = known[printed.id], facts.named(printed.id)
        for city, (agree, disagree, neither) in note.stances.items():
            given = facts.words["stances_given"].format(yes=agree, no=disagree, neither=neither)
            yield named, facts.words["stance"], facts.city_name(city), given
        for kind, levels in (("importance", note.importance), ("readiness", note.readiness)):
            for city, counts in levels.items():
                yield named, facts.words[kind], facts.city_name(city), _levels(counts)


def _service_scores(facts: Facts) -> Iterator[Row]:
    for service in facts.reading.services:
        for city, criteria in service.scores.items():
            for criterion, counts in criteria.items():
                yield service.name, criterion, facts.city_name(city), _levels(counts)


def _levels(counts: Sequence[int]) -> str:
    """Return "2: 1, 4: 3": how many gave which level from 1 to 5."""
    given = [f"{level}: {count}" for level, count in enumerate(counts, start=1) if count]
    return ", ".join(given)


def dismissed_table(facts: Facts) -> Table:
    """Return what the facilitator set aside, with the reason."""
    columns = _columns(facts, ("rule", 1.2), ("finding", 8), ("reason", 6))
    rows = [(one["rule"], one["text"], one.get("reason", "")) for one in facts.draft["dismissed"]]
    return _table(facts, "dismissed", columns, rows)


def signatures_table(facts: Facts) -> Table:
    """Return what each city says to each section."""
    columns = _columns(facts, ("section", 5), ("city", 3), ("verdict", 4), ("remark", 7))
    rows = [
        (
            section["title"],
            facts.city_name(city),
            facts.words["outdated" if signed.get("outdated") else f"verdict_{signed['verdict']}"],
            signed.get("text", ""),
        )
        for section in facts.draft["sections"]
        for city, signed in section["signatures"].items()
    ]
    return _table(facts, "signatures", columns, rows, empty="no_signatures")


def left_out_table(facts: Facts) -> Table:
    """Return the notes that no sentence carries, with the reason."""
    columns = _columns(facts, ("number#", 1.3), ("note", 8), ("reason", 8))
    texts = {note.id: note.text for note in facts.notes}
    rows = [
        (facts.numbers[one["note_id"]], texts[one["note_id"]], one["text"])
        for one in facts.draft["not_carried"]
    ]
    return _table(facts, "not_carried", columns, rows)


def participation_table(facts: Facts) -> Table:
    """Return how many of each city wrote, were there and voted; nobody is named."""
    columns = _columns(facts, ("city", 4), ("written#", 2), ("present#", 2), ("voted#", 2))
    reading = facts.reading
    rows: list[Row] = []
    for city in reading.cities:
        written = sum(note.city == city.id for note in facts.notes)
        present, voted = (
            None if counts is None else counts.get(city.id, 0)
            for counts in (reading.present, reading.voted)
        )
        rows.append((city.name, written, present, voted))
    return _table(facts, "participation", columns, rows)


def blind_table(facts: Facts) -> Table:
    """Return the rules that had nothing to look at."""
    columns = _columns(facts, ("rule", 1.2), ("reason", 10))
    rows = [(one["rule"], one["text"]) for one in facts.draft["not_evaluated"]]
    return _table(facts, "not_evaluated", columns, rows)


def rules_table(facts: Facts) -> Table:
    """Return the rules that speak in this document, why, and where each comes from."""
    columns = _columns(
        facts, ("rule", 1.3), ("version#", 1.7), ("title", 5), ("reason", 7), ("source", 4)
    )
    spoken = {one["rule"] for one in facts.draft["findings"]}
    for section in facts.draft["sections"]:
        spoken |= {sentence["rule"] for sentence in section["sentences"]}
    rows: list[Row] = [
        (rule, known["version"], known["title"], known["why"], known["source"])
        for rule, known in sorted(facts.draft["rules"].items())
        if rule in spoken
    ]
    return _table(facts, "rules", columns, rows)


def sheet_of_notes(facts: Facts) -> Table:
    """Return every note with all its numbers, in the order of print."""
    columns = _columns(
        facts, ("number#", 1), ("id", 2), ("area", 2), ("facet", 2), ("who", 3), ("note", 9),
        ("city", 2), ("raw#", 1), ("equal#", 1), ("breadth#", 1), ("backing", 1),
        ("rank_raw#", 1), ("rank_equal#", 1), ("used", 5),
    )  # fmt: skip
    rows = [_whole_row(note) for note in facts.notes]
    return _table(facts, "notes", columns, rows, empty="empty")


def sheet_of_votes(facts: Facts) -> Table:
    """Return every note with the dots of each city in a column of its own."""
    columns = _columns(facts, ("number#", 1), ("id", 2), ("area", 2), ("note", 9))
    cities = facts.reading.cities
    columns += tuple(Column(f"city-{city.id}", city.name, 1.5, is_number=True) for city in cities)
    columns += _columns(facts, ("raw#", 1))
    rows: list[Row] = [
        (note.number, note.id, note.area_label, note.text, *note.dots.values(), note.raw)
        for note in facts.notes
    ]
    return _table(facts, "votes", columns, rows, empty="empty")


def _whole_row(note: PrintedNote) -> Row:
    return (
        note.number, note.id, note.area_label, note.facet_label, ", ".join(note.who_labels),
        note.all_texts, note.city_name, note.raw, note.equal, note.breadth, note.backing,
        note.rank_raw, note.rank_equal, note.used,
    )  # fmt: skip


def _table(
    facts: Facts,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    empty: str = "nothing",
) -> Table:
    return Table(name, facts.words[name], tuple(columns), tuple(rows), facts.words[empty])


def _columns(facts: Facts, *named: tuple[str, float]) -> tuple[Column, ...]:
    """Return columns; a name that ends in # holds numbers."""
    return tuple(
        Column(name.rstrip("#"), facts.words[name.rstrip("#")], share, name.endswith("#"))
        for name, share in named
    )
