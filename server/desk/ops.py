"""The shape of every op, from JSON to the op the domain decides.

It stands with the desk because both edges, sockets and HTTP, read the same ops.
"""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from server.domain import settings as workshop_settings
from server.domain.agenda import PlannedPhase
from server.domain.answers import LEVELS, OFFERED, SCORES, STANCES
from server.domain.ballot_kinds import KINDS, MOST_PLACES
from server.domain.hubs import MOST_HEADS
from server.domain.many_notes import MOST_AT_ONCE
from server.domain.notes import AddNote
from server.domain.people import ROLES
from server.domain.refused import Refused
from server.domain.signoff import SIGNED
from server.domain.verdicts import VERDICTS
from server.domain.workshop import OPS

from .ops_agenda import AGENDA_FIELDS
from .ops_structure import STRUCTURE_FIELDS
from .quick_shapes import quick_fit
from .shapes import (
    LANGUAGE,
    UUID,
    RatingValue,
    Strict,
    country,
    flag,
    groups,
    note_ids,
    read_shape,
    section,
    text,
    whole,
    word,
)

TOTALS = validate.OneOf(("hidden", "open"))
_who = groups()


def _choice(offered: Sequence[str]) -> fields.String:
    """Return a field that takes one of these, or null: it takes back what was chosen."""
    return fields.String(required=True, allow_none=True, validate=validate.OneOf(offered))


SETTINGS_FIELDS: dict[str, fields.Field] = {
    **{name: whole(least, most) for name, (least, most) in workshop_settings.NUMBERS.items()},
    **{
        name: fields.String(validate=validate.OneOf(choices))
        for name, choices in workshop_settings.CHOICES.items()
    },
    **{name: flag() for name in workshop_settings.YES_OR_NO},
    **{
        name: fields.String(validate=validate.Length(min=1, max=40))
        for name in workshop_settings.OF_THE_CANVAS
    },
    "thresholds": fields.Dict(keys=fields.String(validate=validate.Length(max=40))),
}

