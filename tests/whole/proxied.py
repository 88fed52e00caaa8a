"""Several processes behind a real proxy, configured by what is shipped for operators."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from places import REPO
from private_redis import free_port
from processes import start, stop
from proxies import NoProxy
from server_fixtures import RAISED
from server_process import without_settings

if TYPE_CHECKING:
    from collections.abc import Callable

DEPLOY = REPO / "scripts" / "deploy"
PROCESSES = 2
TRIES = 3
WITHIN = 30  # seconds until everything answers
SOCKET: dict[str, Any] = {"EIO": "4", "transport": "polling"}


class Proxied:
    """A proxy with processes behind it; `url` is what people open.

    `begin(self)` returns the proxy's command and what its environment has on top.
    """

    def __init__(
        self,
        folder: Path,
        redis_url: str,
        begin: Callable[[Proxied], tuple[list[str], dict[str, str]]],
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/wheel"
        self.ports = free_ports_in_a_row(PROCESSES)
        self.log = (folder / "all.log").open("ab")
        environment = {**without_settings(), **RAISED, "REDIS_URL": redis_url}
        environment |= {"BASE_PATH": "/wheel", "PROXIES": "1", "PORT": str(self.ports[0])}
        environment["PATH"] = os.pathsep.join(
            [str(Path(sys.executable).parent), os.environ["PATH"]]
        )
        honcho = [sys.executable, "-m", "honcho", "start", "-c", f"web={PROCESSES}", "web"]
        proxy, more = begin(self)
        self.processes = [
            start(honcho, cwd=REPO, env=environment, stdout=self.log, stderr=self.log),
            start(proxy, env={**os.environ, **more}, stdout=self.log, stderr=self.log),
        ]

    def wait(self) -> None:
        """Return once every process answers, and the proxy in front of them."""
        urls = [f"http://127.0.0.1:{port}/wheel/healthz" for port in self.ports]
        deadline = time.monotonic() + WITHIN
        for url in [*urls, f"{self.url}/healthz"]:
            while not is_up(url):
                assert time.monotonic() < deadline, f"{url} did not come up:\n{self.log_text}"
                assert "Address already in use" not in self.log_text, self.log_text
                time.sleep(0.05)

    @property
    def log_text(self) -> str:
        """What all of them have written."""
        return (self.folder / "all.log").read_text()

    def stop(self) -> None:
        for process in reversed(self.processes):
            stop(process)
        self.log.close()


def come_up(
    tmp_path_factory: pytest.TempPathFactory,
    redis_url: str,
    begin: Callable[[Proxied], tuple[list[str], dict[str, str]]],
) -> Proxied:
    """Return the processes once they answer; another test may take a port just found free."""
    for left in range(TRIES, 0, -1):
        proxied = Proxied(tmp_path_factory.mktemp("proxy"), redis_url, begin)
        try:
            proxied.wait()
        except AssertionError:
            proxied.stop()
            if left == 1 or "Address already in use" not in proxied.log_text:
                raise
        else:
            return proxied
    raise AssertionError("not reached: the last try raises")


def found_or_skipped(find: Callable[[], str]) -> str:
    """Return the path of a proxy; without one skip aloud, and fail where CI is set."""
    try:
        return find()
    except NoProxy as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


def free_ports_in_a_row(count: int) -> list[int]:
    """Return ports as honcho gives them to the processes of one name: one after the other.

    Below those the system gives to clients: one of them would take a port while we start.
    """
    while True:
        first = secrets.choice(range(20_000, 32_000))
        if all(is_free(first + place) for place in range(count)):
            return [first + place for place in range(count)]


def is_free(port: int) -> bool:
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def is_up(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code == 200
    except requests.RequestException:
        return False
