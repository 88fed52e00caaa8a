"""Tells of most ops at once that they fit; marshmallow stays the judge of all others.

At a thousand ops a second reading shapes was a quarter of the server's time. What is accepted
here marshmallow would read as it stands; whatever else comes, unknown fields too, it reads
itself, so a refusal has one author. `tests/desk/test_quick_shapes.py` holds the two together.
"""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, fields, validate

Check = Callable[[Any], object]  # anything true: the value stays as it is


def quick_fit(schema: Schema) -> Callable[[dict[str, Any]], bool]:
    """Return a check of a whole object: true only if `schema` would read it as it stands."""
    made = {name: _check_of(known) for name, known in schema.fields.items()}
    checks = {name: check for name, check in made.items() if check is not None}
    required = {name for name, known in schema.fields.items() if known.required}

    def fits(value: dict[str, Any]) -> bool:
        for name, each in value.items():
            check = checks.get(name)
            if check is None or not check(each):
                return False
        return required <= value.keys()

    return fits


def _check_of(known: fields.Field) -> Check | None:
    """Return the check of one field, or None: its values are read by marshmallow."""
    kind = type(known)
    if known.attribute is not None:
        return None  # the op calls it something else
    if kind is fields.String:
        check = _all_of(str, [_string_rule(rule) for rule in known.validators])
    elif kind is fields.Integer and known.strict:  # type: ignore[attr-defined]
        ranges = [_range_rule(rule) for rule in known.validators if type(rule) is validate.Range]
        check = _all_of(int, ranges)
    elif kind is fields.List:
        check = _list_check(known)
    else:
        return None
    if check is None or not known.allow_none:
        return check
    return lambda value: value is None or check(value)


def _list_check(known: Any) -> Check | None:
    inner = _check_of(known.inner)
    own = _all_of(list, [_string_rule(rule) for rule in known.validators])
    if inner is None or own is None:
        return None
    return lambda value: own(value) and all(map(inner, value))


def _all_of(kind: type, rules: list[Check | None]) -> Check | None:
    if None in rules:
        return None
    if len(rules) == 1:
        (only,) = rules
        return lambda value: type(value) is kind and only(value)  # type: ignore[misc]
    # The very type: true is an int for Python, and none for us.
    return lambda value: type(value) is kind and all(rule(value) for rule in rules)  # type: ignore[misc]


def _string_rule(rule: Any) -> Check | None:
    if type(rule) is validate.Regexp:
        matches: Check = rule.regex.match
        return matches
    if type(rule) is validate.OneOf:
        choices = frozenset(rule.choices)
        return lambda value: value in choices
    if type(rule) is validate.Length and rule.equal is None:
        least, most = rule.min or 0, rule.max
        if most is not None:
            return lambda value: least <= len(value) <= most
    return None


def _range_rule(rule: validate.Range) -> Check | None:
    least, most = rule.min, rule.max
    if least is None or most is None or not (rule.min_inclusive and rule.max_inclusive):
        return None
    return lambda value: least <= value <= most
