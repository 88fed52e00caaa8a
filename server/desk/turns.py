"""Lets people in by turns, so that a hall that comes at once does not hold up those inside."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 32  # joins in progress: as many as share one commit; all others wait for their turn


class Turns:
    """A bounded number comes in at once, and between any two others are heard."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        """Let `at_once` be in progress."""
        self._places = threading.BoundedSemaphore(at_once)
        self._step = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, however long; it lasts as long as the block. Nobody is refused."""
        with self._places:
            with self._step:
                time.sleep(0)  # whoever is in writes now: one comes in, and then they again
            yield
