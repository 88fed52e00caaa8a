"""Answers only under the names this server has, so that no foreign page can be of our origin."""

import ipaddress
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import orjson

from server.settings import Settings

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")  # health checks of the machine itself
# Nobody can register a name below these, or one without a dot, and let it point here.
NOT_PUBLIC = (".localhost", ".local", ".internal", ".lan", ".test", ".home.arpa")


class Hosts:
    """A WSGI application before all others, the sockets too: another name is turned away.

    A page of somebody else's whose name is made to point here would else be of our own origin.
    """

    def __init__(self, app: Any, settings: Settings) -> None:
        """Take the names the operator gives, or else what can be known without them.

        Without ALLOWED_HOSTS a server that has a PUBLIC_URL, or that only its own machine
        reaches and no proxy stands before, answers under that address, under any IP address and
        under names that are not public. Every other one cannot know its names.
        """
        self._app = app
        named = {host.lower() for host in settings.allowed_hosts}
        is_private = settings.host in LOOPBACK or settings.host == "::1"
        self._is_open = "*" in named or not (
            named or settings.public_url or (is_private and not settings.proxies)
        )
        self._is_guessing = not named
        public = urlsplit(settings.public_url or "").netloc
        self._names = named.union(LOOPBACK, [_name(public)] if public and not named else [])

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass the request on, or answer 400."""
        if not self._is_known(_name(environ.get("HTTP_HOST", ""))):
            return _turned_away(start_response)
        answered: Iterable[bytes] = self._app(environ, start_response)
        return answered

    def _is_known(self, name: str) -> bool:
        return self._is_open or name in self._names or (self._is_guessing and _is_harmless(name))


def _is_harmless(name: str) -> bool:
    """Whether no foreign page can have been loaded under that name."""
    if "." not in name.rstrip(".") or name.endswith(NOT_PUBLIC):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name(host: str) -> str:
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def _turned_away(start_response: Any) -> list[bytes]:
    error = {
        "code": "host.unknown",
        "message": "This server does not answer under that name; ALLOWED_HOSTS can name it.",
    }
    body = orjson.dumps({"ok": False, "error": error})
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("400 Bad Request", headers)
    return [body]
