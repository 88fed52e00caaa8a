"""Draws the plots of a workshop: agreement, importance and readiness, places in two ballots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.synthesis.ranks import mean_ranks
from server.synthesis.ratings import quadrant

from .lettering import wrap
from .maps import (
    HEIGHT,
    WIDTH,
    Axis,
    Point,
    draw_axes,
    draw_field,
    draw_line,
    draw_points,
    nice_top,
)
from .svg import Drawing, Picture, Row, lines_of

MOST_POINTS = 24  # of a map; best first
MOST_LINES = 14  # of a chart of places
LOW, READY, HIGH = 3.0, 3.0, 4.0  # where importance and readiness change what to do
_FIELDS = (  # what to do: where its name stands, left (0) or right (1), below which importance
    ("prepare", 0, 5.0),
    ("do_now", 1, 5.0),
    ("discuss", 0, HIGH),
    ("park", 0, LOW),
    ("only_if_cheap", 1, LOW),
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A note in two ballots, with its scores there: higher is better."""

    id: str
    text: str
    before: float
    after: float


def draw_agreement(points: Sequence[Point], *, words: Mapping[str, str], wide: float) -> Picture:
    """Return the map of agreement: `x` = spread of the cities 0…1, `y` = equal-city share 0…1.

    `wide` is the spread from which cities disagree; 24 points at most, the first ones.
    """
    shown = points[:MOST_POINTS]
    x = Axis(words["agreement.x"], 0, 1, 0.2, words["decimal"])
    top = nice_top(max((point.y for point in shown), default=0))
    y = Axis(words["agreement.y"], 0, top, 0.1 if top > 0.3 else 0.05, words["decimal"])
    drawing = Drawing()
    draw_axes(drawing, words["agreement.title"], x, y)
    draw_line(drawing, x=wide)
    fields = [
        draw_field(drawing, words["agreement.shared"], x=0, y=1, anchor="start"),
        draw_field(drawing, words["agreement.divisive"], x=1, y=1, anchor="end"),
    ]
    draw_points(drawing, shown, x, y, fields=fields)
    rows = tuple((place, one.text, one.y, one.x) for place, one in enumerate(points, start=1))
    columns = tuple(words[name] for name in ("number", "note", "share", "spread"))
    return _map("agreement", drawing, words, count=len(shown), columns=columns, rows=rows)


def draw_readiness(points: Sequence[Point], *, words: Mapping[str, str]) -> Picture:
    """Return the map of importance (`y`, 1…5) against readiness (`x`, 1…5) with what to do.

    Both are equal-city means; 24 points at most, the first ones.
    """
    shown = points[:MOST_POINTS]
    x = Axis(words["readiness.x"], 1, 5, 1)
    y = Axis(words["readiness.y"], 1, 5, 1)
    drawing = Drawing()
    draw_axes(drawing, words["readiness.title"], x, y)
    for bound in (LOW, HIGH):
        draw_line(drawing, y=y.at(bound))
    draw_line(drawing, x=x.at(READY))
    fields = [
        draw_field(drawing, words[name], x=side, y=y.at(top), anchor="end" if side else "start")
        for name, side, top in _FIELDS
    ]
    draw_points(drawing, shown, x, y, fields=fields)
    rows = tuple(
        (place, one.text, one.y, one.x, words[quadrant(one.y, one.x) or "discuss"])
        for place, one in enumerate(points, start=1)
    )
    names = ("number", "note", "importance", "readiness", "place")
    columns = tuple(words[name] for name in names)
    return _map("readiness", drawing, words, count=len(shown), columns=columns, rows=rows)


