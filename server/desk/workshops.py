"""Makes, copies, imports and erases workshops, and hands out their keys."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from server.domain.change import Change
from server.domain.going_on import board_to_go_on_from
from server.domain.refused import Refused
from server.store.stored_workshop import Store

from . import copying, joining, keys, making
from .commits import CommitLoop
from .making import Made, MakeRequest

REHEARSAL = {"en": "Rehearsal", "fi": "Harjoitus"}  # begins the title of a copy to rehearse in
LONGEST = 80  # characters of a title


class Workshops:
    """The workshops of a server, from their making to their erasing."""

    def __init__(
        self,
        store: Store,
        loop: CommitLoop,
        *,
        canvases: Mapping[str, Any],
        now: Callable[[], str],
    ) -> None:
        """Keep them in `store`; `loop` hosts them."""
        self._store = store
        self._loop = loop
        self._canvases = canvases
        self._now = now

    def make(self, request: MakeRequest) -> Made:
        """Make a workshop. Raises: Refused, StoreUnavailable."""
        changes = making.changes_of(request, self._canvases, self._now())
        return making.store_workshop(self._store, changes)[0]

    def import_(self, exported: Mapping[str, Any]) -> Made:
        """Make a workshop with the shared board of an export, checked before."""
        changes = making.imported_changes(exported, self._canvases, self._now())
        return making.store_workshop(self._store, changes)[0]

    def demo(self, canvas_id: str | None = None) -> Made:
        """Make a fresh copy of a canvas's first example; it is erased after a day."""
        with_examples = [key for key in self._canvases if self._canvases[key].examples]
        wanted = canvas_id or ("city-business-model" if with_examples else "")
        folder = making.folder_of(self._canvases, wanted)
        if not folder.examples:
            raise Refused("canvas.unknown", "This canvas has no example.", field="canvas")
        exported = folder.examples[sorted(folder.examples)[0]]
        changes = making.imported_changes(exported, self._canvases, self._now())
        return making.store_workshop(self._store, making.for_a_day(changes))[0]

    def duplicate(self, workshop_id: str, *, title: str, keep: Sequence[str]) -> Made:
        """Make a workshop like another: its canvas, cities, languages, and what `keep` names."""
        return self._stored(self._copied(workshop_id, title=title, keep=keep))

    def rehearsal_of(self, workshop_id: str) -> Made:
        """Make a copy to rehearse in; its title says so, and it is erased after a day."""
        known = self._loop.host(workshop_id).workshop
        title = f"{REHEARSAL.get(known.languages[0], REHEARSAL['en'])}: {known.title}"[:LONGEST]
        changes = self._copied(workshop_id, title=title, keep=copying.KEPT)
        return self._stored(making.for_a_day(copying.open_to_all(changes)))

    def city_count(self, workshop_id: str) -> int:
        """Return how many cities take part."""
        return len(self._loop.host(workshop_id).workshop.cities)

    def _copied(self, workshop_id: str, *, title: str, keep: Sequence[str]) -> list[Change]:
        known = self._loop.host(workshop_id).workshop
        request = copying.request_for(known, title=title, keep=keep)
        changes = making.changes_of(request, self._canvases, self._now())
        return copying.with_kept(changes, known, keep=keep, now=self._now())

    def _stored(self, changes: Sequence[Change]) -> Made:
        return making.store_workshop(self._store, changes)[0]

    def go_on_from(self, workshop_id: str, exported: Mapping[str, Any]) -> Made:
        """Make a workshop with the board another had at some time, as `Past.exported` gives it."""
        known = self._loop.host(workshop_id).workshop
        board = board_to_go_on_from(exported["board"], known)
        changes = making.imported_changes({**exported, "board": board}, self._canvases, self._now())
        return making.store_workshop(self._store, changes)[0]

    def rotate_keys(self, workshop_id: str, which: list[str]) -> dict[str, Any]:
        """Replace the keys and codes named; return the new ones. Old ones end at once."""
        return keys.rotate(self._store, workshop_id, self._loop.host(workshop_id).workshop, which)

    def invitations(self, workshop_id: str) -> dict[str, Any]:
        """Return the workshop's codes; cities added later get theirs now."""
        return keys.listed(self._store, workshop_id, self._loop.host(workshop_id).workshop)

    def erase(self, workshop_id: str) -> None:
        """Erase a workshop, its keys and codes; a tombstone with the date stays."""
        # Not by loading it: a workshop whose log is damaged can be erased too.
        if not self._store.heads([workshop_id]):
            raise Refused("workshop.unknown", "There is no such workshop here.")
        codes = joining.codes_of(self._store, workshop_id)
        self._store.erase(workshop_id, codes=list(codes.values()), today=self._now()[:10])
        self._loop.erased(workshop_id)
        self._store.ring(f"{workshop_id} 0")
