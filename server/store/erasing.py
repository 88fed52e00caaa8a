"""Takes the texts and names out of a Redis that the log says are erased."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from server.domain.change_texts import thing_at

from . import keys, rewriting

READ_AT_ONCE = 1000  # records of one read
ERASE_AT_ONCE = 500  # fields of one command
ERASING = {  # change → the fact that names what it erases
    "note.erased": "note_id",
    "comment.erased": "comment_id",
    "theme.erased": "theme_id",
    "service.erased": "service_id",
    "finding.erased": "finding_id",
}
OF_DRAFT = "draft.erased"


@dataclass(slots=True)
class Erased:
    """What the log of one workshop says is erased."""

    seq: int = 0  # of the last erasing
    fields: list[str] = field(default_factory=list)  # of the workshop's texts
    things: list[str] = field(default_factory=list)  # notes, comments, themes, services
    seats: list[str] = field(default_factory=list)


def erased_by(records: Iterable[tuple[int, bytes, bytes]]) -> Erased:
    """Return what is erased by a whole log: (seq, change without its texts, digests) each.

    A text written after its note was erased stays: somebody wrote another one.
    """
    found = Erased()
    of_thing: dict[str, list[str]] = {}
    for seq, body, digests in records:
        if digests == b"{}" and b'.erased"' not in body and b'"seat.left"' not in body:
            continue
        change = orjson.loads(body)
        facts = change["facts"]
        for path in orjson.loads(digests):
            about = thing_at(facts, path, city=change.get("city"))
            of_thing.setdefault(about, []).append(f"{seq}:{path}")
        if (thing := _erased_thing(change)) is not None:
            found.seq = seq
            found.things.append(thing)
            found.fields += of_thing.pop(thing, [])
        elif change["type"] == "seat.left" and facts["erased"]:
            found.seq = seq
            found.seats.append(facts["seat_id"])
    return found


def _erased_thing(change: dict[str, Any]) -> str | None:
    """Return what a change erases, as `thing_at` names it, or None."""
    kind, facts = change["type"], change["facts"]
    if kind == OF_DRAFT:
        return f"{facts['section']}/{facts.get('sentence') or facts['city']}"
    return facts[ERASING[kind]] if kind in ERASING else None


def fields_of_things(records: Iterable[tuple[int, bytes, bytes]]) -> dict[str, list[str]]:
    """Return id of a note, comment, … → the fields of all its texts, in a whole log."""
    of_thing: dict[str, list[str]] = {}
    for seq, body, digests in records:
        if digests != b"{}":
            change = orjson.loads(body)
            for path in orjson.loads(digests):
                thing = thing_at(change["facts"], path, city=change.get("city"))
                of_thing.setdefault(thing, []).append(f"{seq}:{path}")
    return of_thing


def carry_out(redis: Any, workshop_id: str, *, today: str) -> None:
    """Take out of Redis what the log says is erased. Done twice it does no harm.

    The stored snapshots go too, and a tombstone for each of them stays, so that no
    restored backup brings it back.
    """
    found = erased_by(_records(redis, workshop_id))
    if not found.seq:
        return
    rewriting.mark(redis)
    redis.hset(keys.META.of(workshop_id), "erased_seq", found.seq)
    _delete_fields(redis, keys.TEXTS.of(workshop_id), found.fields)
    _delete_fields(redis, keys.PEOPLE.of(workshop_id), found.seats)
    redis.delete(keys.SNAPSHOT.of(workshop_id))
    gone = {f"{workshop_id}:{each}": today for each in (*found.things, *found.seats)}
    redis.hset(keys.TOMBSTONES.pattern, mapping=gone)


def begin(redis: Any, workshop_id: str, op_id: str) -> None:
    """Remember that something is about to be erased, in case this process dies meanwhile."""
    redis.zadd(keys.ERASING.pattern, {f"{workshop_id} {op_id}": time.time()})


def end(redis: Any, workshop_id: str, op_id: str) -> None:
    """Forget what `begin` remembered: it is carried out, or was refused."""
    redis.zrem(keys.ERASING.pattern, f"{workshop_id} {op_id}")


def begun_before(redis: Any, when: float) -> list[tuple[str, str]]:
    """Return (workshop id, op id) of what was begun before `when` and never ended."""
    found = redis.zrangebyscore(keys.ERASING.pattern, 0, when)
    return [tuple(member.decode().split(" ", 1)) for member in found]


def _records(redis: Any, workshop_id: str) -> Iterator[tuple[int, bytes, bytes]]:
    after = 0
    while True:
        entries = redis.xrange(
            keys.LOG.of(workshop_id), min=f"({after}-1", max="+", count=READ_AT_ONCE
        )
        if not entries:
            return
        for name, fields in entries:
            after = int(name.split(b"-")[0])
            yield after, fields[b"change"], fields[b"digests"]


def _delete_fields(redis: Any, key: str, names: list[str]) -> None:
    for start in range(0, len(names), ERASE_AT_ONCE):
        redis.hdel(key, *names[start : start + ERASE_AT_ONCE])
