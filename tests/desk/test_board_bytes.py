"""The bytes that are kept of a board are those that would be made from nothing."""

from __future__ import annotations

import pytest

from server.desk.board_bytes import BoardBytes
from server.domain.board import board_hash, board_of, canonical
from server.domain.workshop import EMPTY, apply
from tests.domain.journeys import JOURNEYS, play


@pytest.mark.parametrize("name", JOURNEYS)
def test_kept_bytes_are_those_of_the_board_after_every_change(name: str) -> None:
    story, _ = play(name)
    workshop, kept = EMPTY, BoardBytes()
    for change in story.log:
        workshop = apply(workshop, change)

        assert kept.board(workshop) == canonical(board_of(workshop))
        assert kept.hash(workshop) == board_hash(workshop)
