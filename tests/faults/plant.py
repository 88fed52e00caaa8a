"""Runs what a fault needs: a Redis that can be killed, servers, and proxies between them."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from private_redis import PrivateRedis, start_redis
from processes import stop
from server_process import SERVE, ServerProcess, server_process

from tests.faults.proxy import Proxy, proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.faults.proxy import Filter

# What the faults need of the limits (the defaults have tests of their own).
LIMITS = {
    "LIMIT_SEAT_OPS": "0",
    "LIMIT_WORKSHOP_OPS": "0",
    "LIMIT_SEATS": "5000",
    "LIMIT_NOTES": "200000",
}


# Started from a thread that lives as long as the tests: Linux ends a child of ours when the
# thread that started it ends, and those of asyncio end with each loop.
HANDS = ThreadPoolExecutor(1)


async def beside(work: Callable[[], None]) -> None:
    """Do something that blocks, like a restart, while the clients go on."""
    await asyncio.get_running_loop().run_in_executor(HANDS, work)


@dataclass
class Plant:
    """A Redis, servers on it, and the proxies in front of either."""

    folder: Path
    redis: PrivateRedis
    to_redis: Proxy | None = None
    servers: list[ServerProcess] = field(default_factory=list)
    to_servers: list[Proxy] = field(default_factory=list)

    @property
    def server(self) -> ServerProcess:
        return self.servers[0]

    @property
    def url(self) -> str:
        """The first server itself, without a proxy."""
        return self.server.url

    @property
    def urls(self) -> list[str]:
        """Where clients connect: the proxies, where there are any."""
        return [each.url for each in self.to_servers or self.servers]

    @property
    def logs(self) -> str:
        """What every server has written."""
        return "".join(server.log for server in self.servers)

    def kill_server(self, number: int = 0) -> None:
        """Kill a server and start it again on its port."""
        self.servers[number].kill()
        self.servers[number].start()

    def kill_redis(self) -> None:
        """Kill Redis; it stays away until `start_redis`."""
        self.redis.process.kill()
        self.redis.process.wait()

    def start_redis(self) -> None:
        """Start Redis again over its data, on its port."""
        self.redis = start_redis(self.redis.folder, port=self.redis.port)


@contextlib.contextmanager
def plant(
    folder: Path,
    *,
    servers: int = 1,
    proxied: bool = False,
    redis_proxied: bool = False,
    redis_filters: Callable[[], Filter] | None = None,
    filters: Callable[[], Filter] | None = None,
    variant: str | None = None,
    **environment: str,
) -> Iterator[Plant]:
    """Run a Redis and `servers` processes on it, with proxies where asked for.

    `variant` runs the product with a promise broken on purpose, as `variants` names it; several
    with commas between them, where one does not hide the other.
    """
    command: Sequence[str] = SERVE
    if variant is not None:
        # Never imported here: it patches the whole process for eventlet.
        command = [sys.executable, "-m", "tests.faults.variants", "serve"]
        environment["VARIANT"] = variant
    folder.mkdir(parents=True, exist_ok=True)
    made = Plant(folder, start_redis(folder / "redis"))
    with contextlib.ExitStack() as running:
        running.callback(lambda: stop(made.redis.process))
        redis_url = made.redis.url
        if redis_proxied or redis_filters:
            made.to_redis = running.enter_context(proxy(made.redis.port, redis_filters))
            redis_url = made.to_redis.redis_url
        for _ in range(servers):
            server = server_process(redis_url, folder, command=command, **LIMITS | environment)
            made.servers.append(running.enter_context(server))
        if proxied or filters:
            for server in made.servers:
                made.to_servers.append(running.enter_context(proxy(server.port, filters)))
        yield made
        for server in made.servers:
            server.kill()  # a goodbye would take half a second, and has a test of its own
