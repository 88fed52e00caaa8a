"""The shapes of what comes in over HTTP besides ops."""

from marshmallow import fields, validate

from server.desk.copying import KEPT
from server.desk.history import MOST_EVENTS
from server.desk.ops import SETTINGS_FIELDS
from server.desk.shapes import LANGUAGE, Strict, country, text, whole, word


class CityShape(Strict):
    """A city of a new workshop."""

    name = text(required=True)
    letters = fields.String(validate=validate.Length(min=1, max=2))
    country = country()


SettingsShape = Strict.from_dict(dict(SETTINGS_FIELDS), name="SettingsShape")


class WorkshopShape(Strict):
    """`POST /workshops`."""

    title = text(required=True)
    canvas = word()
    service = fields.String(allow_none=True, validate=validate.Length(max=8192))
    cities = fields.List(
        fields.Nested(CityShape), required=True, validate=validate.Length(min=1, max=40)
    )
    languages = fields.List(
        fields.String(validate=LANGUAGE), validate=validate.Length(min=1, max=20)
    )
    settings = fields.Nested(SettingsShape)


class JoinShape(Strict):
    """`POST /join`: a code, a facilitator key, or a token."""

    code = fields.String(validate=validate.Length(max=100))
    facilitator_key = fields.String(validate=validate.Length(max=200))
    token = fields.String(validate=validate.Length(max=500))
    name = text()
    language = fields.String(validate=LANGUAGE)
    city = word()


class DuplicateShape(Strict):
    """`POST /workshops/{id}/duplicate`."""

    title = text(required=True)
    keep = fields.List(fields.String(validate=validate.OneOf(KEPT)))


class RehearseShape(Strict):
    """`POST /workshops/{id}/rehearse`; seats are those of each city."""

    seats = fields.Integer(strict=True, load_default=8, validate=validate.Range(1, 20))
    agenda_minutes = fields.Float(load_default=5.0, validate=validate.Range(0.1, 15))
    seed = fields.Integer(strict=True, load_default=1, validate=validate.Range(0, 2**31))


class RotateShape(Strict):
    """`POST /workshops/{id}/keys/rotate`."""

    which = fields.List(word(), required=True, validate=validate.Length(min=1, max=50))


class DemoShape(Strict):
    """`POST /demo`."""

    canvas = word()


class SnapshotQuery(Strict):
    """`GET /workshops/{id}/snapshot`."""

    at = fields.Integer(required=True, validate=validate.Range(1, 2**53))


class HistoryQuery(Strict):
    """`GET /workshops/{id}/history`."""

    before = fields.Integer(validate=validate.Range(1, 2**53))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, MOST_EVENTS))


class RestoreShape(Strict):
    """`POST /workshops/{id}/restore`."""

    seq = whole(1, 2**53, required=True)


class ChangesQuery(Strict):
    """`GET /workshops/{id}/changes`; numbers come as text in a query."""

    after = fields.Integer(load_default=0, validate=validate.Range(0, 2**53))
    epoch = word()
    limit = fields.Integer(load_default=1000, validate=validate.Range(1, 1000))
