"""Compares boards: what clients count, what the server tells, what the log replays to."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests
from client_build import node_folder

from server.domain.board import board_hash
from server.store.redis_store import RedisStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.faults.client import Client

TRIES = 5
SCRIPT = Path(__file__).parent / "board_hash.mjs"


def hashes_of(clients: Iterable[Client]) -> list[str]:
    """Return the board hash of each client, from its snapshot and the changes it heard."""
    return hashes([client.known() for client in clients])


def hashes(boards: list[dict[str, Any]]) -> list[str]:
    """Return the hash of each {board, you, changes}.

    The browser's own `apply` counts them, so the boards are those people would see.
    """
    counted = subprocess.run(
        [str(node_folder() / "node"), str(SCRIPT)],
        input=json.dumps(boards).encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert counted.returncode == 0, counted.stderr.decode()
    return json.loads(counted.stdout)


def told_hash(url: str, client: Client) -> tuple[int, str]:
    """Return seq and hash as the server tells them in a snapshot.

    Asked again where a connection to Redis has to be made anew, as the browser does.
    """
    for _ in range(TRIES):
        answer = requests.get(
            f"{url}/api/v1/workshops/{client.workshop_id}/snapshot",
            headers={"Authorization": f"Bearer {client.token}"},
            timeout=10,
        )
        if answer.status_code != 503:
            break
    snapshot = answer.json()
    return snapshot["seq"], snapshot["hash"]


def replayed_hash(redis_url: str, workshop_id: str) -> tuple[int, str]:
    """Return seq and hash of the log, read and replayed anew, its chain checked."""
    store = RedisStore(redis_url)
    store.verify(workshop_id)
    loaded = store.load(workshop_id)
    return loaded.workshop.seq, board_hash(loaded.workshop)
