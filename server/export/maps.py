"""Draws maps of notes: points on two axes, numbered, with the notes' texts beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, hypot

from .cards import Box
from .lettering import text_width, wrap
from .svg import ON_COLOR, Drawing, lines_of

LEFT, TOP, SIDE = 120, 110, 800  # the square of the map
LEGEND = 1000  # where the texts begin
WIDTH, HEIGHT = 1600, 1010
RADIUS = 19
TITLE, TEXT, FIELD = 32, 19, 22
TICKS = 18


@dataclass(frozen=True, slots=True)
class Point:
    """A note on a map; `x` and `y` are values of the axes."""

    id: str
    text: str
    area: str  # its id
    light: str  # colour of the area
    dark: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The values from `low` to `high`, with a mark every `step`."""

    label: str
    low: float
    high: float
    step: float
    decimal: str = "."  # what stands between whole and part in the language of the picture

    def at(self, value: float) -> float:
        """Return where a value lies, 0…1; outside values stand on the edge."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def ticks(self) -> list[float]:
        """Return the values that have a mark."""
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * place for place in range(count + 1)]


def draw_axes(drawing: Drawing, title: str, x: Axis, y: Axis) -> None:
    """Draw the title, the square, the marks of both axes and what they measure."""
    lines, _ = wrap(title, width=WIDTH - 80, size=TITLE, lines=2, bold=True)
    lines_of(drawing, lines, x=40, y=28 if len(lines) == 1 else 10, size=TITLE, weight=700)
    drawing.add(
        "rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, stroke_width=2,
        **drawing.both("panel", "edge"),
    )  # fmt: skip
    soft = drawing.fill("soft")
    for value in x.ticks():
        at = LEFT + SIDE * x.at(value)
        drawing.text(
            _tick(value, x), x=at, y=TOP + SIDE + 26, font_size=TICKS, text_anchor="middle", **soft
        )
    for value in y.ticks():
        at = TOP + SIDE * (1 - y.at(value)) + 6
        drawing.text(_tick(value, y), x=LEFT - 12, y=at, font_size=TICKS, text_anchor="end", **soft)
    _label_axes(drawing, x.label, y.label)


def draw_line(drawing: Drawing, *, x: float | None = None, y: float | None = None) -> None:
    """Draw a dashed line across the map at a place from 0 to 1 of one axis."""
    path = (
        f"M{LEFT} {TOP + SIDE * (1 - y)}h{SIDE}"
        if y is not None
        else f"M{LEFT + SIDE * (x or 0)} {TOP}v{SIDE}"
    )
    drawing.add("path", d=path, stroke_width=2, stroke_dasharray="8 8", **drawing.stroke("edge"))


def draw_field(drawing: Drawing, words: str, *, x: float, y: float, anchor: str) -> Box:
    """Write the name of a part of the map and return where it stands.

    `x` and `y` from 0 to 1, `y` is its top; `anchor` is start or end.
    """
    at, top = LEFT + SIDE * x + (14 if anchor == "start" else -14), TOP + SIDE * (1 - y) + 10
    soft = drawing.fill("soft")
    lines_of(drawing, [words], x=at, y=top, size=FIELD, weight=700, anchor=anchor, color=soft)
    width = text_width(words, FIELD, bold=True)
    return Box(at if anchor == "start" else at - width, top, width, 1.3 * FIELD)


def draw_points(
    drawing: Drawing, points: Sequence[Point], x: Axis, y: Axis, *, fields: Sequence[Box]
) -> None:
    """Draw the points with their numbers, from 1; where they meet, beside their place.

    No number covers the name of a field.

    A thin line then leads from the number to the place. The texts stand in a list on the right.
    """
    taken: list[tuple[float, float]] = []
    for number, point in enumerate(points, start=1):
        place = LEFT + SIDE * x.at(point.x), TOP + SIDE * (1 - y.at(point.y))
        spot = _free_spot(place, taken, fields)
        taken.append(spot)
        if spot != place:
            drawing.add(
                "path",
                d=f"M{place[0]:.1f} {place[1]:.1f}L{spot[0]:.1f} {spot[1]:.1f}",
                **drawing.stroke("ink"),
            )
            drawing.add("circle", cx=place[0], cy=place[1], r=4, **drawing.fill("ink"))
        _draw_number(drawing, number, point, *spot)
    _draw_legend(drawing, points)


def _draw_number(drawing: Drawing, number: int, point: Point, x: float, y: float) -> None:
    drawing.dark["on-color"] = f"fill:{ON_COLOR[1]}"
    fill = drawing.own(f"area-{point.area}", point.light, point.dark)
    drawing.stroke("panel")
    style = fill | {"class": f"{fill['class']} s-panel", "stroke": "#fffdf9", "stroke_width": 2}
    drawing.add("circle", cx=x, cy=y, r=RADIUS, **style)
    drawing.text(
        str(number),
        x=x,
        y=y + 7,
        font_size=TEXT,
        font_weight=700,
        text_anchor="middle",
        fill=ON_COLOR[0],
        **{"class": "on-color"},
    )


def _draw_legend(drawing: Drawing, points: Sequence[Point]) -> None:
    if not points:
        return
    room = (HEIGHT - TOP - 20) / len(points)
    lines = 2 if room >= 2 * 1.25 * TEXT + 10 else 1
    step = min(room, lines * 1.25 * TEXT + 18)
    scale = min(1.0, (step - 4) / (2 * RADIUS))
    for number, point in enumerate(points, start=1):
        y = TOP + step * (number - 1)
        drawing.parts.append(f'<g transform="translate({LEGEND} {y + 2:.1f}) scale({scale:.3f})">')
        _draw_number(drawing, number, point, RADIUS, RADIUS)
        drawing.parts.append("</g>")
        words, _ = wrap(point.text, width=WIDTH - LEGEND - 90, size=TEXT, lines=lines)
        top = y + 2 + scale * RADIUS - 0.62 * TEXT * len(words)
        lines_of(drawing, words, x=LEGEND + 54, y=top, size=TEXT)


def _free_spot(
    place: tuple[float, float], taken: Sequence[tuple[float, float]], fields: Sequence[Box]
) -> tuple[float, float]:
    """Return the place, or the nearest free spot round it within the map."""
    for ring in range(12):
        for turn in range(max(1, 8 * ring)):
            spot = _step_from(place, ring, turn)
            is_apart = all(hypot(spot[0] - x, spot[1] - y) >= 2 * RADIUS for x, y in taken)
            if is_apart and not any(_covers(spot, field) for field in fields):
                return spot
    return place


def _covers(spot: tuple[float, float], field: Box) -> bool:
    dx = max(field.x - spot[0], 0, spot[0] - field.x - field.width)
    dy = max(field.y - spot[1], 0, spot[1] - field.y - field.height)
    return hypot(dx, dy) < RADIUS


def _step_from(place: tuple[float, float], ring: int, turn: int) -> tuple[float, float]:
    if ring == 0:
        return place
    # The square of side 2·ring round the place, walked once.
    side, along = divmod(turn, 2 * ring)
    dx, dy = (
        (-ring + along, -ring),
        (ring, -ring + along),
        (ring - along, ring),
        (-ring, ring - along),
    )[side]
    x, y = place[0] + dx * RADIUS, place[1] + dy * RADIUS
    return (
        min(LEFT + SIDE - RADIUS, max(LEFT + RADIUS, x)),
        min(TOP + SIDE - RADIUS, max(TOP + RADIUS, y)),
    )


def _label_axes(drawing: Drawing, x: str, y: str) -> None:
    ink = drawing.fill("ink")
    middle = LEFT + SIDE / 2
    lines, _ = wrap(x, width=SIDE, size=TEXT + 2, lines=1, bold=True)
    lines_of(
        drawing, lines, x=middle, y=TOP + SIDE + 42, size=TEXT + 2, weight=700, anchor="middle"
    )
    lines, _ = wrap(y, width=SIDE, size=TEXT + 2, lines=1, bold=True)
    for line in lines:
        drawing.text(
            line,
            transform=f"translate(44 {TOP + SIDE / 2}) rotate(-90)",
            font_size=TEXT + 2,
            font_weight=700,
            text_anchor="middle",
            **ink,
        )


def nice_top(most: float) -> float:
    """Return the end of an axis of shares: the next tenth above the largest value, at most 1."""
    return min(1.0, max(0.2, ceil(most * 10 + 0.5) / 10))


def _tick(value: float, axis: Axis) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", axis.decimal)