def draw_ranks(
    area_id: str, label: str, notes: Sequence[Ranked], *, words: Mapping[str, str]
) -> Picture:
    """Return how places changed between two ballots, first place at the top.

    Only notes of both ballots; ties share the mean of their places. The 14 best of the later
    ballot are drawn, all stand in the table.
    """
    before = mean_ranks([note.before for note in notes])
    after = mean_ranks([note.after for note in notes])
    moved = sorted(zip(after, before, notes, strict=True), key=lambda one: (one[0], one[1]))
    shown = moved[:MOST_LINES]
    drawing = Drawing()
    title = words["ranks.title"].format(area=label)
    height = _draw_slopes(drawing, title, shown, words)
    up = sum(now < then for now, then, _ in moved)
    down = sum(now > then for now, then, _ in moved)
    description = words["ranks.description"].format(up=up, down=down, same=len(moved) - up - down)
    return drawing.whole(
        name=f"ranks-{area_id}",
        title=title,
        description=description,
        width=WIDTH,
        height=height,
        columns=(words["note"], words["ranks.first"], words["ranks.second"]),
        rows=tuple((note.text, then, now) for now, then, note in moved),
    )


def _map(
    name: str,
    drawing: Drawing,
    words: Mapping[str, str],
    *,
    count: int,
    columns: tuple[str, ...],
    rows: tuple[Row, ...],
) -> Picture:
    return drawing.whole(
        name=name,
        title=words[f"{name}.title"],
        description=words[f"{name}.description"].format(n=count),
        width=WIDTH,
        height=HEIGHT,
        columns=columns,
        rows=rows,
    )


_ROW, _TOP, _SIZE = 62, 150, 21
_LEFT, _RIGHT = 620, 980  # between them the lines run; the texts stand outside


def _draw_slopes(
    drawing: Drawing,
    title: str,
    shown: Sequence[tuple[float, float, Ranked]],
    words: Mapping[str, str],
) -> float:
    """Draw the lines, each ballot's notes from the top in its order; return the height."""
    lines, _ = wrap(title, width=WIDTH - 80, size=32, lines=1, bold=True)
    lines_of(drawing, lines, x=40, y=28, size=32, weight=700)
    for x, name, anchor in ((_LEFT, "ranks.first", "end"), (_RIGHT, "ranks.second", "start")):
        lines_of(
            drawing, [words[name]], x=x, y=100, size=_SIZE + 1, weight=700, anchor=anchor,
            color=drawing.fill("soft"),
        )  # fmt: skip
    then = sorted(shown, key=lambda one: (one[1], one[0]))
    left = {note.id: place for place, (_, _, note) in enumerate(then)}
    for place, (now, before, note) in enumerate(shown):
        y, other = _TOP + _ROW * place + 20, _TOP + _ROW * left[note.id] + 20
        _draw_slope(drawing, note, words["decimal"], before=(before, other), after=(now, y))
    if not shown:
        lines_of(drawing, [words["nothing"]], x=40, y=_TOP, size=_SIZE)
    return _TOP + _ROW * max(1, len(shown)) + 20


def _draw_slope(
    drawing: Drawing,
    note: Ranked,
    decimal: str,
    *,
    before: tuple[float, float],
    after: tuple[float, float],
) -> None:
    (then, other), (now, y) = before, after
    rises = now < then
    drawing.add(
        "path",
        d=f"M{_LEFT + 14} {other}C{_LEFT + 150} {other} {_RIGHT - 150} {y} {_RIGHT - 14} {y}",
        stroke_width=5 if rises else 3,
        stroke_dasharray="9 7" if now > then else None,
        **drawing.stroke("ink" if rises else "edge"),
    )
    for x, at, rank, anchor in ((_LEFT, other, then, "end"), (_RIGHT, y, now, "start")):
        drawing.add(
            "circle", cx=x + (14 if anchor == "end" else -14), cy=at, r=7, **drawing.fill("ink")
        )
        text, _ = wrap(note.text, width=_LEFT - 130, size=_SIZE, lines=2)
        shift = -70 if anchor == "end" else 70
        lines_of(
            drawing, [f"{rank:g}".replace(".", decimal)], x=x + shift / 70 * 4, y=at - 13,
            size=_SIZE, weight=700, anchor=anchor,
        )  # fmt: skip
        top = at - 0.62 * _SIZE * len(text)
        lines_of(drawing, text, x=x + shift, y=top, size=_SIZE, anchor=anchor)
