"""Seats and cities come, change and go."""

import pytest

from server.domain.limits import Limits
from server.domain.notes import AddNote
from server.domain.people import (
    AddCity,
    LeaveSeat,
    PromoteSeat,
    RemoveSeat,
    RenameSeat,
    RestoreSeat,
)
from server.domain.refused import Refused
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story


def test_a_full_workshop_refuses_one_more_seat_until_one_is_removed() -> None:
    story = a_story(small_canvas(), limits=Limits(seats=2))
    helmi, aino = story.join("facilitator"), story.join("participant", "Oulu")
    with pytest.raises(Refused) as no:
        story.join("participant", "Oulu")
    assert no.value.code == "workshop.full"

    story.do(helmi, RemoveSeat(aino))

    story.join("participant", "Oulu")


def test_a_facilitator_gets_into_a_full_workshop_to_free_a_seat() -> None:
    story = a_story(small_canvas(), limits=Limits(seats=1))
    aino = story.join("participant", "Oulu")

    helmi = story.join("facilitator")
    story.do(helmi, RemoveSeat(aino))

    for _ in range(10):
        story.join("facilitator")
    with pytest.raises(Refused) as no:
        story.join("facilitator")
    assert no.value.code == "workshop.full"


def test_the_last_facilitator_cannot_leave_the_role(story: Story) -> None:
    helmi = story.join("facilitator")
    for op in (RemoveSeat(helmi), PromoteSeat(helmi, "participant", story.city("Oulu"))):
        with pytest.raises(Refused) as no:
            story.do(helmi, op)
        assert no.value.code == "seat.last_facilitator"


def test_a_promoted_seat_keeps_its_city(story: Story) -> None:
    helmi, aino = story.join("facilitator"), story.join("participant", "Oulu")

    story.do(helmi, PromoteSeat(aino, "city_lead"))

    assert story.you(aino)["seat"] == {"id": aino, "role": "city_lead", "city": story.city("Oulu")}


def test_participants_rename_only_themselves(story: Story) -> None:
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.do(aino, RenameSeat("Aino"))

    with pytest.raises(Refused) as no:
        story.do(aino, RenameSeat("Somebody", seat_id=elena))

    assert no.value.code == "role.not_allowed"


def test_no_name_is_ever_in_the_log(story: Story) -> None:
    aino = story.join("participant", "Oulu")

    (change,) = story.do(aino, RenameSeat("Aino Virtanen"))

    assert "Aino" not in str(change.to_json())


def test_a_city_takes_part_once(story: Story) -> None:
    helmi = story.join("facilitator")
    with pytest.raises(Refused) as no:
        story.do(helmi, AddCity("oulu"))
    assert no.value.code == "city.exists"


def test_a_removed_seat_comes_back_with_its_notes_and_its_place(story: Story) -> None:
    helmi, aino = story.join("facilitator"), story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "unseen"))
    story.do(helmi, RemoveSeat(aino))

    story.do(helmi, RestoreSeat(aino))

    assert story.workshop.seats[aino].is_seated
    assert story.you(aino)["notes"] == [note]
    assert story.workshop.seat_count == 2
    with pytest.raises(Refused) as no:
        story.do(helmi, RestoreSeat(aino))
    assert no.value.code == "op.no_effect"


def test_who_left_is_brought_back_by_nobody_else(story: Story) -> None:
    helmi, aino = story.join("facilitator"), story.join("participant", "Oulu")
    story.do(aino, LeaveSeat(erase=False))

    with pytest.raises(Refused) as no:
        story.do(helmi, RestoreSeat(aino))

    assert no.value.code == "seat.unknown"


def test_a_removed_seat_does_not_come_back_into_a_full_workshop() -> None:
    story = a_story(small_canvas(), limits=Limits(seats=2))
    helmi, aino = story.join("facilitator"), story.join("participant", "Oulu")
    story.do(helmi, RemoveSeat(aino))
    story.join("participant", "Oulu")

    with pytest.raises(Refused) as no:
        story.do(helmi, RestoreSeat(aino))

    assert no.value.code == "workshop.full"
