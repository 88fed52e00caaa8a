"""Says how often somebody may do something: buckets that fill with time."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from server.domain.refused import Refused

MOST_BUCKETS = 20_000  # names remembered; then the one asked for least lately is forgotten


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
        self._buckets: dict[str, _Bucket] = {}  # the one asked for last stands last

    def __len__(self) -> int:
        """Return how many names are remembered."""
        return len(self._buckets)

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
        bucket = self._buckets.pop(name, None) or _Bucket(self.burst, now)
        bucket.tokens = min(self.burst, bucket.tokens + (now - bucket.at) * self.rate)
        bucket.at = now
        self._buckets[name] = bucket
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.pop(next(iter(self._buckets)), None)
        return bucket


def check_rate(
    rates: Rates, name: str, now: float, *, code: str, message: str, amount: float = 1
) -> None:
    """Refuse with `code` and `retry_in_ms` when the bucket `name` holds too little."""
    wait = rates.take(name, now, amount)
    if wait:
        raise Refused(code, message, retry_in_ms=wait)


def neighbourhood(address: str) -> str:
    """Return what one household or office has of an address: an IPv6 network of 64 bits.

    One person has billions of IPv6 addresses and would have as many buckets.
    """
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return f"{IPv6Address(int(known) >> 64 << 64)}/64"
