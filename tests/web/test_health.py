"""The operator's pages tell what is, with a real server over a real Redis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests
from private_redis import free_port
from redis import Redis
from server_process import server_process

from server.web.round_trip import round_trip
from tests.store.test_safety import a_redis

if TYPE_CHECKING:
    from pathlib import Path

    from server_process import ServerProcess


def test_a_server_over_a_good_redis_is_ready(server: ServerProcess) -> None:
    ready = requests.get(f"{server.url}/readyz", timeout=5)

    assert ready.status_code == 200
    assert ready.json().items() >= {
        "status": "ready", "redis": "ok", "durability": "power-safe", "warnings": [],
    }.items()  # fmt: skip


def test_a_server_goes_once_through_its_own_socket(server: ServerProcess) -> None:
    ready = requests.get(f"{server.url}/readyz?socket=1", timeout=5).json()

    assert ready["status"] == "ready"
    assert ready["socket"]["ok"] is True
    assert ready["socket"]["milliseconds"] < 2000


def test_the_round_trip_works_below_a_path_and_behind_a_proxy(
    redis_server_url: str, tmp_path: Path
) -> None:
    below = {"BASE_PATH": "/wheel", "PROXIES": "1"}
    with server_process(redis_server_url, tmp_path, **below) as server:
        seen = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Port": "443"}
        answer = requests.get(f"{server.url}/wheel/readyz?socket=1", headers=seen, timeout=5)

    assert answer.json()["socket"]["ok"] is True


def test_a_trip_that_fails_says_so() -> None:
    failed = round_trip(host="127.0.0.1", port=free_port(), path="/socket.io/", name="here")

    assert failed == {"ok": False}


def test_a_server_over_an_unsafe_redis_says_so_everywhere(tmp_path: Path) -> None:
    with (
        a_redis(tmp_path / "redis", appendonly="no") as url,
        server_process(url, tmp_path) as server,
    ):
        ready = requests.get(f"{server.url}/readyz", timeout=5)
        about = requests.get(f"{server.url}/api/v1/about", timeout=5).json()

        assert (ready.status_code, ready.json()["status"]) == (200, "ready")
        assert ready.json()["durability"] == about["durability"] == "none"
        assert "Set appendonly yes." in ready.json()["warnings"][0]
        assert "not_safe" in server.log


def test_a_server_without_its_redis_is_not_ready(tmp_path: Path) -> None:
    with a_redis(tmp_path / "redis") as url, server_process(url, tmp_path) as server:
        with requests.Session() as session:
            assert session.get(f"{server.url}/readyz", timeout=5).status_code == 200
            with Redis.from_url(url) as client:
                client.shutdown(nosave=True)
            ready = session.get(f"{server.url}/readyz", timeout=5)

        assert ready.status_code == 503
        assert ready.json()["redis"] == "unavailable"
        assert requests.get(f"{server.url}/healthz", timeout=5).status_code == 200
