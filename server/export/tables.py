"""Makes the tables of board, draft and rules in a Document, all from the same facts."""

from collections.abc import Mapping
from typing import Any

from .facts import Facts
from .model import Table
from .tabling import Row, columns, table


def core_table(facts: Facts) -> Table:
    """Return each part of the core sentence with its notes and the cities behind it."""
    named = columns(facts, ("slot", 3), ("agreed", 8), ("notes", 2), ("backing", 2.4))
    rows: list[Row] = []
    for part in facts.draft["core"]["parts"]:
        cities = part.get("cities")
        backing = f"{cities['backing']}/{cities['voting']}" if cities else ""
        rows.append((part["label"], part["text"], facts.numbered(part["notes"]), backing))
    return table(facts, "core_parts", named, rows)


def note_table(facts: Facts, area: str) -> Table:
    """Return the notes of one area, best first, with their dots and shares."""
    notes = [note for note in facts.notes if note.area == area]
    has_themes = any(note.theme for note in notes)
    named = columns(
        facts, ("number#", 1.3), ("note", 9), *([("theme", 2.6)] if has_themes else []),
        ("facet", 3), ("who", 2.9), ("city", 2.6), ("dots", 4.2), ("raw#", 2.2), ("equal#", 2.5),
        ("backing", 2.7),
    )  # fmt: skip
    rows = [
        (
            note.number, note.all_texts, *([note.theme] if has_themes else []), note.facet_label,
            ", ".join(note.who_labels), note.city_name, facts.dots(note.dots), note.raw,
            note.equal, note.backing,
        )
        for note in notes
    ]  # fmt: skip
    label = next((known.label for known in facts.folder.canvas.areas if known.id == area), {})
    return Table(f"area-{area}", facts.said(label), named, tuple(rows), facts.words["empty"])


def links_table(facts: Facts) -> Table:
    """Return the links between notes, in the order they were drawn."""
    named = columns(facts, ("from", 6), ("link", 2), ("to", 6), ("city", 2))
    rows = [
        (
            facts.short(link.start, is_numbered=True),
            facts.words[f"link_{link.kind}"],
            facts.short(link.end, is_numbered=True),
            facts.city_name(link.city),
        )
        for link in facts.reading.links
    ]
    return table(facts, "links", named, rows, empty="no_links")


def found_table(facts: Facts) -> Table:
    """Return how often each rule spoke, and of which notes; what it says stands in its section."""
    named = columns(
        facts, ("rule", 1.2), ("title", 6), ("kind", 2.4), ("severity#", 1.3), ("times#", 1.3),
        ("notes", 7),
    )  # fmt: skip
    by_rule: dict[str, list[Mapping[str, Any]]] = {}
    for one in facts.draft["findings"]:
        by_rule.setdefault(one["rule"], []).append(one)
    rows = [
        (
            rule,
            facts.draft["rules"][rule]["title"],
            facts.words[f"kind_{found[0]['kind']}"],
            max(one["severity"] for one in found),
            len(found),
            facts.numbered(note for one in found for note in one["notes"]),
        )
        for rule, found in by_rule.items()
    ]
    return table(facts, "found", named, rows)


def findings_table(facts: Facts) -> Table:
    """Return what the rules found, most important first."""
    named = columns(
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
    return table(facts, "findings", named, rows)


def dismissed_table(facts: Facts) -> Table:
    """Return what the facilitator set aside, with the reason."""
    named = columns(facts, ("rule", 1.2), ("finding", 8), ("reason", 6))
    rows = [(one["rule"], one["text"], one.get("reason", "")) for one in facts.draft["dismissed"]]
    return table(facts, "dismissed", named, rows)


def signatures_table(facts: Facts) -> Table:
    """Return what each city says to each section."""
    named = columns(facts, ("section", 5), ("city", 3), ("verdict", 4), ("remark", 7))
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
    return table(facts, "signatures", named, rows, empty="no_signatures")


def left_out_table(facts: Facts) -> Table:
    """Return the notes that no sentence carries, with the reason."""
    named = columns(facts, ("number#", 1.3), ("note", 8), ("reason", 8))
    texts = {note.id: note.text for note in facts.notes}
    rows = [
        (facts.numbers[one["note_id"]], texts[one["note_id"]], one["text"])
        for one in facts.draft["not_carried"]
    ]
    return table(facts, "not_carried", named, rows)


def participation_table(facts: Facts) -> Table:
    """Return how many of each city wrote, were there and voted; nobody is named."""
    named = columns(facts, ("city", 4), ("written#", 2), ("present#", 2), ("voted#", 2))
    reading = facts.reading
    rows: list[Row] = []
    for city in reading.cities:
        written = sum(note.city == city.id for note in facts.notes)
        present, voted = (
            None if counts is None else counts.get(city.id, 0)
            for counts in (reading.present, reading.voted)
        )
        rows.append((city.name, written, present, voted))
    return table(facts, "participation", named, rows)


def blind_table(facts: Facts) -> Table:
    """Return the rules that had nothing to look at."""
    named = columns(facts, ("rule", 1.2), ("reason", 10))
    rows = [(one["rule"], one["text"]) for one in facts.draft["not_evaluated"]]
    return table(facts, "not_evaluated", named, rows)


def rules_table(facts: Facts) -> Table:
    """Return the rules that speak in this document, why, and where each comes from."""
    named = columns(
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
    return table(facts, "rules", named, rows)
