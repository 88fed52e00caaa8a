"""Says how often somebody may do something, whichever of the processes they ask."""

from server.domain.refused import Refused
from server.store.stored_workshop import Store

from .rates import neighbourhood


class SharedRates:
    """Two buckets in the store, as in `rates.py`: one for each address, one for the server.

    A limit that each process counted for itself would be as many times as high.
    """

    def __init__(self, store: Store, what: str, *, a_minute: float, for_all: float) -> None:
        """Let one address do `what` so often at once and each minute, and all together `for_all`.

        0 is no limit.
        """
        self._store = store
        self._what = what
        self._address = a_minute
        self._all = for_all

    def check(self, address: str, *, code: str, message: str, costs: float = 1) -> None:
        """Refuse with `code` and `retry_in_ms` when it was done too often from there, or at all.

        Raises: StoreUnavailable too.
        """
        place = neighbourhood(address)
        for bucket, often in ((f"{self._what} {place}", self._address), (self._what, self._all)):
            if not often:
                continue
            burst = max(often, costs)
            wait = self._store.take(bucket, rate=often / 60, burst=burst, amount=costs)
            if wait:
                raise Refused(code, message, retry_in_ms=wait)
