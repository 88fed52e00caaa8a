"""A log that an earlier version wrote gives the board it gave then."""

import json
from pathlib import Path

import pytest

from server.domain.board import board_hash
from server.domain.change import VERSION, Change
from server.domain.workshop import EMPTY, apply_all
from tests.domain.old_logs import FOLDER

LOGS = sorted(FOLDER.glob("v*/*.jsonl"))


@pytest.mark.parametrize("log", LOGS, ids=lambda log: f"{log.parent.name}-{log.stem}")
def test_an_old_log_still_gives_its_board(log: Path) -> None:
    lines = log.read_text(encoding="utf-8").splitlines()
    changes = [Change.from_json(json.loads(line)) for line in lines]

    hashed = board_hash(apply_all(EMPTY, changes))

    assert hashed == json.loads((log.parent / "hashes.json").read_text())[log.stem]


def test_the_log_format_of_today_is_recorded() -> None:
    assert f"v{VERSION}" in {log.parent.name for log in LOGS}
