"""Holds what the picture of a board shows, and draws notes as cards into a box."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.canvas import Place
from server.domain.state import City

from .lettering import text_width, wrap
from .svg import Drawing, lines_of

SIZES = (24, 21, 18)  # of letters; a smaller one only where a larger would cut the text
SMALL = 17  # of what stands under a note
PADDING, GAP = 14, 10
LEADING = 1.25


@dataclass(frozen=True, slots=True)
class Card:
    """A note as a picture shows it; `support` says how many cities back it."""

    text: str
    support: str = ""


@dataclass(frozen=True, slots=True)
class BoardArea:
    """An area with its best notes, best first; `more` are those that find no room."""

    id: str
    label: str
    light: str  # colour on paper
    dark: str
    side: str | None = None
    place: Place | None = None
    notes: tuple[Card, ...] = ()
    more: int = 0
    promise: tuple[int, int] | None = None  # best notes that lead on, of how many; None: no walk
    delivery: tuple[int, int] | None = None  # …that rest on something


@dataclass(frozen=True, slots=True)
class BoardView:
    """All that the picture of a board shows."""

    title: str
    service: str
    layout: str  # ring or grid
    areas: tuple[BoardArea, ...]
    cities: tuple[City, ...]
    words: Mapping[str, str]

    def walked(self, reading: str) -> tuple[int, int] | None:
        """Return (linked, of) over all areas for promise or delivery; None without that walk."""
        counts = [found for area in self.areas if (found := getattr(area, reading)) is not None]
        if not counts:
            return None
        return sum(linked for linked, _ in counts), sum(of for _, of in counts)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `x` and `y` are its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Laid:
    lines: list[str]
    size: int
    support: str
    bold: bool
    is_cut: bool

    @property
    def height(self) -> float:
        """How high the card is."""
        return (
            2 * PADDING
            + len(self.lines) * self.size * LEADING
            + (1.4 * SMALL if self.support else 0)
        )

    @property
    def width(self) -> float:
        """How wide the card is."""
        widest = [text_width(line, self.size, bold=self.bold) for line in self.lines]
        return 2 * PADDING + max([*widest, text_width(self.support, SMALL)])


def draw_cards(
    drawing: Drawing,
    area: BoardArea,
    box: Box,
    *,
    words: Mapping[str, str],
    from_top: bool = False,
) -> None:
    """Draw the area's best notes into the box, in its middle, and how many more there are.

    Text that is too long is set smaller, then cut with "…"; nothing leaves the box.
    """
    middle = box.x + box.width / 2
    if not area.notes:
        _say(drawing, words["empty"], x=middle, y=box.y + box.height / 2 - SMALL, box=box)
        return
    room = box.height - (1.8 * SMALL if area.more else 0)
    laid = _lay(area.notes, box.width, room)
    whole = sum(card.height + GAP for card in laid) - GAP
    left_over = area.more + len(area.notes) - len(laid)
    y = box.y + (0 if from_top else max(0.0, (room - whole) / 2))
    for card in laid:
        _draw(drawing, card, middle, y)
        y += card.height + GAP
    if left_over:
        _say(drawing, words["more"].format(n=left_over), x=middle, y=y, box=box)


def _lay(notes: Sequence[Card], width: float, height: float) -> list[_Laid]:
    """Return as many cards as can be read, best first: two lines at least where one is cut."""
    for count in range(len(notes), 0, -1):
        laid = _share(notes[:count], width, height)
        is_legible = all(len(card.lines) > 1 or not card.is_cut for card in laid)
        if len(laid) == count and (is_legible or count == 1):
            return laid
    return []


def _share(notes: Sequence[Card], width: float, height: float) -> list[_Laid]:
    """Return the cards that fit; each has the same room, and what those before it leave."""
    laid: list[_Laid] = []
    used = 0.0
    for place, note in enumerate(notes):
        room = (height - used - GAP * (len(notes) - place - 1)) / (len(notes) - place)
        card = _fit(note, width - 2 * PADDING, room, bold=place == 0)
        if card is None:
            break
        laid.append(card)
        used += card.height + GAP
    return laid


def _fit(note: Card, width: float, height: float, *, bold: bool) -> _Laid | None:
    support = note.support if text_width(note.support, SMALL) <= width else ""
    if height < 2 * PADDING + 3 * SIZES[-1] * LEADING:
        support = ""  # the words of the note come first
    best: _Laid | None = None
    for size in SIZES:
        room = height - 2 * PADDING - (1.4 * SMALL if support else 0)
        lines = int(room / (size * LEADING))
        if lines < 1:
            continue
        made, is_cut = wrap(note.text, width=width, size=size, lines=lines, bold=bold)
        best = _Laid(made, size, support, bold, is_cut)
        if not is_cut:
            break
    return best


def _draw(drawing: Drawing, card: _Laid, middle: float, y: float) -> None:
    drawing.add(
        "rect",
        x=middle - card.width / 2,
        y=y,
        width=card.width,
        height=card.height,
        rx=8,
        stroke_width=1.5,
        **drawing.both("note", "note-edge"),
    )
    lines_of(
        drawing,
        card.lines,
        x=middle,
        y=y + PADDING,
        size=card.size,
        anchor="middle",
        weight=700 if card.bold else None,
    )
    if card.support:
        top = y + PADDING + len(card.lines) * card.size * LEADING + 2
        lines_of(
            drawing, [card.support], x=middle, y=top, size=SMALL, anchor="middle",
            color=drawing.fill("soft"),
        )  # fmt: skip


def _say(drawing: Drawing, words: str, *, x: float, y: float, box: Box) -> None:
    lines, _ = wrap(words, width=box.width, size=SMALL + 1, lines=2)
    lines_of(drawing, lines, x=x, y=y, size=SMALL + 1, anchor="middle", color=drawing.fill("soft"))
