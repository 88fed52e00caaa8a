"""Answers only under the names this server has, where the operator names them."""

from collections.abc import Iterable
from typing import Any

import orjson

from server.settings import Settings

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")  # health checks of the machine itself


class Hosts:
    """A WSGI application before all others: another name in `Host` is turned away.

    A page of somebody else's whose name is made to point here would else be of our own origin.
    """

    def __init__(self, app: Any, settings: Settings) -> None:
        """Let every name pass when the operator names none."""
        self._app = app
        named = {host.lower() for host in settings.allowed_hosts}
        self._names = named.union(LOOPBACK) if named and "*" not in named else None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass the request on, or answer 400."""
        if self._names is not None and _name(environ.get("HTTP_HOST", "")) not in self._names:
            return _turned_away(start_response)
        answered: Iterable[bytes] = self._app(environ, start_response)
        return answered


def _name(host: str) -> str:
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def _turned_away(start_response: Any) -> list[bytes]:
    error = {"code": "host.unknown", "message": "This server does not answer under that name."}
    body = orjson.dumps({"ok": False, "error": error})
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("400 Bad Request", headers)
    return [body]
