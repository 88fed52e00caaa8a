"""What a desk does by itself: hears the bell, looks at the heads, erases what is due."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress

import structlog

from server.store.stored_workshop import Store, StoreUnavailable

from .commits import CommitLoop
from .erasing import Erasing
from .retention import Retention

IDLE = 600  # seconds without a question until a workshop leaves this process
FEEL_EVERY = 1  # second between questions whether the store is there: what is read may be stale
LOOK_EVERY = 5  # seconds between looks at the heads: a lost bell is noticed
REST = 600  # seconds between two rewrites of the files of Redis
SWEEP_EVERY = 3600  # seconds between looks for workshops to be erased

log = structlog.get_logger()


class Watch:
    """Keeps the workshops of a process up to date with what others store."""

    def __init__(
        self,
        store: Store,
        loop: CommitLoop,
        *,
        erasing: Erasing,
        retention: Retention,
    ) -> None:
        """Nothing runs before `start`."""
        self.store = store
        self.loop = loop
        self.erasing = erasing
        self.retention = retention
        self.on_people: list[Callable[[str], None]] = []
        self.on_store: list[Callable[[], None]] = []
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start hearing and looking, each in a thread."""
        for work in (self.hear, self.look, self.feel):
            threading.Thread(target=work, daemon=True).start()

    def stop(self) -> None:
        """End after the present round."""
        self._stopped.set()

    def hear(self) -> None:
        """Hear the bell until stopped; after it was away, look at everything."""
        while not self._stopped.is_set():
            try:
                self.store.hear(self._bell)
            except StoreUnavailable:
                self._stopped.wait(0.2)

    def _bell(self, text: str) -> None:
        if not text:  # the bell was away: look at everything
            for workshop_id in list(self.loop.hosted):
                self.loop.look(workshop_id)
            return
        workshop_id, _, said = text.partition(" ")
        hosted = self.loop.hosted.get(workshop_id)
        if hosted is None:
            return
        if said == "people":
            for heard_of in self.on_people:
                heard_of(workshop_id)
        elif said == "0" or int(said) > hosted.seq:
            self.loop.look(workshop_id)

    def feel(self) -> None:
        """Ask every second whether the store is there; tell when it went or came back."""
        was_away = False
        while not self._stopped.wait(FEEL_EVERY):
            with suppress(StoreUnavailable):
                self.store.ping()
            if self.store.is_away != was_away:
                was_away = self.store.is_away
                log.warning("store_away" if was_away else "store_back")
                for tell in self.on_store:
                    tell()

    def look(self) -> None:
        """Look at heads and erase dates, regularly, until stopped."""
        swept_at = 0.0
        while not self._stopped.wait(LOOK_EVERY):
            now = time.monotonic()
            try:
                self._look_at_heads(now)
                self.erasing.finish_others()
                self.store.go_on_rewriting(now=time.time(), rest=REST)
                if now - swept_at > SWEEP_EVERY or not swept_at:
                    swept_at = now
                    self.retention.sweep()
            except StoreUnavailable:
                log.warning("store_away")

    def _look_at_heads(self, now: float) -> None:
        hosted = dict(self.loop.hosted)
        for workshop_id, one in hosted.items():
            if not one.watchers and now - one.used_at > IDLE:
                self.loop.hosted.pop(workshop_id, None)
        heads = self.store.heads(list(hosted)) if hosted else {}
        for workshop_id, one in hosted.items():
            if heads.get(workshop_id, (0, "", ""))[::2] != (one.seq, one.epoch):
                self.loop.look(workshop_id)
