"""Writes the sentences of rules, the core sentence, its slots and the status line."""

from typing import Any

from server.domain.canvas import Slot

from .evidence import Shown, Sighting
from .measures import Measured
from .ruleset import Rule
from .wording import (
    Writer,
    fill,
    group_labels,
    join,
    number_words,
    quote,
    quote_note,
    said,
    say,
    words_of,
)


def rule_sentence(writer: Writer, rule: Rule, sighting: Sighting) -> str:
    """Return what the rule says about one sighting."""
    words = rule.sentences.get(sighting.variant) or rule.sentences["main"]
    return fill(said(writer, words), gap_words(writer, sighting))


def gap_words(writer: Writer, sighting: Sighting) -> dict[str, Any]:
    """Return the words for every gap that a sentence about the sighting may have."""
    shown = {name: _shown(writer, one) for name, one in sighting.shown.items()}
    numbers = {name: number_words(writer, number) for name, number in sighting.numbers.items()}
    return numbers | shown


def core_text(writer: Writer) -> str:
    """Return the core sentence, its empty slots printed as missing."""
    draft = writer.evidence.canvas.draft
    gaps = {slot.id: slot_text(writer, slot) for slot in draft.slots}
    gaps["cities"] = join(writer, writer.cities.values())
    return fill(said(writer, draft.core), gaps)


def slot_text(writer: Writer, slot: Slot) -> str:
    """Return what stands in a slot of the core sentence; an empty one says what is missing."""
    text = _slot_words(writer, slot, writer.evidence.slots.get(slot.id))
    return text or say(writer, "missing", label=said(writer, slot.label))


def status_text(writer: Writer) -> str:
    """Return what the draft is about: date, cities, notes, ballots and how they were counted."""
    reading = writer.evidence.reading
    vote = writer.phrases["status.unvoted"]
    if reading.voted is not None:
        weighting = writer.phrases[f"weighting.{reading.weighting}"]
        vote = say(writer, "status.voted", ballots=sum(reading.voted.values()), weighting=weighting)
    return say(
        writer,
        "status",
        date=reading.as_of[:10],
        title=reading.title,
        cities=join(writer, writer.cities.values()),
        n=len(reading.all_notes()),
        vote=vote,
        rules=f"{writer.evidence.canvas.id} {writer.evidence.canvas.version}",
    )


def _shown(writer: Writer, shown: Shown) -> Any:
    if shown.kind == "core":
        return core_text(writer)
    if shown.kind == "status":
        return status_text(writer)
    return words_of(writer, shown)


def _slot_words(writer: Writer, slot: Slot, one: Measured | None) -> str:
    if slot.source == "service":
        service = writer.evidence.reading.service
        return quote(writer, service) if service else ""
    if slot.source == "cities":
        return join(writer, writer.cities.values())
    if one is None:
        return ""
    if slot.source == "who":
        return join(writer, group_labels(writer, one.note.who))
    return quote_note(writer, one.note)
