"""Makes and reads workshops over HTTP, on one connection that stays open."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import itertools
from dataclasses import dataclass, field
from typing import Any

import orjson

from .dialects import op_id, text_of

PATIENCE = 60  # seconds; a draft of 5,000 notes may take a while on a slow machine
AT_ONCE = 100  # ops of one request, the most the wire allows


class HttpFailed(Exception):  # noqa: N818 - it reads as what happened
    """The server answered with an error; the message holds it."""


class Http:
    """One kept-alive connection to `/api/v1`."""

    def __init__(self, port: int, token: str | None = None) -> None:
        """Nothing is sent before the first call."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.headers = {"Accept-Encoding": "gzip", "Content-Type": "application/json"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: Any = None, *, base: str = "/api/v1") -> bytes:
        """Return the bytes of the answer. Raises: HttpFailed."""
        sent = orjson.dumps(body) if body is not None else None
        self._connection.request(method, base + path, sent, self.headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        if answer.status >= 400:
            raise HttpFailed(f"{method} {path}: {answer.status} {content[:300].decode()}")
        return content

    def get(self, path: str) -> Any:
        """Return a parsed answer."""
        return orjson.loads(self.call("GET", path))

    def post(self, path: str, body: Any) -> Any:
        """Return a parsed answer."""
        return orjson.loads(self.call("POST", path, body))

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@dataclass
class Workshop:
    """A workshop of the bench: open and loud, so that every listener hears whole notes."""

    port: int
    id: str
    facilitator_key: str
    facilitator_token: str
    code: str
    http: Http
    notes: list[str] = field(default_factory=list)  # those of `fill`
    _numbers: Any = field(default_factory=lambda: itertools.count(10**9))

    @property
    def path(self) -> str:
        """Where its routes lie."""
        return f"/workshops/{self.id}"

    def join(self, count: int) -> list[str]:
        """Give so many new seats; return their tokens."""
        body = {"code": self.code, "name": "Aino"}
        return [self.http.post("/join", body)["token"] for _ in range(count)]

    def snapshot(self) -> dict[str, Any]:
        """Return what the facilitator sees now."""
        return self.http.get(f"{self.path}/snapshot")

    def fill(self, notes: int) -> None:
        """Add so many notes, each with a text of its own, spread over the areas."""
        areas = self.snapshot()["board"]["areas"]
        places = (areas[number % len(areas)] for number in range(notes))
        ops = [self.op("note.add", area=area, text=self._text()) for area in places]
        self.notes += [ack["id"] for ack in self.perform(ops)]

    def change_something(self) -> None:
        """Give the first note another text."""
        self.perform(self.edits(self.notes[:1]))

    def edits(self, notes: list[str]) -> list[dict[str, Any]]:
        """Return ops that give each of the notes another text."""
        return [self.op("note.edit", note_id=one, text=self._text()) for one in notes]

    def op(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Return an op with an id of its own."""
        return {"op_id": op_id(next(self._numbers)), "type": kind, **fields}

    def _text(self) -> str:
        return text_of(next(self._numbers))

    def perform(self, ops: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send ops over HTTP, each of which must be accepted; return their acks."""
        acks: list[dict[str, Any]] = []
        for at in range(0, len(ops), AT_ONCE):
            acks += self.http.post(f"{self.path}/ops", ops[at : at + AT_ONCE])
        refused = [ack for ack in acks if not ack["ok"]]
        if refused:
            raise HttpFailed(str(refused[0]))
        return acks


def make_workshop(port: int) -> Workshop:
    """Make a workshop of two cities; its facilitator has joined."""
    http = Http(port)
    body = {
        "title": "Night library",
        "service": "A library that never closes",
        "cities": [{"name": "Oulu"}, {"name": "Sofia"}],
        "settings": {"silent": False},
    }
    made = http.post("/workshops", body)
    key, code = made["facilitator_key"], made["invitations"]["cities"][0]["code"]
    joined = http.post("/join", {"facilitator_key": key, "name": "Helmi"})
    http.headers["Authorization"] = f"Bearer {joined['token']}"
    return Workshop(port, made["workshop"]["id"], key, joined["token"], code, http)


def board_hash(board: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical form of a board as received."""
    return hashlib.sha256(orjson.dumps(board, option=orjson.OPT_SORT_KEYS)).hexdigest()
