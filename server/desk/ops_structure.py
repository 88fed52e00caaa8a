"""The shapes of ops that give a board its structure: details, links, themes, comments, services."""

from marshmallow import fields, validate

from server.domain.answers import LEVELS
from server.domain.comments import COMMENT_KINDS
from server.domain.details import COST_BEHAVIOUR, FUNDING
from server.domain.links import LINK_KINDS, WALKS
from server.domain.service_scores import POINTS
from server.domain.services import KNOCK_OUTS, LAYERS, MOST_SERVICES, SERVICE_STATES

from .shapes import flag, groups, note_ids, one_of, text, whole, word, words

MOST_TAGS = 40  # of one note; a canvas has fewer
MOST_CRITERIA = 40  # that points are shared out among; a canvas has fewer

STRUCTURE_FIELDS: dict[str, dict[str, fields.Field]] = {
    "note.describe": {
        "note_id": word(required=True),
        "owner": text(allow_none=True),
        "pays": groups(allow_none=True),
        "indicator": text(allow_none=True),
        "supplier": text(allow_none=True),
        "funding": one_of(FUNDING, allow_none=True),
        "cost_behaviour": one_of(COST_BEHAVIOUR, allow_none=True),
        "tags": words(MOST_TAGS, allow_none=True),
        "services": words(MOST_SERVICES, allow_none=True),
    },
    "link.draw": {
        "from": fields.String(required=True, attribute="start", validate=word().validate),
        "to": fields.String(required=True, attribute="end", validate=word().validate),
        "kind": one_of(LINK_KINDS, required=True),
        "walk": one_of(WALKS),
    },
    "link.erase": {"link_id": word(required=True)},
    "theme.form": {
        "area": word(required=True),
        "title": text(required=True),
        "notes": note_ids(),
    },
    "theme.rename": {"theme_id": word(required=True), "title": text(required=True)},
    "theme.fill": {"theme_id": word(required=True), "notes": note_ids()},
    "theme.empty": {"theme_id": word(required=True), "notes": note_ids()},
    "theme.dissolve": {"theme_id": word(required=True)},
    "theme.erase": {"theme_id": word(required=True)},
    "comment.add": {
        "note_id": word(required=True),
        "kind": one_of(COMMENT_KINDS, required=True),
        "text": text(required=True),
    },
    "comment.close": {"comment_id": word(required=True)},
    "comment.erase": {"comment_id": word(required=True)},
    "ask.open": {"note_id": word(required=True), "to": word(required=True)},
    "service.add": {"name": text(required=True), "state": one_of(SERVICE_STATES, required=True)},
    "service.edit": {
        "service_id": word(required=True),
        "name": text(),
        "state": one_of(SERVICE_STATES),
        "layers": fields.Dict(keys=one_of(LAYERS), values=text()),
        "knock_outs": fields.Dict(keys=one_of(KNOCK_OUTS), values=flag(allow_none=True)),
    },
    "service.score": {
        "service_id": word(required=True),
        "criterion": word(required=True),
        "value": whole(LEVELS[0], LEVELS[-1], required=True, allow_none=True),
    },
    "weights.split": {
        "points": fields.Dict(
            keys=word(),
            values=whole(0, POINTS),
            required=True,
            allow_none=True,
            validate=validate.Length(min=1, max=MOST_CRITERIA),
        )
    },
    "service.remove": {"service_id": word(required=True)},
    "service.erase": {"service_id": word(required=True)},
}
