"""Offers are heard at once, for a city and never for a seat; nobody counts twice."""

from __future__ import annotations

import pytest

from server.domain.merging import MergeNotes
from server.domain.notes import AddNote
from server.domain.offers import SetOffer
from server.domain.refused import Refused
from server.domain.visibility import heard
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story


@pytest.fixture
def shared() -> tuple[Story, str, str, str]:
    """A board in the open with one note, two people of Oulu and Sofia."""
    story = a_story(small_canvas())
    aino, elena = story.join("participant", "Oulu"), story.join("city_lead", "Sofia")
    story.start("share")
    return story, aino, elena, story.make(aino, AddNote("value", "One sign-in"))


def test_what_cities_have_and_want_stands_on_the_note_at_once(shared) -> None:
    story, aino, elena, note = shared
    mikko = story.join("participant", "Oulu")

    story.do(aino, SetOffer(note, "can_offer"))
    story.do(mikko, SetOffer(note, "have"))
    story.do(elena, SetOffer(note, "want"))

    oulu, sofia = story.city("Oulu"), story.city("Sofia")
    assert story.note(note)["offers"] == {oulu: [1, 0, 1], sofia: [0, 1, 0]}


def test_others_hear_the_city_and_not_who_said_it(shared) -> None:
    story, aino, elena, note = shared
    story.join("participant", "Oulu")

    (change,) = story.do(aino, SetOffer(note, "have"))

    told = heard(change, seat_id=elena)
    assert told["counts"] == {story.city("Oulu"): [1, 0, 0]}
    assert {"by", "op_id", "offer"}.isdisjoint(told)
    assert heard(change, seat_id=aino)["offer"] == "have"


def test_an_offer_taken_back_leaves_nothing(shared) -> None:
    story, aino, _, note = shared
    story.do(aino, SetOffer(note, "want"))
    story.do(aino, SetOffer(note, None))

    assert "offers" not in story.note(note)
    assert "offers" not in story.you(aino)
    with pytest.raises(Refused) as no:
        story.do(aino, SetOffer(note, None))
    assert no.value.code == "op.no_effect"


def test_in_merged_notes_the_latest_word_of_a_seat_counts_once(shared) -> None:
    story, aino, elena, note = shared
    other = story.make(elena, AddNote("value", "Single sign-on"))
    story.do(aino, SetOffer(note, "have"))
    story.do(aino, SetOffer(other, "can_offer"))
    story.do(elena, SetOffer(other, "want"))

    story.do("server", MergeNotes(note, (other,)))

    oulu, sofia = story.city("Oulu"), story.city("Sofia")
    assert story.note(note)["offers"] == {oulu: [0, 0, 1], sofia: [0, 1, 0]}
    assert story.you(aino)["offers"] == [{"note_id": note, "offer": "can_offer"}]


def test_a_hidden_note_takes_no_offer(shared) -> None:
    story, aino, _, _ = shared
    story.start("gather")
    hidden = story.make(aino, AddNote("value", "unseen"))
    story.start("vote")
    story.start("gather")

    with pytest.raises(Refused) as no:
        story.do(aino, SetOffer(hidden, "have"))

    assert no.value.code == "phase.not_now"
