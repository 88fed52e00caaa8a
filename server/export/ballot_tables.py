"""Makes the tables of votes: which were held, and what each that is not of dots came to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from server.domain.ballot_kinds import SCALES
from server.domain.state import Ballot

from .facts import Facts
from .model import Cell, Column, Table

_NUMBER = {"rank": "mean_rank", "stance": "g"}  # kind → what it is ordered by; the others: mean


def ballots_table(facts: Facts) -> Table:
    """Return the votes in the order they were opened, with who took part in each."""
    words = facts.words
    names = (
        ("ballot", 5), ("how", 3), ("state", 3), ("votes_each#", 2), ("note_cap#", 2), ("voted", 4),
        ("heads", 3),
    )  # fmt: skip
    rows = tuple(_held(facts, ballot) for ballot in facts.ballots)
    return Table("ballots", words["ballots"], _columns(facts, *names), rows, words["no_ballots"])


def result_tables(facts: Facts) -> Iterator[Table]:
    """Yield a table for each revealed vote that is not of dots: those stand at the notes."""
    places = {ballot.id: place for place, ballot in enumerate(facts.ballots, start=1)}
    for one in facts.results:
        number = _NUMBER.get(one["kind"], "mean")
        columns = _columns(facts, ("place#", 1.2), ("voted_for", 8), ("said", 7), (f"{number}#", 2))
        said = [target for target in one["targets"] if target["order"] is not None]
        rows = tuple(
            (target["rank"], _named(facts, target["target_id"]), _given(facts, one, target),
             target[number])
            for target in said
        )  # fmt: skip
        # Numbered: two votes may have one name, two sheets of a workbook may not.
        title = f"{places[one['id']]}. {one['title']} ({facts.words['kind_of_' + one['kind']]})"
        yield Table(f"ballot-{one['id']}", title, columns, rows, facts.words["nobody_voted"])


def rooms_notice(facts: Facts) -> str:
    """Return whether rooms with one device are counted here, or "" where there was none."""
    counting = rooms_counted(facts.ballots)
    if counting is None:
        return ""
    heads: dict[str, int] = {}
    for ballot in facts.ballots:
        for city, n in (ballot.heads or {}).items():
            heads[city] = max(n, heads.get(city, 0))
    return facts.words[f"rooms_{counting}"].format(heads=facts.dots(heads))


def rooms_counted(ballots: Sequence[Ballot]) -> str | None:
    """Return "with" or "without" rooms, or None where no room was there at a close."""
    held = [ballot for ballot in ballots if ballot.heads]
    if not held:
        return None
    return "without" if any(ballot.leaves_out_rooms for ballot in held) else "with"


def _held(facts: Facts, ballot: Ballot) -> tuple[Cell, ...]:
    words, is_dots = facts.words, ballot.kind == "dots"
    return (
        ballot.title,
        words[f"kind_of_{ballot.kind}"],
        words[f"state_{ballot.state}"],
        ballot.votes_each if is_dots else None,
        ballot.note_cap if is_dots else None,
        facts.dots(ballot.turnout),
        facts.dots(ballot.heads or {}),
    )


def _named(facts: Facts, target_id: str) -> str:
    if target_id in facts.numbers:
        return facts.named(target_id)
    theme = next((one for one in facts.reading.themes if one.id == target_id), None)
    return theme.title if theme is not None else facts.words["whole_draft"]


def _given(facts: Facts, ballot: Mapping[str, Any], target: Mapping[str, Any]) -> str:
    """Return "OU 12, SO 3" (points) or "OU 4: 2, 5: 1; SO 3: 1" (how many chose which step)."""
    kind = ballot["kind"]
    if kind not in SCALES:
        return facts.dots(target["cities"])
    told = []
    for city in facts.reading.cities:
        steps = zip(SCALES[kind], target["cities"].get(city.id, ()), strict=False)
        given = [f"{facts.words.get(f'step_{step}', step)}: {n}" for step, n in steps if n]
        if given:
            told.append(f"{city.letters} {', '.join(given)}")
    return "; ".join(told)


def _columns(facts: Facts, *named: tuple[str, float]) -> tuple[Column, ...]:
    return tuple(
        Column(name.rstrip("#"), facts.words[name.rstrip("#")], share, name.endswith("#"))
        for name, share in named
    )
