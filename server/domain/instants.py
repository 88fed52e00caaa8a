"""Reckons with times as the wire writes them."""

from datetime import UTC, datetime, timedelta


def later(instant: str, *, ms: int) -> str:
    """Return the time `ms` milliseconds after another one."""
    moved = datetime.fromisoformat(instant) + timedelta(milliseconds=ms)
    return moved.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ms_between(start: str, end: str) -> int:
    """Return the milliseconds from one time to another; negative when `end` is the earlier one."""
    passed = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    return passed // timedelta(milliseconds=1)
