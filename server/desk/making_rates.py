"""Says how often one address may make workshops: each stays in memory for months."""

from server.store.stored_workshop import Store

from .shared_rates import SharedRates

SERVER_TIMES = 5  # what the whole server takes, as often as one address may
IMPORT_COSTS = 5  # workshops; reading a file of megabytes is as much work as making several


class MakingRates:
    """Counts the making, importing and duplicating of workshops and demos."""

    def __init__(self, store: Store, a_minute: int) -> None:
        """Let one address make so many at once and each minute; 0 is no limit.

        The default of 600 lets a hall of 500 open a demo each, all from one address.
        """
        self._rates = SharedRates(
            store, "making", a_minute=a_minute, for_all=SERVER_TIMES * a_minute
        )

    def check(self, address: str, *, costs: int = 1) -> None:
        """Refuse with "workshop.too_many" when too many were made from there, or at all."""
        self._rates.check(
            address,
            code="workshop.too_many",
            message="Many workshops were made just now. Wait a moment, then try again.",
            costs=costs,
        )
