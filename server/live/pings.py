"""The pings of all clients, from one thread.

engine.io starts a thread for each ping of each client, and one more looks for the dead: 10 kB
a client, and a hundred wake-ups a second in a full hall. Here a ping waits as one line of a
queue. What is relied on, held by `tests/live/test_hooks.py`:

- a Socket starts its next ping by `server.start_background_task(self._send_ping)`, after the
  client has connected and after each pong, and never has two of them;
- `last_ping` is when a ping was sent that waits for its pong, else None;
- `check_ping_timeout()` closes a client that owes one for too long;
- `monitor_clients=False` leaves looking for the dead to us.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import structlog
from engineio.exceptions import EngineIOError
from engineio.packet import PING, Packet
from engineio.socket import Socket

LOOK_EVERY = 0.5  # seconds

log = structlog.get_logger()


class Pings:
    """Pings every client of an engineio.Server, and lets go of those that do not answer."""

    def __init__(self, eio: Any) -> None:
        """Take over the pings of `eio`; nothing runs before its first client."""
        self._eio = eio
        self._start_task: Callable[..., Any] = eio.start_background_task
        # When, and the sid: whoever has gone shall not be kept until its turn comes.
        self._to_ping: deque[tuple[float, str]] = deque()
        self._to_check: deque[tuple[float, str]] = deque()
        self._is_running = False
        eio.start_background_task = self.start_task

    def start_task(self, target: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Start a task as engine.io does; a ping is only noted."""
        if getattr(target, "__func__", None) is not Socket._send_ping:
            return self._start_task(target, *args, **more)
        client: Any = target.__self__  # type: ignore[attr-defined]
        self._to_ping.append((time.monotonic() + self._eio.ping_interval, client.sid))
        if not self._is_running:
            self._is_running = True
            self._start_task(self._run)
        return None

    def _run(self) -> None:
        while True:
            self._eio.sleep(LOOK_EVERY)
            try:
                self.look(time.monotonic())
            except Exception:  # one client's fault must not leave all others without pings
                log.exception("ping_fault")

    def look(self, now: float) -> None:
        """Ping those whose turn it is, and let go of those that owe a pong for too long."""
        for client in self._due(self._to_ping, now):
            self._ping(client, now)
        for client in self._due(self._to_check, now):
            # One that has answered waits for its next ping.
            if client.last_ping is not None and not client.check_ping_timeout():
                self._eio.sockets.pop(client.sid, None)

    def _ping(self, client: Any, now: float) -> None:
        client.last_ping = time.time()
        # A moment later, or it is not yet overdue when we look.
        self._to_check.append((now + self._eio.ping_timeout + LOOK_EVERY, client.sid))
        try:
            client.send(Packet(PING))
        except EngineIOError:
            return  # it closed this moment

    def _due(self, waiting: deque[tuple[float, str]], now: float) -> Iterator[Any]:
        while waiting and waiting[0][0] <= now:
            sid = waiting.popleft()[1]
            client = self._eio.sockets.get(sid)
            if client is not None and client.closed:
                del self._eio.sockets[sid]
            elif client is not None:
                yield client
