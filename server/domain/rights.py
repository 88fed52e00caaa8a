"""What each kind of phase lets people do, unless its agenda says otherwise: the table of rights."""

from collections.abc import Iterable, Mapping

from .state import Phase, Seat, Workshop

RIGHTS = ("add", "edit", "move", "comment", "link", "vote")
# Whose notes a right is about. "own" and "city" of a vote: notes of that seat, or of its city.
SCOPES = ("nobody", "own", "city", "all")
SEEN = ("own", "all")  # what a note written in the phase shows: its author alone sees it, or all do

_WRITING = {
    "add": "all", "edit": "own", "move": "own", "comment": "all", "link": "all", "vote": "all",
}  # fmt: skip
_RESTING = dict.fromkeys(RIGHTS, "nobody") | {"vote": "all"}
# kind of phase → right → whose notes. A vote needs an open ballot as well.
DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "gather": _WRITING,
    "reveal": _RESTING | {"comment": "all"},
    "group": _RESTING | {"move": "all", "comment": "all"},
    "walk": _WRITING,
    "vote": _RESTING,
    "discuss": _RESTING | {"edit": "own", "comment": "all", "link": "all"},
    "close_gaps": _WRITING,
    "agree": _RESTING,
    "break": dict.fromkeys(RIGHTS, "nobody"),
}
PHASE_KINDS = tuple(DEFAULTS)
RIGHT_OF = {  # op → the right it needs
    "note.add": "add",
    "note.edit": "edit", "note.describe": "edit", "note.remove": "edit", "note.restore": "edit",
    "note.move": "move",
    "comment.add": "comment", "comment.close": "comment", "ask.open": "comment",
    "note.translate": "comment",
    "link.draw": "link", "link.erase": "link",
    "vote.place": "vote", "vote.withdraw": "vote", "vote.rate": "vote", "vote.rank": "vote",
    "hub.tally": "vote",
}  # fmt: skip


def scope_of(phase: Phase, right: str) -> str:
    """Return whose notes a right is about in a phase: nobody's, own, the city's or all."""
    return phase.rights.get(right) or DEFAULTS[phase.kind][right]


def may_touch(
    workshop: Workshop,
    right: str,
    by: Seat,
    *,
    authors: Iterable[str | None],
    cities: Iterable[str | None],
) -> bool:
    """Whether a right that the phase gives reaches things of these authors and cities.

    A lead's own is the city's; a facilitator's is everything.
    """
    scope = scope_of(workshop.phase, right)
    if by.role == "facilitator" or scope == "all" or by.id in authors:
        return True
    is_wide = scope == "city" or by.role == "city_lead"
    return is_wide and by.city is not None and by.city in cities
