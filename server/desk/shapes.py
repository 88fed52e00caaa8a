"""Reads JSON from outside: strict, small enough, and with errors that name the field."""

import json
from collections.abc import Iterable
from typing import Any

import orjson
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from server.domain.answers import STANCES
from server.domain.notes import WHO
from server.domain.refused import Refused

MOST_FIELDS_NAMED = 5
MOST_NOTES_NAMED = 200  # by one op
DEEPEST = 32  # nested lists and objects of one JSON text

WORD = validate.Regexp(r"^[a-z0-9][a-z0-9_-]{0,39}\Z")  # ids, ours and the canvas's
# A section of the draft; a city's own page names the city: "annex:k3v0c2m5x8q1".
SECTION = validate.Regexp(r"^[a-z0-9][a-z0-9_-]{0,39}(:[a-z0-9]{1,40})?\Z")
UUID = validate.Regexp(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
LANGUAGE = validate.Regexp(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?\Z")
LONG = validate.Length(max=8192)  # a first fence; the domain counts graphemes


class Strict(Schema):
    """A shape that refuses what it does not know."""

    class Meta:
        """Settings of every shape."""

        unknown = RAISE


def word(*, required: bool = False, allow_none: bool = False) -> fields.String:
    """Return a field for an id."""
    return fields.String(required=required, allow_none=allow_none, validate=WORD)


def section(*, required: bool = False) -> fields.String:
    """Return a field for a section of the draft."""
    return fields.String(required=required, validate=SECTION)


def text(*, required: bool = False, allow_none: bool = False) -> fields.String:
    """Return a field for what a person writes."""
    return fields.String(required=required, allow_none=allow_none, validate=LONG)


def country() -> fields.String:
    """Return the field of a country: two letters, ISO 3166-1."""
    return fields.String(validate=validate.Regexp(r"[A-Za-z]{2}\Z"))


def one_of(
    choices: Iterable[str], *, required: bool = False, allow_none: bool = False
) -> fields.String:
    """Return a field for one of a closed list of words."""
    check = validate.OneOf([*choices, *([None] if allow_none else [])])
    return fields.String(required=required, allow_none=allow_none, validate=check)


def words(most: int, *, allow_none: bool = False) -> fields.List[str]:
    """Return a field for a list of ids."""
    return fields.List(word(), allow_none=allow_none, validate=validate.Length(max=most))


def groups(*, allow_none: bool = False) -> fields.List[str]:
    """Return a field for the groups a note speaks for."""
    check = validate.Length(max=len(WHO))
    return fields.List(one_of(WHO), allow_none=allow_none, validate=check)


def note_ids() -> fields.List[str]:
    """Return a field for the notes an op is about, one at least."""
    check = validate.Length(min=1, max=MOST_NOTES_NAMED)
    return fields.List(word(), required=True, validate=check)


class _Flag(fields.Boolean):
    """True or false, and nothing that only looks like it."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


flag = _Flag


class RatingValue(fields.Field[Any]):
    """A step of a scale: a whole number from 0 to 8, or a stance; the domain knows which."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        is_step = type(value) is int and 0 <= value <= 8
        if not is_step and value not in STANCES:
            raise ValidationError("not a step of a scale")
        return value


def whole(
    least: int, most: int, *, required: bool = False, allow_none: bool = False
) -> fields.Integer:
    """Return a field for a whole number; true, 1.0 and "1" are none."""
    return fields.Integer(
        strict=True,
        required=required,
        allow_none=allow_none,
        validate=[_not_bool, validate.Range(least, most)],
    )


def read_json(body: bytes) -> Any:
    """Return the value of a JSON text. Raises: Refused "op.malformed"."""
    check_depth(body)
    try:
        return load_json(body)
    except orjson.JSONDecodeError:
        raise Refused("op.malformed", "Send one JSON text in UTF-8.") from None
    except ValueError:
        raise Refused("op.malformed", "An object has one key twice; send it once.") from None


def load_json(body: bytes) -> Any:
    """Return the value of a JSON text, not deeper than `check_depth` allows.

    Raises: ValueError, also where an object has one key twice: readers would differ on it.
    """
    value = orjson.loads(body)
    if not _has_plainly_each_key_once(body, value):
        _KEYS_ONCE.decode(body.decode())  # orjson alone would take the last one
    return value


def _has_plainly_each_key_once(body: bytes, value: Any) -> bool:
    """Whether the number of colons tells it: most texts are one flat object, in a list or not.

    Each key written has a colon. No more colons than keys that are left: none was there twice.
    """
    if body.count(b"{") > 1:
        return False
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, dict)), None)
    return isinstance(value, dict) and len(value) == body.count(b":")


def _each_once(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("one key twice")


_KEYS_ONCE = json.JSONDecoder(object_pairs_hook=_each_once)


def check_depth(body: bytes) -> None:
    """Refuse a text whose brackets could nest deeper than 32, before parsing it."""
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return
    depth = 0
    in_string = escaped = False
    for byte in body:
        if in_string:
            in_string = escaped or byte != 0x22
            escaped = byte == 0x5C and not escaped
            continue
        if byte == 0x22:
            in_string = True
        elif byte in (0x5B, 0x7B):
            depth += 1
            if depth > DEEPEST:
                raise Refused("op.malformed", f"JSON may nest {DEEPEST} levels deep.")
        elif byte in (0x5D, 0x7D):
            depth -= 1


def read_shape(schema: Schema, value: Any) -> dict[str, Any]:
    """Return `value` as the schema reads it.

    Raises: Refused "op.malformed", naming at most five fields and never their content.
    """
    if not isinstance(value, dict):
        raise Refused("op.malformed", "Send one JSON object.")
    if len(value) > 50:
        raise Refused("op.malformed", "That object has too many fields.")
    try:
        return dict(schema.load(value))
    except ValidationError as fault:
        raise malformed(fault) from None
    except (TypeError, ValueError, OverflowError):
        raise Refused("op.malformed", "A field has a value of the wrong kind.") from None


def malformed(fault: ValidationError) -> Refused:
    """Return the refusal for a shape fault."""
    named = [str(name)[:40] for name in list(fault.normalized_messages())[:MOST_FIELDS_NAMED]]
    listed = ", ".join(named)
    sentence = f"Look at {listed}: missing, not known here, or of the wrong kind."
    return Refused("op.malformed", sentence, field=named[0] if named else None)


def _not_bool(value: Any) -> None:
    if isinstance(value, bool):
        raise ValidationError("not a whole number")
