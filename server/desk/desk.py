"""The one door: everything the edge may ask of workshops."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from server.domain.limits import Limits
from server.settings import Settings
from server.store.stored_workshop import Store

from .clock import now_text
from .commits import CommitLoop
from .entrance import Entrance
from .erasing import Erasing
from .history import History
from .hosted import Hosted
from .listening import Listener
from .making import new_id
from .performing import Performing
from .reading import Reading
from .replicas import Replicas
from .retention import Retention
from .timers import Timers
from .turns import Turns
from .watch import Watch
from .workshops import Workshops


class Desk:
    """What one process knows how to do with workshops. Safe to call from many threads.

    `workshops` makes and erases them, `entrance` lets people in, `reading` tells what a seat may
    see, `history` what happened, `performing` takes ops. Whoever comes in waits for a turn of
    `turns`.
    """

    def __init__(
        self,
        store: Store,
        *,
        canvases: Mapping[str, Any],
        settings: Settings,
        metrics: Any = None,
        now: Callable[[], str] = now_text,
    ) -> None:
        """Prepare; nothing is read or started before `start`."""
        self.store = store
        self.canvases = canvases
        self.now = now
        self.metrics = metrics
        self.process = new_id()
        self.turns = Turns()
        limits = Limits(
            note_text=settings.limit_note_text,
            notes=settings.limit_notes,
            seats=settings.limit_seats,
        )
        self.loop = CommitLoop(Replicas(store), now, new_id, limits, metrics)
        erasing = Erasing(store, self.loop, now)
        self.workshops = Workshops(store, self.loop, canvases=canvases, now=now)
        self.entrance = Entrance(store, self.loop)
        self.reading = Reading(store, self.loop)
        self.history = History(store, self.loop)
        self.performing = Performing(
            store,
            self.loop,
            erasing=erasing,
            canvases=canvases,
            settings=settings,
            metrics=metrics,
        )
        self.retention = Retention(
            store, self.loop, erase=self.workshops.erase, process=self.process
        )
        self.loop.listeners.append(self.retention)
        self._watch = Watch(store, self.loop, erasing=erasing, retention=self.retention)
        self._timers = Timers(self.loop, now)

    def start(self) -> None:
        """Start the commit loop, the bell and the regular looks, each in a thread."""
        threading.Thread(target=self.loop.run, daemon=True).start()
        self._watch.start()
        self._timers.start()

    def stop(self) -> None:
        """End what `start` began, after the ops that wait now."""
        self._timers.stop()
        self._watch.stop()
        self.loop.stop()

    def is_stopped(self) -> bool:
        """Whether the last op taken has its answer."""
        return self.loop.is_stopped

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of every change of every hosted workshop, in order."""
        self.loop.listeners.append(listener)

    def on_people_bell(self, heard_of: Callable[[str], None]) -> None:
        """Call `heard_of(workshop_id)` when another process says its people changed."""
        self._watch.on_people.append(heard_of)

    def on_store(self, turned: Callable[[], None]) -> None:
        """Call `turned` when the store has gone away or has come back."""
        self._watch.on_store.append(turned)

    def hosted(self, workshop_id: str) -> Hosted:
        """Return the live workshop. Raises: Refused "workshop.unknown", "store.unavailable"."""
        return self.loop.host(workshop_id)

    def watch(self, workshop_id: str) -> None:
        """Keep a workshop in this process: somebody here is connected to it."""
        self.hosted(workshop_id).watchers += 1

    def unwatch(self, workshop_id: str) -> None:
        """Take back one `watch`."""
        hosted = self.loop.hosted.get(workshop_id)
        if hosted is not None:
            hosted.watchers -= 1
