"""Says what kinds of ballots there are, and the steps of those that are answered on a scale."""

from typing import Any

# What one person can say of one target, lowest or most willing first.
SCALES: dict[str, tuple[Any, ...]] = {
    "score": (0, 1, 2, 3, 4, 5),
    "stance": ("agree", "pass", "disagree"),
    "gradient": (1, 2, 3, 4, 5, 6, 7, 8),  # 1 whole-hearted … 8 block
}
KINDS = ("dots", "rank", *SCALES)
COUNTED_AS = {"dots": "dots", "rank": "ranks"}  # kind → the fact its totals are told by
DRAFT = "draft"  # what a gradient is about: the draft as a whole
MOST_PLACES = 50  # of one ranking
USUAL_PLACES = 5


def counted_as(kind: str) -> str:
    """Return the name of the totals of a ballot: dots, ranks (points) or ratings (per step)."""
    return COUNTED_AS.get(kind, "ratings")
