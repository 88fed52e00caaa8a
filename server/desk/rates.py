"""Says how often a seat and a workshop may act: buckets that fill with time."""

from dataclasses import dataclass

from server.domain.refused import Refused

MOST_BUCKETS = 20_000  # then the full ones are forgotten; a full bucket says nothing


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float  # seconds, monotonic


class Rates:
    """Buckets by name: `rate` tokens a second, `burst` at most. A rate of 0 is no limit."""

    def __init__(self, *, rate: float, burst: float) -> None:
        """Begin with every bucket full."""
        self.rate = rate
        self.burst = max(burst, 1)
        self._buckets: dict[str, _Bucket] = {}

    def take(self, name: str, now: float, amount: float = 1) -> int:
        """Take from a bucket; return 0, or the milliseconds until there is enough."""
        if not self.rate:
            return 0
        bucket = self._filled(name, now)
        if bucket.tokens >= amount:
            bucket.tokens -= amount
            return 0
        return max(1, int((amount - bucket.tokens) / self.rate * 1000))

    def _filled(self, name: str, now: float) -> _Bucket:
        if len(self._buckets) > MOST_BUCKETS:
            self._forget_full(now)
        bucket = self._buckets.setdefault(name, _Bucket(self.burst, now))
        bucket.tokens = min(self.burst, bucket.tokens + (now - bucket.at) * self.rate)
        bucket.at = now
        return bucket

    def _forget_full(self, now: float) -> None:
        filling = self.burst / self.rate
        self._buckets = {
            name: bucket for name, bucket in self._buckets.items() if now - bucket.at < filling
        }


def check_rate(rates: Rates, name: str, now: float, *, code: str, message: str) -> None:
    """Refuse with `code` and `retry_in_ms` when the bucket `name` is empty."""
    wait = rates.take(name, now)
    if wait:
        raise Refused(code, message, retry_in_ms=wait)
