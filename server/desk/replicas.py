"""The workshops that live in this process: loaded once, kept up with their logs, and told of."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import structlog

from server.domain.change import Change
from server.domain.refused import Refused
from server.store.records import Damaged, Newer
from server.store.stored_workshop import Loaded, Store, StoreUnavailable, UnknownWorkshop

from .hosted import Hosted
from .listening import Listener

READ_AT_ONCE = 1000  # missed changes of one read
LEAST_SNAPSHOT = 256 * 1024  # bytes of changes before a snapshot is worth writing

log = structlog.get_logger()


@dataclass(slots=True)
class Replicas:
    """Every live workshop of a process. Only the commit loop changes one; anybody may read."""

    store: Store
    hosted: dict[str, Hosted] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)
    telling: float = 0.0  # seconds spent telling since somebody set it to 0
    _loading: threading.RLock = field(default_factory=threading.RLock)

    def host(self, workshop_id: str) -> Hosted:
        """Return the live workshop, loaded if it was not here.

        Raises: Refused "workshop.unknown", "store.unavailable".
        """
        found = self.hosted.get(workshop_id)
        if found is None:
            with self._loading:
                found = self.hosted.get(workshop_id)
                if found is None:
                    found = self._load(workshop_id)
                    self.hosted[workshop_id] = found
        found.used_at = time.monotonic()
        return found

    def erased(self, workshop_id: str) -> None:
        """Let go of a workshop that the store does not have any more, and tell it."""
        hosted = self.hosted.pop(workshop_id, None)
        if hosted is not None:
            self._tell_all(hosted.id, lambda listener: listener.erased(hosted))

    def _load(self, workshop_id: str) -> Hosted:
        try:
            loaded, people = self.store.load(workshop_id), self.store.people(workshop_id)
        except UnknownWorkshop:
            raise Refused("workshop.unknown", "There is no such workshop here.") from None
        except StoreUnavailable:
            raise _unavailable() from None
        if loaded.fault:
            log.error(
                "read_only", workshop_id=workshop_id, log=loaded.fault, seq=loaded.workshop.seq
            )
        return Hosted(workshop_id, loaded, people)

    def catch_up_all(self, workshop_ids: Iterable[str]) -> set[str]:
        """Catch up with the log where it went on; return the workshops where it had."""
        hosted = [self.hosted[name] for name in workshop_ids if name in self.hosted]
        if not hosted:
            return set()
        heads = self.store.heads([each.id for each in hosted])
        moved: set[str] = set()
        for each in hosted:
            head = heads.get(each.id)
            if head is not None and (head[0], head[2]) == (each.seq, each.epoch):
                continue
            if each.fault and head is not None and head[2] == each.epoch:
                continue  # nothing after what could be read; a restored backup has another epoch
            moved.add(each.id)
            try:
                self._catch_up(each, head)
            except UnknownWorkshop:
                self.erased(each.id)
            except Damaged as fault:
                each.fault = "newer" if isinstance(fault, Newer) else "damaged"
                log.error("read_only", workshop_id=each.id, log=each.fault, seq=each.seq)
        return moved

    def _catch_up(self, hosted: Hosted, head: tuple[int, str, str] | None) -> None:
        if head is None:
            self.erased(hosted.id)
            return
        seq, log_head, epoch = head
        if epoch != hosted.epoch or seq < hosted.seq:
            self.reload(hosted)
            return
        while hosted.seq < seq:
            changes = self.store.changes(hosted.id, after=hosted.seq, limit=READ_AT_ONCE)
            changes = [change for change in changes if change.seq <= seq]
            if not changes:
                return
            self.hear(hosted, changes, log_head)

    def hear(self, hosted: Hosted, changes: Sequence[Change], head: str) -> None:
        """Take over what another process stored, and tell it."""
        if not changes:
            return
        # Names first: whoever finds a seat here must find its name too.
        if any(change.type in ("seat.joined", "seat.renamed") for change in changes):
            hosted.people.update(self.store.people(hosted.id))
        hosted.hear(changes, head)
        self.tell(hosted, changes)

    def reload(self, hosted: Hosted) -> None:
        """Take the workshop from the store as it is: its history is another one now."""
        loaded, people = self.store.load(hosted.id), self.store.people(hosted.id)
        hosted.people = people
        hosted.take(loaded)
        self._tell_all(hosted.id, lambda listener: listener.replaced(hosted))

    def tell(self, hosted: Hosted, changes: Sequence[Change]) -> None:
        """Tell every listener of changes."""
        begun = time.perf_counter()
        self._tell_all(hosted.id, lambda listener: listener.changed(hosted, changes))
        self.telling += time.perf_counter() - begun

    def _tell_all(self, workshop_id: str, tell: Callable[[Listener], None]) -> None:
        for listener in self.listeners:
            try:
                tell(listener)
            except Exception:
                log.exception("listener_fault", workshop_id=workshop_id)

    def snapshot_if_due(self, hosted: Hosted) -> None:
        """Store a snapshot, beside, when enough has happened since the last."""
        if hosted.bytes_since_snapshot < LEAST_SNAPSHOT:
            return
        size = 300 * len(hosted.workshop.notes)  # about what a snapshot of it takes
        if hosted.bytes_since_snapshot < size:
            return
        hosted.bytes_since_snapshot = 0
        taken = Loaded(hosted.workshop, hosted.head, hosted.epoch, 0)
        threading.Thread(target=self._save, args=[hosted.id, taken], daemon=True).start()

    def _save(self, workshop_id: str, taken: Loaded) -> None:
        try:
            self.store.save_snapshot(workshop_id, taken)
        except StoreUnavailable:
            log.warning("snapshot_not_stored", workshop_id=workshop_id)


def _unavailable() -> Refused:
    return Refused("store.unavailable", "The store does not answer; try again.", retry_in_ms=500)
