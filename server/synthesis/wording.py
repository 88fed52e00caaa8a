"""Says what the gaps of sentences stand for, each kind in its own way."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.canvas import Words

from .attachments import ReadComment
from .evidence import Evidence, Shown
from .measures import Measured
from .phrases import BUILT_IN, ENGLISH
from .reading import ReadNote
from .ruleset import GAP

MOST_LISTED = 24  # in one sentence; its finding names every note
_SPACE = re.compile(r"\s+")
# The blocks of Unicode in which all signs stand that run from right to left.
_MAY_RUN_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_RIGHT_TO_LEFT = ("R", "AL", "AN")  # classes of Unicode's bidirectional algorithm
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Writer:
    """What a sentence is written with: the evidence and one language."""

    evidence: Evidence
    language: str
    phrases: Mapping[str, str]
    measured: Mapping[str, Measured]
    cities: Mapping[str, str]  # id → name


def a_writer(evidence: Evidence, language: str) -> Writer:
    """Return a writer in that language, or in the canvas's first one if it has no such words."""
    canvas = evidence.canvas
    spoken = language if language in canvas.languages else canvas.languages[0]
    phrases = ENGLISH | dict(BUILT_IN.get(spoken, {})) | dict(canvas.phrases.get(spoken, {}))
    cities = {city.id: isolate(city.name) for city in evidence.reading.cities}
    return Writer(evidence, spoken, phrases, evidence.measured, cities)


def say(writer: Writer, name: str, **gaps: Any) -> str:
    """Return a phrase with its gaps filled."""
    return fill(writer.phrases[name], gaps)


def said(writer: Writer, words: Words) -> str:
    """Return the words in the writer's language."""
    return words.get(writer.language) or next(iter(words.values()), "")


def fill(sentence: str, gaps: Mapping[str, Any]) -> str:
    """Return the sentence with its gaps filled, once: what people wrote is never read again."""
    return GAP.sub(lambda gap: str(gaps.get(gap[1], gap[0])), sentence)


def join(writer: Writer, parts: Iterable[str]) -> str:
    """Return "a, b and c"; of very many the first, and how many more there are."""
    listed = first_of(writer, list(parts))
    if not listed:
        return writer.phrases["none"]
    if len(listed) == 1:
        return listed[0]
    return f"{', '.join(listed[:-1])} {writer.phrases['and']} {listed[-1]}"


def first_of(writer: Writer, listed: list[str]) -> list[str]:
    """Return a list as it is, or its first entries and "30 more": nobody reads 200 in a row."""
    if len(listed) <= MOST_LISTED:
        return listed
    left = len(listed) - MOST_LISTED
    return [*listed[:MOST_LISTED], say(writer, "further", n=left)]


def quote(writer: Writer, text: str) -> str:
    """Return a note's text in quotation marks, on one line."""
    return say(writer, "quoted", text=isolate(_SPACE.sub(" ", text).strip()))


def quote_note(writer: Writer, note: ReadNote) -> str:
    """Return what a note says, in the writer's language where somebody has said it in that."""
    return quote(writer, note.translations.get(writer.language, note.text))


def isolate(text: str) -> str:
    """Return the text so that it turns round no word of the sentence it stands in.

    Only what runs from right to left needs it: Unicode TR9, first strong isolate.
    """
    if _MAY_RUN_LEFT.search(text) is None:
        return text
    runs_left = any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)
    return f"{_ISOLATE}{text}{_END_ISOLATE}" if runs_left else text


def support(writer: Writer, one: Measured) -> str:
    """Return "3 of 4 cities", or nothing where fewer than two cities voted."""
    if len(one.shares) < 2:
        return ""
    return say(writer, "support", k=len(one.backers), m=len(one.shares))


def area_label(writer: Writer, area_id: str) -> str:
    """Return the name of an area."""
    area = writer.evidence.canvas.area(area_id)
    return said(writer, area.label) if area else area_id


def group_labels(writer: Writer, groups: Iterable[str]) -> list[str]:
    """Return the names of groups that notes speak for, as they stand in a sentence."""
    labels = {group.id: group.label for group in writer.evidence.canvas.who}
    return [(said(writer, labels.get(group, {})) or group).lower() for group in groups]


def words_of(writer: Writer, shown: Shown) -> str:
    """Return the words for what a gap stands for."""
    return SAID[shown.kind](writer, shown.ids)


def number_words(writer: Writer, number: float) -> str:
    """Return a number as sentences write it: whole, or with two decimals."""
    if float(number).is_integer():
        return str(int(number)).replace("-", "−")
    return f"{number:.2f}".replace(".", writer.phrases["decimal"]).replace("-", "−")


Ids = Sequence[str]


def _areas(writer: Writer, ids: Ids) -> str:
    return join(writer, (area_label(writer, area) for area in ids))


def _part(writer: Writer, ids: Ids) -> str:
    area, *facets = ids
    labels = _facet_labels(writer, area, facets)
    known = writer.evidence.canvas.area(area)
    if not labels and known and known.facets:
        labels = [writer.phrases["unsorted"]]
    return ", ".join([area_label(writer, area), *labels])


