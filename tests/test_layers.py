"""The arrow: who may import whom, read from the files themselves."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SERVER = Path(__file__).parent.parent / "server"

# part → the parts of ours it may import (itself always)
ARROW = {
    "domain": set(),
    "synthesis": {"domain"},
    "export": {"domain", "synthesis"},
    "canvas_files": {"domain", "synthesis", "export"},
    "store": {"domain"},
    "desk": {"domain", "store", "settings", "synthesis"},
    "live": {"domain", "store", "desk", "settings", "metrics"},
    "web": {
        "domain",
        "store",
        "desk",
        "settings",
        "metrics",
        "synthesis",
        "export",
        "canvas_files",
    },
    "rehearsal": set(),  # it plays people, who know nothing of our code
}
PURE = ("domain", "synthesis", "export")
IMPURE = {
    "flask", "redis", "eventlet", "socketio", "flask_socketio", "time", "random", "secrets", "os",
    "uuid", "pathlib", "threading", "socket", "requests",
}  # fmt: skip


def imports(path: Path) -> set[str]:
    """Every module a file imports, relative ones written out."""
    here = ["server", *path.relative_to(SERVER).parts[:-1]]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module or "")
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1]
            found.add(".".join([*above, *([node.module] if node.module else [])]))
    return found


def files(part: str) -> list[Path]:
    return sorted((SERVER / part).rglob("*.py"))


@pytest.mark.parametrize("part", ARROW)
def test_imports_follow_the_arrow(part: str) -> None:
    allowed = ARROW[part] | {part}
    wrong = {
        f"{path.relative_to(SERVER)} imports {module}"
        for path in files(part)
        for module in imports(path)
        if module.startswith("server.") and module.split(".")[1] not in allowed
    }

    assert not wrong


@pytest.mark.parametrize("part", PURE)
def test_the_pure_parts_know_no_network_clock_chance_or_disk(part: str) -> None:
    wrong = {
        f"{path.relative_to(SERVER)} imports {module}"
        for path in files(part)
        for module in imports(path)
        if module.split(".")[0] in IMPURE
    }

    assert not wrong


def test_only_the_command_line_names_eventlet() -> None:
    named = [
        path.name
        for path in sorted(SERVER.rglob("*.py"))
        if "eventlet" in {module.split(".")[0] for module in imports(path)}
    ]

    assert named == ["__main__.py"]


def test_live_and_web_do_not_know_redis() -> None:
    for part in ("live", "web"):
        for path in files(part):
            assert not {each for each in imports(path) if each.startswith("redis")}
            assert "server.store.redis_store" not in imports(path)


def test_every_module_and_every_package_says_what_it_holds() -> None:
    silent = [
        str(path.relative_to(SERVER))
        for path in SERVER.rglob("*.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert not silent
