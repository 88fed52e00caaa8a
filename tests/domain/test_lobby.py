"""Where the facilitator wants it, people wait to be let in."""

import pytest

from server.domain.ballots import CloseBallot
from server.domain.lobby import AdmitSeat, RefuseSeat
from server.domain.notes import AddNote
from server.domain.people import PromoteSeat, RemoveSeat, RestoreSeat
from server.domain.refused import Refused
from server.domain.settings import ChangeSettings
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story


@pytest.fixture
def guarded() -> Story:
    return a_story(small_canvas(), join="approval")


def no_to(story: Story, seat: str, op: object) -> str:
    with pytest.raises(Refused) as no:
        story.do(seat, op)
    return no.value.code


def test_who_joins_waits_and_writes_once_let_in(guarded: Story) -> None:
    helmi, aino = guarded.join("facilitator"), guarded.join("participant", "Oulu")
    assert no_to(guarded, aino, AddNote("value", "too early")) == "seat.waiting"

    guarded.do(helmi, AdmitSeat(aino))

    assert guarded.make(aino, AddNote("value", "now"))
    assert no_to(guarded, helmi, AdmitSeat(aino)) == "op.no_effect"


def test_a_facilitator_never_waits(guarded: Story) -> None:
    helmi = guarded.join("facilitator")

    assert guarded.workshop.seats[helmi].is_seated


def test_who_was_turned_away_can_be_brought_back_into_the_lobby(guarded: Story) -> None:
    helmi, aino = guarded.join("facilitator"), guarded.join("participant", "Oulu")
    guarded.do(helmi, RefuseSeat(aino))
    assert guarded.workshop.seat_count == 1

    guarded.do(helmi, RestoreSeat(aino))

    assert no_to(guarded, aino, AddNote("value", "still waiting")) == "seat.waiting"
    guarded.do(helmi, AdmitSeat(aino))
    assert guarded.workshop.seats[aino].is_seated


def test_an_opened_door_lets_in_who_stands_before_it(guarded: Story) -> None:
    helmi = guarded.join("facilitator")
    aino, elena = guarded.join("participant", "Oulu"), guarded.join("participant", "Sofia")
    guarded.do(helmi, RefuseSeat(elena))

    changes = guarded.do(helmi, ChangeSettings({"join": "open"}))

    assert [change.type for change in changes] == ["seat.admitted", "workshop.changed"]
    assert guarded.workshop.seats[aino].is_seated
    assert not guarded.workshop.seats[elena].is_seated


def test_a_lead_lets_in_for_the_own_city_alone(guarded: Story) -> None:
    helmi, lead = guarded.join("facilitator"), guarded.join("participant", "Oulu")
    guarded.do(helmi, AdmitSeat(lead))
    guarded.do(helmi, PromoteSeat(lead, "city_lead"))
    aino, elena = guarded.join("participant", "Oulu"), guarded.join("participant", "Sofia")

    guarded.do(lead, AdmitSeat(aino))

    assert no_to(guarded, lead, AdmitSeat(elena)) == "role.not_allowed"
    assert no_to(guarded, aino, AdmitSeat(elena)) == "role.not_allowed"


def test_who_waits_is_let_in_before_anything_else_is_done_with_the_seat(guarded: Story) -> None:
    helmi, aino = guarded.join("facilitator"), guarded.join("participant", "Oulu")

    assert no_to(guarded, helmi, PromoteSeat(aino, "city_lead")) == "seat.waiting"
    assert no_to(guarded, helmi, RemoveSeat(aino)) == "seat.waiting"


def test_who_waits_does_not_count_as_present_in_a_vote(guarded: Story) -> None:
    helmi, aino = guarded.join("facilitator"), guarded.join("participant", "Oulu")
    guarded.do(helmi, AdmitSeat(aino))
    guarded.join("participant", "Oulu")
    guarded.start("vote")

    (closed,) = guarded.do(helmi, CloseBallot())

    assert closed.facts["present"][guarded.city("Oulu")] == 1
