"""Strict JSON for Socket.IO packets, both ways: no NaN, no endless nesting."""

from typing import Any

import orjson

from server.desk.shapes import check_depth
from server.domain.refused import Refused


class StrictJson:
    """Stands where python-socketio expects the `json` module."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Return JSON text; orjson writes no NaN and no Infinity."""
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """Return the value of a JSON text. Raises: ValueError, which closes the packet."""
        body = text.encode() if isinstance(text, str) else text
        try:
            check_depth(body)
        except Refused as no:
            raise ValueError(no.code) from None
        return orjson.loads(body)
