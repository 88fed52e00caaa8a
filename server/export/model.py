"""Holds a Document: what every format prints of a workshop, in one language and one order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .locales import number_text

Cell = str | int | float | None  # None is printed as nothing: the number is not defined


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a `lead` is what somebody in a hurry reads, a `quiet` one explains."""

    text: str
    weight: str = "plain"  # lead, plain or quiet


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that rules wrote, with what it rests on."""

    text: str
    reasons: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `share` is its part of the width of the table."""

    id: str
    heading: str
    share: float = 1.0
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `empty` is said where there are none."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, and in words what it shows."""

    id: str
    title: str
    alternative: str
    svg: str
    ratio: float  # height of its width


Block = Text | Claim | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, and smaller headings after that.

    A reference is looked up, not presented: it gets no slide.
    """

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Section", ...] = ()
    is_reference: bool = False


DETAILS = ("owner", "pays", "indicator", "supplier", "funding", "cost_behaviour", "tags")


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """A note that everybody can see, with its numbers; None where no city has dots in its area."""

    number: int  # from 1 in the order of print: what sentences and tables name it by
    id: str
    area: str
    area_label: str
    facet: str
    facet_label: str
    who: tuple[str, ...]
    who_labels: tuple[str, ...]
    text: str
    versions: Mapping[str, str]  # language → the same in it, in somebody's own words
    city: str | None
    city_name: str
    letters: str
    dots: Mapping[str, int]  # city id → dots, every city
    raw: int
    equal: float | None
    breadth: float | None
    rank_raw: float | None
    rank_equal: float | None
    backing: str  # "2/3": the cities behind it, of those that voted
    used: str  # the rules that tell it, or why none does
    details: Mapping[str, str]  # of DETAILS, those that are known, as they are on the board
    theme: str = ""  # the title of the theme it is in; its dots are then those of the theme

    @property
    def all_texts(self) -> str:
        """What the note says, and under it what it says in other languages."""
        return "\n".join([self.text, *(f"[{name}] {one}" for name, one in self.versions.items())])


@dataclass(frozen=True, slots=True)
class Document:
    """A workshop, ready to be printed: revealed notes and ballots only.

    `sections` are the draft, `annexes` all it rests on; `sheets` are the same facts as tables for
    people who count: notes, votes, links, findings, scores, ballots.
    """

    language: str
    title: str
    subtitle: str
    date: str  # day of the board's last phase or closing, ISO 8601
    status: str
    notices: tuple[str, ...]
    words: Mapping[str, str]
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...]
    sheets: tuple[Table, ...]
    notes: tuple[PrintedNote, ...]
    cities: tuple[tuple[str, str, str], ...]  # id, letters, name
    checksum: str
    rooms: str = ""  # "with" or "without" the tallies of rooms; "" where there was no room

    def all_sections(self) -> Iterator[tuple[Section, int]]:
        """Yield every section with its level, 1 and down, in the order of print."""
        for section in (*self.sections, *self.annexes):
            yield section, 1
            for part in section.parts:
                yield part, 2

    def table(self, name: str) -> Table:
        """Return the table with that id. Raises: KeyError."""
        for section, _ in self.all_sections():
            for block in section.blocks:
                if isinstance(block, Table) and block.id == name:
                    return block
        raise KeyError(name)


def cell_text(cell: Cell, language: str) -> str:
    """Return the cell as people of that language read it; numbers to 0.001."""
    if cell is None:
        return ""
    return number_text(cell, language) if isinstance(cell, float) else str(cell)
