"""The tables of server/README.md are true, and every link of the READMEs leads somewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from server.desk.ops import OP_SCHEMAS
from server.domain.refused import STATUS
from server.domain.workshop import CHANGES
from server.metrics import FIGURES
from server.store.keys import KEYS

REPO = Path(__file__).parent.parent
README = (REPO / "server" / "README.md").read_text(encoding="utf-8")


def table(name: str) -> dict[str, list[str]]:
    """First cell of each row → its other cells."""
    between = README.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    rows = [line.strip("|").split("|") for line in between.strip().splitlines()[2:]]
    return {row[0].strip().strip("`"): [cell.strip() for cell in row[1:]] for row in rows}


def test_the_table_of_ops_names_every_op_with_its_fields() -> None:
    told = table("ops")

    assert set(told) == set(OP_SCHEMAS)
    for kind, schema in OP_SCHEMAS.items():
        fields = schema().fields
        named = [
            name if field.required else f"{name}?"
            for name, field in fields.items()
            if name not in ("op_id", "type")
        ]
        if kind != "workshop.settings":
            assert told[kind][0] == ", ".join(named), kind


def test_the_table_of_changes_names_every_change() -> None:
    assert set(table("changes")) == set(CHANGES)


def test_the_table_of_refusals_names_every_code_with_its_status() -> None:
    told = {code: int(cells[0]) for code, cells in table("refusals").items()}

    assert told == STATUS


def test_every_code_refused_anywhere_has_a_status_and_every_status_is_used() -> None:
    refused: set[str] = set()
    words: set[str] = set()
    for path in (REPO / "server").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words |= {node.value} if path.name != "refused.py" else set()
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                codes = [arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)]
                refused |= set(codes)

    assert refused <= set(STATUS)
    assert set(STATUS) <= words


def test_the_table_of_keys_is_that_of_the_code() -> None:
    told = table("keys")

    assert set(told) == {key.pattern for key in KEYS}
    for key in KEYS:
        assert told[key.pattern] == [key.type, key.lifetime, key.writer, key.holds]


def test_the_table_of_metrics_is_that_of_the_code() -> None:
    told = table("metrics")

    assert told == {
        f"citywheel_{name}": [
            figure.kind.__name__.lower(), ", ".join(figure.labels), figure.meaning,
        ]
        for name, figure in FIGURES.items()
    }  # fmt: skip


@pytest.mark.parametrize(
    "path", ["README.md", "server/README.md", "canvases/README.md", "scripts/README.md"]
)
def test_every_link_leads_to_a_file(path: str) -> None:
    text = (REPO / path).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)

    assert not [link for link in links if not (REPO / path).parent.joinpath(link).exists()]


def test_the_readme_gives_the_two_commands() -> None:
    text = (REPO / "README.md").read_text(encoding="utf-8")

    for command in ("scripts/run", "scripts/test"):
        assert command in text
        assert (REPO / command).stat().st_mode & 0o111
