"""Fixtures every test may ask for: a real Redis, and one emptied for the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from private_redis import private_redis
from redis import Redis

settings.register_profile("no_deadline", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("no_deadline")

pytest_plugins = ["browser_fixtures", "server_fixtures"]

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def redis_server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real server of this test process's own; with xdist each worker has one."""
    with private_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server.url


@pytest.fixture
def redis_url(redis_server_url: str) -> str:
    """Address of a real, empty Redis."""
    with Redis.from_url(redis_server_url) as client:
        client.flushall()
        client.script_flush()
    return redis_server_url


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """A client of a real, empty Redis; answers are bytes."""
    with Redis.from_url(redis_url) as client:
        yield client
