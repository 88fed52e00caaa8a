"""Comments at notes: questions, concerns, evidence; and steps of a walk nobody could answer."""

from dataclasses import dataclass
from typing import ClassVar

from . import whose
from .attached import Comment, attach_all
from .attached_shapes import comment_from, comment_json
from .change import ERASED, Change
from .links import unsigned
from .refused import Refused
from .replacing import replace
from .state import Moment, Note, Seat, Workshop
from .text import clean_line

COMMENT_KINDS = ("question", "concern", "evidence")
MOST_COMMENTS = 10_000
MOST_AT_NOTE = 100  # so that what comes back with a note fits into one change


@dataclass(frozen=True, slots=True)
class AddComment:
    """Somebody asks, doubts or knows something about a note."""

    type: ClassVar[str] = "comment.add"
    note_id: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """A step of a walk nobody knows an answer to stays an open question at its note."""

    type: ClassVar[str] = "ask.open"
    note_id: str
    to: str


@dataclass(frozen=True, slots=True)
class CloseComment:
    """A comment is answered; it stays to be read."""

    type: ClassVar[str] = "comment.close"
    comment_id: str


@dataclass(frozen=True, slots=True)
class EraseComment:
    """The text of a comment is erased from board and log, whether it is on the board or not."""

    type: ClassVar[str] = "comment.erase"
    comment_id: str


def decide_add(workshop: Workshop, op: AddComment, by: Seat, moment: Moment) -> list[Change]:
    """Return the new comment, last of all and open.

    Raises: Refused "note.unknown", "note.hidden", "text.empty", "text.too_long", "board.full".
    """
    note = _commentable(workshop, op.note_id, by)
    text = clean_line(op.text, field="text", longest=moment.limits.note_text)
    comment = Comment(moment.new_id(), note.id, op.kind, text, place=0, city=by.city)
    return [_added(workshop, comment)]


def decide_ask(workshop: Workshop, op: OpenAsk, by: Seat, moment: Moment) -> list[Change]:
    """Return the open question. Raises: as `decide_add`, and "op.malformed", "op.no_effect"."""
    note = _commentable(workshop, op.note_id, by)
    if workshop.area(op.to) is None or op.to == note.area:
        raise Refused("op.malformed", "Name another area of this canvas.", field="to")
    edge = (note.area, op.to)
    known = workshop.comments.at(note.id)
    if any(comment.edge == edge and comment.is_open for comment in known):
        raise Refused("op.no_effect", "This step is an open question already.")
    comment = Comment(moment.new_id(), note.id, "question", None, place=0, city=by.city, edge=edge)
    return [_added(workshop, comment)]


def decide_close(workshop: Workshop, op: CloseComment, by: Seat, moment: Moment) -> list[Change]:
    """Return the closing, by who wrote it, the note's author, a lead of either, a facilitator.

    Raises: Refused "comment.unknown", "role.not_allowed", "op.no_effect".
    """
    comment = workshop.comments.get(op.comment_id)
    if comment is None or not comment.is_shown:
        raise Refused("comment.unknown", "That comment is not here.", field="comment_id")
    note = workshop.notes[comment.note_id]
    authors, cities = [comment.author, note.author], [comment.city, note.city]
    if not whose.is_of(by, authors=authors, cities=cities):
        raise Refused("role.not_allowed", "This comment is somebody else's; ask the facilitator.")
    if not comment.is_open:
        raise Refused("op.no_effect", "This comment is closed already.")
    return [Change("comment.closed", {"comment_id": comment.id} | unsigned(workshop))]


def decide_erase(workshop: Workshop, op: EraseComment, by: Seat, moment: Moment) -> list[Change]:
    """Return the erasing. The store takes the text out of the changes before it.

    Raises: Refused "comment.unknown", "op.no_effect".
    """
    comment = workshop.comments.get(op.comment_id)
    if comment is None:
        raise Refused("comment.unknown", "There is no such comment.", field="comment_id")
    if comment.erased or comment.text is None:
        raise Refused("op.no_effect", "This comment has no text to erase.")
    return [Change("comment.erased", {"comment_id": comment.id})]


def apply_added(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the comment last."""
    place = workshop.comments.last + 1
    comment = comment_from(change.facts["comment"], place=place, author=change.by)
    return replace(workshop, comments=workshop.comments.put(comment))


def apply_closed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the comment closed."""
    comment = workshop.comments.by_id[change.facts["comment_id"]]
    return replace(workshop, comments=workshop.comments.put(replace(comment, is_open=False)))


def apply_erased(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the comment there and its text gone."""
    comment = workshop.comments.by_id[change.facts["comment_id"]]
    gone = replace(comment, text=ERASED, erased=True)
    return replace(workshop, comments=workshop.comments.put(gone))


def apply_imported(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with comments of an exported board, in the order given."""
    listed = enumerate(change.facts["comments"], workshop.comments.last + 1)
    comments = [comment_from(record, place=place) for place, record in listed]
    return replace(workshop, comments=attach_all([*workshop.comments.by_id.values(), *comments]))


def _commentable(workshop: Workshop, note_id: str, by: Seat) -> Note:
    note = whose.seen_note(workshop, note_id, field="note_id")
    whose.check_whose(workshop, note, by, right="comment")
    if len(workshop.comments.at(note.id)) >= MOST_AT_NOTE:
        raise Refused(
            "board.full",
            f"A note holds {MOST_AT_NOTE} comments.",
            numbers={"limit": MOST_AT_NOTE},
        )
    if len(workshop.comments) >= MOST_COMMENTS:
        raise Refused(
            "board.full",
            f"The board holds {MOST_COMMENTS} comments.",
            numbers={"limit": MOST_COMMENTS},
        )
    return note


def _added(workshop: Workshop, comment: Comment) -> Change:
    return Change("comment.added", {"comment": comment_json(comment)} | unsigned(workshop))


DECIDE = {
    AddComment: decide_add,
    OpenAsk: decide_ask,
    CloseComment: decide_close,
    EraseComment: decide_erase,
}
APPLY = {
    "comment.added": apply_added,
    "comment.closed": apply_closed,
    "comment.erased": apply_erased,
    "comments.imported": apply_imported,
}
