"""Sign-off: each city adopts a section of the draft, with a reservation, or not."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from .agreement import MOST_SIGNATURES, Signature
from .change import Change
from .drafting import LONGEST_WORDING, check_section
from .refused import Refused
from .state import Moment, Seat, Workshop
from .text import clean_line

SIGNED = ("adopt", "reservation", "decline")


@dataclass(frozen=True, slots=True)
class SignDraft:
    """The lead of a city signs a section for it; None takes the signature back."""

    type: ClassVar[str] = "draft.sign"
    section: str
    verdict: str | None
    text: str | None = None


def decide_sign(workshop: Workshop, op: SignDraft, by: Seat, moment: Moment) -> list[Change]:
    """Return the signature, for the city of the seat.

    Raises: Refused "text.empty" for a reservation without words, "op.no_effect", "city.unknown".
    """
    check_section(workshop, op.section)
    if op.verdict == "reservation" and op.text is None:
        raise Refused("text.empty", "Say what the reservation is about.", field="text")
    text = None
    if op.verdict is not None and op.text is not None:
        text = clean_line(op.text, field="text", longest=LONGEST_WORDING)
    signatures = workshop.drafting.signatures
    known = next((one for one in signatures if _is_of(one, op.section, by.city)), None)
    wanted = None if op.verdict is None else Signature(op.section, by.city or "", op.verdict, text)
    if known == wanted:
        raise Refused("op.no_effect", "Your city has said so already.")
    if known is None and len(signatures) >= MOST_SIGNATURES:
        raise Refused("board.full", f"{MOST_SIGNATURES} signatures fit; take some back first.")
    facts: dict[str, Any] = {"section": op.section, "verdict": op.verdict}
    return [Change("draft.signed", facts if text is None else facts | {"text": text})]


def apply_signed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the city's signature last, in the place of an earlier one."""
    facts, city = change.facts, change.city
    if city is None:
        raise ValueError(f"a signature without a city at seq {change.seq}")
    drafting = workshop.drafting
    left = tuple(one for one in drafting.signatures if not _is_of(one, facts["section"], city))
    given: tuple[Signature, ...] = ()
    if facts["verdict"] is not None:
        given = (Signature(facts["section"], city, facts["verdict"], facts.get("text")),)
    return replace(workshop, drafting=replace(drafting, signatures=(*left, *given)))


def _is_of(signature: Signature, section: str, city: str | None) -> bool:
    return (signature.section, signature.city) == (section, city)


DECIDE = {SignDraft: decide_sign}
APPLY = {"draft.signed": apply_signed}
