"""Puts a table together: its columns by name, its heading and what is said when it is empty."""

from collections.abc import Iterable, Sequence

from .facts import Facts
from .model import Cell, Column, Table

Row = tuple[Cell, ...]


def table(
    facts: Facts,
    name: str,
    named: Sequence[Column],
    rows: Iterable[Row],
    *,
    empty: str = "nothing",
) -> Table:
    """Return the table; its title, and what is said where it has no row, are words by name."""
    return Table(name, facts.words[name], tuple(named), tuple(rows), facts.words[empty])


def columns(facts: Facts, *named: tuple[str, float]) -> tuple[Column, ...]:
    """Return columns (name, share of the width); a name that ends in # holds numbers."""
    return tuple(
        Column(name.rstrip("#"), facts.words[name.rstrip("#")], share, name.endswith("#"))
        for name, share in named
    )
