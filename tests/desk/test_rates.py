"""Limits hold with their defaults, let a full meeting room through, and stay small themselves."""

from __future__ import annotations

import re
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest

from server.desk.joining import Guesses
from server.desk.making_rates import MakingRates
from server.desk.rates import MOST_BUCKETS, Rates, neighbourhood
from server.domain.refused import Refused
from server.settings import Settings
from server.store.redis_store import RedisStore
from tests.desk.office import a_desk, a_seat, a_workshop, op, wait_until
from tests.doubles.memory_store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redis import Redis

    from server.desk.desk import Desk

DEFAULTS = Settings()
OURS = {
    "limit_seat_ops": DEFAULTS.limit_seat_ops,
    "limit_workshop_ops": DEFAULTS.limit_workshop_ops,
}


def send(desk: Desk, workshop_id: str, seats: list[str], each: int) -> list[dict[str, Any]]:
    """Send `each` notes from every seat at once; returns the acks."""
    acks: list[dict[str, Any]] = []
    for place in range(each):
        for seat in seats:
            note = op("note.add", area="value", text=f"Idea {place}")
            desk.performing.submit(workshop_id, seat, note, acks.append)
    wait_until(lambda: len(acks) == each * len(seats), 20)
    return acks


def refusals(acks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [ack["error"] for ack in acks if not ack["ok"]]


def test_a_seat_may_send_its_burst_and_then_a_few_a_second(redis_url: str) -> None:
    with a_desk(redis_url, **OURS) as desk:
        made = a_workshop(desk)
        aino, boris = a_seat(desk, made), a_seat(desk, made, 1)

        hurried = refusals(send(desk, made.workshop_id, [aino], 60))
        other = refusals(send(desk, made.workshop_id, [boris], 1))

    assert {no["code"] for no in hurried} == {"op.too_fast"}
    assert len(hurried) >= 60 - DEFAULTS.limit_seat_burst - 15  # 15: a slow machine's second
    assert all(0 < no["retry_in_ms"] <= 1000 for no in hurried)
    assert other == []


def test_a_workshop_takes_so_much_and_says_busy_to_the_rest(redis_url: str) -> None:
    with a_desk(redis_url, **OURS) as desk:
        made, calm = a_workshop(desk), a_workshop(desk)
        seats = [a_seat(desk, made) for _ in range(60)]
        own = a_seat(desk, calm)

        full = refusals(send(desk, made.workshop_id, seats, 15))
        other = refusals(send(desk, calm.workshop_id, [own], 1))

    assert {no["code"] for no in full} == {"workshop.busy"}
    assert all(no["retry_in_ms"] > 0 for no in full)
    assert other == []


def test_a_full_meeting_room_writes_at_once_and_nobody_is_refused(redis_url: str) -> None:
    with a_desk(redis_url, **OURS) as desk:
        made = a_workshop(desk)
        seats = [a_seat(desk, made, address="192.0.2.7") for _ in range(60)]

        acks = send(desk, made.workshop_id, seats, 4)

    assert refusals(acks) == []


def codes_of(refusals_of: Any, times: int) -> list[str]:
    return [refusals_of().code for _ in range(times)]


@pytest.fixture
def processes(redis_url: str) -> list[RedisStore]:
    """The stores of three processes on one Redis."""
    return [RedisStore(redis_url) for _ in range(3)]


@pytest.mark.serial  # buckets fill with time, which a busy machine gives them
def test_wrong_codes_are_counted_by_address_and_for_all_processes_together(
    processes: list[RedisStore],
) -> None:
    guesses = cycle([Guesses(store) for store in processes])

    one = codes_of(lambda: next(guesses).wrong("192.0.2.7"), 40)
    many = [next(guesses).wrong(f"198.51.100.{place}").code for place in range(200)]

    assert one[:20] == ["join.unknown_code"] * 20
    assert one[25:] == ["join.too_many_wrong"] * 15
    assert many.count("join.unknown_code") in range(75, 90)
    assert many[-1] == "join.too_many_wrong"


@pytest.mark.serial  # buckets fill with time, which a busy machine gives them
def test_redis_never_sees_an_address(processes: list[RedisStore], redis: Redis) -> None:
    # Ten each: a bucket with one taken is full again, and gone, before a busy machine looks.
    for _ in range(10):
        Guesses(processes[0]).wrong("192.0.2.7")
        MakingRates(processes[0], DEFAULTS.limit_making).check("192.0.2.7")

    names = [name.decode() for name in redis.scan_iter("cw:rate:*")]
    assert 1 <= len(names) <= 4  # of the address and of all, for each; the shortest live 20 ms
    assert all(re.fullmatch(r"cw:rate:[0-9a-f]{24}", name) for name in names)
    assert all(redis.pttl(name) in range(-2, 60_001) for name in names)  # -2: it is gone already
    assert all(redis.pttl(name) != -1 for name in names)  # none stays for ever


def check_all(rates: Iterator[MakingRates], addresses: list[str]) -> None:
    for address in addresses:
        next(rates).check(address)


@pytest.mark.serial  # buckets fill with time, which a busy machine gives them
def test_a_hall_opens_a_demo_each_and_a_machine_does_not_fill_the_servers(
    processes: list[RedisStore],
) -> None:
    rates = cycle([MakingRates(store, DEFAULTS.limit_making) for store in processes])
    check_all(rates, ["192.0.2.7"] * 500)

    with pytest.raises(Refused) as no:
        check_all(rates, ["192.0.2.7"] * 200)

    assert no.value.code == "workshop.too_many"
    assert no.value.retry_in_ms
    check_all(rates, ["192.0.2.8"] * 3)


def test_many_addresses_together_do_not_fill_the_server() -> None:
    rates = cycle([MakingRates(MemoryStore(), DEFAULTS.limit_making)])

    with pytest.raises(Refused):
        check_all(rates, [f"10.0.{place // 250}.{place % 250}" for place in range(4000)])


def test_without_a_limit_nobody_is_counted(processes: list[RedisStore], redis: Redis) -> None:
    check_all(cycle([MakingRates(processes[0], 0)]), ["192.0.2.7"] * 20)

    assert list(redis.scan_iter("cw:rate:*")) == []


def test_one_household_has_one_bucket_however_many_addresses() -> None:
    guesses = Guesses(MemoryStore())

    codes = [guesses.wrong(f"2001:db8:0:1::{place:x}").code for place in range(1, 60)]

    assert codes.count("join.unknown_code") in range(20, 25)
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1")
    assert neighbourhood("2001:db8::1") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("::ffff:192.0.2.7") == "192.0.2.7"
    assert neighbourhood("unix") == "unix"


def test_limits_remember_a_bounded_number_of_names() -> None:
    rates = Rates(rate=1, burst=5)
    for number in range(3 * MOST_BUCKETS):
        rates.take(f"address {number}", now=1.0)
        rates.take("the one who is always here", now=1.0)

    assert len(rates) == MOST_BUCKETS
    assert rates.take("the one who is always here", now=1.0) > 0
