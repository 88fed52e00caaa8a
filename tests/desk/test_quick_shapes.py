"""The quick check of an op's shape: it never takes what marshmallow would refuse or change."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from marshmallow import ValidationError

from server.desk.ops import OP_SCHEMAS, read_op
from server.desk.quick_shapes import quick_fit

READERS = {kind: schema() for kind, schema in OP_SCHEMAS.items()}
FITS = {kind: quick_fit(reader) for kind, reader in READERS.items()}
OP_ID = str(uuid.UUID(int=7))
HOT = {
    "note.add": {"area": "value", "text": "A lamp at 10:45", "who": ["residents"]},
    "note.edit": {"note_id": "a1b2c3d4e5f6", "text": "Two lamps", "facet": None, "base_version": 3},
    "note.move": {"note_id": "a1b2c3d4e5f6", "area": "value", "before": None},
    "vote.place": {"target_id": "a1b2c3d4e5f6", "dots": 2},
    "vote.withdraw": {"target_id": "a1b2c3d4e5f6"},
}

near = some.sampled_from(
    [
        "value", "a1b2c3d4e5f6", "residents", "hidden", "open", "facilitator", OP_ID, OP_ID.upper(),
        "a1b2c3d4e5f6\n", "-a", "", "x" * 40, "x" * 41, "x" * 8192, "x" * 8193, "ä", "\ud800",
        0, 1, 2, 1000, 1001, 10**9, 10**30, -1, True, False, 1.0, 2.5, None, b"value",
        [], ["residents"], ["residents", "residents"], ["nobody"], ["residents", 1],
        ["a1b2c3d4e5f6"] * 200, ["a1b2c3d4e5f6"] * 201, {}, {"a": 1}, (), ("residents",),
    ]
)  # fmt: skip
anything = some.one_of(near, some.text(max_size=50), some.integers(), some.lists(near, max_size=4))


@some.composite
def ops(draw: some.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(some.sampled_from(sorted(READERS)))
    names = some.sampled_from([*sorted(READERS[kind].fields), "surprise"])
    value = {"op_id": OP_ID, "type": kind} | draw(some.dictionaries(names, anything, max_size=8))
    for name in draw(some.sets(some.sampled_from(["op_id", "type"]), max_size=1)):
        del value[name]
    return kind, value


# A busy machine is slow now and then: that is no fault of the check.
@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(ops())
def test_what_fits_is_what_marshmallow_reads_unchanged(op: tuple[str, dict[str, Any]]) -> None:
    kind, value = op
    if not FITS[kind](value):
        return

    try:
        read = READERS[kind].load(value)
    except ValidationError as fault:
        pytest.fail(f"{kind} {value} fits and is refused: {fault}")

    assert value == read
    assert {name: type(each) for name, each in value.items()} == {
        name: type(each) for name, each in read.items()
    }


@pytest.mark.parametrize("kind", sorted(HOT))
def test_what_a_room_sends_all_the_time_is_told_at_once(kind: str) -> None:
    op = {"op_id": OP_ID, "type": kind, **HOT[kind]}

    assert FITS[kind](op)
    assert read_op(op)[1].type == kind


def test_a_field_the_op_calls_something_else_is_read_by_marshmallow() -> None:
    ends = {"from": "a1b2c3d4e5f6", "to": "f6e5d4c3b2a1"}

    _, read = read_op({"op_id": OP_ID, "type": "link.draw", **ends, "kind": "requires"})

    assert (read.start, read.end) == ("a1b2c3d4e5f6", "f6e5d4c3b2a1")
