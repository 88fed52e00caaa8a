"""Tells the time as the wire writes it."""

from datetime import UTC, datetime


def now_text() -> str:
    """Return the time now: ISO 8601, UTC, milliseconds."""
    return time_text(datetime.now(UTC))


def time_text(moment: datetime) -> str:
    """Return a time as the wire writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
