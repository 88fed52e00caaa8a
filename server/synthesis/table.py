"""Holds Table, a marshmallow field for tables whose keys are ids."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields


class Table(fields.Dict):
    """A Dict whose messages stand at the key they are about.

    marshmallow puts "key" or "value" between; with an area that is called "value" nobody could
    tell them apart.
    """

    def _deserialize(self, *given: Any, **options: Any) -> Any:
        try:
            return super()._deserialize(*given, **options)  # type: ignore[no-untyped-call]
        except ValidationError as broken:
            if not isinstance(broken.messages, Mapping):
                raise
            flat = {name: _inner(below) for name, below in broken.messages.items()}
            raise ValidationError(flat, valid_data=broken.valid_data) from None


def _inner(below: Any) -> Any:
    if isinstance(below, Mapping):
        return below.get("value", below.get("key", below))
    return below
