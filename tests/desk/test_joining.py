"""Coming in: codes as people type them, keys, and back to the same seat."""

from __future__ import annotations

import pytest

from server.desk.invitations import ALPHABET, new_code, plain_code, shown
from server.desk.joining import Asked
from server.domain.refused import Refused
from tests.desk.office import a_desk, a_seat, a_workshop, op, the_facilitator


@pytest.mark.parametrize("typed", ["abcd2345", " ABCD-2345 ", "ab cd 23 45", "ABCD–2345"])
def test_a_code_may_be_typed_in_any_way(typed: str) -> None:
    assert plain_code(typed) == "ABCD2345"


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-2340", "ÄBCD2345", "A" * 100])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert plain_code(typed) is None


def test_codes_have_no_signs_that_look_alike() -> None:
    assert not set("01IO") & set(ALPHABET)
    assert len(shown(new_code())) == 9


def test_the_workshops_code_asks_for_a_city(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        code = made.invitations["workshop"]["code"]
        sofia = made.invitations["cities"][1]["city"]
        with pytest.raises(Refused) as no:
            desk.entrance.join(Asked(code=code, name="Elena"))

        joined = desk.entrance.join(Asked(code=code, name="Elena", city=sofia))

        assert no.value.code == "join.city_needed"
        assert joined.city == sofia


def test_the_same_device_gets_its_seat_again(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        code = made.invitations["cities"][0]["code"]
        first = desk.entrance.join(Asked(code=code, name="Aino"))
        token = (first.workshop_id, first.seat_id)

        again = [desk.entrance.join(Asked(code=code, name="Aino", seat=token)) for _ in range(3)]
        by_token_alone = desk.entrance.join(Asked(seat=token))

        assert {each.seat_id for each in again} == {first.seat_id} == {by_token_alone.seat_id}
        assert not any(each.is_new for each in again)
        assert len(desk.hosted(made.workshop_id).workshop.seats) == 1


def test_a_removed_seat_does_not_come_back_by_its_token(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        helmi, aino = the_facilitator(desk, made), a_seat(desk, made)
        desk.performing.perform(made.workshop_id, helmi, op("seat.remove", seat_id=aino))

        with pytest.raises(Refused) as no:
            desk.entrance.join(Asked(seat=(made.workshop_id, aino)))

        assert no.value.code == "seat.removed"


def test_wrong_codes_are_slowed_and_right_ones_always_pass(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        codes = set()
        for _ in range(30):
            with pytest.raises(Refused) as no:
                desk.entrance.join(Asked(code="ABCD-2345", name="x", address="10.0.0.1"))
            codes.add(no.value.code)

        assert codes == {"join.unknown_code", "join.too_many_wrong"}
        right = made.invitations["cities"][0]["code"]
        assert desk.entrance.join(Asked(code=right, name="Aino", address="10.0.0.1")).is_new


def test_rotated_keys_and_codes_end_at_once_and_seats_stay(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        aino = a_seat(desk, made)
        oulu = made.invitations["cities"][0]
        fresh = desk.workshops.rotate_keys(made.workshop_id, ["facilitator", oulu["city"]])

        for old in (
            Asked(code=oulu["code"], name="x"),
            Asked(facilitator_key=made.facilitator_key, name="x"),
        ):
            with pytest.raises(Refused) as no:
                desk.entrance.join(old)
            assert no.value.code == "join.unknown_code"
        assert desk.entrance.join(
            Asked(facilitator_key=fresh["facilitator_key"], name="Helmi")
        ).is_new
        assert desk.reading.seat(made.workshop_id, aino)["name"] == "Aino"


def test_the_key_itself_is_nowhere_in_redis(redis_url: str, redis) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk)
        the_facilitator(desk, made)
    kept = b"".join(redis.dump(key) for key in redis.keys("*") if redis.type(key) != b"none")

    assert made.facilitator_key.encode() not in kept
    assert made.facilitator_key.split(".")[1].encode() not in kept
