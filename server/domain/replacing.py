"""Makes a value that differs in some facts: `dataclasses.replace` in half of its time.

Deciding and applying an op makes six values out of others, one of them with 23 facts.
"""

from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

Value = TypeVar("Value")


def replace(value: Value, **facts: Any) -> Value:
    """Return a copy of a frozen dataclass with slots, in which some facts are others.

    Raises: KeyError for a fact it does not have.
    """
    read, writers, by_name = _slots(type(value))  # type: ignore[arg-type]
    made: Value = object.__new__(type(value))
    for write, kept in zip(writers, read(value), strict=True):
        write(made, kept)
    for name, fact in facts.items():
        by_name[name](made, fact)
    return made


@cache
def _slots(kind: type) -> tuple[Any, list[Any], dict[str, Any]]:
    # A slot's own writer: past the refusal of a frozen value, which nobody has seen yet.
    names = [each.name for each in fields(kind)]
    by_name = {name: getattr(kind, name).__set__ for name in names}
    return attrgetter(*names), list(by_name.values()), by_name
