"""The command line. Patches eventlet before anything else is imported."""

import os

if os.environ.get("ASYNC_MODE", "eventlet") == "eventlet":
    import warnings

    # It says on import that it is in bug-fix mode; ASYNC_MODE=threading is the way out.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()

import gzip
import random
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

import click

from server import create_app, start_app
from server.logs import set_up_logs
from server.settings import Settings, SettingsError, read_settings

MOST_CONNECTIONS = 4096  # the library's default of 1,024 shuts the door in a full hall
WAITING = 1024  # connections the system keeps for us while we are busy
GOODBYE = 1.0  # seconds sockets have to hear that we go


@click.group()
def main() -> None:
    """Citywheel: co-creation workshops for cities."""


@main.command()
def serve() -> None:
    """Serve on PORT until told to stop."""
    settings = _settings()
    set_up_logs(log_format=settings.log_format, log_level=settings.log_level)
    app = _app(settings)
    if settings.async_mode == "eventlet":
        _serve_eventlet(app, settings)
    else:
        start_app(app)
        live = app.extensions["citywheel_live"]
        live.socketio.run(app, host=settings.host, port=settings.port, allow_unsafe_werkzeug=True)


@main.command("check-canvas")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_canvas(folder: Path) -> None:
    """Say every fault of a canvas folder, or of every canvas in a folder."""
    from server.canvas_files import check_canvases

    faults = check_canvases(folder)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        counted = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise SystemExit(f"{counted}. Mend what is named and check again.")
    click.echo("No fault found.")


@main.command("list")
def list_workshops() -> None:
    """List the workshops: id, erase date, title."""
    desk = _desk()
    for workshop_id in desk.store.workshop_ids():
        title = desk.hosted(workshop_id).workshop.title
        click.echo(f"{workshop_id}  {desk.erase_on(workshop_id)}  {title}")


@main.command()
@click.argument("workshop")
def keys(workshop: str) -> None:
    """Make a new facilitator key for a workshop and print it once."""
    click.echo(_asked(lambda desk: desk.rotate_keys(workshop, ["facilitator"]))["facilitator_key"])


@main.command()
@click.argument("workshop")
def erase(workshop: str) -> None:
    """Erase a workshop and everything in it."""
    _asked(lambda desk: desk.erase(workshop))
    click.echo("Erased.")


@main.command()
@click.argument("workshop")
def verify(workshop: str) -> None:
    """Check the chain of a workshop's log."""
    from server.store.records import Damaged

    try:
        count = _asked(lambda desk: desk.store.verify(workshop))
    except Damaged as fault:
        raise SystemExit(f"Damaged: {fault}.") from None
    click.echo(f"{count} changes, all as they were written.")


@main.command()
@click.argument("workshop")
@click.option("--format", "kind", type=click.Choice(["json", "md", "csv"]), default="json")
@click.option("--out", type=click.Path(path_type=Path), required=True)
def export(workshop: str, kind: str, out: Path) -> None:
    """Write a workshop to a file."""
    edge = _app(_settings()).extensions["citywheel"]

    def make() -> Any:
        hosted = edge.desk.hosted(workshop)
        return edge.results.of(hosted, kind, language=hosted.workshop.languages[0])

    made = _told(make)
    body = gzip.decompress(made.body) if made.is_zipped else made.body
    edge.results.stop()
    out.write_bytes(body)
    click.echo(f"{len(body)} bytes in {out}.")


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Make a workshop from an exported JSON file; print its keys."""
    from server.desk.shapes import read_json
    from server.export.read_json import read_export

    app = _app(_settings())
    edge = app.extensions["citywheel"]
    canvases = {key: folder.canvas for key, folder in edge.canvases.items()}
    made = _told(
        lambda: edge.desk.import_(read_export(read_json(file.read_bytes()), canvases=canvases))
    )
    _tell_made(made)


@main.command()
def demo() -> None:
    """Make a demo workshop and print its keys."""
    _tell_made(_asked(lambda desk: desk.demo()))


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


def _settings() -> Settings:
    try:
        return read_settings(os.environ)
    except SettingsError as fault:
        raise SystemExit("\n".join(fault.faults)) from None


def _app(settings: Settings) -> Any:
    from server.store.stored_workshop import StoreUnavailable

    try:
        return create_app(settings)
    except StoreUnavailable:
        raise SystemExit(f"Redis at {settings.redis_url} does not answer.") from None


def _desk() -> Any:
    return _app(_settings()).extensions["citywheel"].desk


def _asked(question: Any) -> Any:
    desk = _desk()
    return _told(lambda: question(desk))


def _told(question: Any) -> Any:
    from server.domain.refused import Refused
    from server.store.stored_workshop import StoreUnavailable, UnknownWorkshop

    try:
        return question()
    except Refused as no:
        raise SystemExit(f"{no.message} ({no.code})") from None
    except UnknownWorkshop:
        raise SystemExit("There is no such workshop here.") from None
    except StoreUnavailable:
        raise SystemExit("Redis does not answer.") from None


def _tell_made(made: Any) -> None:
    click.echo(f"workshop {made.workshop_id}: {made.title}, erased on {made.erase_on}")
    click.echo(f"facilitator key: {made.facilitator_key}")
    for city in made.invitations["cities"]:
        click.echo(f"{city['name']}: {city['code']}")


if __name__ == "__main__":
    main()
