"""The promises this product makes, and how often each is put to the proof.

The one list: tests ask it how many runs they make, the table of `scripts/faults` prints it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """One promise: what it says, what must hold, and the runs of the short and the long form."""

    id: str
    says: str
    threshold: str
    short: int  # runs in every scripts/test; 0 = only in the long form
    long: int


PROMISES = {
    promise.id: promise
    for promise in (
        Promise(
            "P1",
            "an acknowledged op is never lost, though the server is killed 1 ms later",
            "lost 0, doubled 0, log gapless",
            5,
            100,  # half of them at random, half fired by the ack itself
        ),
        Promise(
            "P2",
            "an acknowledged op is never lost, though Redis is killed",
            "lost 0; refused in 2 s, back in 3 s",
            3,
            50,
        ),
        Promise("P3", "an acknowledged op survives a power cut", "lost 0", 0, 20),
        Promise("P4", "every op counts exactly once", "tally = distinct op_ids", 5000, 20_000),
        Promise("P5", "a client's own ops stay in order", "0 inversions", 15_000, 60_000),
        Promise("P6", "all boards converge after any faults", "one hash in 2 s", 20, 200),
        Promise("P7", "a reconnect goes on without a silent gap", "0 gaps", 4, 20),
        Promise(
            "P8",
            "a slow client slows nobody",
            "others' p99 + 20 %; cut in 30 s; < 20 MB",
            1,
            3,
        ),
        Promise("P9", "no input of one disturbs another", "0 disturbed", 474, 10_174),
        Promise(
            "P10",
            "idle connections and join storms do not close the door",
            "health < 500 ms; 900 joins in 3 s",
            1,
            3,
        ),
        Promise("P11", "several processes never disagree", "lost 0, one order, one hash", 3, 30),
        Promise("P12", "an export never stalls the room", "others' ack p99 < 50 ms", 3, 10),
        Promise("P13", "nobody acts beyond the role", "every cell as the table says", 1, 1),
        Promise("P14", "votes are right and can be recounted", "acked = counted = log", 200, 1000),
        Promise("P15", "erased means erased", "0 bytes found", 0, 1),
        Promise("P16", "secrets stay secret", "0 found", 1, 1),
        Promise("P17", "an update does not interrupt", "exit in 3 s, lost 0, errors 0", 1, 10),
        Promise("P18", "it runs all day", "< 1 MB/h, descriptors flat, 0 ghosts", 0, 1),
        Promise("P19", "it says how safe it is", "every unsafe store told", 4, 4),
        Promise(
            "P20",
            "when Redis is away nobody is fooled",
            "answered in 2.5 s, nothing acked",
            1,
            10,
        ),
        Promise("P21", "a restored backup cannot confuse clients", "all take a snapshot", 1, 3),
        Promise("P22", "the log can be checked", "every flipped byte found", 3, 100),
        Promise("P23", "a failed load never overwrites", "stored bytes unchanged", 3, 20),
    )
}
