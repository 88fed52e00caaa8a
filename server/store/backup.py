"""Holds the file of a backup: everything of one workshop as lines of JSON, with a checksum."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

import orjson

from server.domain.change import Change

from .records import NO_HEAD, Damaged, check_chain, check_texts, read_record, text_paths

FORMAT = 1
SUFFIX = ".jsonl"
ONE_LINE = 1000  # entries of a hash on one line
PRIVATE = 0o600  # names, digests of keys and hidden texts are in it
HASHES = ("texts", "people", "meta", "codes", "ops")


class BadBackup(Exception):  # noqa: N818 says what the file is
    """A file that is no backup, or not a whole one."""


@dataclass(slots=True)
class Backup:
    """A workshop as it was at one seq."""

    workshop_id: str
    seq: int
    head: str
    epoch: str
    taken_at: str
    due: float | None = None  # Unix time of the next look at its erase date
    log: list[tuple[int, bytes, str, bytes]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    ops: dict[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raise Damaged when the chain, or a text in it, is not as it was written."""
        if check_chain(self.log, seq=0, head=NO_HEAD) != (self.seq, self.head):
            raise Damaged(f"the log of {self.workshop_id} ends early")
        check_texts(self.log, self.texts)

    def changes(self) -> Iterator[Change]:
        """Yield the changes of the log, in order; a text that is gone reads "[erased]"."""
        for seq, body, _, digests in self.log:
            names = {path: f"{seq}:{path}" for path in text_paths(digests)}
            kept = {path: self.texts[at].encode() for path, at in names.items() if at in self.texts}
            yield read_record(body, kept)

    def head_at(self, seq: int) -> str:
        """Return the log head after that seq."""
        return self.log[seq - 1][2] if seq else NO_HEAD


def write_file(backup: Backup, folder: Path) -> Path:
    """Write a backup as `<workshop id>.jsonl`, whole or not at all; return the file."""
    path = folder / f"{backup.workshop_id}{SUFFIX}"
    checksum = hashlib.sha256()
    with private_file(path) as file:
        for line in _lines(backup):
            written = orjson.dumps(line) + b"\n"
            checksum.update(written)
            file.write(written)
        file.write(orjson.dumps({"checksum": checksum.hexdigest()}) + b"\n")
    return path


def read_file(path: Path) -> Backup:
    """Return the backup of a file. Raises: BadBackup."""
    checksum = hashlib.sha256()
    lines: list[dict[str, Any]] = []
    told = None
    try:
        with path.open("rb") as file:
            for written in file:
                line = orjson.loads(written)
                told = line.get("checksum")
                if told is None:
                    checksum.update(written)
                    lines.append(line)
    except (orjson.JSONDecodeError, AttributeError):
        raise BadBackup(f"{path.name} is not a backup of a workshop.") from None
    if told != checksum.hexdigest():
        raise BadBackup(f"{path.name} is not whole: its checksum does not fit.")
    if not lines or lines[0].get("format") != FORMAT:
        raise BadBackup(f"{path.name} has a format this version does not read.")
    return _backup(lines)


@contextmanager
def private_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file only its owner may read; it takes its place once it is on disk whole."""
    beside = path.with_name(f".{path.name}.part")
    made = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    try:
        with os.fdopen(made, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _lines(backup: Backup) -> Iterator[dict[str, Any]]:
    names = ("workshop_id", "seq", "head", "epoch", "taken_at", "due")
    yield {"format": FORMAT} | {name: getattr(backup, name) for name in names}
    for _, body, head, digests in backup.log:
        yield {"change": body.decode(), "head": head, "digests": digests.decode()}
    for name in HASHES:
        entries = iter(getattr(backup, name).items())
        while part := dict(islice(entries, ONE_LINE)):
            yield {name: part}


def _backup(lines: list[dict[str, Any]]) -> Backup:
    header = lines[0]
    del header["format"]
    backup = Backup(**header)
    for line in lines[1:]:
        if "change" in line:
            seq = len(backup.log) + 1
            record = (seq, line["change"].encode(), line["head"], line["digests"].encode())
            backup.log.append(record)
            continue
        for name, part in line.items():
            getattr(backup, name).update(part)
    return backup
