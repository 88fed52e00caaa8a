"""Says how often one address may make workshops: each stays in memory for months."""

import time

from .rates import Rates, check_rate, neighbourhood

SERVER_TIMES = 5  # what the whole server takes, as often as one address may
IMPORT_COSTS = 5  # workshops; reading a file of megabytes is as much work as making several


class MakingRates:
    """Buckets for making, importing and duplicating workshops and for demos."""

    def __init__(self, a_minute: int) -> None:
        """Let one address make so many at once and each minute; 0 is no limit.

        The default of 600 lets a hall of 500 open a demo each, all from one address.
        """
        burst = max(a_minute, IMPORT_COSTS)
        self._address = Rates(rate=a_minute / 60, burst=burst)
        self._server = Rates(rate=SERVER_TIMES * a_minute / 60, burst=SERVER_TIMES * burst)

    def check(self, address: str, *, costs: int = 1) -> None:
        """Refuse with "workshop.too_many" when too many were made from there, or at all."""
        now = time.monotonic()
        for rates, name in ((self._address, neighbourhood(address)), (self._server, "")):
            check_rate(
                rates,
                name,
                now,
                code="workshop.too_many",
                message="Many workshops were made just now. Wait a moment, then try again.",
                amount=costs,
            )
