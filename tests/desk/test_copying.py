"""A copy of a workshop begins with what it is told to keep, and with nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from server.desk.rehearsals import MOST_SEATS, RehearsalOrder, Rehearsals
from server.domain.refused import Refused
from server.settings import Settings
from tests.desk.office import a_desk, a_seat, a_workshop, op, the_facilitator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.desk.desk import Desk
    from server.desk.making import Made


@pytest.fixture
def held(redis_url: str) -> Iterator[tuple[Desk, Made]]:
    """A workshop with a service, a note everybody sees, and one that is hidden."""
    with a_desk(redis_url) as desk:
        made = a_workshop(desk, "Oulu", "Sofia", votes_each=7)
        helmi, aino = the_facilitator(desk, made), a_seat(desk, made)

        def do(seat: str, kind: str, **fields: Any) -> None:
            ack = desk.performing.perform(made.workshop_id, seat, op(kind, **fields))
            assert ack["ok"], ack

        do(helmi, "service.add", name="Night library", state="new")
        do(aino, "note.add", area="value", text="open at night")
        do(helmi, "phase.start", phase="share")
        do(helmi, "phase.start", phase="gather")
        do(aino, "note.add", area="value", text="seen by me alone")
        yield desk, made


def test_a_copy_keeps_what_it_is_told_to(held: tuple[Desk, Made]) -> None:
    desk, made = held

    copied = desk.workshops.duplicate(
        made.workshop_id, title="Again", keep=["settings", "agenda", "services", "seeded_notes"]
    )

    copy, known = (desk.hosted(one).workshop for one in (copied.workshop_id, made.workshop_id))
    assert copy.title == "Again"
    assert [note.text for note in copy.kept_notes()] == ["open at night"]
    assert [service.name for service in copy.services] == ["Night library"]
    assert copy.services[0].id != known.services[0].id
    assert copy.phases == known.phases
    assert (copy.settings["votes_each"], copy.phase_id) == (7, "gather")
    assert copy.seat_count == 0


def test_a_bare_copy_has_only_cities_and_canvas(held: tuple[Desk, Made]) -> None:
    desk, made = held

    copied = desk.workshops.duplicate(made.workshop_id, title="Again", keep=[])

    copy = desk.hosted(copied.workshop_id).workshop
    assert [city.name for city in copy.cities] == ["Oulu", "Sofia"]
    assert not list(copy.kept_notes())
    assert not copy.services
    assert copy.settings["votes_each"] == 5


def test_a_copy_to_rehearse_in_says_so_and_lives_a_day(held: tuple[Desk, Made]) -> None:
    desk, made = held

    copied = desk.workshops.rehearsal_of(made.workshop_id)

    assert copied.title == "Rehearsal: Night library"
    assert desk.hosted(copied.workshop_id).workshop.erase_at is not None


def test_a_rehearsal_that_is_too_large_is_refused_before_anything_is_made(
    held: tuple[Desk, Made],
) -> None:
    desk, made = held
    rehearsals = Rehearsals(desk.store, desk.workshops, settings=Settings(), process="p1")
    before = desk.store.workshop_ids()

    with pytest.raises(Refused) as no:
        rehearsals.begin(made.workshop_id, RehearsalOrder(seats=MOST_SEATS // 2 + 1))

    assert no.value.code == "rehearsal.too_large"
    assert desk.store.workshop_ids() == before
    assert rehearsals.of(made.workshop_id) == {"state": "none"}
