"""The command line. Patches eventlet before anything else is imported."""

import os

if os.environ.get("ASYNC_MODE", "eventlet") == "eventlet":
    import warnings

    # It says on import that it is in bug-fix mode; ASYNC_MODE=threading is the way out.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()

from typing import Any

import click

from server import start_app
from server.commands import backups, files, workshops
from server.commands.asking import the_app, the_settings
from server.commands.rehearse import rehearse
from server.logs import set_up_logs
from server.settings import Settings


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
    rehearse,
):
    main.add_command(command)


def _serve_eventlet(app: Any, settings: Settings) -> None:
    import eventlet.wsgi

    from server.serving import serve as serve_until_stopped

    serve_until_stopped(app, settings, start=lambda: start_app(app), library=eventlet)


if __name__ == "__main__":
    main()
