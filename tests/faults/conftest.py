"""Ties tests to promises: how many runs, what was measured, and the table at the end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.faults.plant import plant
from tests.faults.promises import PROMISES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.plant import Plant

LONGEST = 900  # seconds one test of the long form may take, P18 apart
MINUTES = 4.0  # P18 in the long form


@dataclass
class Proof:
    """What the tests of one promise have shown so far."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    controls: int = 0
    runs: list[int] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)


PROOFS: dict[str, Proof] = defaultdict(Proof)


@dataclass(frozen=True)
class Running:
    """The promise a test proves: `runs` to make, and `shows` to say what was measured."""

    id: str
    runs: int
    is_long: bool
    minutes: float

    def shows(self, figure: str, *, runs: int | None = None) -> None:
        """Note a figure for the table; `runs` where it is not the one asked for."""
        PROOFS[self.id].figures.append(figure)
        PROOFS[self.id].runs.append(self.runs if runs is None else runs)
        print(f"{self.id}: {figure}")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("promises")
    group.addoption("--long", action="store_true", help="the long form of every promise")
    group.addoption("--only", action="append", default=[], help="only this promise, like P4")
    group.addoption("--runs", type=int, help="as many runs of each promise, and not as listed")
    group.addoption("--minutes", type=float, default=MINUTES, help="how long P18 lasts")
    group.addoption("--table", action="store_true", help="print the table of promises")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "promise(id): proves this promise of tests/faults")
    config.addinivalue_line("markers", "control(id): shows that the proof can fail")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    only = {name.upper() for name in config.getoption("only", default=[])}
    dropped = [item for item in items if only and promise_of(item) not in only]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in dropped]
    if config.getoption("long", default=False):
        longest = LONGEST + 60 * config.getoption("minutes")
        for item in items:
            item.add_marker(pytest.mark.timeout(longest))


def promise_of(item: pytest.Item) -> str | None:
    """Return the promise a test proves, or whose control it is."""
    marker = item.get_closest_marker("promise") or item.get_closest_marker("control")
    return marker.args[0] if marker else None


@pytest.fixture
def promise(request: pytest.FixtureRequest) -> Running:
    """The promise of the test's mark, with the runs of the form that is asked for."""
    named = promise_of(request.node)
    assert named is not None, "mark the test with the promise it proves"
    is_long = bool(request.config.getoption("long", default=False))
    found = PROMISES[named]
    runs = request.config.getoption("runs", default=None) or (
        found.long if is_long else found.short
    )
    return Running(named, runs, is_long, request.config.getoption("minutes", default=MINUTES))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """A plant for all tests of a module; whoever harms it leaves it running and sound."""
    with plant(tmp_path_factory.mktemp("plant")) as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    named = promise_of(item)
    if named is not None and (report.when == "call" or not report.passed):
        proof = PROOFS[named]
        if report.failed:
            proof.failed.append(item.name)
        elif report.skipped:
            proof.skipped.append(item.name)
        elif item.get_closest_marker("control"):
            proof.controls += 1
        else:
            proof.passed += 1
    return report


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if not config.getoption("table", default=False):
        return
    is_long = config.getoption("long")
    only = {name.upper() for name in config.getoption("only")}
    rows = [("promise", "runs", "figure", "threshold", "controls", "verdict")]
    for named, found in PROMISES.items():
        if (not only or named in only) and (is_long or found.short):
            proof = PROOFS[named]
            figure = "; ".join(proof.figures) or "–"
            runs = str(max(proof.runs, default=0))
            controls = f"{proof.controls} red" if proof.controls else "–"
            rows.append((named, runs, figure, found.threshold, controls, verdict(proof)))
    terminalreporter.section("promises")
    for row in rows:
        terminalreporter.line("| " + " | ".join(row) + " |")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if session.config.getoption("table", default=False) and exitstatus == 0:
        only = {name.upper() for name in session.config.getoption("only")}
        is_long = session.config.getoption("long")
        for named, found in PROMISES.items():
            asked = (not only or named in only) and (is_long or found.short)
            if asked and verdict(PROOFS[named]) != "holds":
                session.exitstatus = pytest.ExitCode.TESTS_FAILED


def verdict(proof: Proof) -> str:
    """Return "holds", "BROKEN" with the tests that say so, or "not proven"."""
    if proof.failed:
        return f"BROKEN ({', '.join(sorted(set(proof.failed)))})"
    if not proof.passed or proof.skipped:
        return "not proven"
    return "holds"
