"""The shapes of ops: every type refuses what it does not know."""

from __future__ import annotations

import uuid

import pytest

from server.desk.ops import OP_SCHEMAS, read_op
from server.desk.shapes import read_json
from server.domain.permissions import SERVER_OPS
from server.domain.refused import Refused
from server.domain.workshop import OPS


def refusal(value: object) -> Refused:
    with pytest.raises(Refused) as no:
        read_op(value)
    return no.value


def test_every_op_of_the_domain_that_a_seat_may_send_has_a_shape() -> None:
    assert set(OP_SCHEMAS) == set(OPS) - {"seat.join", *SERVER_OPS}


@pytest.mark.parametrize("kind", sorted(OP_SCHEMAS))
def test_an_unknown_field_is_refused_by_name(kind: str) -> None:
    no = refusal({"op_id": str(uuid.uuid4()), "type": kind, "surprise": "secret content"})

    assert no.code == "op.malformed"
    assert "secret content" not in no.message


@pytest.mark.parametrize(
    "value",
    [None, [], "op", 7, {}, {"type": "note.add"}, {"type": 7}, {"type": "note.fly"}],
)
def test_what_is_no_op_is_refused(value: object) -> None:
    assert refusal(value).code == "op.malformed"


@pytest.mark.parametrize(
    "fields",
    [
        {"op_id": "not-a-uuid"},
        {"op_id": str(uuid.uuid4()).upper()},
        {"dots": "1"},
        {"dots": 1.0},
        {"dots": True},
        {"dots": 0},
        {"dots": 10**30},
        {"target_id": ["n"]},
        {"target_id": "../../etc"},
    ],
)
def test_a_field_of_the_wrong_kind_is_refused(fields: dict) -> None:
    op = {"op_id": str(uuid.uuid4()), "type": "vote.place", "target_id": "abcdefghijkl"}

    assert refusal(op | fields).code == "op.malformed"


@pytest.mark.parametrize("text", [b"NaN", b"[Infinity]", b"[" * 40 + b"]" * 40, b"{", b"\xff"])
def test_json_that_others_could_not_read_is_refused(text: bytes) -> None:
    with pytest.raises(Refused) as no:
        read_json(text)

    assert no.value.code == "op.malformed"


@pytest.mark.parametrize(
    "text", [b'{"text": "a", "text": "b"}', b'[{"a": {"b": 1, "\\u0062": 2}}]', b'{"":1,"":1}']
)
def test_an_object_with_one_key_twice_is_refused(text: bytes) -> None:
    with pytest.raises(Refused) as no:
        read_json(text)

    assert no.value.code == "op.malformed"
    assert "twice" in no.value.message
    assert read_json(b'[{"a": 1, "b": [{"a": 2}]}, {"a": "\\"a\\": \\"a\\":"}]')
