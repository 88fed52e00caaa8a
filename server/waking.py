"""Wakes whoever waits for a socket, asked of the system once and not for every message.

The library asks it to watch a socket anew for each read and sets a timer beside: two system
calls and a third of the cost of a message. What is relied on, held by `tests/live/test_hooks.py`:
a hub calls `cb(fileno)` of a listener as long as there is something to read, and `hub.switch()`
goes on with others until somebody switches back.
"""

from collections.abc import Callable
from typing import Any


class Waker:
    """The one waiting place of one socket. Only the greenlet that reads it may wait there."""

    def __init__(self, library: Any, fileno: int) -> None:
        """Watch `fileno` from the first `wait` on; `library` is eventlet."""
        self._hub = library.hubs.get_hub()
        self._current: Callable[[], Any] = library.getcurrent
        self._fileno = fileno
        self._listener: Any = None
        self._sleeper: Any = None

    def wait(self) -> None:
        """Return once there is something to read, or the end. Raises: OSError, once it is closed.

        Others are heard meanwhile, also where something is there already.
        """
        if self._listener is None:
            self._listener = self._hub.add(
                self._hub.READ, self._fileno, self._ready, self._gone, None
            )
        self._sleeper = self._current()
        try:
            self._hub.switch()
        finally:
            self._sleeper = None

    def close(self) -> None:
        """Watch no more; to be called before the descriptor is closed and given to another."""
        if self._listener is not None:
            self._hub.remove(self._listener)
            self._listener = None

    def _ready(self, _fileno: int) -> None:
        if self._sleeper is not None:
            self._sleeper.switch()
        else:  # busy with what it read before: the system would tell of it without end
            self.close()

    def _gone(self, fault: BaseException) -> None:
        self._listener = None
        if self._sleeper is not None:
            self._sleeper.throw(fault)
