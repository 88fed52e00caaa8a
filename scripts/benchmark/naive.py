"""Our own desk behind a stock Flask-SocketIO: one `emit` per op. A control, never a product."""

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet

eventlet.monkey_patch()

import os
import socket
from typing import Any

import eventlet.wsgi
from flask import request
from flask_socketio import SocketIO, join_room

from server import create_app
from server.domain.refused import Refused
from server.domain.visibility import heard
from server.settings import read_settings

MOST_CONNECTIONS = 4096


class Naive:
    """Tells every change by an emit of its own, to everybody alike."""

    def __init__(self, socketio: SocketIO) -> None:
        """Send through `socketio`."""
        self._socketio = socketio

    def changed(self, hosted: Any, changes: Any) -> None:
        """Send committed changes, one by one."""
        for change in changes:
            self._socketio.emit("changes", [heard(change, seat_id=None)], to=hosted.id)

    def replaced(self, hosted: Any) -> None:
        """Nothing is ever restored in a bench."""


def serve() -> None:
    """Serve on the PORT of the settings until killed."""
    settings = read_settings(os.environ)
    app = create_app(settings)
    edge = app.extensions["citywheel"]
    # The outermost listener on the path answers, so ours stands in front of the product's own.
    socketio = SocketIO(app, async_mode="eventlet", cors_allowed_origins=None)
    listen(socketio, edge.desk, edge.tokens)
    edge.desk.listen(Naive(socketio))
    edge.desk.start()
    listener = eventlet.listen((settings.host, settings.port), backlog=1024, reuse_port=False)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    eventlet.wsgi.server(listener, app, max_size=MOST_CONNECTIONS, log_output=False)


def listen(socketio: SocketIO, desk: Any, tokens: Any) -> None:
    """Register what a socket may say, as the library's own pages do."""
    seats: dict[str, tuple[str, str]] = {}

    @socketio.on("connect")
    def connect(auth: Any) -> None:
        seats[request.sid] = tokens.read(auth["token"])

    @socketio.on("enter")
    def enter(_asked: Any) -> dict[str, Any]:
        workshop_id, seat_id = seats[request.sid]
        join_room(workshop_id)
        snapshot = desk.reading.snapshot(workshop_id, seat_id)
        return {"ok": True, "seq": snapshot["seq"], "epoch": snapshot["epoch"]}

    @socketio.on("op")
    def op(payload: Any) -> dict[str, Any]:
        try:
            return desk.performing.perform(*seats[request.sid], payload)
        except Refused as no:
            return {"ok": False, "error": no.error()}


if __name__ == "__main__":
    serve()
