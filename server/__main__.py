"""The command line. Patches eventlet before anything else is imported."""

import os

if os.environ.get("ASYNC_MODE", "eventlet") == "eventlet":
    import warnings

    # It says on import that it is in bug-fix mode; ASYNC_MODE=threading is the way out.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()

import random
import signal
import socket
import sys
import threading
import time
from typing import Any

import click

from server import start_app
from server.commands import backups, files, workshops
from server.commands.asking import the_app, the_settings
from server.logs import set_up_logs
from server.settings import Settings

MOST_CONNECTIONS = 4096  # the library's default of 1,024 shuts the door in a full hall
WAITING = 1024  # connections the system keeps for us while we are busy
GOODBYE = 1.0  # seconds sockets have to hear that we go


@click.group()
def main() -> None:
    """Citywheel: co-creation workshops for cities."""


@main.command()
def serve() -> None:
    """Serve on PORT until told to stop."""
    settings = the_settings()
    set_up_logs(log_format=settings.log_format, log_level=settings.log_level)
    app = the_app(settings)
    if settings.async_mode == "eventlet":
        _serve_eventlet(app, settings)
    else:
        start_app(app)
        live = app.extensions["citywheel_live"]
        live.socketio.run(app, host=settings.host, port=settings.port, allow_unsafe_werkzeug=True)


for command in (
    backups.backup,
    backups.restore,
    files.check_canvas,
    files.export,
    files.import_file,
    workshops.list_workshops,
    workshops.keys,
    workshops.erase,
    workshops.verify,
    workshops.demo,
):
    main.add_command(command)


def _serve_eventlet(app: Any, settings: Settings) -> None:
    import eventlet.wsgi

    try:
        listener = eventlet.listen(
            (settings.host, settings.port), backlog=WAITING, reuse_port=False
        )
    except OSError as fault:
        raise SystemExit(f"Port {settings.port} cannot be used: {fault.strerror}.") from None
    # Without it an acknowledged event waits 40 ms for the one before.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    start_app(app)
    _stop_on_signal(app, listener)
    eventlet.wsgi.server(
        listener,
        app,
        max_size=MOST_CONNECTIONS,
        log_output=False,
        keepalive=75,
        socket_timeout=60,
        debug=False,
    )


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
        listener.close()
        live = app.extensions["citywheel_live"]
        live.say_goodbye(lambda: random.randint(200, 1500))  # noqa: S311 spread, not secret
        app.extensions["citywheel"].desk.stop()
        time.sleep(GOODBYE)
        sys.stdout.flush()
        os._exit(0)

    _kept.append(tell)
    threading.Thread(target=wait, daemon=True).start()


_kept: list[Any] = []  # sockets that must live as long as the process


if __name__ == "__main__":
    main()
