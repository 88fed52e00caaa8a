"""Processes beside the server that make results of big boards, so that no workshop waits.

A worker is a program of its own, started with a socket: never a fork of a server whose threads
and sockets it would take along. The socket is green under eventlet, so waiting blocks nobody.
"""

import contextlib
import math
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog

from server.domain.refused import Refused

from .acks import refused_from
from .frames import OUT_OF_MEMORY, receive_frame, send_frame

ENOUGH_SECONDS = 20  # one result may take so long; 10,000 notes take 1.5
ENOUGH_MEMORY = 512 * 1024 * 1024  # bytes of one worker; 10,000 notes take 85 MB
MOST_WAITING = 32  # questions in the queue; the next one is told to come again
COME_AGAIN = 1000  # milliseconds
PROGRAM = Path(__file__).resolve().parents[2]  # where `-m server.worker` is found
SECRETS = ("SECRET_KEY", "MAKE_KEY", "REDIS_URL")  # of the environment; no worker needs them
# Each thread and each arena of malloc reserves memory that counts, though nobody uses it.
LEAN = {"MALLOC_ARENA_MAX": "1", "RAYON_NUM_THREADS": "1"}
ENDED = {  # why a worker was ended → what the one who asked is told
    "time": ("result.too_slow", "This took too long and was stopped. Ask for less, or later."),
    "memory": ("result.too_large", "This needs more memory than one result may have."),
    "fault": ("result.failed", "That went wrong on our side; it is logged. Ask again."),
    "died": ("result.failed", "That went wrong on our side; it is logged. Ask again."),
}

log = structlog.get_logger()


class Worker:
    """One such process and the socket to it."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it; it may be asked at once and answers when it is ready."""
        self._door, other = socket.socketpair()
        with other:
            self.process = subprocess.Popen(  # noqa: S603 our own program
                command,
                stdin=other.fileno(),
                stdout=subprocess.DEVNULL,
                cwd=PROGRAM,
                env=LEAN | {name: text for name, text in os.environ.items() if name not in SECRETS},
            )

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def ask(
        self, head: dict[str, Any], parts: Sequence[bytes], *, until: float
    ) -> tuple[dict[str, Any], bytes] | None:
        """Return its answer; None when it died. Raises: TimeoutError at `until` (monotonic)."""
        try:
            send_frame(self._door, head, parts, until=until)
            return receive_frame(self._door, until=until)
        except TimeoutError:
            raise
        except OSError:
            return None

    def ran_out_of_memory(self) -> bool:
        """Whether it died for want of memory: a library in Rust can only end the process."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        return self.process.returncode in (-signal.SIGABRT, OUT_OF_MEMORY)

    def end(self) -> None:
        """End it, whatever it does."""
        self._door.close()
        self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)


class Workers:
    """A small pool. A worker is started when it is first needed, and kept warm from then on."""

    def __init__(
        self,
        *,
        size: int,
        canvases: Path,
        seconds: float = ENOUGH_SECONDS,
        memory: int = ENOUGH_MEMORY,
        waiting: int = MOST_WAITING,
        metrics: Any = None,
    ) -> None:
        """Prepare `size` places; nothing is started before the first question."""
        self.size = size
        self._command = [
            sys.executable, "-m", "server.worker", str(canvases), str(memory),
            str(math.ceil(seconds)),
        ]  # fmt: skip
        self._seconds = seconds
        self._most_asked = size + waiting
        self._metrics = metrics
        self._lock = threading.Lock()
        self._asked = 0
        self._alive: list[Worker] = []
        # The last one used is taken first: it is warm, and a quiet pool wakes one process only.
        self._places: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._places.put(None)

    @property
    def alive(self) -> list[int]:
        """The process ids of the workers that run."""
        return [worker.process.pid for worker in self._alive if worker.is_alive]

    def ask(self, head: dict[str, Any], parts: Sequence[bytes]) -> bytes:
        """Return the gzipped bytes a worker made of a question; `parts` are the state.

        Raises: Refused "server.busy", "result.too_slow", "result.too_large", "result.failed",
        and whatever the making itself refuses.
        """
        self._queue_up()
        try:
            worker = self._places.get()
            try:
                if worker is None or not worker.is_alive:
                    worker = self._start()
                return self._answer(worker, head, parts)
            finally:
                self._places.put(worker)
        finally:
            self._step_out()

    def stop(self) -> None:
        """End every worker."""
        for worker in self._alive:
            worker.end()

    def _start(self) -> Worker:
        self._alive = [worker for worker in self._alive if worker.is_alive]
        worker = Worker(self._command)
        self._alive.append(worker)
        return worker

    def _answer(self, worker: Worker, head: dict[str, Any], parts: Sequence[bytes]) -> bytes:
        begun = time.monotonic()
        try:
            answer = worker.ask(head, parts, until=begun + self._seconds)
        except TimeoutError:
            raise self._ended(worker, "time", "") from None
        if answer is None:
            reason = "memory" if worker.ran_out_of_memory() else "died"
            raise self._ended(worker, reason, "")
        said, body = answer
        if said.get("is_last"):
            worker.end()  # it goes by itself; nobody may ask it meanwhile
        if "ended" in said:
            raise self._ended(worker, said["ended"], said.get("fault", ""))
        if not said["ok"]:
            raise refused_from(said)
        if self._metrics is not None:
            self._metrics.worker_seconds.labels(head["kind"]).observe(time.monotonic() - begun)
        return body

    def _ended(self, worker: Worker, reason: str, fault: str) -> Refused:
        """End a worker that cannot be trusted any more; return the refusal that says so."""
        worker.end()
        log.error("worker_ended", reason=reason, fault=fault)
        if self._metrics is not None:
            self._metrics.workers_ended.labels(reason).inc()
        code, message = ENDED[reason]
        return Refused(code, message, retry_in_ms=COME_AGAIN)

    def _queue_up(self) -> None:
        with self._lock:
            if self._asked >= self._most_asked:
                raise Refused(
                    "server.busy",
                    "Many results are being made; ask again in a moment.",
                    retry_in_ms=COME_AGAIN,
                )
            self._asked += 1
            if self._asked > self.size and self._metrics is not None:
                self._metrics.worker_queue.inc()

    def _step_out(self) -> None:
        with self._lock:
            if self._asked > self.size and self._metrics is not None:
                self._metrics.worker_queue.dec()
            self._asked -= 1
