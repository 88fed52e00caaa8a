"""Notes that say nearly the same are suggested, and only within an area."""

from __future__ import annotations

import pytest

from server.synthesis.reading import read_workshop
from server.synthesis.similar import MOST_COMPARED, similar_notes
from tests.synthesis.boards import a_board, a_note, the_wheel

WHEEL = the_wheel()


def suggested(*notes):
    board = a_board(WHEEL, notes=list(notes))
    return [
        (one.area, one.notes) for one in similar_notes(read_workshop(board, canvas=WHEEL.canvas))
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Booking a time takes too long", "It takes too long to book a time!"),
        ("Ajan varaaminen kestää liian kauan", "Ajanvaraus kestää liian kauan"),
        ("По-малко чакане на гише", "по-малко чакане на гишето"),
        ("FEWER CALLS", "fewer calls"),
    ],
)
def test_the_same_thought_in_other_words_is_suggested(one: str, other: str) -> None:
    first, second = a_note("n1", "value", text=one), a_note("n2", "value", text=other)

    assert suggested(first, second) == [("value", ("n1", "n2"))]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Less paper", "Fewer trips"), ("Open at night", "Open data of the region"), ("!!!", "???")],
)
def test_another_thought_is_not(one: str, other: str) -> None:
    assert suggested(a_note("n1", "value", text=one), a_note("n2", "value", text=other)) == []


def test_notes_of_two_areas_are_never_suggested_together() -> None:
    same = [a_note("n1", "value", text="Less paper"), a_note("n2", "advantage", text="Less paper")]

    assert suggested(*same) == []


def test_the_most_alike_come_first_and_a_note_is_in_one_group() -> None:
    notes = [
        a_note("n1", "value", text="Booking a time takes too long"),
        a_note("n2", "value", text="It takes too long to book a time"),
        a_note("n3", "advantage", text="Less paper"),
        a_note("n4", "advantage", text="less paper"),
        a_note("n5", "advantage", text="Less paper."),
    ]

    assert suggested(*notes) == [("advantage", ("n3", "n4", "n5")), ("value", ("n1", "n2"))]


def test_a_very_full_area_is_looked_at_in_part() -> None:
    notes = [a_note(f"n{n}", "value", text=f"{n * 7919:09d}") for n in range(MOST_COMPARED)]
    late = [a_note("z1", "value", text="Less paper"), a_note("z2", "value", text="less paper")]

    found = suggested(*notes, *late)

    assert ("value", ("z1", "z2")) not in found
