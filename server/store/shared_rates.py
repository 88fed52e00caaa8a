"""Counts how often somebody does something, for all processes of one Redis together."""

import hashlib
from pathlib import Path
from typing import Any

from . import keys

TAKE = (Path(__file__).parent / "scripts" / "take.lua").read_text(encoding="utf-8")


def take(redis: Any, bucket: str, *, rate: float, burst: float, amount: float, secret: str) -> int:
    """Take from a bucket; return 0, or the milliseconds until there is enough.

    It gains `rate` a second and holds `burst`. Its name may hold an address, which is personal:
    Redis and its files see only a digest of it, by `secret`.
    """
    hidden = hashlib.blake2b(bucket.encode(), key=secret.encode()[:64], digest_size=12)
    key = keys.RATE.of(hidden.hexdigest())
    return int(redis.eval(TAKE, 1, key, repr(rate), repr(burst), repr(amount)))