_NOTE: dict[str, fields.Field] = {
    "area": word(required=True),
    "text": text(required=True),
    "facet": word(),
    "who": _who,
    "on_behalf_of": word(),
}
_FIELDS: dict[str, dict[str, fields.Field]] = {
    "note.add": _NOTE | {"typed_by": text()},
    "notes.add": {
        "notes": fields.List(
            fields.Nested(Strict.from_dict(_NOTE, name="NewNote")),
            required=True,
            validate=validate.Length(min=1, max=MOST_AT_ONCE),
        ),
    },
    "note.edit": {
        "note_id": word(required=True),
        "text": text(),
        "facet": word(allow_none=True),
        "who": _who,
        "base_version": whole(1, 1_000_000_000),
    },
    "note.move": {
        "note_id": word(required=True),
        "area": word(required=True),
        "before": word(allow_none=True),
    },
    "note.remove": {"note_id": word(required=True)},
    "note.restore": {"note_id": word(required=True)},
    "note.erase": {"note_id": word(required=True)},
    "note.translate": {
        "note_id": word(required=True),
        "language": fields.String(required=True, validate=LANGUAGE),
        "text": text(required=True),
    },
    "note.merge": {"into": word(required=True), "notes": note_ids()},
    "notes.reveal": {"area": word(), "city": word()},
    "notes.reveal_next": {"area": word(), "city": word()},
    "vote.place": {
        "target_id": word(required=True),
        "dots": whole(1, 1000),
        "ballot_id": word(),
    },
    "vote.withdraw": {
        "target_id": word(required=True),
        "dots": whole(1, 1000),
        "ballot_id": word(),
    },
    "vote.rate": {
        "target_id": word(required=True),
        "value": RatingValue(required=True, allow_none=True),
        "ballot_id": word(),
    },
    "vote.rank": {
        "targets": fields.List(word(), required=True, validate=validate.Length(max=MOST_PLACES)),
        "ballot_id": word(),
    },
    "hub.declare": {
        "seat_id": word(required=True),
        "heads": whole(0, MOST_HEADS, required=True),
    },
    "hub.tally": {
        "city": word(required=True),
        "target_id": word(required=True),
        "dots": whole(0, 1_000_000),
        "steps": fields.List(whole(0, MOST_HEADS), validate=validate.Length(min=1, max=8)),
        "ballot_id": word(),
    },
    "ballot.open": {
        "ballot_id": word(),
        "title": text(),
        "kind": fields.String(validate=validate.OneOf(KINDS)),
        "top": whole(1, MOST_PLACES),
        "votes_each": whole(1, 1000),
        "note_cap": whole(1, 1000),
        "own_notes": flag(),
        "totals": fields.String(validate=TOTALS),
    },
    "ballot.close": {"ballot_id": word()},
    "ballot.reveal": {"ballot_id": word()},
    "stance.set": {"note_id": word(required=True), "stance": _choice(STANCES)},
    "offer.set": {"note_id": word(required=True), "offer": _choice(OFFERED)},
    "score.set": {
        "note_id": word(required=True),
        "kind": fields.String(required=True, validate=validate.OneOf(SCORES)),
        "value": whole(LEVELS[0], LEVELS[-1], required=True, allow_none=True),
    },
    "spotlight.set": {"note_id": word(required=True, allow_none=True)},
    "announce": {"text": text(required=True)},
    "walk.focus": {"area": word(required=True), "note_id": word()},
    "finding.judge": {
        "finding_id": word(required=True),
        "verdict": _choice(VERDICTS),
        "reason": text(),
    },
    "draft.edit": {
        "section": section(required=True),
        "sentence": word(required=True),
        "text": text(required=True, allow_none=True),
    },
    "draft.order": {
        "section": section(required=True),
        "sentences": fields.List(word(), required=True, validate=validate.Length(max=400)),
    },
    "draft.omit": {
        "section": section(required=True),
        "sentence": word(required=True),
        "omitted": flag(required=True),
    },
    "draft.sign": {
        "section": section(required=True),
        "verdict": _choice(SIGNED),
        "text": text(),
    },
    "draft.erase": {"section": section(required=True), "sentence": word(), "city": word()},
    "finding.erase": {"finding_id": word(required=True)},
    "draft.freeze": {},
    "draft.unfreeze": {},
    **AGENDA_FIELDS,
    "seat.rename": {"name": text(required=True), "seat_id": word()},
    "seat.remove": {"seat_id": word(required=True)},
    "seat.restore": {"seat_id": word(required=True)},
    "seat.admit": {"seat_id": word(required=True)},
    "seat.refuse": {"seat_id": word(required=True)},
    "seat.leave": {"erase": flag(required=True)},
    "seat.promote": {
        "seat_id": word(required=True),
        "role": fields.String(required=True, validate=validate.OneOf(ROLES)),
        "city": word(),
    },
    "city.add": {
        "name": text(required=True),
        "letters": fields.String(validate=validate.Length(min=1, max=2)),
        "country": country(),
    },
    "workshop.settings": SETTINGS_FIELDS,
    "workshop.close": {},
    "workshop.reopen": {},
    **STRUCTURE_FIELDS,
}
_OUTER: dict[str, fields.Field] = {
    "op_id": fields.String(required=True, validate=UUID),
    "type": fields.String(required=True),
}
OP_SCHEMAS: dict[str, type[Schema]] = {
    kind: Strict.from_dict({**_OUTER, **named}, name=kind.title().replace(".", ""))
    for kind, named in _FIELDS.items()
}
_READERS = {kind: schema() for kind, schema in OP_SCHEMAS.items()}
_FITS = {kind: quick_fit(reader) for kind, reader in _READERS.items()}


def is_op_id(value: Any) -> bool:
    """Whether the value is a UUID as the wire writes it: lower case, with its hyphens."""
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValidationError:
        return False


def read_op(value: Any) -> tuple[str, Any]:
    """Return op_id and op of one JSON op.

    Raises: Refused "op.malformed", for an unknown type too.
    """
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str):
        raise Refused("op.malformed", "An op is an object with op_id and type.", field="type")
    reader = _READERS.get(kind)
    if reader is None:
        raise Refused("op.malformed", "This server does not know that type of op.", field="type")
    read = dict(value) if _FITS[kind](value) else read_shape(reader, value)
    op_id = read.pop("op_id")
    del read["type"]
    if kind == "workshop.settings":
        return op_id, OPS[kind](read)
    if kind == "notes.add":
        read["notes"] = [AddNote(**_all_fixed(one)) for one in read["notes"]]
    if kind == "agenda.change":
        read["phases"] = [PlannedPhase(**_all_fixed(one)) for one in read["phases"]]
    return op_id, OPS[kind](**_all_fixed(read))


def _all_fixed(read: dict[str, Any]) -> dict[str, Any]:
    return {name: _fixed(value) for name, value in read.items()}


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
