"""When a workshop is erased: so many days after its end, while it is open after its last change."""

from datetime import UTC, datetime, timedelta

from .change import Change
from .state import Workshop


def erased_at(workshop: Workshop) -> datetime:
    """Return the time at which the workshop is erased, as things are now."""
    if workshop.erase_at is not None:
        return datetime.fromisoformat(workshop.erase_at)
    since = workshop.last_at
    if workshop.closed_at is not None:
        # A board that was closed elsewhere, long ago, counts from its arrival here.
        since = min(max(workshop.closed_at, workshop.made_at), workshop.last_at)
    return _after(since, workshop.settings["retention_days"])


def moved(workshop: Workshop, *, now: str, retention_days: int | None = None) -> list[Change]:
    """Return the change that tells the date counted from now; [] where it is fixed (demos)."""
    if workshop.erase_at is not None:
        return []
    days = retention_days or workshop.settings["retention_days"]
    return [Change("erase_date.moved", {"erase_on": date_text(_after(now, days))})]


def date_text(moment: datetime) -> str:
    """Return the date of a time, in UTC, as the wire writes it."""
    return moment.astimezone(UTC).date().isoformat()


def apply_moved(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop unchanged: the date follows from its end and its settings."""
    return workshop


def _after(since: str, days: int) -> datetime:
    return datetime.fromisoformat(since) + timedelta(days=days)


APPLY = {"erase_date.moved": apply_moved}
