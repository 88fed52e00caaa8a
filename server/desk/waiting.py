"""A queue that is emptied at once: whoever takes gets everything that waits."""

import threading
from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Waiting(Generic[Item]):
    """What waits for the one that takes. Putting is cheap: it wakes nobody who is awake."""

    def __init__(self) -> None:
        """Begin empty."""
        self._items: deque[Item] = deque()
        self._filled = threading.Event()

    def put(self, item: Item) -> None:
        """Add to the end."""
        self._items.append(item)
        if not self._filled.is_set():
            self._filled.set()

    def take(self, *, wait: bool) -> list[Item]:
        """Return everything that waits, in order; with `wait` at least one, however long."""
        while wait and not self._items:
            self._filled.wait()
            self._filled.clear()
        taken: list[Item] = []
        while self._items:
            taken.append(self._items.popleft())
        return taken
