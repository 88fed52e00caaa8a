"""Serves over eventlet, and ends without losing anybody.

`server/__main__.py` is the only file that names eventlet and hands its modules in. What is
relied on, held by `tests/live/test_hooks.py`:

- `eventlet.wsgi.server` takes a protocol class, more for every `environ`, and asks
  `listener.accept()` for each connection;
- `HttpProtocol._read_request_line` and `.parse_request` read a request's line and headers, from
  the buffer `.rfile` on the socket `.connection`;
- `.log_message` is where the standard library tells of requests it cannot read;
- `WSGI_LOCAL.already_handled` says that an application has answered on the socket itself.
"""

import gc
import os
import random
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog

from server.live.transport import DONE, WAKER
from server.settings import Settings
from server.waking import Waker

MOST_CONNECTIONS = 4096  # the library's default of 1,024 shuts the door in a full hall
KEPT_BACK = 256  # descriptors for Redis, files and the pages of the operator
WAITING = 1024  # connections the system keeps for us while we are busy
KEEP_ALIVE = 75  # seconds until the next request of a connection
FIRST_WITHIN = 15  # seconds for the first line of a new connection
HEADERS_WITHIN = 10  # seconds for all headers; slow ones would hold a place for ever
BODY_WITHIN = 30  # seconds without a byte
SEND_BUFFER = 262_144  # bytes the system keeps for one client; more would only hide slow ones
TLS_HELLO = b"\x16"  # the first byte of whoever tries https
STILL_HEARING = 0.5  # seconds in which ops still come in after we said that we go
COLLECT_AFTER = 10_000, 5, 5  # objects made, collections, collections of those
GONE_WITHIN = 2.5  # seconds from the signal to the end, whatever happens

log = structlog.get_logger()


def serve(app: Any, settings: Settings, *, start: Callable[[], None], library: Any) -> None:
    """Serve until SIGTERM or SIGINT; `library` is eventlet, its `wsgi` imported."""
    most = _raise_limit()
    listener = _listen(settings, library)
    start()
    _stop_on_signal(app, listener)
    _calm_collector()
    log.info("serving", url=_address(settings, port=listener.getsockname()[1]))

    def done() -> None:
        library.wsgi.WSGI_LOCAL.already_handled = True

    library.wsgi.server(
        listener,
        app,
        max_size=most,
        protocol=patient(library),
        environ={DONE: done, WAKER: lambda fileno: Waker(library, fileno)},
        log_output=False,
        keepalive=KEEP_ALIVE,
        socket_timeout=BODY_WITHIN,
        debug=False,
    )


def patient(library: Any) -> Any:
    """Return the library's protocol with an end to its patience for slow requests."""
    protocol, timeout = library.wsgi.HttpProtocol, library.Timeout

    class Patient(protocol):  # type: ignore[misc, valid-type]
        """Reads a request's line and headers within a time, however slowly they trickle."""

        is_first = True
        has_told_of_tls = False

        def _read_request_line(self) -> Any:
            within = FIRST_WITHIN if self.is_first else KEEP_ALIVE
            self.is_first = False
            with timeout(within, exception=False):
                if self._is_http():
                    return super()._read_request_line()
            return ""

        def _is_http(self) -> bool:
            # A browser that tries https here would wait for an answer, and we for a line.
            try:
                self.connection.settimeout(KEEP_ALIVE)
                first = self.rfile.peek(1)[:1]
            except (OSError, ValueError):  # gone meanwhile
                return False
            if first == TLS_HELLO and not Patient.has_told_of_tls:
                Patient.has_told_of_tls = True  # once: strangers could fill the log with it
                log.info("not_http", mend="This port speaks http; https is for a proxy in front.")
            return bool(first.isalpha() or first in (b"\r", b"\n"))

        def parse_request(self) -> bool:
            with timeout(HEADERS_WITHIN, exception=False):
                return bool(super().parse_request())
            self.close_connection = True
            return False

        def log_message(self, *_: Any) -> None:
            """Say nothing: what strangers send is no news, and may hold anything."""

    return Patient


def _raise_limit() -> int:
    # One descriptor a connection; running out of them would end the accepting loop.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + KEPT_BACK
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return MOST_CONNECTIONS
    return int(max(soft - KEPT_BACK, soft // 2))


def _calm_collector() -> None:
    # Looking for cycles among all that was loaded, every 700 objects, took a tenth of the time
    # under load. What serving leaves behind goes by reference counts, but for a little.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _listen(settings: Settings, library: Any) -> Any:
    try:
        # With a shared port a second process would silently take half of the requests.
        listener = library.listen((settings.host, settings.port), backlog=WAITING, reuse_port=False)
    except OSError as fault:
        raise SystemExit(
            f"Port {settings.port} cannot be used: {fault.strerror}. Choose another with PORT."
        ) from None
    _accept_by_turns(listener, library)
    # Accepted sockets inherit both. Without the first an ack waits 40 ms for the one before.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    return listener


def _accept_by_turns(listener: Any, library: Any) -> None:
    # The library takes all who wait at the door in one go and begins with each of them, before
    # anybody inside is heard again: a second for a hall of 900.
    accept = listener.accept

    def accept_one() -> Any:
        library.sleep(0)
        return accept()

    listener.accept = accept_one


def _address(settings: Settings, *, port: int) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return settings.public_url or f"http://{host}:{port}{settings.base_path}"


def _stop_on_signal(app: Any, listener: Any) -> None:
    # A handler that runs between two greenlets may wait for a long time; a byte on a socket
    # wakes the hub at once.
    told, tell = socket.socketpair()
    tell.setblocking(False)  # noqa: FBT003
    signal.set_wakeup_fd(tell.fileno())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)

    def wait() -> None:
        told.recv(1)
        deadline = time.monotonic() + GONE_WITHIN
        listener.close()
        try:
            _finish(app, deadline)
        finally:
            tell.close()  # not before: the system would write to a descriptor of something else
            sys.stdout.flush()
            os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def _finish(app: Any, deadline: float) -> None:
    edge, live = app.extensions["citywheel"], app.extensions["citywheel_live"]
    desk = edge.desk
    live.say_goodbye(lambda: random.randint(200, 1500))  # noqa: S311 spread, not secret
    time.sleep(STILL_HEARING)
    desk.stop()
    while time.monotonic() < deadline and not (desk.is_stopped() and live.is_sent()):
        time.sleep(0.02)
    edge.results.stop()
    edge.rehearsals.stop()
    log.info("stopped", finished=desk.is_stopped())
