"""The shapes of what comes up the socket besides ops."""

from marshmallow import fields, validate

from server.desk.shapes import Strict, whole, word

PROTOCOL = 1  # of the wire; a client with another one reloads its page


class EnterShape(Strict):
    """`enter`: begin to listen, from a known place or from a snapshot."""

    seq = whole(0, 2**53)
    epoch = word()
    protocol = whole(0, 1000)


class PresenceShape(Strict):
    """`presence`: what somebody is doing now; never stored in the log."""

    state = fields.String(required=True, validate=validate.OneOf(("writing", "idle")))
    area = word()
    ready = fields.Boolean(truthy={True}, falsy={False})
    seq = whole(0, 2**53)
    hash = fields.String(validate=validate.Regexp(r"^[0-9a-f]{64}\Z"))


ENTER = EnterShape()
PRESENCE = PresenceShape()
