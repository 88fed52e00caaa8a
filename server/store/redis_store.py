"""Keeps workshops in a Redis: one Lua call commits a batch, one pipeline all batches."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from redis.exceptions import NoScriptError

from server.domain.change import Change

from . import erasing, keys, loading, replication, rewriting, shared_rates
from .connection import asking, connect
from .records import (
    Damaged,
    Record,
    read_record,
    write_records,
)
from .safety import Safety, ask_server, judge
from .stored_workshop import (
    MADE_WITHIN,
    Behind,
    Commit,
    Committed,
    Failed,
    Forked,
    KnownOp,
    Loaded,
    Outcome,
    StoreUnavailable,
)

AT_ONCE = 10  # changes of one write when a workshop is made: an imported one has 100 notes
SEPARATOR = " by "  # in a bell: what happened, and which process says so
COMMIT = (Path(__file__).parent / "scripts" / "commit.lua").read_text(encoding="utf-8")


class RedisStore:
    """A store over one Redis address; `connection.py` tells which there are."""

    def __init__(self, url: str, *, wait_replicas: int = 0) -> None:
        """Prepare the connection; nothing is sent before the first question.

        `wait_replicas`: how many replicas must have a commit before it counts as one.
        """
        self._connection = connect(url)
        self._wait_replicas = wait_replicas
        self._redis = self._connection.client
        self._fails_over = "+sentinel:" in url
        self._script: str | None = None
        self._secret: str | None = None
        self.is_away = False  # whether the last question had no answer
        self._name = secrets.token_hex(6)  # tells our own bell from those of others

    # -- the log ---------------------------------------------------------------------------

    def create(self, commit: Commit, meta: dict[str, str], codes: dict[str, str]) -> None:
        """Store a new workshop: its first changes, its keys and its codes."""
        # First, so that a half-made one is swept away; later, so that no sweep meets the making.
        self.set_due(commit.workshop_id, time.time() + MADE_WITHIN)
        with self._asking():
            self._redis.hset(keys.META.of(commit.workshop_id), mapping=meta)
        head = commit.head
        for at in range(0, len(commit.changes), AT_ONCE):  # nobody knows it before its codes
            part = commit.changes[at : at + AT_ONCE]
            (outcome,) = self.commit(
                [replace(commit, seq=commit.seq + at, head=head, changes=part)]
            )
            if not isinstance(outcome, Committed):
                raise StoreUnavailable(f"the workshop could not be made: {outcome}")
            head = outcome.head
        self.change_codes(remove=[], add=codes)
        if not self.replicated([commit.workshop_id]):
            raise StoreUnavailable("too few replicas have the new workshop")

    def commit(self, commits: Sequence[Commit]) -> list[Outcome]:
        """Commit each batch, all in one round trip; return what became of each.

        One that too few replicas have is Failed, though it stands in the log; ask `replicated`.
        Raises: StoreUnavailable. Then any of them may be stored or not: ask again by op id.
        """
        records = [write_records(commit.changes, head=commit.head) for commit in commits]
        with self._asking():
            answers = self._send(commits, records)
            if any(isinstance(answer, NoScriptError) for answer in answers):
                self._script = None  # Redis was restarted; nothing of those batches was done
                again = [
                    place for place, answer in enumerate(answers)
                    if isinstance(answer, NoScriptError)
                ]  # fmt: skip
                redone = self._send([commits[p] for p in again], [records[p] for p in again])
                for place, answer in zip(again, redone, strict=True):
                    answers[place] = answer
        return [
            _outcome(answer, of_commit) for answer, of_commit in zip(answers, records, strict=True)
        ]

    def replicated(self, workshop_ids: Sequence[str]) -> set[str]:
        """Return those of whose log as many replicas have all as must have it."""
        with self._asking():
            return replication.replicated(self._redis, workshop_ids, replicas=self._wait_replicas)

    def load(self, workshop_id: str) -> Loaded:
        """Return the workshop as far as it can be read, with a `fault` where that is not all.

        Raises: UnknownWorkshop, StoreUnavailable.
        """
        with self._asking():
            return loading.load(self._redis, workshop_id)

    def changes(self, workshop_id: str, *, after: int, limit: int) -> list[Change]:
        """Return at most `limit` changes after that seq, in order. Raises: Damaged, Newer."""
        with self._asking():
            return loading.read(self._redis, workshop_id, after=after, limit=limit)

    def heads(self, workshop_ids: Sequence[str]) -> dict[str, tuple[int, str, str]]:
        """Return seq, log head and epoch of each workshop that exists."""
        with self._asking():
            pipeline = self._redis.pipeline(transaction=False)
            for workshop_id in workshop_ids:
                pipeline.hmget(keys.HEAD.of(workshop_id), "seq", "head", "epoch")
            answers = pipeline.execute()
        return {
            workshop_id: (int(seq), head.decode(), epoch.decode())
            for workshop_id, (seq, head, epoch) in zip(workshop_ids, answers, strict=True)
            if seq is not None
        }

    def head_at(self, workshop_id: str, seq: int) -> str | None:
        """Return the log head after the change with that seq, or None when there is none."""
        with self._asking():
            found = self._redis.xrange(
                keys.LOG.of(workshop_id), min=f"{seq}-1", max=f"{seq}-1", count=1
            )
        return found[0][1][b"head"].decode() if found else None

    def save_snapshot(self, workshop_id: str, loaded: Loaded) -> None:
        """Store the workshop as it is, and keep the one before."""
        key = keys.SNAPSHOT.of(workshop_id)
        kept = loading.snapshot_bytes(loaded.workshop, loaded.head)
        with self._asking():
            erased = self._erased_seq(workshop_id)
            before = self._redis.hget(key, "newest")
            mapping = {"newest": kept} | ({"before": before} if before else {})
            self._redis.hset(key, mapping=mapping)
            if erased != self._erased_seq(workshop_id) or loaded.workshop.seq < erased:
                self._redis.delete(key)  # it may hold a text that was erased meanwhile

    def verify(self, workshop_id: str) -> int:
        """Return the number of changes after checking the whole chain. Raises: Damaged."""
        with self._asking():
            return loading.verify(self._redis, workshop_id)

    # -- what stands beside the log ----------------------------------------------------------

    def people(self, workshop_id: str) -> dict[str, dict[str, Any]]:
        """Return seat id → {name, language}."""
        with self._asking():
            stored = self._redis.hgetall(keys.PEOPLE.of(workshop_id))
        return {seat.decode(): orjson.loads(person) for seat, person in stored.items()}

    def accepted(self, workshop_id: str, ops: Sequence[str]) -> dict[str, str]:
        """Return "seat:op_id" → ack of those of `ops` that are in the log."""
        with self._asking():
            acks = self._redis.hmget(keys.OPS.of(workshop_id), list(ops))
        return {op: ack.decode() for op, ack in zip(ops, acks, strict=True) if ack is not None}

    def meta(self, workshop_id: str) -> dict[str, str]:
        """Return what is known about the workshop itself; {} when there is none."""
        with self._asking():
            stored = self._redis.hgetall(keys.META.of(workshop_id))
        return {name.decode(): value.decode() for name, value in stored.items()}

    def set_meta(self, workshop_id: str, meta: dict[str, str]) -> None:
        """Store some of what is known about the workshop."""
        with self._asking():
            self._redis.hset(keys.META.of(workshop_id), mapping=meta)

    def code(self, code: str) -> dict[str, Any] | None:
        """Return {workshop_id, role, city} of a join code, or None."""
        with self._asking():
            stored = self._redis.get(keys.CODE.of(code))
        return None if stored is None else orjson.loads(stored)

    def change_codes(self, *, remove: Sequence[str], add: dict[str, str]) -> None:
        """Forget some codes and store others (code → JSON)."""
        with self._asking():
            pipeline = self._redis.pipeline(transaction=False)
            for code in remove:
                pipeline.delete(keys.CODE.of(code))
            for code, invitation in add.items():
                pipeline.set(keys.CODE.of(code), invitation)
            pipeline.execute()

    def erase(self, workshop_id: str, *, codes: Sequence[str], today: str) -> None:
        """Erase everything of a workshop but a tombstone with the date; without one, that too."""
        with self._asking():
            if today:
                self._redis.hset(keys.TOMBSTONES.pattern, workshop_id, today)
            rewriting.mark(self._redis)  # before and after: this process may die between
            self._redis.delete(*[key.of(workshop_id) for key in keys.OF_WORKSHOP])
            for code in codes:
                self._redis.delete(keys.CODE.of(code))
            self._redis.zrem(keys.WORKSHOPS.pattern, workshop_id)
            rewriting.mark(self._redis)

    def begin_erasing(self, workshop_id: str, op_id: str) -> None:
        """Remember that a text or a name is about to be erased."""
        with self._asking():
            erasing.begin(self._redis, workshop_id, op_id)

    def carry_out_erasing(self, workshop_id: str, *, op_id: str, today: str) -> None:
        """Take out whatever the workshop's log says is erased; forget that it was begun."""
        with self._asking():
            erasing.carry_out(self._redis, workshop_id, today=today)
            erasing.end(self._redis, workshop_id, op_id)

    def erasings_begun_before(self, when: float) -> list[tuple[str, str]]:
        """Return (workshop id, op id) of erasings that a process left undone."""
        with self._asking():
            return erasing.begun_before(self._redis, when)

    def go_on_rewriting(self, *, now: float, rest: float = rewriting.REST) -> str:
        """See to it that no file of Redis holds what was erased; return how far that is."""
        with self._asking():
            return rewriting.go_on(self._redis, self._connection.nodes, now=now, rest=rest)

    def rewriting_state(self) -> str:
        """Return whether files of Redis hold what was erased: "clean", "waiting", "refused"."""
        with self._asking():
            return rewriting.state(self._redis)

    def workshop_ids(self) -> list[str]:
        """Return the ids of all workshops, those to be erased first in front."""
        with self._asking():
            return [found.decode() for found in self._redis.zrange(keys.WORKSHOPS.pattern, 0, -1)]

    def due(self, now: float) -> list[str]:
        """Return the workshops whose erase date is to be looked at."""
        with self._asking():
            found = self._redis.zrangebyscore(keys.WORKSHOPS.pattern, 0, now)
        return [workshop_id.decode() for workshop_id in found]

    def set_due(self, workshop_id: str, when: float) -> None:
        """Remember when (Unix time) to look at the workshop's erase date."""
        with self._asking():
            self._redis.zadd(keys.WORKSHOPS.pattern, {workshop_id: when})

    def secret_key(self) -> str:
        """Return what tokens are signed with: made once, the same for every process."""
        with self._asking():
            kept = self._redis.get(keys.SECRET.pattern)
            if kept is None:  # asked first: a Redis whose disk is full still reads
                self._redis.set(keys.SECRET.pattern, secrets.token_urlsafe(48), nx=True)
                kept = self._redis.get(keys.SECRET.pattern)
        return bytes(kept or b"").decode()

    def take(self, bucket: str, *, rate: float, burst: float, amount: float) -> int:
        """Take from a bucket all processes share; return 0, or the milliseconds to wait."""
        if self._secret is None:
            self._secret = self.secret_key()
        with self._asking():
            return shared_rates.take(
                self._redis, bucket, rate=rate, burst=burst, amount=amount, secret=self._secret
            )

    def may_sweep(self, process: str) -> bool:
        """Return whether this process is the one that sweeps for the next minute."""
        with self._asking():
            return bool(self._redis.set(keys.SWEEPER.pattern, process, nx=True, ex=60))

    # -- who is here, and the bell -----------------------------------------------------------

    def write_presence(self, workshop_id: str, process: str, who: bytes) -> None:
        """Store who is connected to one process; never in the log."""
        key = keys.PRESENT.of(workshop_id)
        with self._asking():
            self._redis.hset(key, process, who)
            self._redis.expire(key, 24 * 3600)

    def read_presence(self, workshop_id: str) -> dict[str, bytes]:
        """Return process → what it stored."""
        with self._asking():
            stored = self._redis.hgetall(keys.PRESENT.of(workshop_id))
        return {process.decode(): who for process, who in stored.items()}

    # -- rehearsals --------------------------------------------------------------------------

    def begin_rehearsal(self, workshop_id: str, process: str, *, seconds: int) -> bool:
        """Return whether this process may rehearse the workshop: one at a time, so long at most."""
        with self._asking():
            key = keys.REHEARSING.of(workshop_id)
            return bool(self._redis.set(key, process, nx=True, ex=seconds))

    def tell_rehearsal(self, workshop_id: str, told: bytes, *, is_over: bool) -> None:
        """Keep how a rehearsal goes; when it is over for a day, and another one may begin.

        While it runs it is told every few seconds: what is not told for minutes has died.
        """
        lives = 24 * 3600 if is_over else 120
        with self._asking():
            self._redis.set(keys.REHEARSAL.of(workshop_id), told, ex=lives)
            if is_over:
                self._redis.delete(keys.REHEARSING.of(workshop_id))

    def rehearsal(self, workshop_id: str) -> bytes | None:
        """Return what was told last about a rehearsal of the workshop."""
        with self._asking():
            told: bytes | None = self._redis.get(keys.REHEARSAL.of(workshop_id))
        return told

    def ring(self, text: str) -> None:
        """Tell every process to look."""
        with self._asking():
            self._redis.publish(keys.BELL, f"{text}{SEPARATOR}{self._name}")

    def hear(self, bell: Callable[[str], None]) -> None:
        """Call `bell` with each text that others ring, for ever. Raises: StoreUnavailable."""
        with asking(), self._redis.pubsub(ignore_subscribe_messages=True) as listening:
            listening.subscribe(keys.BELL)
            bell("")  # connected: whatever was rung before was missed
            while True:
                message = listening.get_message(timeout=1)
                if message is None:
                    continue
                text, _, rung_by = message["data"].decode().partition(SEPARATOR)
                if rung_by != self._name:  # what we did ourselves is no news
                    bell(text)

    def safety(self) -> Safety:
        """Return how safe an acknowledged op is, and what an operator should mend."""
        with self._asking():
            found = judge(
                [ask_server(server) for server in self._connection.nodes()],
                fails_over=self._fails_over,
                wait_replicas=self._wait_replicas,
            )
            backed_up = self._redis.get(keys.BACKED_UP.pattern)
        if backed_up is None:
            return found
        at = datetime.fromtimestamp(float(backed_up), UTC).isoformat(timespec="seconds")
        return replace(found, figures={**found.figures, "last_backup": at})

    def ping(self) -> None:
        """Ask whether Redis is there. Raises: StoreUnavailable."""
        with self._asking():
            self._redis.ping()

    # -- inside ------------------------------------------------------------------------------

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            with asking():
                yield
        except StoreUnavailable as fault:
            self.is_away = not fault.has_answered
            raise
        self.is_away = False

    def _erased_seq(self, workshop_id: str) -> int:
        return int(self._redis.hget(keys.META.of(workshop_id), "erased_seq") or 0)

    def _send(self, commits: Sequence[Commit], records: Sequence[list[Any]]) -> list[Any]:
        if self._script is None:
            self._script = str(self._redis.script_load(COMMIT))
        writes: list[replication.Write] = []
        for commit, of_commit in zip(commits, records, strict=True):
            named = [
                key.of(commit.workshop_id)
                for key in (keys.HEAD, keys.LOG, keys.OPS, keys.TEXTS, keys.PEOPLE)
            ]
            arguments = _arguments(commit, of_commit, rung_by=self._name)
            words = ["EVALSHA", self._script, len(named), *named, *arguments]
            writes.append((commit.workshop_id, words))
        return replication.send(self._redis, writes, replicas=self._wait_replicas)


