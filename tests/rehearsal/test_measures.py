"""A refusal counts as wrong unless something that others did in that moment explains it."""

from __future__ import annotations

from collections import Counter

from server.rehearsal.measures import Answered, Measures, quantile

NOTE = "n00000000001"


def refused(code: str, *, made: float = 10.0, seat: int = 1) -> Answered:
    return Answered(
        seat=seat, type="vote.place", things=frozenset({NOTE}), made=made, sent=made,
        answered=made + 0.1, seq=None, code=code,
    )  # fmt: skip


def acked(seq: int, *, sent: float, seat: int = 1, is_again: bool = False) -> Answered:
    return Answered(
        seat=seat, type="note.add", things=frozenset(), made=sent, sent=sent,
        answered=sent + 0.02, seq=seq, is_again=is_again,
    )  # fmt: skip


def test_a_vote_that_met_the_end_of_the_ballot_had_to_be_refused() -> None:
    measures = Measures(answers=[refused("ballot.closed")], moments={1: [10.05]})

    assert not measures.refused(wrongly=True)
    assert measures.refused(wrongly=False) == Counter({("vote.place", "ballot.closed"): 1})


def test_a_vote_in_an_open_ballot_should_have_passed() -> None:
    long_ago = Measures(answers=[refused("ballot.closed")], moments={1: [3.0], 2: [10.05]})
    never_right = Measures(answers=[refused("server.fault")], moments={1: [10.05]})

    assert sum(long_ago.refused(wrongly=True).values()) == 1
    assert sum(never_right.refused(wrongly=True).values()) == 1


def test_a_note_that_somebody_took_away_explains_a_refusal() -> None:
    taken = Measures(answers=[refused("note.unknown")], touched={NOTE: [10.02]})
    still_there = Measures(answers=[refused("note.unknown")], touched={NOTE: [1.0]})

    assert not taken.refused(wrongly=True)
    assert still_there.refused(wrongly=True)


def test_delivery_is_from_sending_to_hearing_by_others_who_were_there() -> None:
    measures = Measures(
        answers=[acked(5, sent=1.0), acked(6, sent=2.0, is_again=True)],
        heard={1: [(5, 1.5)], 2: [(5, 1.03), (6, 2.5)], 3: [(5, 1.01)]},
    )

    assert [round(took) for took in measures.deliveries()] == [10, 30]
    assert quantile(measures.deliveries(), 0.95) == measures.deliveries()[1]
    assert quantile([], 0.95) is None
