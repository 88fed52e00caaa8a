"""A light client that behaves as our browser does: a few hundred of them fit one test.

It keeps an op until it is answered, sends it again with the same op_id, enters again on a hole,
and keeps what it heard, so that its board can be counted afterwards.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import requests

from tests.faults.link import LINKS, LinkLost

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOT_NOW = ("op.too_fast", "workshop.busy", "store.unavailable", "server.fault")
CONNECT_WITHIN = 8  # seconds, as the browser's
AGAIN_AFTER = (0.05, 0.4)  # seconds before the next try to connect; a browser waits longer
BEHIND_FOR = 2  # seconds a beat may be ahead of the board before the board asks
MOST_SILENCES = 2  # acks that may stay out before the connection is taken for dead


@dataclass(frozen=True)
class Acked:
    """An op the server said yes to."""

    op: dict[str, Any]
    ack: dict[str, Any]
    took: float  # seconds from the first sending
    at: float


class Client:
    """One seat with one connection, which comes back by itself."""

    def __init__(
        self,
        urls: Sequence[str],
        joined: dict[str, Any],
        *,
        transport: str = "websocket",
        patience: float = 8,
        seed: int = 0,
        minds_holes: bool = True,
    ) -> None:
        self.urls = list(urls)
        self.joined = joined
        self.workshop_id: str = joined["workshop_id"]
        self.seat: str = joined["seat"]["id"]
        self.token: str = joined["token"]
        self.transport = transport
        self.patience = patience
        self.minds_holes = minds_holes
        self.chance = random.Random(f"{seed} {self.seat}")
        self.link: Any = None
        self.live = asyncio.Event()
        self.moved = asyncio.Event()  # set with every change or beat heard
        self.base: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []
        self.seq = 0
        self.epoch: str | None = None
        self.note_ids: set[str] = set()
        self.acked: list[Acked] = []
        self.refused: list[dict[str, Any]] = []
        self.notices: list[dict[str, Any]] = []
        self.beats: list[dict[str, Any]] = []
        self.connects = self.snapshots = self.holes = 0
        self.rejected: dict[str, Any] | None = None
        self.left = False
        self.on_ack: Callable[[Acked], None] = lambda acked: None
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._silences = 0
        self._outbox = asyncio.Lock()
        self._entering: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None

    # -- connection --------------------------------------------------------------------------

    async def start(self) -> Client:
        """Connect, or connect again after `leave`, and return once entered."""
        self.left = False
        self._task = asyncio.create_task(self._stay_connected())
        await asyncio.wait_for(self.live.wait(), 30)
        return self

    async def leave(self) -> None:
        """Disconnect for good."""
        self.left = True
        self.cut()
        if self._task is not None:
            await end([self._task])

    def cut(self) -> None:
        """Lose the connection, as a phone in a tunnel does."""
        if self.link is not None:
            self.link.close()

    async def _stay_connected(self) -> None:
        place = self.chance.randrange(len(self.urls))
        while self.rejected is None and not self.left:
            url = self.urls[place % len(self.urls)]
            with contextlib.suppress(LinkLost, OSError, TimeoutError):
                self.link = await asyncio.wait_for(LINKS[self.transport](url), CONNECT_WITHIN)
                try:
                    await self.link.send("40" + orjson.dumps({"token": self.token}).decode())
                    while True:
                        self._packet(await self.link.receive())
                finally:
                    self._lost()
            place += 1
            await asyncio.sleep(self.chance.uniform(*AGAIN_AFTER))

    def _lost(self) -> None:
        self.live.clear()
        self.link.close()
        self._silences = 0
        if self._entering is not None:
            self._entering.cancel()
            self._entering = None
        waiting, self._asked = self._asked, {}
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(LinkLost("lost before the answer"))
                answer.exception()  # asked here, so that one nobody waits for stays quiet

    def _still_behind(self, seq: int) -> None:
        if self.seq < seq and self.live.is_set():
            self.enter_again()

    def _packet(self, packet: str) -> None:
        kind, body = packet[:2], packet[2:]
        if kind == "40":
            self.connects += 1
            self.enter_again()
        elif kind == "44":
            self.rejected = orjson.loads(body).get("data") or {}
            raise LinkLost("let in by nobody")
        elif kind == "41":
            raise LinkLost("disconnected by the server")
        elif kind == "42":
            self._event(*orjson.loads(body))
        elif kind == "43":
            number, _, rest = body.partition("[")
            answer = self._asked.pop(int(number), None)
            if answer is not None and not answer.done():
                said = orjson.loads("[" + rest)[0]
                if "epoch" in said:
                    self._entered(said)  # now: the next packet may be the changes that follow
                answer.set_result(said)

    def _event(self, name: str, payload: Any) -> None:
        if name == "changes":
            if not self.take(payload) and self.minds_holes:
                self.holes += 1
                self.enter_again()
        elif name == "beat":
            self.beats.append(payload)
            if payload["seq"] > self.seq and self.minds_holes:
                asyncio.get_running_loop().call_later(
                    BEHIND_FOR, self._still_behind, payload["seq"]
                )
        elif name == "notice":
            self.notices.append(payload)
            if payload["code"] in ("epoch.changed", "seat.changed"):
                self.epoch = None
                self.enter_again()
        self.moved.set()

    # -- entering ----------------------------------------------------------------------------

    def enter_again(self) -> None:
        """Enter from where the board is, unless that is under way."""
        if self._entering is None or self._entering.done():
            self._entering = asyncio.create_task(self._enter())

    async def _enter(self) -> None:
        with contextlib.suppress(LinkLost, TimeoutError, requests.RequestException):
            while True:
                asked: dict[str, Any] = {"protocol": 1}
                if self.epoch is not None:
                    asked |= {"seq": self.seq, "epoch": self.epoch}
                answer = await self.ask("enter", asked)
                if not answer["ok"]:
                    await asyncio.sleep(answer["error"].get("retry_in_ms", 500) / 1000)
                    continue
                if answer.get("changes") is not None or answer["snapshot"] is not None:
                    self.live.set()
                    return
                self.take_snapshot(await asyncio.to_thread(self._fetch))
        self.cut()

    def _entered(self, answer: dict[str, Any]) -> None:
        if answer.get("changes") is not None:
            self.epoch = answer["epoch"]
            self.take(answer["changes"])
        elif answer["snapshot"] is not None:
            self.take_snapshot(answer["snapshot"])

    def _fetch(self) -> dict[str, Any]:
        answer = requests.get(
            f"{self.urls[0]}/api/v1/workshops/{self.workshop_id}/snapshot",
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json()

    def take_snapshot(self, snapshot: dict[str, Any]) -> None:
        self.snapshots += 1
        self.base = {"board": snapshot["board"], "you": snapshot["you"]}
        self.heard = []
        self.seq, self.epoch = snapshot["seq"], snapshot["epoch"]
        self.note_ids |= {note["id"] for note in snapshot["board"]["notes"]}
        self.moved.set()

    def take(self, changes: list[dict[str, Any]]) -> bool:
        """Take in changes in seq order; False when one is missing before them."""
        for change in changes:
            if change["seq"] <= self.seq:
                continue
            if change["seq"] != self.seq + 1 and self.minds_holes:
                return False
            self.seq = change["seq"]
            self.heard.append(change)
            if change["type"] == "note.added":
                self.note_ids.add(change["note"]["id"])
        self.moved.set()
        return True

    def known(self) -> dict[str, Any]:
        """Return what the board is counted from: {board, you, changes}."""
        return self.base | {"changes": list(self.heard)}

    async def hear(self, seq: int, within: float = 10) -> None:
        """Return once the board is at `seq`."""
        async with asyncio.timeout(within):
            while self.seq < seq:
                self.moved.clear()
                await self.moved.wait()

    # -- ops ---------------------------------------------------------------------------------

    async def ask(self, event: str, payload: Any) -> Any:
        """Send an event and return its answer. Raises: LinkLost, TimeoutError."""
        answer = await self.begin(event, payload)
        return await asyncio.wait_for(answer, self.patience)

    async def begin(self, event: str, payload: Any) -> asyncio.Future[Any]:
        """Send an event; its answer comes later."""
        if self.link is None:
            raise LinkLost("never connected")
        self._number += 1
        number = self._number
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            await self.link.send(f"42{number}" + orjson.dumps([event, payload]).decode())
        except LinkLost:
            self._asked.pop(number, None)
            raise
        return answer

    def op(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Return an op with an op_id of its own."""
        op_id = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        return {"op_id": op_id, "type": kind, **fields}

    async def perform(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send an op, again until it is answered; returns the answer."""
        op = self.op(kind, **fields)
        async with self._outbox:
            return await self.until_answered(op)

    async def do(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send an op that must be accepted."""
        ack = await self.perform(kind, **fields)
        assert ack["ok"], ack
        return ack

    async def until_answered(self, op: dict[str, Any]) -> dict[str, Any]:
        """Send one op until it is answered; returns the answer."""
        begun = time.monotonic()
        while True:
            await self.live.wait()
            try:
                ack = await self.ask("op", op)
            except LinkLost:
                # Not a bare `continue`: a dead link fails at once, and its reader, which says
                # so to everybody, would never have its turn.
                await asyncio.sleep(0.01)
                continue
            except TimeoutError:
                self._silences += 1
                if self._silences >= MOST_SILENCES:
                    self.cut()
                    self.live.clear()
                continue
            self._silences = 0
            if ack["ok"]:
                now = time.monotonic()
                self.acked.append(acked := Acked(op, ack, now - begun, now))
                self.on_ack(acked)
                return ack
            if ack["error"]["code"] not in NOT_NOW:
                self.refused.append(ack)
                return ack
            await asyncio.sleep(ack["error"].get("retry_in_ms", 200) / 1000)

    async def perform_all(self, ops: list[dict[str, Any]], *, patience: float = 0.1) -> None:
        """Send ops a hundred at a time, those without an answer again, until all have one.

        Only a refusal that passes and silence are tried again; any other fails.
        """
        waiting, shortest = list(ops), patience
        while waiting:
            await self.live.wait()
            sent, later = waiting[:100], waiting[100:]
            before = len(self.acked)
            await asyncio.sleep(0)  # a dead link fails at once; its reader needs a turn
            with contextlib.suppress(LinkLost):
                answers = [await self.begin("op", op) for op in sent]
                await asyncio.wait(answers, timeout=patience)
                sent = [
                    op
                    for op, answer in zip(sent, answers, strict=True)
                    if not self._is_accepted(op, answer)
                ]
            waiting = sent + later
            is_stuck = len(self.acked) == before  # then the machine is busy
            patience = min(2 * patience, self.patience) if is_stuck else shortest

    def _is_accepted(self, op: dict[str, Any], answer: asyncio.Future[Any]) -> bool:
        if not answer.done() or answer.exception() is not None:
            return False
        ack = answer.result()
        if ack["ok"]:
            self.acked.append(Acked(op, ack, 0.0, time.monotonic()))
            return True
        assert ack["error"]["code"] in NOT_NOW, ack
        return False

    async def pipeline(self, ops: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send ops without waiting for answers in between; returns the answers, in order."""
        answers = [await self.begin("op", op) for op in ops]
        return list(await asyncio.wait_for(asyncio.gather(*answers), 60))


async def end(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Cancel tasks until they have ended: `wait_for` may swallow one that comes with an answer."""
    waiting = set(tasks)
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=0.1)
