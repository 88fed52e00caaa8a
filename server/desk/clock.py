"""Tells the time as the wire writes it, and when a workshop is erased."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from server.domain.workshop import Workshop


def now_text() -> str:
    """Return the time now: ISO 8601, UTC, milliseconds."""
    return time_text(datetime.now(UTC))


def time_text(moment: datetime) -> str:
    """Return a time as the wire writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def erase_at(workshop: Workshop, meta: Mapping[str, str]) -> datetime:
    """Return when the workshop is erased: so many days after its end or its last change."""
    if "erase_at" in meta:
        return datetime.fromtimestamp(int(meta["erase_at"]), UTC)
    begun = datetime.fromisoformat(workshop.closed_at or workshop.last_at)
    return begun + timedelta(days=int(workshop.settings["retention_days"]))
