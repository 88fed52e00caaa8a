"""Takes workshops out of a Redis as backups, and puts them back under a new epoch."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from . import keys
from .backup import Backup
from .connection import Connection, asking
from .erasing import fields_of_things
from .redis_store import new_epoch
from .stored_workshop import StoreUnavailable, UnknownWorkshop

READ_AT_ONCE = 1000  # records or fields of one command
TRIES = 3  # times a workshop is read again because something was erased meanwhile
RESTORE = (Path(__file__).parent / "scripts" / "restore.lua").read_text(encoding="utf-8")
PLACES = (keys.HEAD, keys.LOG, keys.OPS, keys.TEXTS, keys.PEOPLE, keys.META)


class Newer(Exception):  # noqa: N818 says what is there
    """The workshop has changes that the backup lacks; `seq` is how far it is."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"the workshop is at {seq}")
        self.seq = seq


class Archive:
    """Reads and writes whole workshops. Safe beside running servers."""

    def __init__(self, connection: Connection) -> None:
        """Work on the Redis of this connection."""
        self._redis = connection.client

    def take(self, workshop_id: str, *, now: str) -> Backup:
        """Return the workshop as it is. Raises: UnknownWorkshop, StoreUnavailable."""
        with asking():
            for _ in range(TRIES):
                erased = self._redis.hget(keys.META.of(workshop_id), "erased_seq")
                backup = self._take(workshop_id, now)
                # What was erased while we read may be in it: then read once more.
                if self._redis.hget(keys.META.of(workshop_id), "erased_seq") == erased:
                    return backup
        raise StoreUnavailable(f"{workshop_id} changes too fast to be read")

    def put_back(self, backup: Backup, *, overwrite: bool = False) -> bool:
        """Put a checked backup in its place; return False when it is there as it was.

        Texts and names erased since stay erased. Connected clients all take a snapshot.
        Raises: Newer, unless `overwrite`; StoreUnavailable.
        """
        with asking():
            seq, head = self._head(backup.workshop_id)
            if (seq, head) == (backup.seq, backup.head) and not overwrite:
                return False
            is_older = seq <= backup.seq and backup.head_at(seq) == head
            if not is_older and not overwrite:
                raise Newer(seq)
            self._without_erased(backup)
            self._write_beside(backup)
            codes = self._codes(backup.workshop_id)
            if not self._swap(backup.workshop_id, seq, head):
                raise Newer(self._head(backup.workshop_id)[0])
            self._put_codes(backup, instead_of=codes)
        return True

    def workshop_ids(self) -> list[str]:
        """Return the ids of all workshops."""
        with asking():
            return [each.decode() for each in self._redis.zrange(keys.WORKSHOPS.pattern, 0, -1)]

    def tombstones(self) -> dict[str, str]:
        """Return erased workshop, or workshop:note, or workshop:seat → date."""
        with asking():
            return _words(self._redis.hgetall(keys.TOMBSTONES.pattern))

    def bury(self, tombstones: Mapping[str, str]) -> None:
        """Store tombstones of a backup beside those that are here."""
        with asking():
            for name, date in tombstones.items():
                self._redis.hsetnx(keys.TOMBSTONES.pattern, name, date)

    def secret(self) -> str:
        """Return what tokens are signed with; "" when nothing was signed yet."""
        with asking():
            return (self._redis.get(keys.SECRET.pattern) or b"").decode()

    def set_secret(self, secret: str) -> None:
        """Sign with the secret of a backup, so that its tokens are valid again."""
        with asking():
            self._redis.set(keys.SECRET.pattern, secret)

    def set_backed_up(self, when: float) -> None:
        """Remember when the last whole backup was taken (Unix time)."""
        with asking():
            self._redis.set(keys.BACKED_UP.pattern, when)

    # -- inside ------------------------------------------------------------------------------

    def _head(self, workshop_id: str) -> tuple[int, str]:
        seq, head = self._redis.hmget(keys.HEAD.of(workshop_id), "seq", "head")
        return int(seq or 0), (head or b"").decode()

    def _take(self, workshop_id: str, now: str) -> Backup:
        stored = _words(self._redis.hgetall(keys.HEAD.of(workshop_id)))
        if not stored:
            raise UnknownWorkshop(workshop_id)
        seq = int(stored["seq"])
        backup = Backup(workshop_id, seq, stored["head"], stored["epoch"], now)
        while len(backup.log) < seq:
            entries = self._redis.xrange(
                keys.LOG.of(workshop_id), min=f"({len(backup.log)}-1", max=f"{seq}-1",
                count=READ_AT_ONCE,
            )  # fmt: skip
            if not entries:
                break  # the check says what is wrong with it
            backup.log += [_record(entry) for entry in entries]
        # People go on meanwhile: what came after this seq is left out everywhere.
        texts = _words(self._redis.hgetall(keys.TEXTS.of(workshop_id)))
        ops = _words(self._redis.hgetall(keys.OPS.of(workshop_id)))
        backup.texts = {n: text for n, text in texts.items() if int(n.split(":")[0]) <= seq}
        backup.ops = {name: ack for name, ack in ops.items() if int(ack.split(" ")[0]) <= seq}
        backup.people = _words(self._redis.hgetall(keys.PEOPLE.of(workshop_id)))
        backup.meta = _words(self._redis.hgetall(keys.META.of(workshop_id)))
        for code in self._codes(workshop_id):
            invitation = self._redis.get(keys.CODE.of(code))
            if invitation is not None:
                backup.codes[code] = invitation.decode()
        backup.due = self._redis.zscore(keys.WORKSHOPS.pattern, workshop_id)
        return backup

    def _without_erased(self, backup: Backup) -> None:
        stones = _words(self._redis.hgetall(keys.TOMBSTONES.pattern))
        of_things = fields_of_things([(seq, body, digests) for seq, body, _, digests in backup.log])
        for name in stones:
            workshop_id, _, erased = name.partition(":")
            if workshop_id == backup.workshop_id and erased:
                backup.people.pop(erased, None)
                for text in of_things.get(erased, []):
                    backup.texts.pop(text, None)

    def _write_beside(self, backup: Backup) -> None:
        """Write the whole backup under other names, so that it can take its place at once."""
        beside = _beside(backup.workshop_id)
        self._redis.delete(*beside.values())
        size = 0
        for start in range(0, len(backup.log), READ_AT_ONCE):
            pipeline = self._redis.pipeline(transaction=False)
            for seq, body, head, digests in backup.log[start : start + READ_AT_ONCE]:
                entry = {"change": body, "head": head, "digests": digests}
                pipeline.xadd(beside["log"], entry, id=f"{seq}-1")
                size += len(body)
            pipeline.execute()
        for name in ("ops", "texts", "people", "meta"):
            _put(self._redis, beside[name], getattr(backup, name))
        head = {"seq": backup.seq, "head": backup.head, "epoch": new_epoch(), "bytes": size}
        self._redis.hset(beside["head"], mapping=head)

    def _swap(self, workshop_id: str, seq: int, head: str) -> bool:
        beside = _beside(workshop_id)
        named = [keys.HEAD.of(workshop_id)]
        for key in PLACES:
            named += [beside[_last(key)], key.of(workshop_id)]
        named.append(keys.SNAPSHOT.of(workshop_id))
        said = [seq, head, len(PLACES), keys.BELL, f"{workshop_id} 0"]
        return bool(self._redis.eval(RESTORE, len(named), *named, *said) == b"ok")

    def _codes(self, workshop_id: str) -> list[str]:
        kept = self._redis.hget(keys.META.of(workshop_id), "codes")
        return list(orjson.loads(kept or b"{}").values())

    def _put_codes(self, backup: Backup, *, instead_of: Sequence[str]) -> None:
        for code in instead_of:
            self._redis.delete(keys.CODE.of(code))
        for code, invitation in backup.codes.items():
            self._redis.set(keys.CODE.of(code), invitation)
        due = time.time() if backup.due is None else backup.due
        self._redis.zadd(keys.WORKSHOPS.pattern, {backup.workshop_id: due})


def _beside(workshop_id: str) -> dict[str, str]:
    return {
        _last(key): keys.RESTORING.of(workshop_id).replace("<part>", _last(key)) for key in PLACES
    }


def _last(key: keys.Key) -> str:
    return key.pattern.rpartition(":")[2]


def _record(entry: Any) -> tuple[int, bytes, str, bytes]:
    name, fields = entry
    seq = int(name.split(b"-")[0])
    return seq, fields[b"change"], fields[b"head"].decode(), fields[b"digests"]


def _put(redis: Any, key: str, values: Mapping[str, str]) -> None:
    names: Sequence[str] = list(values)
    for start in range(0, len(names), READ_AT_ONCE):
        part = {name: values[name] for name in names[start : start + READ_AT_ONCE]}
        redis.hset(key, mapping=part)


def _words(stored: Mapping[bytes, bytes]) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in stored.items()}
