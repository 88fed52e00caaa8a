"""The door of the domain: decide() asks the noun that is meant, apply() lets a change happen."""

from collections.abc import Callable, Iterable
from typing import Any

from . import (
    agenda,
    announcing,
    ballots,
    comments,
    describing,
    drafting,
    erase_date,
    erasing,
    hubs,
    links,
    lobby,
    making,
    many_notes,
    merging,
    notes,
    offers,
    people,
    permissions,
    phases,
    ratings,
    revealing,
    scores,
    service_scores,
    services,
    settings,
    signoff,
    spotlight,
    stances,
    themes,
    timer,
    timer_end,
    translating,
    verdicts,
    votes,
    walks,
    wording_erasing,
)
from .change import Change
from .limits import DEFAULT_LIMITS, Limits
from .replacing import replace
from .state import EMPTY, SERVER, Moment, Seat, Workshop

__all__ = ["EMPTY", "OPS", "Workshop", "apply", "apply_all", "decide", "made_id"]

_NOUNS = (
    people,
    lobby,
    notes,
    many_notes,
    merging,
    revealing,
    erasing,
    describing,
    translating,
    links,
    themes,
    comments,
    services,
    votes,
    ratings,
    hubs,
    ballots,
    stances,
    offers,
    scores,
    service_scores,
    walks,
    spotlight,
    announcing,
    verdicts,
    drafting,
    signoff,
    wording_erasing,
    phases,
    agenda,
    timer,
    timer_end,
    settings,
)
_MADE = {  # change → the fact that was made by it
    "note.added": "note",
    "ballot.opened": "ballot",
    "city.added": "city",
    "link.drawn": "link",
    "theme.formed": "theme",
    "comment.added": "comment",
    "service.added": "service",
}
_DECIDE: dict[type, Callable[..., list[Change]]] = {
    op: decide for noun in _NOUNS for op, decide in noun.DECIDE.items()
}
_APPLY: dict[str, Callable[[Workshop, Change], Workshop]] = {
    kind: apply for noun in (*_NOUNS, making, erase_date) for kind, apply in noun.APPLY.items()
}
OPS: dict[str, type] = {op.type: op for op in _DECIDE}  # type: ignore[attr-defined]
CHANGES: tuple[str, ...] = tuple(_APPLY)


def decide(
    workshop: Workshop,
    op: Any,
    *,
    by: Seat,
    now: str,
    new_id: Callable[[], str],
    limits: Limits = DEFAULT_LIMITS,
) -> list[Change]:
    """Return the changes an op makes, in order, one at least; the workshop stays as it is.

    `by` is the seat as the workshop knows it. Changes have no seq and no op_id yet.
    Raises: Refused, when the op is not allowed now or makes no sense.
    """
    permissions.check_allowed(workshop, op, by)
    made = _DECIDE[type(op)](workshop, op, by, Moment(now, new_id, limits))
    return [_signed(change, by, now) for change in made]


def apply(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop after the change; never refuses.

    A type this version does not know raises KeyError: its log cannot be replayed here.
    """
    after = _APPLY[change.type](workshop, change)
    return replace(after, seq=change.seq or after.seq, last_at=change.at or after.last_at)


def apply_all(workshop: Workshop, changes: Iterable[Change]) -> Workshop:
    """Return the workshop after all changes, in their order."""
    for change in changes:
        workshop = apply(workshop, change)
    return workshop


def made_id(changes: Iterable[Change]) -> str | None:
    """Return the id of what an op made (note, link, ballot, …), or None."""
    for change in changes:
        if change.type in _MADE:
            return str(change.facts[_MADE[change.type]]["id"])
    return None


def _signed(change: Change, by: Seat, now: str) -> Change:
    return replace(
        change,
        by=change.by or (None if by is SERVER else by.id),
        city=by.city if change.city is None else change.city,
        at=now,
    )
