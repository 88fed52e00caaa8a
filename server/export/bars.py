"""Draws how cities shared out their dots: a row for each note, a column for each city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.state import City

from .lettering import wrap
from .svg import Drawing, Marks, Picture, badge, lines_of

MOST_NOTES = 12  # rows; the rest is counted
MARGIN, NOTE, COLUMN, ROW = 32, 420, 150, 74
HEAD, TITLE, TEXT = 130, 30, 20


@dataclass(frozen=True, slots=True)
class BarRow:
    """A note with the dots and the share (0…1) that each city gave it."""

    id: str
    text: str
    dots: Mapping[str, int]
    shares: Mapping[str, float]  # only cities that have dots in the area


def draw_bars(
    area_id: str,
    label: str,
    rows: Sequence[BarRow],
    cities: Sequence[City],
    *,
    words: Mapping[str, str],
) -> Picture:
    """Return the bars of one area; `rows` best first, further ones than 12 only counted.

    A bar is the part of that city's dots in the area, 100 % = the whole column; beside it stand
    the dots. A city without dots has an empty column.
    """
    drawing = Drawing()
    places = {city.id: place for place, city in enumerate(cities)}
    marks = Marks(places, {city.id: city.letters for city in cities})
    drawing.defs += marks.defs()
    shown = rows[:MOST_NOTES]
    width = max(2 * MARGIN + NOTE + COLUMN * len(cities), 900)
    height = HEAD + ROW * max(1, len(shown)) + (90 if len(rows) > len(shown) else MARGIN)
    title = words["bars.title"].format(area=label)
    _draw_head(drawing, title, cities, marks, width)
    for place, row in enumerate(shown):
        _draw_row(drawing, row, cities, marks, y=HEAD + ROW * place)
    if not shown:
        lines_of(drawing, [words["nothing"]], x=MARGIN, y=HEAD + 10, size=TEXT)
    if len(rows) > len(shown):
        rest = words["bars.rest"].format(n=len(rows) - len(shown))
        lines_of(drawing, [rest], x=MARGIN, y=height - 60, size=TEXT, color=drawing.fill("soft"))
    first = rows[0].text if rows else words["nothing"]
    return drawing.whole(
        name=f"bars-{area_id}",
        title=title,
        description=words["bars.description"].format(first=first),
        width=width,
        height=height,
        columns=(words["note"], *(city.name for city in cities)),
        rows=tuple((row.text, *(row.dots.get(city.id, 0) for city in cities)) for row in rows),
    )


def _draw_head(
    drawing: Drawing, title: str, cities: Sequence[City], marks: Marks, width: float
) -> None:
    lines, _ = wrap(title, width=width - 2 * MARGIN, size=TITLE, lines=1, bold=True)
    lines_of(drawing, lines, x=MARGIN, y=24, size=TITLE, weight=700)
    for place, city in enumerate(cities):
        badge(drawing, marks, city.id, x=MARGIN + NOTE + COLUMN * place, y=80, size=TEXT)


def _draw_row(
    drawing: Drawing, row: BarRow, cities: Sequence[City], marks: Marks, *, y: float
) -> None:
    drawing.add(
        "path", d=f"M{MARGIN} {y}H{MARGIN + NOTE + COLUMN * len(cities)}", **drawing.stroke("line")
    )
    lines, _ = wrap(row.text, width=NOTE - 24, size=TEXT, lines=2)
    top = y + (ROW - 1.25 * TEXT * len(lines)) / 2
    lines_of(drawing, lines, x=MARGIN, y=top, size=TEXT)
    room = COLUMN - 64
    for place, city in enumerate(cities):
        x = MARGIN + NOTE + COLUMN * place
        share = row.shares.get(city.id)
        if share is None:
            continue
        box = {"x": x, "y": y + 20, "height": ROW - 40, "rx": 3}
        drawing.add("rect", **box, width=room, **drawing.both("sunken", "line"))
        if share:
            drawing.add("rect", **box, width=room * share, fill=marks.fill(city.id))
        dots = str(row.dots.get(city.id, 0))
        lines_of(drawing, [dots], x=x + room + 8, y=y + (ROW - TEXT) / 2 - 2, size=TEXT, weight=700)
