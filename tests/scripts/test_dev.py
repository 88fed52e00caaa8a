"""No test is left out: each stands where the part of the run it is marked for looks for it."""

from __future__ import annotations

import pytest
from dev import BROWSER_FOLDERS, SERIAL_FOLDERS
from places import REPO


@pytest.mark.parametrize(
    ("mark", "folders"),
    [
        ("browser", BROWSER_FOLDERS),
        ("serial", (*SERIAL_FOLDERS, *BROWSER_FOLDERS)),
        ("alone", SERIAL_FOLDERS),
    ],
)
def test_every_marked_test_stands_where_it_is_looked_for(
    mark: str, folders: tuple[str, ...]
) -> None:
    marked = [
        path.relative_to(REPO)
        for path in sorted((REPO / "tests").rglob("test_*.py"))
        if path.name != "test_dev.py" and f"mark.{mark}" in path.read_text(encoding="utf-8")
    ]

    assert marked
    assert [path for path in marked if not any(path.is_relative_to(one) for one in folders)] == []
