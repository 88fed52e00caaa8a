"""Small named questions to a board; each returns what it saw. Rules name them."""

from server.synthesis.evidence import Check

from . import coverage, shared, turnout, writing

CHECKS: dict[str, Check] = {
    **coverage.CHECKS,
    **shared.CHECKS,
    **turnout.CHECKS,
    **writing.CHECKS,
}
