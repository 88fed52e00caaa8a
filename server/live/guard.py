"""Stands before engine.io: turns away requests that would disturb it, or others through it."""

import io
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import orjson

from .packets import is_broken
from .websocket import accept_headers

SEPARATOR = "\x1e"  # between the packets of one polling request
REFUSED = {
    "j": "JSONP is not offered: any page could read it.",
    "packets": "These are not packets of this protocol.",
    "large": "That is too much at once.",
    "upgrade": "Ask for a websocket as RFC 6455 says, version 13.",
}


class Guard:
    """A WSGI application before the one that holds engine.io."""

    def __init__(
        self, app: Any, *, path: str, largest: int, most: int, close: Callable[[str], None]
    ) -> None:
        """Look at requests below `path`; `close` ends the client with that sid.

        A polling request holds `largest` bytes and `most` packets, no more.
        """
        self._app = app
        self._path = path.rstrip("/") + "/"
        self._largest = largest
        self._most = most
        self._close = close

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass the request on, or answer 400."""
        if not (environ.get("PATH_INFO", "") + "/").startswith(self._path):
            return self._passed(environ, start_response)
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        if "j" in asked:
            return _bad(start_response, "j")
        if "websocket" in asked.get("transport", ()) and not _asks_upgrade(environ):
            # The library would open a session first and fail then.
            return _bad(start_response, "upgrade")
        if environ["REQUEST_METHOD"] == "POST":
            fault = self._fault(environ)
            if fault is not None:
                # The client would wait for answers that never come: let it connect again.
                self._close(asked.get("sid", [""])[0])
                return _bad(start_response, fault)
        return self._passed(environ, start_response)

    def _passed(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        passed: Iterable[bytes] = self._app(environ, start_response)
        return passed

    def _fault(self, environ: dict[str, Any]) -> str | None:
        try:
            length = int(environ.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return "packets"
        if length > self._largest:
            return "large"
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(body)
        try:
            packets = body.decode().split(SEPARATOR)
        except UnicodeDecodeError:
            return "packets"
        if len(packets) > self._most:
            return "large"
        return "packets" if any(map(is_broken, packets)) else None


def _asks_upgrade(environ: dict[str, Any]) -> bool:
    connection = [word.strip() for word in environ.get("HTTP_CONNECTION", "").lower().split(",")]
    return (
        "upgrade" in connection
        and environ.get("HTTP_UPGRADE", "").lower() == "websocket"
        and accept_headers(environ) is not None
    )


def _bad(start_response: Any, reason: str) -> list[bytes]:
    error = {"code": "op.malformed", "message": REFUSED[reason]}
    body = orjson.dumps({"ok": False, "error": error})
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("400 Bad Request", headers)
    return [body]
