"""Ranking: what equal cities, pooled dots and breadth say about the same ballots."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.board import canonical
from server.domain.refused import Refused
from server.synthesis.ranking import ranking
from server.synthesis.ranks import mean_ranks
from tests.synthesis.boards import EX1, HELSINGBORG, OULU, SOFIA, a_board, a_note, the_wheel

FOLDER = the_wheel()
VOTERS = {OULU: 10, SOFIA: 3, HELSINGBORG: 3}


def ex1(**given):
    notes = [a_note(name, "value", dots=dots) for name, dots in EX1.items()]
    return a_board(FOLDER, notes=notes, turnout=VOTERS, **given)


def by_name(ranked, field):
    entries = {entry["target_id"]: entry[field] for entry in ranked["areas"]["value"]}
    return [entries[name] for name in "abcd"]


def test_one_city_one_vote_ranks_the_example_of_the_method():
    ranked = ranking(ex1())

    assert by_name(ranked, "equal") == pytest.approx([0.3111, 0.2389, 0.3611, 0.0889], abs=5e-5)
    assert by_name(ranked, "lift") == pytest.approx([1.2444, 0.9556, 1.4444, 0.3556], abs=5e-5)
    assert by_name(ranked, "breadth") == pytest.approx([2 / 3, 1 / 3, 1, 0])
    assert by_name(ranked, "raw") == [7, 12, 10, 3]
    assert [entry["target_id"] for entry in ranked["areas"]["value"]] == ["c", "a", "b", "d"]


def test_pooled_counting_gives_another_winner():
    ranked = ranking(ex1(), weighting="pooled")

    assert by_name(ranked, "share") == pytest.approx([0.2188, 0.3750, 0.3125, 0.0938], abs=5e-5)
    assert ranked["areas"]["value"][0]["target_id"] == "b"


def test_degressive_weights_are_roots_of_the_ballots():
    ranked = ranking(ex1(weighting="degressive"))

    assert by_name(ranked, "share") == pytest.approx([0.2655, 0.3060, 0.3371, 0.0913], abs=5e-5)
    assert ranked["weighting"] == "degressive"


def test_an_unknown_weighting_is_refused():
    with pytest.raises(Refused) as no:
        ranking(ex1(), weighting="loudest")

    assert no.value.code == "op.malformed"


def test_a_city_without_dots_is_left_out_and_not_counted_as_zero():
    three = ranking(ex1())
    four = ranking(ex1(cities=(OULU, SOFIA, HELSINGBORG, "malmo")))

    assert by_name(four, "equal") == by_name(three, "equal")
    assert four["voting"]["value"] == [OULU, SOFIA, HELSINGBORG]
    assert four["areas"]["value"][0]["dots"]["malmo"] == 0


def test_without_dots_nothing_is_measured():
    ranked = ranking(a_board(FOLDER, notes=[a_note("a", "value")]))

    entry = ranked["areas"]["value"][0]
    assert (entry["equal"], entry["lift"], entry["breadth"], entry["rank_equal"]) == (None,) * 4
    assert entry["raw"] == 0


def test_hidden_and_removed_notes_are_in_no_ranking():
    notes = [a_note("a", "value", hidden=True), a_note("b", "value", removed=True)]

    assert ranking(a_board(FOLDER, notes=notes))["areas"]["value"] == []


def test_ties_share_the_mean_of_their_ranks():
    assert mean_ranks([2, 11, 5, 2]) == [3.5, 1, 2, 3.5]


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=9))
def test_shares_add_up_and_ranks_are_a_ranking(rows):
    cities = (OULU, SOFIA, HELSINGBORG)
    notes = [
        a_note(f"n{place}", "value", dots=dict(zip(cities, row, strict=True)))
        for place, row in enumerate(rows)
    ]

    entries = ranking(a_board(FOLDER, notes=notes, turnout=VOTERS))["areas"]["value"]

    if any(any(row) for row in rows):
        assert sum(entry["equal"] for entry in entries) == pytest.approx(1)
        count = len(rows)
        assert sum(entry["rank_equal"] for entry in entries) == count * (count + 1) / 2
        assert entries == sorted(entries, key=lambda entry: entry["rank_equal"])


def test_the_same_board_gives_the_same_bytes():
    assert canonical(ranking(ex1())) == canonical(ranking(ex1()))
    assert json.loads(canonical(ranking(ex1())))
