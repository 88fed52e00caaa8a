"""Who has it, who wants it, who could teach whom."""

from __future__ import annotations

from dataclasses import replace

from immutables import Map

from server.export.document import document
from server.synthesis.offers import exchanges
from server.synthesis.reading import read_workshop
from tests.synthesis.boards import OULU, SOFIA, a_board, a_note, the_wheel

WHEEL = the_wheel()


def with_offers(note_id: str, **offers: tuple[int, int, int]):
    note = a_note(note_id, "value", text=f"Note {note_id}")
    by_city = {OULU: offers["oulu"], SOFIA: offers["sofia"]}
    return replace(note, answers=Map({"offers": Map(by_city)}))


def test_who_can_teach_meets_who_wants_and_the_best_match_comes_first() -> None:
    wanted = with_offers("n1", oulu=(1, 0, 0), sofia=(0, 1, 0))
    matched = with_offers("n2", oulu=(0, 0, 2), sofia=(0, 3, 0))
    board = a_board(WHEEL, notes=[wanted, matched, a_note("n3", "value", text="Silent")])

    found = exchanges(read_workshop(board, canvas=WHEEL.canvas))

    assert [one.note_id for one in found] == ["n2", "n1"]
    assert found[0].pairs == ((OULU, SOFIA),)
    assert (found[1].have, found[1].want, found[1].pairs) == ((OULU,), (SOFIA,), ())


def test_a_city_does_not_teach_itself() -> None:
    board = a_board(WHEEL, notes=[with_offers("n1", oulu=(0, 1, 1), sofia=(0, 0, 1))])

    (found,) = exchanges(read_workshop(board, canvas=WHEEL.canvas))

    assert found.pairs == ((SOFIA, OULU),)


def test_documents_print_the_matches_and_say_nothing_where_there_are_none() -> None:
    board = a_board(WHEEL, notes=[with_offers("n1", oulu=(0, 0, 1), sofia=(0, 1, 0))])
    silent = a_board(WHEEL, notes=[a_note("n1", "value", text="Silent")])

    (row,) = document(board, WHEEL).table("exchange").rows

    assert row == ("1. Note n1", "", "Sofia", "Oulu", "Oulu → Sofia")
    assert "exchange" not in {section.id for section, _ in document(silent, WHEEL).all_sections()}
