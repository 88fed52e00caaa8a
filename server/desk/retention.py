"""Erases workshops when their time has come, and keeps the list of those times true."""

import time
from collections.abc import Callable, Sequence

import structlog

from server.domain.change import Change
from server.domain.erase_date import erased_at
from server.domain.refused import Refused
from server.store.stored_workshop import Store, StoreUnavailable

from .commits import CommitLoop
from .hosted import Hosted

log = structlog.get_logger()


class Retention:
    """Knows when each workshop is erased. Hears changes as a listener of the commit loop."""

    def __init__(
        self,
        store: Store,
        loop: CommitLoop,
        *,
        erase: Callable[[str], None],
        process: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Erase with `erase`; `clock` tells Unix time."""
        self._store = store
        self._loop = loop
        self._erase = erase
        self._process = process
        self._clock = clock

    def changed(self, hosted: Hosted, changes: Sequence[Change]) -> None:
        """Move the erase date when the workshop ended, or keeps its data for longer or shorter."""
        if not any(change.type == "erase_date.moved" for change in changes):
            return
        try:
            self._store.set_due(hosted.id, self._due(hosted))
        except StoreUnavailable:
            log.warning("erase_date_not_stored", workshop_id=hosted.id)

    def replaced(self, hosted: Hosted) -> None:
        """Leave the date: the sweep looks at the workshop itself before it erases."""

    def erased(self, hosted: Hosted) -> None:
        """Do nothing: the date is gone with the workshop."""

    def sweep(self) -> int:
        """Erase what is due and return how many; only one process at a time does.

        Raises: StoreUnavailable.
        """
        if not self._store.may_sweep(self._process):
            return 0
        return sum(self._look_at(each) for each in self._store.due(self._clock()))

    def _look_at(self, workshop_id: str) -> bool:
        try:
            hosted = self._loop.host(workshop_id)
            hosted.check_writable()  # its date may stand in what could not be read
        except Refused as no:
            if no.code == "workshop.unknown":  # a making that was never finished
                self._store.erase(workshop_id, codes=[], today="")
            else:
                log.warning("not_swept", workshop_id=workshop_id, code=no.code)
            return False
        due = self._due(hosted)
        if due > self._clock():
            self._store.set_due(workshop_id, due)  # people went on since
            return False
        self._erase(workshop_id)
        log.info("erased", workshop_id=workshop_id)
        return True

    def _due(self, hosted: Hosted) -> float:
        return erased_at(hosted.workshop).timestamp()
