"""A running server over a real Redis, one for each module that asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from server_process import ServerProcess, server_process

if TYPE_CHECKING:
    from collections.abc import Iterator

RAISED = {  # tests type faster than people
    "LIMIT_SEAT_OPS": "0",
    "LIMIT_WORKSHOP_OPS": "0",
    "LIMIT_MAKING": "0",
}


@pytest.fixture(scope="module")
def server(
    redis_server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    """A running server without rate limits."""
    with server_process(redis_server_url, tmp_path_factory.mktemp("server"), **RAISED) as running:
        yield running
