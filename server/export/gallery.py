"""Makes every picture of a workshop: what is drawn is read and measured here, and drawn elsewhere.

Revealed notes, ballots and answers only, as the Reading has them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from server.domain.canvas import Canvas, CanvasArea
from server.domain.state import Workshop
from server.synthesis.consensus import consensus, took_stance
from server.synthesis.evidence import settle_thresholds
from server.synthesis.folder import CanvasFolder
from server.synthesis.measures import Measured, Measures, measure_all
from server.synthesis.ratings import equal_city_mean
from server.synthesis.reading import Reading, read_workshop
from server.synthesis.shares import weighted_shares
from server.synthesis.walks import LEADS_TO, REQUIRES

from .bars import BarRow, draw_bars
from .blocks import draw_blocks
from .cards import BoardArea, BoardView, Card
from .maps import Point
from .picture_words import picture_words
from .plots import Ranked, draw_agreement, draw_ranks, draw_readiness
from .svg import Picture
from .wheel import draw_wheel

SHOWN = 3  # notes of an area in the wheel
WIDE = 0.40  # spread from which cities disagree, where the canvas has no such threshold
VOICES = 2  # cities that must have answered before agreement is drawn


def wheel(workshop: Workshop, folder: CanvasFolder, *, language: str = "en") -> Picture:
    """Return the board as one picture: a wheel, or blocks where the canvas is a grid."""
    reading = read_workshop(workshop, canvas=folder.canvas)
    return _wheel(folder.canvas, reading, measure_all(reading), language)


def gallery(
    workshop: Workshop,
    folder: CanvasFolder,
    *,
    language: str = "en",
    weighting: str | None = None,
    thresholds: Mapping[str, Any] | None = None,
) -> tuple[Picture, ...]:
    """Return every picture there is something to show in, the wheel first.

    Then for each area how cities shared out their dots, and how places changed since the ballot
    before; the map of agreement; importance against readiness. Each picture has its facts as a
    table. Raises: Refused "op.malformed" for an unknown weighting or threshold.
    """
    canvas = folder.canvas
    reading = read_workshop(workshop, canvas=canvas, weighting=weighting)
    of_workshop = workshop.settings.get("thresholds", {})
    settled = settle_thresholds(canvas, thresholds or {}, of_workshop=of_workshop)
    measured = measure_all(reading)
    return (
        _wheel(canvas, reading, measured, language),
        *_bars(canvas, reading, measured, language),
        *_ranks(canvas, reading, measured, language),
        *_agreement(canvas, measured, language, wide=settled.get("spread", WIDE)),
        *_readiness(canvas, measured, language),
    )


def gallery_json(workshop: Workshop, folder: CanvasFolder, **asked: Any) -> bytes:
    """Return {pictures: [{id, title, description, columns, rows, svg, width, height}]}."""
    return orjson.dumps({"pictures": gallery(workshop, folder, **asked)})


def _wheel(
    canvas: Canvas, reading: Reading, measured: Mapping[str, Measures], language: str
) -> Picture:
    view = BoardView(
        title=reading.title,
        service=reading.service or "",
        layout=canvas.layout,
        areas=tuple(
            _board_area(area, canvas, reading, measured[area.id], language) for area in canvas.areas
        ),
        cities=reading.cities,
        words=picture_words(language),
    )
    return draw_blocks(view) if canvas.layout == "grid" else draw_wheel(view)


def _board_area(
    area: CanvasArea, canvas: Canvas, reading: Reading, measures: Measures, language: str
) -> BoardArea:
    best = _best(measures)
    words = picture_words(language)
    asks_promise = area.side == "antecedent" or (area.side is None and area != canvas.areas[-1])
    return BoardArea(
        id=area.id,
        label=_said(area, language),
        light=area.color,
        dark=area.color_dark,
        side=area.side,
        place=area.place,
        notes=tuple(Card(one.note.text, _support(one, words)) for one in best),
        more=len(measures.notes) - len(best),
        promise=_linked(reading, measures, LEADS_TO) if asks_promise else None,
        delivery=_linked(reading, measures, REQUIRES) if area != canvas.areas[0] else None,
    )


def _linked(reading: Reading, measures: Measures, kind: str) -> tuple[int, int] | None:
    """Return (best notes with such a link, best notes); None before the first one is drawn."""
    starts = {link.start for link in reading.links if link.kind == kind}
    best = measures.top()
    if not starts or not best:
        return None
    return sum(one.note.id in starts for one in best), len(best)


def _bars(
    canvas: Canvas, reading: Reading, measured: Mapping[str, Measures], language: str
) -> Iterator[Picture]:
    for area in canvas.areas:
        measures = measured[area.id]
        if not measures.cities:
            continue
        rows = [
            BarRow(one.target, _target_text(reading, one), one.note.dots, one.shares)
            for one in measures.ranked_targets()
        ]
        label = _said(area, language)
        yield draw_bars(area.id, label, rows, reading.cities, words=picture_words(language))


def _ranks(
    canvas: Canvas, reading: Reading, measured: Mapping[str, Measures], language: str
) -> Iterator[Picture]:
    """Yield the places in the ballot before the last one beside those of the last one."""
    if not reading.earlier:
        return
    before = reading.earlier[-1]
    for area in canvas.areas:
        both = [
            one
            for one in measured[area.id].targets()
            if one.target in before and one.equal is not None
        ]
        shares = weighted_shares({one.target: before[one.target] for one in both})
        notes = [
            Ranked(one.target, _target_text(reading, one), shares[one.target], one.equal or 0)
            for one in both
            if one.target in shares
        ]
        if len(notes) > 1:
            label = _said(area, language)
            yield draw_ranks(area.id, label, notes, words=picture_words(language))


def _target_text(reading: Reading, one: Measured) -> str:
    """Return the title of the theme a note is in, else its text."""
    titles = {theme.id: theme.title for theme in reading.themes}
    return titles.get(one.target, one.note.text)


def _agreement(
    canvas: Canvas, measured: Mapping[str, Measures], language: str, *, wide: float
) -> Iterator[Picture]:
    points = [
        _point(canvas, one, x=known.spread, y=one.equal)
        for one in _everything(measured)
        if one.equal is not None
        and len(took_stance(one.note.stances)) >= VOICES
        and (known := consensus(one.note.stances)) is not None
    ]
    if points:
        points.sort(key=lambda point: (-round(point.y, 9), point.x))
        yield draw_agreement(points, words=picture_words(language), wide=wide)


def _readiness(
    canvas: Canvas, measured: Mapping[str, Measures], language: str
) -> Iterator[Picture]:
    points = [
        _point(canvas, one, x=ready, y=important)
        for one in _everything(measured)
        if (ready := equal_city_mean(one.note.readiness)) is not None
        and (important := equal_city_mean(one.note.importance)) is not None
    ]
    if points:
        points.sort(key=lambda point: (-round(point.y, 9), -round(point.x, 9)))
        yield draw_readiness(points, words=picture_words(language))


def _everything(measured: Mapping[str, Measures]) -> Iterator[Measured]:
    for measures in measured.values():
        yield from measures.notes


def _point(canvas: Canvas, one: Measured, *, x: float, y: float) -> Point:
    area = canvas.area(one.note.area)
    colors = (area.color, area.color_dark) if area else ("#1d2429", "#eceae4")
    return Point(one.note.id, one.note.text, one.note.area, *colors, x, y)


def _best(measures: Measures) -> list[Measured]:
    """Return the top notes, three at most; before a vote the first three of the board."""
    return (measures.top() or measures.ranked())[:SHOWN]


def _support(one: Measured, words: Mapping[str, str]) -> str:
    if len(one.shares) < VOICES:
        return ""
    return words["support"].format(k=len(one.backers), m=len(one.shares))


def _said(area: CanvasArea, language: str) -> str:
    return area.label.get(language) or next(iter(area.label.values()), area.id)
