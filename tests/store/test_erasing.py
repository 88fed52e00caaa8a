"""What is erased is in no file of Redis, while the chain of the log still checks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from private_redis import private_redis
from redis import Redis

from server.desk.erasing import Erasing
from server.domain.change import ERASED
from server.domain.workshop import EMPTY, apply_all
from server.store import keys
from server.store.erasing import erased_by
from server.store.redis_store import RedisStore
from tests.desk.office import a_desk, a_seat, a_workshop, op, the_facilitator, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from private_redis import PrivateRedis

WORDS = "call-aino-at-040-1234567"
NAME = "Aino-with-a-rare-name"


def files_with(folder: Path, words: str) -> list[str]:
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]


@pytest.fixture
def redis_of_our_own(tmp_path: Path):
    with private_redis(tmp_path / "redis") as running:
        yield running


def test_an_erased_note_and_name_are_in_no_file_and_the_chain_checks(
    redis_of_our_own: PrivateRedis,
) -> None:
    folder = redis_of_our_own.folder
    with a_desk(redis_of_our_own.url) as desk:
        made = a_workshop(desk, silent=False)
        other = a_workshop(desk, silent=False)
        helmi, aino = the_facilitator(desk, made), a_seat(desk, made)
        workshop = made.workshop_id
        desk.performing.perform(workshop, aino, op("seat.rename", name=NAME))
        note = desk.performing.perform(workshop, aino, op("note.add", area="value", text=WORDS))[
            "id"
        ]
        desk.performing.perform(
            workshop, aino, op("note.edit", note_id=note, text=f"{WORDS}, please")
        )
        desk.performing.perform(workshop, aino, op("note.remove", note_id=note))
        desk.performing.perform(workshop, aino, op("note.restore", note_id=note))
        kept = desk.performing.perform(workshop, aino, op("note.add", area="value", text="stays"))[
            "id"
        ]
        neighbour = the_facilitator(desk, other)
        desk.performing.perform(
            other.workshop_id, neighbour, op("note.add", area="value", text="untouched")
        )
        desk.store.save_snapshot(workshop, desk.store.load(workshop))
        assert files_with(folder, WORDS)
        assert files_with(folder, NAME)

        assert desk.performing.perform(workshop, helmi, op("note.erase", note_id=note))["ok"]
        assert desk.performing.perform(workshop, aino, op("seat.leave", erase=True))["ok"]
        assert desk.store.go_on_rewriting(now=time.time(), rest=0) == "waiting"
        wait_until(lambda: desk.store.go_on_rewriting(now=time.time(), rest=0) == "clean")

        assert files_with(folder, WORDS) == []
        assert files_with(folder, NAME) == []
        assert files_with(folder, "stays")
        loaded = desk.store.load(workshop)
        replayed = apply_all(EMPTY, desk.store.changes(workshop, after=0, limit=1000))
        assert loaded.workshop == replayed == desk.hosted(workshop).workshop
        assert replayed.notes[note].text == ERASED
        assert replayed.notes[kept].text == "stays"
        assert aino not in desk.store.people(workshop)
        assert desk.store.verify(workshop) == loaded.workshop.seq
        assert desk.store.verify(other.workshop_id)


def test_what_a_process_that_died_left_undone_is_carried_out_by_another(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk, silent=False)
        helmi = the_facilitator(desk, made)
        note = desk.performing.perform(
            made.workshop_id, helmi, op("note.add", area="value", text=WORDS)
        )
        desk.store.carry_out_erasing = lambda *_, **__: time.sleep(60)  # it stops right here
        desk.performing.submit(
            made.workshop_id, helmi, op("note.erase", note_id=note["id"]), lambda ack: None
        )
        wait_until(lambda: ERASED in str(desk.hosted(made.workshop_id).workshop.notes))
        redis = Redis.from_url(redis_url)
        texts = keys.TEXTS.of(made.workshop_id)
        assert WORDS in str(redis.hvals(texts))
        (member,) = redis.zrange(keys.ERASING.pattern, 0, -1)
        redis.zadd(keys.ERASING.pattern, {member: time.time() - 61})

        with a_desk(redis_url) as another:
            Erasing(another.store, another.loop, another.now).finish_others()

        assert WORDS not in str(redis.hvals(texts))
        assert redis.zcard(keys.ERASING.pattern) == 0
        redis.close()


def test_an_older_snapshot_stored_late_does_not_bring_a_text_back(redis_url: str) -> None:
    with a_desk(redis_url) as desk:
        made = a_workshop(desk, silent=False)
        helmi = the_facilitator(desk, made)
        note = desk.performing.perform(
            made.workshop_id, helmi, op("note.add", area="value", text=WORDS)
        )
        before = desk.store.load(made.workshop_id)
        desk.performing.perform(made.workshop_id, helmi, op("note.erase", note_id=note["id"]))

        desk.store.save_snapshot(made.workshop_id, before)

        with Redis.from_url(redis_url) as redis:
            assert WORDS not in str(redis.hgetall(keys.SNAPSHOT.of(made.workshop_id)))
        assert ERASED in str(RedisStore(redis_url).load(made.workshop_id).workshop.notes)


def test_a_text_written_after_the_erasing_stays() -> None:
    added = b'{"type":"note.added","facts":{"note":{"id":"n"}}}'
    edited = b'{"type":"note.edited","facts":{"note_id":"n"}}'
    erased = b'{"type":"note.erased","facts":{"note_id":"n"}}'
    shown = b'{"type":"notes.revealed","facts":{"notes":[{"id":"m"},{"id":"n"}]}}'

    found = erased_by(
        [
            (1, added, b'{"note.text":"x"}'),
            (2, shown, b'{"notes.0.text":"x","notes.1.text":"x"}'),
            (3, erased, b"{}"),
            (4, edited, b'{"text":"x"}'),
        ]
    )

    assert found.fields == ["1:note.text", "2:notes.1.text"]
    assert (found.seq, found.things, found.seats) == (3, ["n"], [])


def test_what_people_wrote_about_and_at_a_note_is_erased_with_every_copy_of_it(
    redis_of_our_own: PrivateRedis,
) -> None:
    folder = redis_of_our_own.folder
    with a_desk(redis_of_our_own.url) as desk:
        made = a_workshop(desk, silent=False)
        workshop, helmi = made.workshop_id, the_facilitator(desk, made)

        def do(op_type: str, /, **fields: object) -> str:
            ack = desk.performing.perform(workshop, helmi, op(op_type, **fields))
            assert ack["ok"], ack
            return ack.get("id", "")

        note = do("note.add", area="value", text="stays until it is erased")
        do("note.describe", note_id=note, owner=WORDS, indicator=WORDS, supplier=WORDS)
        comment = do("comment.add", note_id=note, kind="concern", text=WORDS)
        theme = do("theme.form", area="value", title=WORDS, notes=[note])
        service = do("service.add", name=WORDS, state="new")
        do("service.edit", service_id=service, layers={"content": WORDS, "commerce": ""})
        do("theme.rename", theme_id=theme, title=f"{WORDS} too")
        do("note.remove", note_id=note)
        do("note.restore", note_id=note)
        do("finding.judge", finding_id="finding00002", verdict="dismiss", reason=WORDS)
        do("phase.start", phase="agree")
        for text in (WORDS, f"{WORDS} too", None):
            do("draft.edit", section="summary", sentence="finding00001", text=text)
        desk.store.save_snapshot(workshop, desk.store.load(workshop))
        assert files_with(folder, WORDS)

        do("note.erase", note_id=note)
        do("comment.erase", comment_id=comment)
        do("theme.erase", theme_id=theme)
        do("service.erase", service_id=service)
        do("draft.erase", section="summary", sentence="finding00001")
        do("finding.erase", finding_id="finding00002")
        desk.store.go_on_rewriting(now=time.time(), rest=0)
        wait_until(lambda: desk.store.go_on_rewriting(now=time.time(), rest=0) == "clean")

        assert files_with(folder, WORDS) == []
        loaded = desk.store.load(workshop)
        replayed = apply_all(EMPTY, desk.store.changes(workshop, after=0, limit=1000))
        assert loaded.workshop == replayed == desk.hosted(workshop).workshop
        assert desk.store.verify(workshop) == loaded.workshop.seq
