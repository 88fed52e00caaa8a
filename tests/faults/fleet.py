"""Fills a workshop with light clients, lets them write, and waits until all is quiet."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from typing import TYPE_CHECKING, Any

import requests

from tests.faults.client import Client, end
from tests.wire import code_of, workshop_body

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

CITIES = ["Oulu", "Sofia"]
TRIES = 5


class Fleet:
    """One workshop and its clients; `helmi` is the facilitator and only steers and reads."""

    def __init__(self, made: dict[str, Any], helmi: Client, clients: list[Client]) -> None:
        self.made = made
        self.workshop_id: str = made["workshop"]["id"]
        self.helmi = helmi
        self.clients = clients
        self.writers: list[asyncio.Task[None]] = []
        self.stopping = False

    @property
    def everyone(self) -> list[Client]:
        return [self.helmi, *self.clients]

    @property
    def acked(self) -> int:
        """How many ops were acknowledged so far."""
        return sum(len(client.acked) for client in self.everyone)

    def write(self, *, rest: float = 0.0, area: str = "value") -> None:
        """Let every client write notes one after the other until `quiet`."""

        async def notes(client: Client) -> None:
            for number in itertools.count():
                if self.stopping:
                    return
                await client.perform("note.add", area=area, text=f"{client.seat} {number}")
                await asyncio.sleep(rest)

        self.let(notes)

    def let(self, each: Callable[[Client], Awaitable[None]]) -> None:
        """Let every client do something; what goes on for ever looks at `stopping`."""
        self.stopping = False
        self.writers += [asyncio.create_task(each(client)) for client in self.clients]

    async def until_acked(self, count: int, within: float = 60) -> None:
        """Return once `count` ops were acknowledged."""
        reached = asyncio.Event()

        def counted(_: Any) -> None:
            if self.acked >= count:
                reached.set()

        with self.heard_by(counted):
            if self.acked < count:
                await asyncio.wait_for(reached.wait(), within)

    async def until_each_is_acked(self, within: float = 30) -> None:
        """Return once each client has had another op acknowledged: everybody is in again."""
        missing, all_in = set(self.clients), asyncio.Event()

        def seen(_: Any) -> None:
            missing.difference_update([c for c in missing if len(c.acked) > before[c]])
            if not missing:
                all_in.set()

        before = {client: len(client.acked) for client in self.clients}
        with self.heard_by(seen):
            await asyncio.wait_for(all_in.wait(), within)

    async def until_one_is_acked(self, then: Callable[[], None], within: float = 30) -> None:
        """Call `then` the moment the next ack arrives, before anything else happens."""
        fired = asyncio.Event()

        def fire(_: Any) -> None:
            if not fired.is_set():
                fired.set()
                then()

        with self.heard_by(fire):
            await asyncio.wait_for(fired.wait(), within)

    @contextlib.contextmanager
    def heard_by(self, listener: Callable[[Any], None]) -> Iterator[None]:
        """Tell `listener` of every ack for as long as the block lasts."""
        for client in self.clients:
            client.on_ack = listener
        try:
            yield
        finally:
            for client in self.clients:
                client.on_ack = lambda acked: None

    async def quiet(self, within: float = 30) -> int:
        """Stop writing and return the seq that all boards have come to."""
        await self.rest(within)
        last = 0
        for locked in (True, False):
            ack = await asyncio.wait_for(self.helmi.do("phase.lock", locked=locked), within)
            last = ack["seq"]
        await asyncio.gather(*(client.hear(last, within) for client in self.everyone))
        return last

    async def rest(self, within: float = 30) -> None:
        """Stop the writers once each has the answer to what it has in hand."""
        self.stopping = True
        await asyncio.wait_for(asyncio.gather(*self.writers), within)
        self.writers = []


def seat(url: str, made: dict[str, Any], number: int, name: str | None = None) -> dict[str, Any]:
    """Join as somebody of the city whose turn it is; returns the answer of `POST /join`."""
    city = number % len(made["invitations"]["cities"])
    return join(url, {"code": code_of(made, city), "name": name or f"seat {number}"})


def facilitator(url: str, made: dict[str, Any]) -> dict[str, Any]:
    """Take the facilitator's seat; returns the answer of `POST /join`."""
    return join(url, {"facilitator_key": made["facilitator_key"], "name": "Helmi"})


def join(url: str, body: dict[str, Any]) -> dict[str, Any]:
    """Join; returns the answer of `POST /join`."""
    return press(f"{url}/api/v1/join", body)


def press(url: str, body: dict[str, Any]) -> dict[str, Any]:
    """Post, again where the store was away for a moment: people press a button twice."""
    for _ in range(TRIES):
        answer = requests.post(url, json=body, timeout=30)
        if answer.status_code != 503:
            break
    answer.raise_for_status()
    return answer.json()


@contextlib.asynccontextmanager
async def fleet(
    urls: Sequence[str],
    size: int,
    *,
    join_at: str | None = None,
    transports: Sequence[str] = ("websocket",),
    settings: dict[str, Any] | None = None,
    made: dict[str, Any] | None = None,
    **options: Any,
) -> AsyncIterator[Fleet]:
    """Make a workshop (or take `made`) and `size` clients, all entered.

    Clients are spread over `urls` and `transports`. Joining goes to `join_at`, where there is
    no fault in the way. `options` are those of Client.
    """
    door = join_at or urls[0]
    if made is None:
        asked = workshop_body(CITIES, **{"silent": False} | (settings or {}))
        made = press(f"{door}/api/v1/workshops", asked)
    helmi = Client([door], facilitator(door, made))
    clients = []
    for number in range(size):
        turn = number % len(urls)
        mine = [*urls[turn:], *urls[:turn]]
        transport = transports[number % len(transports)]
        joined = seat(door, made, number)
        clients.append(Client(mine, joined, transport=transport, **options))
    whole = Fleet(made, helmi, clients)
    try:
        await asyncio.gather(*(client.start() for client in whole.everyone))
        yield whole
    finally:
        await end(whole.writers)
        await asyncio.gather(*(client.leave() for client in whole.everyone))
