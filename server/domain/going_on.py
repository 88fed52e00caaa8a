"""Makes the board of an earlier time one to go on from, with what everybody may read today."""

from collections.abc import Mapping, Set
from typing import Any

from .answers import NONE
from .change import ERASED
from .details import changed_details
from .note_shapes import whole_note
from .replacing import replace
from .state import Note, Workshop


def board_to_go_on_from(board: Mapping[str, Any], now: Workshop) -> dict[str, Any]:
    """Return the board with the notes that were hidden then and have been revealed since.

    They come as they read today, where they stood then. What only its author has ever read stays
    hidden, and what was erased since is said to be. A workshop that was closed goes on.
    """
    services = {service["id"] for service in board.get("services", ())}
    notes = [
        _read_today(note, now.notes.get(note["id"]), services=services) for note in board["notes"]
    ]
    still_open = {name: value for name, value in board.items() if name != "closed_at"}
    return still_open | {"notes": notes}


def _read_today(
    then: Mapping[str, Any], today: Note | None, *, services: Set[str]
) -> dict[str, Any]:
    if then.get("text") == ERASED:
        return {name: then[name] for name in then if name != "translations"} | {"erased": True}
    if "hidden" not in then or today is None or today.hidden or today.text is None:
        return dict(then)
    facet = today.facet if today.area == then["area"] else None
    about = [each for each in today.details.services if each in services]
    shown = replace(
        today,
        area=then["area"],
        facet=facet,
        dots=None,
        answers=NONE,
        rounds=(),
        merged_from=(),
        details=changed_details(today.details, {"services": about}),
    )
    return whole_note(shown)
