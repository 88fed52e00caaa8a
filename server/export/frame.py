"""Draws what stands round the picture of a board: title, cities, and how to read it."""

from .cards import BoardView
from .lettering import shorten, text_width, wrap
from .svg import Drawing, Marks, Picture, badge, lines_of

MARGIN = 48
TITLE = 44
MOST_CITIES = 16  # badges; further cities are counted


def draw_head(drawing: Drawing, view: BoardView, *, width: float) -> None:
    """Draw the title at the top left and the cities at the top right, within 130."""
    marks = marks_of(view)
    drawing.defs += marks.defs()
    shown = view.cities[:MOST_CITIES]
    names_left = _draw_cities(drawing, view, marks, right=width - MARGIN)
    room = names_left - 2 * MARGIN if shown else width - 2 * MARGIN
    lines, _ = wrap(view.title, width=room, size=TITLE, lines=2, bold=True)
    lines_of(drawing, lines, x=MARGIN, y=MARGIN - 14, size=TITLE, leading=1.1, weight=700)


def draw_footer(drawing: Drawing, view: BoardView, *, width: float, top: float) -> None:
    """Say what the two readings show, one line each, with a piece of its line; nothing without."""
    for place, reading in enumerate(("promise", "delivery")):
        counts = view.walked(reading)
        if counts is None:
            continue
        y = top + 44 * place
        drawing.add(
            "path",
            d=f"M{MARGIN} {y + 16}h70",
            stroke_width=18,
            stroke_dasharray=None if reading == "promise" else "14 5",
            **drawing.stroke("soft"),
        )
        words = view.words[reading].format(k=counts[0], n=counts[1])
        line = shorten(words, width=width - 2 * MARGIN - 90, size=26)
        lines_of(drawing, [line], x=MARGIN + 90, y=y + 1, size=26)


def finish(drawing: Drawing, view: BoardView, *, width: float, height: float) -> Picture:
    """Return the picture of the board, its best notes as a table."""
    words = view.words
    labels = ", ".join(area.label for area in view.areas)
    return drawing.whole(
        name="wheel",
        title=words["wheel.title"].format(title=view.title),
        description=words["wheel.description"].format(
            service=view.service or view.title, areas=labels
        ),
        width=width,
        height=height,
        columns=tuple(words[name] for name in ("area", "number", "note", "backing")),
        rows=tuple(
            (area.label, place, note.text, note.support)
            for area in view.areas
            for place, note in enumerate(area.notes, start=1)
        ),
    )


def marks_of(view: BoardView) -> Marks:
    """Return what the cities look like."""
    places = {city.id: place for place, city in enumerate(view.cities)}
    return Marks(places, {city.id: city.letters for city in view.cities})


def _draw_cities(drawing: Drawing, view: BoardView, marks: Marks, *, right: float) -> float:
    """Draw the badges with names, two rows at most, ending at `right`; return where they begin."""
    size, gap = 24, 18
    shown = view.cities[:MOST_CITIES]
    with_names = len(shown) <= 6
    widths = []
    for city in shown:
        name = shorten(city.name, width=190, size=size) if with_names else ""
        mark = 1.5 * size + text_width(city.letters, size, bold=True)
        widths.append((city, name, mark + (8 + text_width(name, size) if name else 0)))
    half = (len(widths) + 1) // 2 if len(widths) > 3 else len(widths)
    left = right
    for row, cities in enumerate((widths[:half], widths[half:])):
        x = right - sum(width + gap for _, _, width in cities) + gap
        left = min(left, x)
        for city, name, width in cities:
            y = MARGIN - 10 + row * 50
            used = badge(drawing, marks, city.id, x=x, y=y, size=size)
            if name:
                lines_of(drawing, [name], x=x + used + 8, y=y + 4, size=size)
            x += width + gap
    return left
