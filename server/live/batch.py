"""The changes of one batch as JSON: as everybody hears them, and as single seats do."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

import orjson

from server.domain.change import Change
from server.domain.visibility import heard

from .transport import Message, event

SMALL = 4096  # bytes of a batch; a smaller one is copied for a seat, a larger one sent in pieces
_BEFORE, _AFTER = b'2["changes",[', b"]]"


class Batch:
    """Changes that are told together, each encoded once for everybody."""

    def __init__(self, changes: Sequence[Change]) -> None:
        """Encode `changes` as everybody hears them."""
        self.changes = changes
        self.shared = [orjson.dumps(heard(change, seat_id=None)) for change in changes]
        self._joined = b",".join(self.shared)
        self.message = Message(_BEFORE + self._joined + _AFTER)
        self._starts: list[int] = []

    def for_seat(self, seat_id: str, places: Iterable[int]) -> dict[int, bytes]:
        """Return the changes at those places as one seat hears them: place → JSON."""
        return {
            place: orjson.dumps(heard(self.changes[place], seat_id=seat_id)) for place in places
        }

    def message_with(self, own: Mapping[int, bytes]) -> Message:
        """Return the message in which some changes, in order of place, have another form."""
        if len(self._joined) < SMALL:
            return changes_message(
                own.get(place) or shared for place, shared in enumerate(self.shared)
            )
        if not self._starts:
            self._starts = [0, *accumulate(len(each) + 1 for each in self.shared)]
        everything, pieces, at = memoryview(self._joined), [memoryview(_BEFORE)], 0
        for place, told in own.items():
            start = self._starts[place]
            pieces += (everything[at:start], memoryview(told))
            at = start + len(self.shared[place])
        return Message(pieces=[*pieces, everything[at:], memoryview(_AFTER)])


def changes_message(told: Iterable[bytes]) -> Message:
    """Return the message of changes that are JSON already."""
    return event("changes", b"[" + b",".join(told) + b"]")
