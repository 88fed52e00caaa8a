"""Order keys: there is always room, and neighbours never touch."""

from hypothesis import given
from hypothesis import strategies as st

from server.domain.position import position_between


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
