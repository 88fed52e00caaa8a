"""Every worked number of the method, and 371 published ones, come out of our own measures."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from server.synthesis.consensus import group_informed, probability
from tests.synthesis.worked import COMPUTED

DATA = Path(__file__).parent / "data"
WORKED = json.loads((DATA / "worked_numbers.json").read_text(encoding="utf-8"))
ROUNDED = 5.01e-5  # the numbers have four decimals
DRAWN = 0.02  # other random orders than the example's: about three standard errors of 2,000


def same(computed: Any, written: Any, *, within: float) -> bool:
    """Whether two numbers, or lists or tables of them, are the same but for rounding."""
    if isinstance(written, dict):
        return computed.keys() == written.keys() and all(
            same(computed[name], written[name], within=within) for name in written
        )
    if isinstance(written, list):
        return len(computed) == len(written) and all(
            same(one, other, within=within) for one, other in zip(computed, written, strict=True)
        )
    if isinstance(written, float | int):
        return computed == pytest.approx(written, abs=within)
    return bool(computed == written)


def test_no_worked_number_is_passed_over():
    assert COMPUTED.keys() == WORKED.keys()


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_number_is_computed(name):
    within = DRAWN if ".sim " in name else ROUNDED

    assert same(COMPUTED[name](), WORKED[name], within=within), (COMPUTED[name](), WORKED[name])


def test_the_published_consensus_of_371_statements_is_computed():
    with (DATA / "bowling_green_2050.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    computed = {row["statement"]: group_informed(groups_of(row)) for row in rows}

    assert len(computed) == 371
    for row in rows:
        published = float(row["group_informed_consensus"])
        assert computed[row["statement"]] == pytest.approx(published, abs=1e-9)


def test_a_group_that_was_not_asked_counts_one_half():
    with (DATA / "bowling_green_2050.csv").open(encoding="utf-8", newline="") as file:
        silent = [row for row in csv.DictReader(file) if not any(groups_of(row)["b"])]

    assert silent
    for row in silent:
        published = float(row["group_informed_consensus"])
        assert probability(groups_of(row)["a"]) / 2 == pytest.approx(published, abs=1e-9)


def groups_of(row: dict[str, str]) -> dict[str, tuple[int, int, int]]:
    """The two groups' stances on a statement: agree, disagree, pass."""
    return {
        group: (
            int(row[f"{group}_agree"]),
            int(row[f"{group}_disagree"]),
            int(row[f"{group}_pass"]),
        )
        for group in "ab"
    }
