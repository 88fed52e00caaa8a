"""Writes changes as records of the log, chained, with their texts apart; and reads them back."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson

from server.domain.change import VERSION, Change, texts_of, with_texts, without_texts

SALT, SALTS_AT_ONCE = 16, 32  # hexadecimal digits of a salt; how many are drawn together
NO_HEAD = ""  # the log head before the first change


@dataclass(frozen=True, slots=True)
class Record:
    """A change as the log keeps it.

    `digests` stay when a text is erased, so the chain can still be checked.
    """

    seq: int
    body: bytes  # JSON of the change without its texts
    head: str  # SHA-256 over the head before, the body and the digests
    digests: bytes  # JSON: path → SHA-256 of salt and text
    texts: dict[str, bytes]  # path → JSON [salt, text]


RawRecord = tuple[int, bytes, str, bytes]  # seq, body, log head after it, digests


class Damaged(Exception):  # noqa: N818 says what the log is
    """The log of a workshop does not check: a record is missing or was changed."""


class Newer(Damaged):
    """A later version of this server wrote the log: this one can only read what is before."""


def write_records(changes: Iterable[Change], *, head: str) -> list[Record]:
    """Return the records of changes that follow one another, the first the log head `head`."""
    records, salts = [], _salts()
    for change in changes:
        records.append(_record(change, head, salts))
        head = records[-1].head
    return records


def _record(change: Change, head: str, salts: Iterator[str]) -> Record:
    texts: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    for path, text in sorted(texts_of(change).items()):
        salt = next(salts)
        texts[path] = orjson.dumps([salt, text])
        digests[path] = _digest_text(salt, text)
    body = orjson.dumps(without_texts(change).to_json())
    sealed = orjson.dumps(digests, option=orjson.OPT_SORT_KEYS)
    return Record(change.seq, body, chain(head, body, sealed), sealed, texts)


def chain(head: str, body: bytes, digests: bytes) -> str:
    """Return the log head after a record: SHA-256(head ‖ body ‖ digests of its texts)."""
    return hashlib.sha256(head.encode() + body + digests).hexdigest()


def read_record(body: bytes, texts: Mapping[str, bytes]) -> Change:
    """Return the change of a record; a text that is gone reads "[erased]".

    Raises: Damaged; Newer, when it was written by a later version: what it says is not known
    here, and whoever would write after it could only guess.
    """
    try:
        change = Change.from_json(orjson.loads(body))
    except (ValueError, KeyError) as fault:
        raise Damaged(f"a change cannot be read: {type(fault).__name__}") from None
    if change.v > VERSION:
        raise Newer(f"a later version of this server wrote the change at seq {change.seq}")
    try:
        told = {path: orjson.loads(kept)[1] for path, kept in texts.items()}
    except (ValueError, LookupError, TypeError):
        raise Damaged(f"a text cannot be read at seq {change.seq}") from None
    return with_texts(change, told)


def text_paths(digests: bytes) -> list[str]:
    """Return the paths of the texts a record had when it was written."""
    return sorted(orjson.loads(digests))


def check_chain(records: Iterable[RawRecord], *, seq: int, head: str) -> tuple[int, str]:
    """Return seq and head after the records, checked one by one.

    Raises: Damaged, at the first record that does not follow from the one before.
    """
    for number, body, written, digests in records:
        seq, head = seq + 1, chain(head, body, digests)
        if number != seq or written != head:
            raise Damaged(f"the log does not check at seq {seq}")
    return seq, head


def check_texts(records: Iterable[RawRecord], texts: Mapping[str, str]) -> None:
    """Raise Damaged when a text that is there is not the one that was chained.

    `texts`: "seq:path" → JSON [salt, text]. One that is gone was erased, and is no damage.
    """
    for seq, _, _, digests in records:
        for path, digest in orjson.loads(digests).items():
            kept = texts.get(f"{seq}:{path}")
            if kept is not None and _digest_text(*orjson.loads(kept)) != digest:
                raise Damaged(f"a text does not check at seq {seq}")


def _salts() -> Iterator[str]:
    # Drawn many at a time: a call of the system for each text is felt under load.
    while True:
        drawn = secrets.token_hex(SALTS_AT_ONCE * SALT // 2)
        for at in range(0, len(drawn), SALT):
            yield drawn[at : at + SALT]


def _digest_text(salt: str, text: str) -> str:
    return hashlib.sha256(salt.encode() + text.encode()).hexdigest()
