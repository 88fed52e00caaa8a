"""Prints the whole document as Markdown: draft, board with every note, what is not carried."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.state import Workshop
from server.synthesis.folder import CanvasFolder
from server.synthesis.measures import Measured

from .model import Printed, printed

# The signs that Markdown, its tables, or HTML inside it read as orders, wherever they stand;
# those that do so at the start of a line only; and what turns into a link by itself.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&$@!^])")
_START = re.compile(r"^([-+=])")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_LINK = re.compile(r":(?=//)|(?<=www)\.|(?<=\w)\.(?=[^\W\d_])", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def markdown(workshop: Workshop, folder: CanvasFolder, *, language: str = "en") -> bytes:
    """Return the document as UTF-8 Markdown; what people wrote is inert text in it."""
    document = printed(workshop, folder, language=language)
    lines = [*_head(document), *_draft(document), *_board(document), *_rest(document)]
    return ("\n".join(lines).rstrip() + "\n").encode()


def escape(text: str) -> str:
    """Return the text on one line, every sign that Markdown or HTML could obey taken literally."""
    line = _SIGNS.sub(r"\\\1", _SPACE.sub(" ", text).strip())
    line = _NUMBERED.sub(r"\1\\\2", _START.sub(r"\\\1", line))
    return _LINK.sub(lambda sign: f"\\{sign[0]}", line)


def _head(document: Printed) -> Iterator[str]:
    reading, words = document.reading, document.words
    yield f"# {escape(reading.title)}"
    yield ""
    if reading.service:
        yield f"{words['service']}: {escape(reading.service)}"
        yield ""
    yield f"*{escape(document.draft['status']['text'])}*"
    yield ""
    if reading.hidden:
        yield escape(words["hidden"].format(n=reading.hidden))
        yield ""


def _draft(document: Printed) -> Iterator[str]:
    for section in document.draft["sections"]:
        if section["id"] == "status":  # it stands above all of them
            continue
        yield f"## {escape(section['title'])}"
        yield ""
        for sentence in section["sentences"]:
            yield f"- {escape(sentence['text'])} {_reasons(document, sentence)}"
        if not section["sentences"]:
            yield document.words["nothing"]
        yield ""


def _reasons(document: Printed, sentence: Mapping[str, Any]) -> str:
    votes = _votes(document, sentence["votes"])
    return f"*({escape(document.words['reasons'].format(rule=sentence['rule'], votes=votes))})*"


def _votes(document: Printed, votes: Mapping[str, int]) -> str:
    if not any(votes.values()):
        return document.words["no_votes"]
    cities = document.reading.cities
    return ", ".join(f"{city.letters} {votes.get(city.id, 0)}" for city in cities)


def _board(document: Printed) -> Iterator[str]:
    yield f"## {document.words['board']}"
    yield ""
    for area in document.folder.canvas.areas:
        yield f"### {escape(document.said(area.label))}"
        yield ""
        yield f"*{escape(document.said(area.definition))}*"
        yield ""
        ranked = document.areas[area.id].ranked()
        yield from _table(document, ranked) if ranked else [document.words["empty"]]
        yield ""


def _table(document: Printed, ranked: list[Measured]) -> Iterator[str]:
    words, cities = document.words, document.reading.cities
    heads = [words[name] for name in ("note", "facet", "who", "city")]
    heads += [city.letters for city in cities]
    heads += [words[name] for name in ("raw", "equal", "backing")]
    yield _row(heads)
    yield "|" + " --- |" * len(heads)
    for one in ranked:
        area = document.folder.canvas.area(one.note.area)
        city = document.city(one.note.city)
        cells = [
            one.note.text,
            document.facet(area, one) if area else "",
            ", ".join(document.who(one)),
            city.name if city else "",
            *(str(one.note.dots.get(known.id, 0)) for known in cities),
            str(one.raw),
            "" if one.equal is None else f"{one.equal:.3f}",
            f"{len(one.backers)}/{len(one.shares)}" if one.shares else "",
        ]
        yield _row(cells)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"


def _rest(document: Printed) -> Iterator[str]:
    draft, words = document.draft, document.words
    texts = {note.id: note.text for note in document.reading.all_notes()}
    left = [
        f"- {escape(texts[one['note_id']])}: {escape(one['text'])}" for one in draft["not_carried"]
    ]
    yield from _listed(document, words["not_carried"], left)
    found = [f"- {escape(one['text'])} *({one['rule']})*" for one in draft["findings"]]
    yield from _listed(document, words["findings"], found)
    blind = [f"- {one['rule']}: {escape(one['text'])}" for one in draft["not_evaluated"]]
    yield from _listed(document, words["not_evaluated"], blind)
    yield f"{words['checksum']}: `{draft['checksum']}`"


def _listed(document: Printed, heading: str, lines: list[str]) -> Iterator[str]:
    yield f"## {heading}"
    yield ""
    yield from lines or [document.words["nothing"]]
    yield ""
