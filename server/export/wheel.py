"""Draws a board as a wheel: areas as parts of a ring round the service, best notes in each.

Angles are degrees from the top, clockwise. Antecedents and outcomes differ by ground and by the
inner ring. The two outer rings show how far the readings have come: the promise fills clockwise,
the delivery anti-clockwise and dashed.
"""

from functools import lru_cache
from itertools import groupby
from math import acos, cos, degrees, hypot, radians, sin

from .cards import BoardArea, BoardView, Box, draw_cards
from .frame import draw_footer, draw_head, finish
from .lettering import text_width, wrap
from .svg import ON_COLOR, Drawing, Picture, lines_of, number

WIDTH, HEIGHT = 1600, 1830
CENTRE = (800.0, 930.0)
HUB, SIDES, INNER, OUTER = 172, 210, 218, 600  # radii: hub, inner ring, sectors from, to
RIM = (608, 686)
PROMISE, DELIVERY = 708, 738  # radii of the two outer rings
TRACK = 18  # their width
GAP_DEGREES = 1.0  # between two parts
LABEL = 38  # letters on the rim, at most

Point = tuple[float, float]


def draw_wheel(view: BoardView) -> Picture:
    """Return the wheel, 1600 × 1830. The first area stands at the top."""
    drawing = Drawing()
    draw_head(drawing, view, width=WIDTH)
    step = 360 / len(view.areas)
    for place, area in enumerate(view.areas):
        _draw_area(drawing, area, middle=place * step, step=step, view=view)
    _draw_sides(drawing, view, step)
    _draw_hub(drawing, view)
    draw_footer(drawing, view, width=WIDTH, top=HEIGHT - 112)
    return finish(drawing, view, width=WIDTH, height=HEIGHT)


def point(radius: float, angle: float) -> Point:
    """Return the point at a radius and an angle."""
    turn = radians(angle)
    return CENTRE[0] + radius * sin(turn), CENTRE[1] - radius * cos(turn)


def ring_part(inner: float, outer: float, start: float, end: float) -> str:
    """Return the path of a part of a ring."""
    large = int(end - start > 180)
    return (
        f"M{_at(inner, start)}L{_at(outer, start)}A{outer} {outer} 0 {large} 1 {_at(outer, end)}"
        f"L{_at(inner, end)}A{inner} {inner} 0 {large} 0 {_at(inner, start)}Z"
    )


def arc(radius: float, start: float, end: float) -> str:
    """Return the path of an arc; clockwise where `end` is larger."""
    large, sweep = int(abs(end - start) > 180), int(end > start)
    return f"M{_at(radius, start)}A{radius} {radius} 0 {large} {sweep} {_at(radius, end)}"


@lru_cache(maxsize=64)
def room_in(step: float, middle: float) -> Box:
    """Return the largest upright rectangle inside a sector: where its notes go.

    Tried over radii and shapes; a rectangle is inside if its corners are in the angle, its
    farthest corner in the outer circle and its nearest point outside the inner one.
    """
    best = Box(*point((INNER + OUTER) / 2, middle), 0, 0)
    for along in range(1, 40):
        radius = INNER + (OUTER - INNER) * along / 40
        x, y = radius * sin(radians(middle)), -radius * cos(radians(middle))
        for shape in range(4, 25):
            half = _largest_half(x, y, shape / 12, middle, step / 2 - GAP_DEGREES)
            width, height = 2 * half, 2 * half * shape / 12
            if width * height > best.width * best.height and width <= 2.6 * height:
                left, top = CENTRE[0] + x - half, CENTRE[1] + y - height / 2
                best = Box(left, top, width, height)
    return best


def _draw_area(
    drawing: Drawing, area: BoardArea, *, middle: float, step: float, view: BoardView
) -> None:
    start, end = middle - step / 2 + GAP_DEGREES / 2, middle + step / 2 - GAP_DEGREES / 2
    ground = "sunken" if area.side == "outcome" else "panel"
    drawing.add(
        "path",
        d=ring_part(INNER, OUTER, start, end),
        stroke_width=2,
        stroke_dasharray="10 8" if area.side == "outcome" else None,
        **drawing.both(ground, "line"),
    )
    drawing.add(
        "path",
        d=ring_part(*RIM, start, end),
        **drawing.own(f"area-{area.id}", area.light, area.dark),
    )
    _label(drawing, area, start, end)
    _draw_reading(drawing, area, start, end)
    draw_cards(drawing, area, _inset(room_in(step, middle % 360)), words=view.words)