def _facets(writer: Writer, ids: Ids) -> str:
    return join(writer, _facet_labels(writer, ids[0], ids[1:]))


def _facet_labels(writer: Writer, area_id: str, facets: Ids) -> list[str]:
    area = writer.evidence.canvas.area(area_id)
    found = [area.facet(facet) for facet in facets] if area else []
    return [said(writer, facet.label).lower() for facet in found if facet]


def _cities(writer: Writer, ids: Ids) -> str:
    return join(writer, (writer.cities[city] for city in ids))


def _quoted(writer: Writer, note_id: str) -> str:
    return quote_note(writer, writer.measured[note_id].note)


def _notes(writer: Writer, ids: Ids) -> str:
    return join(writer, (_quoted(writer, note) for note in ids))


def _targets(writer: Writer, ids: Ids) -> str:
    titles = {theme.id: theme.title for theme in writer.evidence.reading.themes}
    return join(
        writer,
        (quote(writer, titles[one]) if one in titles else _quoted(writer, one) for one in ids),
    )


def _chain(writer: Writer, ids: Ids) -> str:
    return " → ".join(_quoted(writer, note) for note in ids)


def _backed(writer: Writer, ids: Ids) -> str:
    told = [_told(writer, note, support(writer, writer.measured[note])) for note in ids]
    return "; ".join(first_of(writer, told))


def _told(writer: Writer, note_id: str, counted: str) -> str:
    """Return a note with all that is known beside it."""
    note = writer.measured[note_id].note
    more = [counted] if counted else []
    if note.pays:
        more.append(say(writer, "note.pays", groups=join(writer, group_labels(writer, note.pays))))
    for name in ("indicator", "owner", "supplier"):
        known = getattr(note, name)
        if known:
            more.append(say(writer, f"note.{name}", text=isolate(known)))
    for name in ("funding", "cost_behaviour"):
        known = getattr(note, name)
        if known:
            more.append(writer.phrases[f"{name}.{known}"])
    return _quoted(writer, note_id) + (f" ({'; '.join(more)})" if more else "")


def _owned(writer: Writer, ids: Ids) -> str:
    """Return the notes with their owners; that nobody is named is said once for all of those."""
    owners = {note: writer.measured[note].note.owner for note in ids}
    told = [
        f"{_quoted(writer, note)} ({say(writer, 'note.owner', text=isolate(owner))})"
        for note, owner in owners.items()
        if owner
    ]
    unowned = [note for note, owner in owners.items() if not owner]
    if unowned:
        told.append(f"{_notes(writer, unowned)} ({writer.phrases['note.unowned']})")
    return "; ".join(first_of(writer, told))


def _groups(writer: Writer, ids: Ids) -> str:
    return join(writer, group_labels(writer, ids))


def _texts(writer: Writer, ids: Ids) -> str:
    return join(writer, (quote(writer, text) for text in ids))


def _services(writer: Writer, ids: Ids) -> str:
    names = {service.id: service.name for service in writer.evidence.reading.services}
    return _texts(writer, [names[service] for service in ids])


def _themes(writer: Writer, ids: Ids) -> str:
    titles = {theme.id: theme.title for theme in writer.evidence.reading.themes}
    return _texts(writer, [titles[theme] for theme in ids])


def _comments(writer: Writer, ids: Ids) -> str:
    known = {comment.id: comment for comment in writer.evidence.reading.comments}
    return join(writer, (_asked(writer, known[comment]) for comment in ids))


def _asked(writer: Writer, comment: ReadComment) -> str:
    if comment.text or comment.edge is None:
        return quote(writer, comment.text)
    start, end = (area_label(writer, area) for area in comment.edge)
    return say(writer, "walk.unknown", start=start, end=end)


def _criteria(writer: Writer, ids: Ids) -> str:
    labels = {criterion.id: criterion.label for criterion in writer.evidence.canvas.criteria}
    return join(writer, (said(writer, labels.get(one, {})) or one for one in ids))


def _phrased(prefix: str) -> Callable[[Writer, Ids], str]:
    def phrased(writer: Writer, ids: Ids) -> str:
        return join(writer, (writer.phrases.get(f"{prefix}.{one}", one) for one in ids))

    return phrased


SAID: Mapping[str, Callable[[Writer, Ids], str]] = {
    "area": _areas,
    "part": _part,  # area, facet
    "facets": _facets,  # area, facet…
    "cities": _cities,
    "notes": _notes,
    "targets": _targets,  # what votes count for: notes and themes
    "chain": _chain,
    "backed": _backed,  # notes with their support and all that is known of them
    "owned": _owned,  # notes with their owner, or that they have none
    "groups": _groups,
    "texts": _texts,  # in people's own words
    "services": _services,
    "themes": _themes,
    "comments": _comments,
    "criteria": _criteria,
    "lens": _phrased("lens"),
    "layers": _phrased("layer"),
    "knock_outs": _phrased("knock_out"),
    "band": _phrased("band"),
}
