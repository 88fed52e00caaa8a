"""Loads a workshop from its log: as far as it can be read, and says where that is not the end."""

import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import orjson

from server.domain.change import Change
from server.domain.state import Workshop
from server.domain.stored import from_state, to_state
from server.domain.workshop import EMPTY, apply, apply_all

from . import keys
from .records import (
    NO_HEAD,
    Damaged,
    Newer,
    RawRecord,
    check_chain,
    read_record,
    text_paths,
)
from .stored_workshop import Loaded, UnknownWorkshop

READ_AT_ONCE = 1000  # records of one read
AT_ONCE = 10  # of them worked on before others may go on: an imported one has 100 notes


def load(redis: Any, workshop_id: str) -> Loaded:
    """Return the workshop: its newest good snapshot, then the log after it, checked.

    Where the log does not check, or cannot be replayed, the workshop is what it was before that,
    with a `fault`. Raises: UnknownWorkshop.
    """
    stored = redis.hgetall(keys.HEAD.of(workshop_id))
    if not stored:
        raise UnknownWorkshop(workshop_id)
    workshop, head = _newest_snapshot(redis, workshop_id)
    seq, since, fault = int(stored[b"seq"]), 0, None
    while not fault:
        entries = _entries(redis, workshop_id, after=workshop.seq, limit=READ_AT_ONCE)
        if not entries:
            break
        texts = _texts(redis, workshop_id, entries)
        workshop, head, fault = _replay(workshop, head, entries, texts)
        since += sum(len(value) for _, fields in entries for value in fields.values())
    ends_early = workshop.seq < seq or (workshop.seq == seq and head != stored[b"head"].decode())
    if not fault and ends_early:
        fault = "damaged"
    return Loaded(workshop, head, stored[b"epoch"].decode(), since, fault)


def read(redis: Any, workshop_id: str, *, after: int, limit: int) -> list[Change]:
    """Return at most `limit` changes after that seq, in order. Raises: Damaged, Newer."""
    entries = _entries(redis, workshop_id, after=after, limit=limit)
    texts = _texts(redis, workshop_id, entries)
    return [_change(_raw(entry), texts) for entry in entries]


def verify(redis: Any, workshop_id: str) -> int:
    """Return the number of changes after checking the whole chain.

    Raises: Damaged, UnknownWorkshop. Changes that are written meanwhile are left out.
    """
    stored = redis.hgetall(keys.HEAD.of(workshop_id))
    if not stored:
        raise UnknownWorkshop(workshop_id)
    last = int(stored[b"seq"])
    seq, head = 0, NO_HEAD
    while seq < last:
        limit = min(READ_AT_ONCE, last - seq)
        entries = _entries(redis, workshop_id, after=seq, limit=limit)
        if not entries:
            break
        seq, head = check_chain([_raw(entry) for entry in entries], seq=seq, head=head)
    if seq != last or head != stored[b"head"].decode():
        raise Damaged(f"the log of {workshop_id} ends early")
    return seq


def snapshot_bytes(workshop: Workshop, head: str) -> bytes:
    """Return a workshop as its stored snapshot, sealed with a digest."""
    state = to_state(workshop)
    return orjson.dumps({"state": state, "head": head, "digest": _digest(state)})


def _newest_snapshot(redis: Any, workshop_id: str) -> tuple[Workshop, str]:
    """Return the newest snapshot that reads, with its log head; else where the log begins."""
    for kept in redis.hmget(keys.SNAPSHOT.of(workshop_id), "newest", "before"):
        if kept is None:
            continue
        try:
            stored = orjson.loads(kept)
            if stored.get("digest", "") == _digest(stored["state"]):
                return from_state(stored["state"]), stored["head"]
        except (ValueError, LookupError, TypeError, AttributeError):
            continue  # the log is the truth; it only takes longer
    return EMPTY, NO_HEAD


def _digest(state: Any) -> str:
    return hashlib.sha256(orjson.dumps(state)).hexdigest()


def _replay(
    workshop: Workshop, head: str, entries: Sequence[Any], texts: dict[str, bytes]
) -> tuple[Workshop, str, str | None]:
    """Return workshop and log head after the entries, and the fault that ended it before."""
    with suppress(Exception):  # a damaged change may fail anywhere: look at one by one
        raw = [_raw(entry) for entry in entries]
        _, after = check_chain(raw, seq=workshop.seq, head=head)
        applied = workshop
        for at in range(0, len(raw), AT_ONCE):
            applied = apply_all(applied, [_change(one, texts) for one in raw[at : at + AT_ONCE]])
            time.sleep(0)  # others may work meanwhile
        return applied, after, None
    for entry in entries:
        try:
            raw_one = _raw(entry)
            _, after = check_chain([raw_one], seq=workshop.seq, head=head)
            workshop, head = apply(workshop, _change(raw_one, texts)), after
        except Newer:
            return workshop, head, "newer"
        except Exception:  # noqa: BLE001 what was before it is good, and is all there is to show
            return workshop, head, "damaged"
    return workshop, head, None


def _entries(redis: Any, workshop_id: str, *, after: int, limit: int) -> list[Any]:
    entries: list[Any] = redis.xrange(
        keys.LOG.of(workshop_id), min=f"({after}-1", max="+", count=limit
    )
    return entries


def _texts(redis: Any, workshop_id: str, entries: Sequence[Any]) -> dict[str, bytes]:
    """Return "seq:path" → salted text of those that are there."""
    fields = []
    for name, record in entries:
        try:
            paths = text_paths(record[b"digests"])
        except (KeyError, ValueError):
            continue  # whoever reads that record finds it out
        fields += [f"{int(name.split(b'-')[0])}:{path}" for path in paths]
    if not fields:
        return {}
    kept = redis.hmget(keys.TEXTS.of(workshop_id), fields)
    return {name: text for name, text in zip(fields, kept, strict=True) if text is not None}


def _raw(entry: Any) -> RawRecord:
    name, fields = entry
    try:
        seq = int(name.split(b"-")[0])
        return seq, fields[b"change"], fields[b"head"].decode(), fields[b"digests"]
    except (KeyError, ValueError) as fault:
        raise Damaged(f"a record of the log cannot be read: {type(fault).__name__}") from None


def _change(raw: RawRecord, texts: dict[str, bytes]) -> Change:
    seq, body, _, digests = raw
    names = {path: f"{seq}:{path}" for path in text_paths(digests)}
    return read_record(body, {path: texts[at] for path, at in names.items() if at in texts})
