"""Erasing what people wrote about the draft: words of a sentence, of a city, of a verdict."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from .change import ERASED, Change
from .drafting import check_section
from .refused import Refused
from .state import Moment, Seat, Workshop


@dataclass(frozen=True, slots=True)
class EraseWording:
    """What was written for a sentence, or by a city that signed, is erased from board and log."""

    type: ClassVar[str] = "draft.erase"
    section: str
    sentence: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True)
class EraseReason:
    """The reason of a verdict on a finding is erased from board and log; the verdict stays."""

    type: ClassVar[str] = "finding.erase"
    finding_id: str


def decide_wording(workshop: Workshop, op: EraseWording, by: Seat, moment: Moment) -> list[Change]:
    """Return the erasing. The store takes the texts out of the changes before it.

    Words that others have taken the place of, or that were taken back, are still in the log: so
    it is never refused for want of a text. Raises: Refused "op.malformed", "city.unknown".
    """
    if (op.sentence is None) == (op.city is None):
        raise Refused("op.malformed", "Name either a sentence or a city.", field="sentence")
    check_section(workshop, op.section)
    if op.city is not None and workshop.city(op.city) is None:
        raise Refused("city.unknown", "That city is not in this workshop.", field="city")
    facts: dict[str, Any] = {"section": op.section}
    whose = {"sentence": op.sentence} if op.city is None else {"city": op.city}
    return [Change("draft.erased", facts | whose)]


def decide_reason(workshop: Workshop, op: EraseReason, by: Seat, moment: Moment) -> list[Change]:
    """Return the erasing, as `decide_wording`."""
    return [Change("finding.erased", {"finding_id": op.finding_id})]


def apply_wording(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the rule's own words again, or a signature without words."""
    facts, drafting = change.facts, workshop.drafting
    if "sentence" in facts:
        place = (facts["section"], facts["sentence"])
        left = tuple(one for one in drafting.edits if (one.section, one.sentence) != place)
        return replace(workshop, drafting=replace(drafting, edits=left))
    whose = (facts["section"], facts["city"])
    signatures = tuple(
        replace(one, text=ERASED)
        if (one.section, one.city) == whose and one.text is not None
        else one
        for one in drafting.signatures
    )
    return replace(workshop, drafting=replace(drafting, signatures=signatures))


def apply_reason(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the verdict there and its reason gone."""
    verdicts = tuple(
        replace(one, reason=ERASED)
        if one.finding_id == change.facts["finding_id"] and one.reason is not None
        else one
        for one in workshop.verdicts
    )
    return replace(workshop, verdicts=verdicts)


DECIDE = {EraseWording: decide_wording, EraseReason: decide_reason}
APPLY = {"draft.erased": apply_wording, "finding.erased": apply_reason}
