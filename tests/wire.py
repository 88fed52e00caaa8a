"""Somebody in a workshop who knows nothing but the wire: HTTP and an official Socket.IO client."""

from __future__ import annotations

import hashlib
import threading
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests
import socketio

SOON = 5.0  # seconds; a change that takes longer is a failure


class Http:
    """Calls `/api/v1` of one server; answers are parsed, errors raise with their body."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(self, method: str, path: str, expect: int | None = None, **more: Any) -> Any:
        headers = self.headers | more.pop("headers", {})
        answer = requests.request(
            method, f"{self.url}/api/v1{path}", headers=headers, timeout=30, **more
        )
        if expect is None:
            assert answer.status_code < 400, f"{method} {path}: {answer.text}"
        else:
            assert answer.status_code == expect, f"{method} {path}: {answer.text}"
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            return answer.json()
        return answer.content

    def get(self, path: str, **more: Any) -> Any:
        return self.call("GET", path, **more)

    def post(self, path: str, body: Any, **more: Any) -> Any:
        return self.call("POST", path, json=body, **more)


def make_workshop(url: str, cities: list[str], **settings: Any) -> dict[str, Any]:
    """Make a workshop; returns the answer of `POST /workshops`."""
    return Http(url).post("/workshops", workshop_body(cities, **settings))


def workshop_body(cities: list[str], **settings: Any) -> dict[str, Any]:
    """Return what is posted to make a workshop."""
    return {
        "title": "Night library",
        "service": "A library that never closes",
        "cities": [{"name": name} for name in cities],
        "settings": settings,
    }


CONNECTED: list[Person] = []  # everybody of the test module, to be sent home at its end


class Person:
    """One seat with one live connection; keeps every frame it heard."""

    def __init__(self, url: str, joined: dict[str, Any], transports: list[str] | None = None):
        self.url = url
        self.workshop_id: str = joined["workshop_id"]
        self.seat: dict[str, Any] = joined["seat"]
        self.token: str = joined["token"]
        self.http = Http(url, self.token)
        self.changes: list[dict[str, Any]] = []
        self.early: dict[int, dict[str, Any]] = {}
        self.frames: list[Any] = []
        self.beats: list[dict[str, Any]] = []
        self.heard = threading.Condition()
        self.transports = transports
        self.snapshot: dict[str, Any] = {}
        self.seq = 0
        self.epoch: str | None = None
        self.reconnects = 0
        self.socket = socketio.Client(
            reconnection=True, reconnection_delay=0.1, reconnection_delay_max=0.5
        )
        self.socket.on("changes", self._changes)
        self.socket.on("connect", self._connected)
        for name in ("people", "notice", "beat"):
            self.socket.on(name, lambda payload, name=name: self._frame(name, payload))

    def connect(self) -> Person:
        CONNECTED.append(self)
        at = urlsplit(self.url)
        self.socket.connect(
            f"{at.scheme}://{at.netloc}",
            socketio_path=f"{at.path}/socket.io",
            auth={"token": self.token},
            transports=self.transports,
            wait_timeout=10,
        )
        self.wait(lambda: self.epoch is not None)
        return self

    def _connected(self) -> None:
        # The library calls handlers in threads of their own, so waiting here blocks nobody.
        self.enter()

    def enter(self) -> dict[str, Any]:
        asked: dict[str, Any] = {"protocol": 1}
        if self.epoch is not None:
            asked |= {"seq": self.seq, "epoch": self.epoch}
        answer = self.socket.call("enter", asked, timeout=10)
        assert answer["ok"], answer
        with self.heard:
            if answer.get("changes") is not None:
                self._take(answer["changes"])
            else:
                taken = answer.get("snapshot") or self.http.get(
                    f"/workshops/{self.workshop_id}/snapshot"
                )
                self.snapshot = taken
                self.seq = max(self.seq, taken["seq"])
                self._take([])
            self.epoch = answer["epoch"]
            self.reconnects += 1
            self.heard.notify_all()
        return answer

    def _changes(self, changes: list[dict[str, Any]]) -> None:
        with self.heard:
            self.frames.append(changes)
            self._take(changes)
            self.heard.notify_all()

    def _take(self, changes: list[dict[str, Any]]) -> None:
        # The library calls handlers in threads of their own, so two messages may change places
        # on the last yard. A hole that stays is seen by whoever waits for what comes after it.
        self.early |= {change["seq"]: change for change in changes if change["seq"] > self.seq}
        while (change := self.early.pop(self.seq + 1, None)) is not None:
            self.seq += 1
            self.changes.append(change)

    def _frame(self, name: str, payload: Any) -> None:
        with self.heard:
            self.frames.append(payload)
            if name == "beat":
                self.beats.append(payload)
            self.heard.notify_all()

    def op(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send one op and return its ack."""
        return self.send({"op_id": str(uuid.uuid4()), "type": kind, **fields})

    def send(self, op: dict[str, Any]) -> dict[str, Any]:
        return self.socket.call("op", op, timeout=10)

    def do(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send one op that must be accepted; returns its ack."""
        ack = self.op(kind, **fields)
        assert ack["ok"], ack
        return ack

    def do_all(self, ops: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send ops without waiting, all of which must be accepted; returns their acks in order."""
        acks: dict[int, dict[str, Any]] = {}
        for place, op in enumerate(ops):

            def answered(ack: dict[str, Any], place: int = place) -> None:
                with self.heard:
                    acks[place] = ack
                    self.heard.notify_all()

            self.socket.emit("op", {"op_id": str(uuid.uuid4()), **op}, callback=answered)
        self.wait(lambda: len(acks) == len(ops), within=SOON + len(ops) / 20)
        assert all(ack["ok"] for ack in acks.values()), acks
        return [acks[place] for place in range(len(ops))]

    def wait(self, until: Any, within: float = SOON) -> None:
        """Return once `until()` holds, looking after each frame."""
        deadline = time.monotonic() + within
        with self.heard:
            while not until():
                left = deadline - time.monotonic()
                assert left > 0, "waited too long"
                self.heard.wait(left)

    def wait_for(self, seq: int, within: float = SOON) -> None:
        self.wait(lambda: self.seq >= seq, within)

    def see(self) -> dict[str, Any]:
        """Return a fresh snapshot."""
        return self.http.get(f"/workshops/{self.workshop_id}/snapshot")

    def leave(self) -> None:
        self.socket.disconnect()

    def go_home(self) -> None:
        """Leave, and stop trying to come back where the connection was lost."""
        self.socket.shutdown()


def join(url: str, code: str, name: str, **more: Any) -> Person:
    """Join by code and connect."""
    body = {"code": code, "name": name} | {k: v for k, v in more.items() if k != "transports"}
    return Person(url, Http(url).post("/join", body), more.get("transports")).connect()


def facilitate(url: str, made: dict[str, Any], **more: Any) -> Person:
    """Take the facilitator's seat of a workshop just made."""
    body = {"facilitator_key": made["facilitator_key"], "name": "Helmi"}
    return Person(url, Http(url).post("/join", body), more.get("transports")).connect()


def code_of(made: dict[str, Any], city: int) -> str:
    """Return the join code of the city made in that place."""
    return made["invitations"]["cities"][city]["code"]


def canonical_hash(board: dict[str, Any]) -> str:
    """Return SHA-256 of the canonical form of a board exactly as received."""
    return hashlib.sha256(orjson.dumps(board, option=orjson.OPT_SORT_KEYS)).hexdigest()