def _arguments(commit: Commit, records: list[Any], *, rung_by: str) -> list[Any]:
    said: list[Any] = [
        commit.seq,
        commit.head,
        commit.epoch,
        new_epoch(),
        keys.BELL,
        f"{commit.workshop_id} {commit.seq + 1}{SEPARATOR}{rung_by}",
        len(records),
    ]
    for record in records:
        said += [record.body, record.head, record.digests]
    said.append(len(commit.ops))
    for op, ack in commit.ops.items():
        said += [op, ack]
    texts = [
        (f"{record.seq}:{path}", kept) for record in records for path, kept in record.texts.items()
    ]
    said.append(len(texts))
    for name, kept in texts:
        said += [name, kept]
    said.append(len(commit.people))
    for seat_id, person in commit.people.items():
        said += [seat_id, orjson.dumps(person)]
    return said


def new_epoch() -> str:
    """Return the name of a new branch of history."""
    return secrets.token_hex(6)


def _outcome(answer: Any, records: Sequence[Record]) -> Outcome:
    if isinstance(answer, Exception):
        return Failed(f"{type(answer).__name__}: {answer}")
    kind = answer[0].decode()
    if kind == "ok":
        return Committed(records[-1].head, sum(map(_bytes, records)))
    if kind == "behind":
        try:
            return _behind(answer[1:])
        except Damaged as fault:  # others go on; whoever looks at the log finds out what it is
            return Failed(str(fault))
    if kind == "known":
        return KnownOp(answer[1].decode(), answer[2].decode())
    return Forked()


def _bytes(record: Record) -> int:
    texts = sum(map(len, record.texts.values()))
    return len(record.body) + len(record.digests) + len(record.head) + texts


def _behind(missed: list[Any]) -> Behind:
    changes = []
    for _, body, _, _, kept in missed:
        paths = [path.decode() for path in kept[::2]]
        changes.append(read_record(body, dict(zip(paths, kept[1::2], strict=True))))
    return Behind(changes, missed[-1][2].decode() if missed else "")
