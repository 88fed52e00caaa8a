"""Links: an arrow from one note to another that says what it means."""

from dataclasses import dataclass
from typing import ClassVar

from . import whose
from .attached import Link, attach_all
from .attached_shapes import link_from, link_json
from .change import Change
from .refused import Refused
from .replacing import replace
from .rights import may_touch
from .state import Moment, Seat, Workshop

LINK_KINDS = ("leads_to", "requires", "contradicts")
WALKS = ("clockwise", "anticlockwise")
MOST_LINKS = 20_000  # two for each note of a full board
MOST_AT_NOTE = 200  # so that what comes back with a note fits into one change


@dataclass(frozen=True, slots=True)
class DrawLink:
    """Somebody draws an arrow; `walk` is the walk that asked for it."""

    type: ClassVar[str] = "link.draw"
    start: str
    end: str
    kind: str
    walk: str | None = None


@dataclass(frozen=True, slots=True)
class EraseLink:
    """An arrow goes."""

    type: ClassVar[str] = "link.erase"
    link_id: str


def decide_draw(workshop: Workshop, op: DrawLink, by: Seat, moment: Moment) -> list[Change]:
    """Return the new link, last of all. One of a kind goes from one note to another.

    Raises: Refused "note.unknown", "note.hidden", "op.malformed", "op.no_effect", "board.full".
    """
    start = whose.seen_note(workshop, op.start, field="from")
    end = whose.seen_note(workshop, op.end, field="to")
    if start.id == end.id:
        raise Refused("op.malformed", "A link joins two different notes.", field="to")
    authors, cities = [start.author, end.author], [start.city, end.city]
    if not may_touch(workshop, "link", by, authors=authors, cities=cities):
        raise Refused("role.not_allowed", "In this phase one end is a note of your own, or city.")
    at_start, at_end = workshop.links.at(start.id), workshop.links.at(end.id)
    if any((link.end, link.kind) == (end.id, op.kind) for link in at_start):
        raise Refused("op.no_effect", "That link is drawn already.")
    if max(len(at_start), len(at_end)) >= MOST_AT_NOTE:
        raise _full(f"A note holds {MOST_AT_NOTE} links. Erase some first.", MOST_AT_NOTE)
    if len(workshop.links) >= MOST_LINKS:
        raise _full(f"The board holds {MOST_LINKS} links. Erase some first.", MOST_LINKS)
    link = Link(
        id=moment.new_id(),
        start=start.id,
        end=end.id,
        kind=op.kind,
        place=0,
        walk=op.walk,
        city=by.city,
    )
    return [Change("link.drawn", {"link": link_json(link)} | unsigned(workshop))]


def decide_erase(workshop: Workshop, op: EraseLink, by: Seat, moment: Moment) -> list[Change]:
    """Return the end of a link. Raises: Refused "link.unknown", "role.not_allowed"."""
    link = workshop.links.get(op.link_id)
    if link is None or not link.is_shown:
        raise Refused("link.unknown", "That link is not on the board.", field="link_id")
    if not whose.is_of(by, authors=[link.author], cities=[link.city]):
        raise Refused("role.not_allowed", "This link is somebody else's; ask the facilitator.")
    return [Change("link.erased", {"link_id": link.id} | unsigned(workshop))]


def apply_drawn(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the link last."""
    place = workshop.links.last + 1
    link = link_from(change.facts["link"], place=place, author=change.by)
    return replace(workshop, links=workshop.links.put(link))


def apply_erased(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop without the link."""
    link = workshop.links.by_id[change.facts["link_id"]]
    return replace(workshop, links=workshop.links.drop(link))


def apply_imported(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with links of an exported board, in the order given."""
    first = workshop.links.last + 1
    listed = enumerate(change.facts["links"], first)
    links = [link_from(record, place=place) for place, record in listed]
    return replace(workshop, links=attach_all([*workshop.links.by_id.values(), *links]))


def unsigned(workshop: Workshop) -> dict[str, bool]:
    """Return the mark of a change whose author nobody else learns, where authors are not shown."""
    return {} if workshop.settings["show_authors"] else {"unsigned": True}


def _full(sentence: str, limit: int) -> Refused:
    return Refused("board.full", sentence, numbers={"limit": limit})


DECIDE = {DrawLink: decide_draw, EraseLink: decide_erase}
APPLY = {
    "link.drawn": apply_drawn,
    "link.erased": apply_erased,
    "links.imported": apply_imported,
}
