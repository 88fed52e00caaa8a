"""Coming in by turns: everybody gets in, a bounded number at once."""

from __future__ import annotations

import threading

import pytest

from server.desk.turns import Turns


def test_a_hall_comes_in_a_few_at_once_and_nobody_is_refused() -> None:
    turns, lock = Turns(3), threading.Lock()
    inside, most, seated = 0, 0, 0
    three_are_in = threading.Barrier(3)

    def come_in() -> None:
        nonlocal inside, most, seated
        with turns.turn():
            with lock:
                inside += 1
                most = max(most, inside)
            three_are_in.wait(10)  # goes on only if three are in progress at once
            with lock:
                inside -= 1
                seated += 1

    hall = [threading.Thread(target=come_in) for _ in range(60)]
    for person in hall:
        person.start()
    for person in hall:
        person.join(20)

    assert (seated, most) == (60, 3)


def test_a_turn_that_fails_is_given_to_the_next() -> None:
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(KeyError), turns.turn():
            raise KeyError

    with turns.turn():
        assert True
