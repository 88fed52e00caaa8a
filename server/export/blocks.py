"""Draws a board as blocks: a canvas whose areas have places in a grid."""

from .cards import BoardArea, BoardView, Box, draw_cards
from .frame import MARGIN, draw_footer, draw_head, finish
from .lettering import text_width
from .svg import ON_COLOR, Drawing, Picture, lines_of

WIDTH = 1600
TOP, ROW = 150, 400  # where the blocks begin; the height of one row
BAND, GAP = 50, 12
HEADING = 28  # letters of the names of areas, at most


def draw_blocks(view: BoardView) -> Picture:
    """Return the blocks, 1600 wide; as high as the grid needs.

    Areas without a place follow below, in rows of three.
    """
    drawing = Drawing()
    draw_head(drawing, view, width=WIDTH)
    boxes = _boxes(view.areas)
    size = min(HEADING, *(_heading_size(area, box) for area, box in boxes))
    for area, box in boxes:
        _draw_block(drawing, area, box, view, size=size)
    bottom = max(box.y + box.height for _, box in boxes)
    has_walks = view.walked("promise") or view.walked("delivery")
    if has_walks:
        draw_footer(drawing, view, width=WIDTH, top=bottom + 24)
    height = bottom + (120 if has_walks else MARGIN)
    return finish(drawing, view, width=WIDTH, height=height)


def _boxes(areas: tuple[BoardArea, ...]) -> list[tuple[BoardArea, Box]]:
    placed = [(area, area.place) for area in areas if area.place]
    columns = max((place.column + place.columns - 1 for _, place in placed), default=3)
    rows = max((place.row + place.rows - 1 for _, place in placed), default=0)
    width = (WIDTH - 2 * MARGIN + GAP) / columns
    boxes = [
        (
            area,
            Box(
                MARGIN + (place.column - 1) * width,
                TOP + (place.row - 1) * (ROW + GAP),
                place.columns * width - GAP,
                place.rows * (ROW + GAP) - GAP,
            ),
        )
        for area, place in placed
    ]
    third = (WIDTH - 2 * MARGIN + GAP) / 3
    rest = [area for area in areas if area.place is None]
    for number, area in enumerate(rest):
        x = MARGIN + number % 3 * third
        y = TOP + (rows + number // 3) * (ROW + GAP)
        boxes.append((area, Box(x, y, third - GAP, ROW)))
    return boxes


def _heading_size(area: BoardArea, box: Box) -> float:
    return HEADING * (box.width - 28) / text_width(area.label, HEADING, bold=True)


def _draw_block(
    drawing: Drawing, area: BoardArea, box: Box, view: BoardView, *, size: float
) -> None:
    drawing.add(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=14,
        stroke_width=2,
        **drawing.both("panel", "line"),
    )
    drawing.add(
        "path",
        d=f"M{box.x} {box.y + BAND}v{14 - BAND}a14 14 0 0 1 14 -14h{box.width - 28}"
        f"a14 14 0 0 1 14 14v{BAND - 14}z",
        **drawing.own(f"area-{area.id}", area.light, area.dark),
    )
    drawing.dark["on-color"] = f"fill:{ON_COLOR[1]}"
    white = {"fill": ON_COLOR[0], "class": "on-color"}
    y = box.y + (BAND - 1.2 * size) / 2
    lines_of(drawing, [area.label], x=box.x + 14, y=y, size=size, weight=700, color=white)
    below = _draw_readings(drawing, area, box)
    inner = Box(box.x + 12, below, box.width - 24, box.y + box.height - below - 12)
    draw_cards(drawing, area, inner, words=view.words, from_top=True)


def _draw_readings(drawing: Drawing, area: BoardArea, box: Box) -> float:
    """Draw how far the two readings have come as two lines; return where the notes begin."""
    y = box.y + BAND + 12
    for counts, dashes in ((area.promise, None), (area.delivery, "10 4")):
        if counts is None:
            continue
        room = box.width - 28
        drawing.add("path", d=f"M{box.x + 14} {y}h{room}", stroke_width=8, **drawing.stroke("line"))
        if counts[0]:
            drawing.add(
                "path",
                d=f"M{box.x + 14} {y}h{room * counts[0] / counts[1]}",
                stroke_width=8,
                stroke_dasharray=dashes,
                **drawing.own(f"area-{area.id}", area.light, area.dark, what="stroke"),
            )
        y += 14
    return y
