"""Small named questions to a board; each returns what it saw. Rules name them."""

from server.synthesis.evidence import Check

from . import (
    chains,
    cities,
    content,
    coverage,
    direction,
    evaluation,
    governance,
    rounds,
    stances,
    vote,
    writing,
)

CHECKS: dict[str, Check] = {
    **coverage.CHECKS,
    **chains.CHECKS,
    **direction.CHECKS,
    **cities.CHECKS,
    **stances.CHECKS,
    **vote.CHECKS,
    **content.CHECKS,
    **governance.CHECKS,
    **rounds.CHECKS,
    **evaluation.CHECKS,
    **writing.CHECKS,
}
