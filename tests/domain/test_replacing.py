"""Copies with some facts changed are those that the standard library would make."""

from __future__ import annotations

import dataclasses

import pytest
from immutables import Map

from server.domain import state
from server.domain.change import Change
from server.domain.replacing import replace

VALUES = [
    state.Note("n1", "value", "i1", "A lamp", "oulu", "aino", who=("residents",)),
    state.Seat("aino", "participant", "oulu"),
    state.Paper("oulu", Map({"n1": 2})),
    state.Workshop(seq=7, title="Night library", notes=Map({"n1": 1})),
    Change("note.moved", {"note_id": "n1"}, by="aino", seq=3),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_each_fact_of_a_copy_can_be_another(value: object) -> None:
    for each in dataclasses.fields(value):  # type: ignore[arg-type]
        if each.init:
            made = replace(value, **{each.name: "another"})

            assert made == dataclasses.replace(value, **{each.name: "another"})  # type: ignore[type-var]
            assert getattr(made, each.name) == "another"


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_the_value_itself_stays_as_it_is_and_the_copy_frozen(value: object) -> None:
    before = repr(value)

    made = replace(value)

    assert made == value
    assert made is not value
    assert repr(value) == before
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, dataclasses.fields(made)[0].name, "another")  # type: ignore[arg-type]


def test_a_fact_it_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        replace(VALUES[0], surprise=1)


def test_no_value_of_the_domain_checks_itself_when_made() -> None:
    # Copies are made past __init__, so nothing may hang on it.
    for kind in vars(state).values():
        assert not hasattr(kind, "__post_init__")
