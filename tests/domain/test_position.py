"""Order keys: there is always room, and neighbours never touch."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from immutables import Map

from server.domain.position import position_between
from server.domain.state import NONE, Note, Workshop, ordered


@given(st.lists(st.integers(0, 1_000_000), max_size=200))
def test_keys_made_anywhere_stay_in_order(places: list[int]) -> None:
    keys: list[str] = []
    for number in places:
        at = number % (len(keys) + 1)
        before = keys[at - 1] if at else None
        after = keys[at] if at < len(keys) else None
        keys.insert(at, position_between(before, after))

    assert keys == sorted(set(keys))


def test_ten_thousand_notes_at_the_end_keep_their_keys_short() -> None:
    key: str | None = None
    for _ in range(10_000):
        key = position_between(key, None)

    assert key is not None
    assert len(key) == 8


def test_a_note_finds_its_neighbours_without_looking_at_the_others() -> None:
    order, notes = NONE, [Note(f"n{n:02}", "value", f"{n:02}", "x", None, None) for n in range(5)]
    for note in (notes[3], notes[0], notes[4], notes[1], notes[2]):
        order = ordered(order, None, note)
    board = Workshop(notes=Map({note.id: note for note in notes}), order=order)

    assert board.notes_of("value") == notes
    assert [board.next_in_area(note) for note in notes] == ["n01", "n02", "n03", "n04", None]
    assert board.places_before(notes[2], 2) == (("00", "n00"), ("01", "n01"))
    gone = ordered(order, notes[2], replace(notes[2], removed=True))
    moved = ordered(gone, notes[0], replace(notes[0], area="advantage"))
    assert [note_id for _, note_id in moved["value"]] == ["n01", "n03", "n04"]
    assert moved["advantage"] == (("00", "n00"),)
