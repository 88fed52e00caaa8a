"""Reads exported files: a large one is checked in a worker, and the room does not wait."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from .shapes import read_json
from .workers import Workers

SMALL_FILE = 32 * 1024  # bytes; checking so many holds the loop for 10 ms


class Imports:
    """Checks what somebody wants to import."""

    def __init__(
        self, *, check: Callable[..., dict[str, Any]], canvases: Mapping[str, Any], workers: Workers
    ) -> None:
        """`check` is `export/read_json.py`'s, handed in: the desk does not know exports."""
        self._check = check
        self._canvases = {key: folder.canvas for key, folder in canvases.items()}
        self._workers = workers

    def read(self, body: bytes) -> dict[str, Any]:
        """Return the export that a file holds, checked.

        Raises: Refused "import.format", "import.damaged", "canvas.unknown", "op.malformed", and
        what `Workers.ask` raises.
        """
        if not self._workers.size or len(body) <= SMALL_FILE:
            return self._check(read_json(body) if body else {}, canvases=self._canvases)
        self._workers.ask({"kind": "import"}, [body])
        checked: dict[str, Any] = orjson.loads(body)
        return checked