def _label(drawing: Drawing, area: BoardArea, start: float, end: float) -> None:
    middle = (start + end) / 2
    is_below = 95 < middle % 360 < 265
    radius = (RIM[0] + RIM[1]) / 2
    room = radians(end - start) * radius - 30
    size = min(LABEL, LABEL * room / text_width(area.label, LABEL, bold=True))
    # Letters stand on the line, so it lies a third of their height off the middle.
    radius += 0.36 * size if is_below else -0.36 * size
    path = arc(radius, end, start) if is_below else arc(radius, start, end)
    drawing.defs.append(f'<path id="rim-{area.id}" d="{path}"/>')
    drawing.dark["on-color"] = f"fill:{ON_COLOR[1]}"
    drawing.on_path(
        area.label,
        path=f"rim-{area.id}",
        font_size=size,
        font_weight=700,
        fill=ON_COLOR[0],
        **{"class": "on-color"},
    )


def _draw_reading(drawing: Drawing, area: BoardArea, start: float, end: float) -> None:
    for counts, radius, turns in ((area.promise, PROMISE, 1), (area.delivery, DELIVERY, -1)):
        if counts is None:
            continue
        drawing.add("path", d=arc(radius, start, end), stroke_width=TRACK, **drawing.stroke("line"))
        linked, of = counts
        if not linked:
            continue
        first, last = (start, end) if turns > 0 else (end, start)
        drawing.add(
            "path",
            d=arc(radius, first, first + (last - first) * linked / of),
            stroke_width=TRACK,
            stroke_dasharray=None if turns > 0 else "14 5",
            **drawing.own(f"area-{area.id}", area.light, area.dark, what="stroke"),
        )


def _draw_sides(drawing: Drawing, view: BoardView, step: float) -> None:
    runs = groupby(enumerate(view.areas), key=lambda one: one[1].side)
    for side, run in runs:
        places = [place for place, _ in run]
        label = view.words.get(f"side.{side}")
        if label is None:
            continue
        start = (places[0] - 0.5) * step + GAP_DEGREES
        end = (places[-1] + 0.5) * step - GAP_DEGREES
        is_below = 95 < ((start + end) / 2) % 360 < 265
        drawing.add(
            "path",
            d=arc((HUB + SIDES) / 2 + 3, start, end),
            stroke_width=SIDES - HUB - 6,
            **drawing.stroke("soft" if side == "antecedent" else "line"),
        )
        radius = (HUB + SIDES) / 2 + (10 if is_below else -4)
        path = arc(radius, end, start) if is_below else arc(radius, start, end)
        drawing.defs.append(f'<path id="side-{places[0]}" d="{path}"/>')
        ink = drawing.fill("paper" if side == "antecedent" else "ink")
        drawing.on_path(label, path=f"side-{places[0]}", font_size=22, font_weight=700, **ink)


def _draw_hub(drawing: Drawing, view: BoardView) -> None:
    drawing.add("circle", cx=CENTRE[0], cy=CENTRE[1], r=HUB - 6, **drawing.fill("ink"))
    words = view.service or view.title
    for size in (40, 34, 28, 24):
        lines, is_cut = wrap(
            words, width=1.5 * HUB, size=size, lines=int(185 / (1.2 * size)), bold=True
        )
        if not is_cut:
            break
    lines_of(
        drawing,
        lines,
        x=CENTRE[0],
        y=CENTRE[1] - 0.6 * size * len(lines),
        size=size,
        leading=1.2,
        anchor="middle",
        weight=700,
        color=drawing.fill("paper"),
    )


def _inset(box: Box, by: float = 8) -> Box:
    return Box(box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by)


def _largest_half(x: float, y: float, shape: float, middle: float, half_angle: float) -> float:
    """Return half the width of the largest rectangle about a point with a height/width ratio."""
    low, high = 0.0, float(OUTER)
    for _ in range(16):
        half = (low + high) / 2
        if _is_inside(x, y, half, half * shape, middle, half_angle):
            low = half
        else:
            high = half
    return low


def _is_inside(x: float, y: float, a: float, b: float, middle: float, half_angle: float) -> bool:
    corners = [(x + s * a, y + t * b) for s in (-1, 1) for t in (-1, 1)]
    nearest = hypot(max(0.0, abs(x) - a), max(0.0, abs(y) - b))
    if nearest < INNER + 6 or max(hypot(*corner) for corner in corners) > OUTER - 6:
        return False
    axis = (sin(radians(middle)), -cos(radians(middle)))
    return all(
        degrees(acos(min(1.0, (u * axis[0] + v * axis[1]) / hypot(u, v)))) <= half_angle
        for u, v in corners
    )


def _at(radius: float, angle: float) -> str:
    x, y = point(radius, angle)
    return f"{number(x)} {number(y)}"
