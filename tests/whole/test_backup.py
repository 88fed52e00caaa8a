"""Backups of a server that goes on, and what a restore means for people who are connected."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from private_redis import private_redis
from redis import Redis
from server_fixtures import RAISED
from server_process import server_process, without_settings

from server.commands import backups, workshops
from server.store import keys
from tests.wire import Http, canonical_hash, code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server_process import ServerProcess

    from tests.wire import Person


@pytest.fixture
def own(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server over a Redis of its own: a backup takes every workshop there is."""
    with (
        private_redis(tmp_path / "redis") as redis,
        server_process(redis.url, tmp_path, **RAISED) as running,
    ):
        yield running


COMMANDS = {"backup": backups.backup, "restore": backups.restore, "verify": workshops.verify}


def command(server: ServerProcess, name: str, *words: str) -> tuple[int, str]:
    """Run a command in this process: starting Python for each takes longer than all it does."""
    environment = {**without_settings(), "REDIS_URL": server.environment["REDIS_URL"]}
    done = CliRunner(env=environment).invoke(COMMANDS[name], words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.output


def texts(person: Person) -> list[str]:
    return [note["text"] for note in person.see()["board"]["notes"]]


def test_a_restore_beside_connected_clients_gives_all_of_them_a_snapshot(
    own: ServerProcess, tmp_path: Path
) -> None:
    made = make_workshop(own.url, ["Oulu", "Sofia"], silent=False)
    helmi, aino = facilitate(own.url, made), join(own.url, code_of(made, 0), "Aino")
    aino.do("note.add", area="value", text="before")
    folder = tmp_path / "backup"
    assert command(own, "backup", str(folder)) == (0, f"1 workshop in {folder}.\n")
    later = {"op_id": "00000000-0000-4000-8000-000000000001", "type": "note.add", "area": "value"}
    assert aino.send(later | {"text": "after"})["ok"]
    epoch, seq = aino.see()["epoch"], aino.see()["seq"]

    status, said = command(own, "restore", str(folder))
    assert status != 0
    assert f"stays at seq {seq}" in said
    assert "--overwrite" in said
    assert texts(helmi) == ["before", "after"]

    status, said = command(own, "restore", str(folder), "--overwrite")
    assert (status, "restored to seq" in said) == (0, True), said

    for person in (helmi, aino):
        person.wait(lambda person=person: "epoch.changed" in str(person.frames))
        entered = person.socket.call("enter", {"seq": seq, "epoch": epoch, "protocol": 1})
        assert "changes" not in entered
        assert entered["epoch"] != epoch
        assert [note["text"] for note in entered["snapshot"]["board"]["notes"]] == ["before"]
        board = entered["snapshot"]["board"]
        assert canonical_hash(board) == entered["snapshot"]["hash"]
    again = aino.send(later | {"text": "sent again"})  # its ack was of a history that is gone
    assert again["ok"]
    assert texts(helmi) == ["before", "sent again"]
    assert command(own, "verify")[0] == 0


def test_a_lost_redis_is_filled_from_a_backup_and_seats_are_valid_again(
    own: ServerProcess, tmp_path: Path
) -> None:
    made = make_workshop(own.url, ["Oulu"], silent=False)
    aino = join(own.url, code_of(made, 0), "Aino")
    aino.do("note.add", area="value", text="kept")
    board = aino.see()["board"]
    folder = tmp_path / "backup"
    command(own, "backup", str(folder))
    modes = {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert modes == {0o600}

    with private_redis(tmp_path / "another") as empty:
        environment = {"REDIS_URL": empty.url}
        status = CliRunner(env=environment).invoke(backups.restore, [str(folder)]).exit_code
        with server_process(empty.url, tmp_path, **RAISED) as second:
            seen = Http(second.url, aino.token).get(f"/workshops/{aino.workshop_id}/snapshot")
            helmi = facilitate(second.url, made)
            elena = join(second.url, code_of(made, 0), "Elena")

    assert status == 0
    assert canonical_hash(seen["board"]) == canonical_hash(board)
    assert seen["you"]["seat"]["name"] == "Aino"
    assert (helmi.seat["role"], elena.seat["role"]) == ("facilitator", "participant")


def test_what_was_erased_since_the_backup_stays_erased(own: ServerProcess, tmp_path: Path) -> None:
    made, other = (make_workshop(own.url, ["Oulu"], silent=False) for _ in range(2))
    helmi, aino = facilitate(own.url, made), join(own.url, code_of(made, 0), "Aino-who-leaves")
    note = aino.do("note.add", area="value", text="call 040 1234567")["id"]
    folder = tmp_path / "backup"
    command(own, "backup", str(folder))
    helmi.do("note.erase", note_id=note)
    aino.do("seat.leave", erase=True)
    facilitate(own.url, other).http.call("DELETE", f"/workshops/{other['workshop']['id']}")

    status, said = command(own, "restore", str(folder), "--overwrite")

    assert status == 0
    assert f"{other['workshop']['id']} was erased on" in said
    assert texts(helmi) == ["[erased]"]
    assert "Aino-who-leaves" not in str(helmi.see())
    assert command(own, "verify")[0] == 0
    assert "1 erased one deleted" in command(own, "backup", str(folder))[1]
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        [f"{made['workshop']['id']}.jsonl", "server.json"]
    )
    assert "040 1234567" not in (folder / f"{made['workshop']['id']}.jsonl").read_text()


def test_a_damaged_backup_is_refused_and_nothing_is_changed(
    own: ServerProcess, tmp_path: Path
) -> None:
    made = make_workshop(own.url, ["Oulu"], silent=False)
    helmi = facilitate(own.url, made)
    folder = tmp_path / "backup"
    command(own, "backup", str(folder))
    epoch = helmi.see()["epoch"]
    file = folder / f"{made['workshop']['id']}.jsonl"
    whole = file.read_bytes()

    for damaged in (whole.replace(b"Oulu", b"Oslo"), whole[:-100], b"no JSON", b""):
        file.write_bytes(damaged)
        status, said = command(own, "restore", str(folder), "--overwrite")
        assert status != 0
        assert file.name in said
    assert command(own, "restore", str(folder), "nowhere")[0] != 0
    assert command(own, "restore", str(tmp_path / "redis"))[0] != 0

    assert helmi.see()["epoch"] == epoch


def test_verify_names_the_first_seq_that_is_not_as_it_was_written(own: ServerProcess) -> None:
    bad, good = (make_workshop(own.url, ["Oulu"], silent=False) for _ in range(2))
    helmi = facilitate(own.url, bad)
    for number in range(4):
        helmi.do("note.add", area="value", text=f"note {number}")
    seq = helmi.see()["seq"]
    with Redis.from_url(own.environment["REDIS_URL"]) as redis:
        name = f"{seq - 1}:note.text"
        redis.hset(keys.TEXTS.of(helmi.workshop_id), name, '["salt","somebody elses words"]')
        status, said = command(own, "verify")
        assert status != 0
        assert f"{helmi.workshop_id}: damaged, a text does not check at seq {seq - 1}" in said
        assert f"{good['workshop']['id']}: " in said

        redis.xdel(keys.LOG.of(helmi.workshop_id), f"{seq - 2}-1")
        status, said = command(own, "verify", helmi.workshop_id)
        assert (status, f"does not check at seq {seq - 2}" in said) == (1, True), said
    assert command(own, "verify", "nowherenowhe")[1].startswith("There is no such workshop")
