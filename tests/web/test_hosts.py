"""A server answers under its own names only, pages and sockets alike."""

from __future__ import annotations

import base64
import os
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests

from server.settings import Settings
from server.web.hosts import Hosts

if TYPE_CHECKING:
    from server_process import ServerProcess

PATHS = ("/", "/api/v1/about", "/socket.io/?EIO=4&transport=polling")
EVIL = {"Host": "evil.example", "Origin": "http://evil.example"}


@pytest.mark.parametrize("path", PATHS)
def test_a_page_under_a_name_of_its_own_choosing_gets_nothing(
    server: ServerProcess, path: str
) -> None:
    answer = requests.get(f"{server.url}{path}", headers=EVIL, timeout=5)

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "host.unknown"


def test_such_a_page_opens_no_websocket(server: ServerProcess) -> None:
    place = urlsplit(server.url)
    with socket.create_connection((place.hostname, place.port), timeout=5) as plain:
        key = base64.b64encode(os.urandom(16)).decode()
        plain.sendall(
            (
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: evil.example\r\n"
                "Origin: http://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
            ).encode()
        )

        assert plain.recv(64).startswith(b"HTTP/1.1 400 ")


def passes(name: str, **settings: object) -> bool:
    """Whether a request for that name reaches the app behind the check."""
    reached = []

    def app(environ, start_response):
        reached.append(environ["HTTP_HOST"])
        return []

    Hosts(app, Settings(**settings))({"HTTP_HOST": name}, lambda *_: None)
    return bool(reached)


@pytest.mark.parametrize(
    ("name", "settings", "wanted"),
    [
        ("localhost:5000", {}, True),
        ("[::1]:5000", {}, True),
        ("10.1.2.3:5000", {}, True),
        ("citywheel", {}, True),
        ("workshop.test", {}, True),
        ("evil.example", {}, False),
        ("wheel.oulu.fi", {"public_url": "https://wheel.oulu.fi"}, True),
        ("evil.example", {"public_url": "https://wheel.oulu.fi", "host": "0.0.0.0"}, False),
        ("wheel.oulu.fi", {"host": "0.0.0.0"}, True),
        ("wheel.oulu.fi", {"proxies": 1}, True),
        ("wheel.oulu.fi", {"allowed_hosts": ("*",)}, True),
        ("Wheel.Oulu.fi:443", {"allowed_hosts": ("wheel.oulu.fi",)}, True),
        ("10.1.2.3", {"allowed_hosts": ("wheel.oulu.fi",)}, False),
        ("127.0.0.1", {"allowed_hosts": ("wheel.oulu.fi",)}, True),
    ],
)
def test_which_names_are_its_own(name: str, settings: dict[str, object], *, wanted: bool) -> None:
    assert passes(name, **settings) is wanted
