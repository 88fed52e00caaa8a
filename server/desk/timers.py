"""Ends timers: every process that hosts a workshop offers the end, and it happens once."""

import threading
import time
from collections.abc import Callable

from .commits import CommitLoop
from .ending import end_of

LOOK_EVERY = 0.2  # seconds; as exact as the eye is
OFFER_AGAIN = 3.0  # seconds; the log may not have taken it the first time


class Timers:
    """Looks at the timers of the workshops of a process and offers the end of those over."""

    def __init__(self, loop: CommitLoop, now: Callable[[], str]) -> None:
        """Nothing runs before `start`."""
        self._loop = loop
        self._now = now
        self._offered: dict[str, float] = {}  # op_id → when, by the monotonic clock
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start looking, in a thread."""
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """End after the present look."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(LOOK_EVERY):
            self.look()

    def look(self) -> None:
        """Offer the end of every timer that is over; not while the store could not take it."""
        if self._loop.replicas.store.is_away:
            return
        now, moment = self._now(), time.monotonic()
        over = [end_of(each, now=now) for each in list(self._loop.hosted.values())]
        offered = {
            job.op_id: self._offered.get(job.op_id, -OFFER_AGAIN) for job in over if job is not None
        }
        for job in over:
            if job is not None and moment - offered[job.op_id] >= OFFER_AGAIN:
                offered[job.op_id] = moment
                self._loop.submit(job)
        self._offered = offered
