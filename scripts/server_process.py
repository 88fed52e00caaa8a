"""The product as a process of its own: started, stopped, killed and read by tests and bench.

A subprocess, never the same process: Playwright's sync API and eventlet both use greenlets.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from places import REPO
from private_redis import free_port
from processes import start, stop

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Mapping, Sequence

READY_WITHIN = 30  # seconds
LOOK_EVERY = 0.02  # seconds
SERVE = (sys.executable, "-m", "server", "serve")


@dataclass
class ServerProcess:
    """One `python -m server serve` on a port that stays the same over restarts.

    Not frozen: `process` changes with each restart.
    """

    port: int
    environment: Mapping[str, str]
    log_file: Path
    command: Sequence[str] = SERVE
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address of the server, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Everything the server has written so far, over all its lives."""
        return self.log_file.read_text(errors="replace")

    def start(self) -> None:
        """Start the server and return once `/healthz` answers."""
        with self.log_file.open("ab") as log:
            self.process = start(
                self.command,
                cwd=REPO,
                env=dict(self.environment),
                stdout=log,
                stderr=log,
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Return once `/healthz` answers 200; fail with the log when it does not."""
        base = self.environment.get("BASE_PATH", "")
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and self.is_running:
            with contextlib.suppress(OSError):
                if answers(f"{self.url}{base}/healthz"):
                    return
            time.sleep(LOOK_EVERY)
        self.kill()
        raise AssertionError(f"The server did not come up. Its log:\n{self.log}")

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> int | None:
        """End the server as an operator would (SIGTERM); return its exit status."""
        return stop(self.process) if self.process else None

    def kill(self) -> None:
        """End the server as a power cut would (SIGKILL)."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def restart(self) -> None:
        """Start again on the same port, after `stop` or `kill`."""
        self.stop()
        self.start()


@contextlib.contextmanager
def server_process(
    redis_url: str,
    folder: Path,
    *,
    port: int | None = None,
    command: Sequence[str] = SERVE,
    **environment: str,
) -> Iterator[ServerProcess]:
    """Run the product on a free port over `redis_url`; `environment` are more settings.

    `folder` takes the log. Two of them with one `redis_url` serve the same workshops.
    """
    port = port or free_port()
    settings = {"HOST": "127.0.0.1", "PORT": str(port), "REDIS_URL": redis_url, **environment}
    server = ServerProcess(
        port=port,
        environment={**without_settings(), **settings},
        log_file=Path(folder) / f"server-{port}.log",
        command=command,
    )
    try:
        server.start()
        yield server
    finally:
        server.stop()


def answers(url: str) -> bool:
    """Return whether our own server answers 200 at `url`."""
    return urllib.request.urlopen(url, timeout=5).status == 200  # noqa: S310


def without_settings() -> dict[str, str]:
    """Return our environment without any setting of the product: a test names those it needs."""
    from server.settings import SETTINGS

    names = {setting.name for setting in SETTINGS}
    return {name: value for name, value in os.environ.items() if name not in names}
