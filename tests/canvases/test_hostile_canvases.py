"""A canvas folder is data: nothing in it is run, and a huge one is told its faults in time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.canvases.test_canvas_files import copy, faults_of, replace_in

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["copy"]

WITHIN = 5.0  # seconds of this process; a fault is found in milliseconds


def test_a_rule_that_would_run_a_program_names_no_check(copy: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = f"__import__('pathlib').Path('{ran}').touch()"
    replace_in(copy / "rules" / "coverage.toml", 'check = "empty_area"', f'check = "{program}"')

    assert ("rules/coverage.toml", "R01.when.check") in faults_of(copy)
    assert not ran.exists()


def test_a_rule_that_would_search_with_a_slow_pattern_asks_for_what_there_is_not(
    copy: Path,
) -> None:
    rules = copy / "rules" / "coverage.toml"
    replace_in(rules, 'check = "empty_area"', 'match = "(a+)+$", check = "empty_area"')

    assert ("rules/coverage.toml", "R01.when.match") in faults_of(copy)


def test_a_canvas_of_thousands_of_areas_is_told_its_faults_in_time(copy: Path) -> None:
    canvas = copy / "canvas.toml"
    many = "\n".join('[[areas]]\nid = "value"' for _ in range(2_500))
    canvas.write_text(canvas.read_text(encoding="utf-8") + "\n" + many, encoding="utf-8")

    begun = time.process_time()
    faults = faults_of(copy)

    assert faults
    assert time.process_time() - begun < WITHIN
