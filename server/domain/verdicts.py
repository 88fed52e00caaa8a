"""Verdicts: the facilitator accepts or dismisses what a rule found."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from .agreement import MOST_ENTRIES, Verdict, verdicts_from
from .change import Change
from .drafting import LONGEST_WORDING
from .refused import Refused
from .state import Moment, Seat, Workshop
from .text import clean_line

VERDICTS = ("accept", "dismiss")


@dataclass(frozen=True, slots=True)
class JudgeFinding:
    """A finding is accepted or dismissed, with a reason; None takes the verdict back."""

    type: ClassVar[str] = "finding.judge"
    finding_id: str
    verdict: str | None
    reason: str | None = None


def decide_judge(workshop: Workshop, op: JudgeFinding, by: Seat, moment: Moment) -> list[Change]:
    """Return the verdict. Raises: Refused "text.empty" when a dismissal has no reason.

    Which findings there are follows from rules that the domain does not know: an id that no rule
    gives is kept and has no effect.
    """
    if op.verdict == "dismiss" and op.reason is None:
        raise Refused("text.empty", "Say why: the reason stands in the annex.", field="reason")
    reason = None
    if op.verdict is not None and op.reason is not None:
        reason = clean_line(op.reason, field="reason", longest=LONGEST_WORDING)
    verdict = None if op.verdict is None else Verdict(op.finding_id, op.verdict, reason)
    known = {one.finding_id: one for one in workshop.verdicts}
    if known.get(op.finding_id) == verdict:
        raise Refused("op.no_effect", "This finding is judged so already.")
    if op.finding_id not in known and len(known) >= MOST_ENTRIES:
        raise Refused("board.full", f"{MOST_ENTRIES} verdicts fit; take some back first.")
    facts: dict[str, Any] = {"finding_id": op.finding_id, "verdict": op.verdict}
    return [Change("finding.judged", facts if reason is None else facts | {"reason": reason})]


def apply_judged(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the verdict last, in the place of an earlier one."""
    facts = change.facts
    left = tuple(one for one in workshop.verdicts if one.finding_id != facts["finding_id"])
    given = () if facts["verdict"] is None else verdicts_from([facts])
    return replace(workshop, verdicts=(*left, *given))


DECIDE = {JudgeFinding: decide_judge}
APPLY = {"finding.judged": apply_judged}
