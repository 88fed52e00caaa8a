"""The draft in people's hands: other words, another order, sentences left out, and the freeze."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from .agreement import (
    MOST_ENTRIES,
    UNTOUCHED,
    Edit,
    Frozen,
    Omission,
    drafting_from,
    verdicts_from,
)
from .answers import weights_from
from .change import Change
from .refused import Refused
from .state import Moment, Seat, Workshop
from .text import clean_line

LONGEST_WORDING = 1000  # graphemes of a sentence, a reason or a reservation


@dataclass(frozen=True, slots=True)
class EditDraft:
    """A sentence gets other words; None gives it back to its rule."""

    type: ClassVar[str] = "draft.edit"
    section: str
    sentence: str
    text: str | None


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """Sentences of a section come first, in this order; none = the order of the rules."""

    type: ClassVar[str] = "draft.order"
    section: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OmitSentence:
    """A sentence is left out of its section, or comes back."""

    type: ClassVar[str] = "draft.omit"
    section: str
    sentence: str
    omitted: bool


@dataclass(frozen=True, slots=True)
class FreezeDraft:
    """The draft becomes the agreed canvas: nothing of it changes any more."""

    type: ClassVar[str] = "draft.freeze"


@dataclass(frozen=True, slots=True)
class UnfreezeDraft:
    """The agreed canvas is a draft again."""

    type: ClassVar[str] = "draft.unfreeze"


def check_section(workshop: Workshop, section: str) -> None:
    """Refuse the section of a city that is not there; which others there are the canvas says."""
    _, of_city, city = section.partition(":")
    if of_city and workshop.city(city) is None:
        raise Refused("city.unknown", "That city is not in this workshop.", field="section")


def decide_edit(workshop: Workshop, op: EditDraft, by: Seat, moment: Moment) -> list[Change]:
    """Return the new words.

    Raises: Refused "text.empty", "text.too_long", "op.no_effect", and as `check_section`.
    """
    check_section(workshop, op.section)
    text = None
    if op.text is not None:
        text = clean_line(op.text, field="text", longest=LONGEST_WORDING)
    known = {(one.section, one.sentence): one.text for one in workshop.drafting.edits}
    place = (op.section, op.sentence)
    if known.get(place) == text:
        raise Refused("op.no_effect", "The sentence says this already.")
    _check_fits(len(known) + (place not in known))
    facts = {"section": op.section, "sentence": op.sentence}
    return [Change("draft.edited", facts if text is None else facts | {"text": text})]


def decide_order(workshop: Workshop, op: OrderDraft, by: Seat, moment: Moment) -> list[Change]:
    """Return the new order. Raises: Refused "op.malformed", "op.no_effect", "city.unknown"."""
    check_section(workshop, op.section)
    if len(set(op.sentences)) < len(op.sentences):
        raise Refused("op.malformed", "Name each sentence once.", field="sentences")
    order = workshop.drafting.order
    if order.get(op.section, ()) == op.sentences:
        raise Refused("op.no_effect", "The sentences stand in this order already.")
    _check_fits(len(order) + (op.section not in order))
    facts = {"section": op.section, "sentences": list(op.sentences)}
    return [Change("draft.ordered", facts)]


def decide_omit(workshop: Workshop, op: OmitSentence, by: Seat, moment: Moment) -> list[Change]:
    """Return the omission or its end. Raises: Refused "op.no_effect", "city.unknown"."""
    check_section(workshop, op.section)
    omitted = workshop.drafting.omitted
    if (Omission(op.section, op.sentence) in omitted) == op.omitted:
        raise Refused("op.no_effect", "It is left out already." if op.omitted else "It is there.")
    _check_fits(len(omitted) + op.omitted)
    facts = {"section": op.section, "sentence": op.sentence, "omitted": op.omitted}
    return [Change("draft.omitted", facts)]


def decide_freeze(workshop: Workshop, op: FreezeDraft, by: Seat, moment: Moment) -> list[Change]:
    """Return the freeze: the draft of this seq is the agreed one. Raises: Refused "ballot.open"."""
    if workshop.open_ballots():
        raise Refused("ballot.open", "Close the vote first: its result belongs into the draft.")
    return [Change("draft.frozen")]


def decide_unfreeze(
    workshop: Workshop, op: UnfreezeDraft, by: Seat, moment: Moment
) -> list[Change]:
    """Return the thaw. Raises: Refused "op.no_effect"."""
    if workshop.drafting.frozen is None:
        raise Refused("op.no_effect", "The draft is not frozen.")
    return [Change("draft.unfrozen")]


def apply_edited(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the sentence's new words, last, in the place of earlier ones."""
    facts = change.facts
    place = (facts["section"], facts["sentence"])
    edits = tuple(one for one in workshop.drafting.edits if (one.section, one.sentence) != place)
    if "text" in facts:
        edits = (*edits, Edit(*place, facts["text"]))
    return _changed(workshop, facts["section"], edits=edits)


def apply_ordered(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the section's new order."""
    section, sentences = change.facts["section"], tuple(change.facts["sentences"])
    order = workshop.drafting.order
    if sentences:
        order = order.set(section, sentences)
    elif section in order:
        order = order.delete(section)
    return _changed(workshop, section, order=order)


def apply_omitted(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the sentence left out, or back."""
    facts = change.facts
    one = Omission(facts["section"], facts["sentence"])
    omitted = tuple(known for known in workshop.drafting.omitted if known != one)
    return _changed(
        workshop, facts["section"], omitted=(*omitted, one) if facts["omitted"] else omitted
    )


def apply_frozen(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with its draft agreed."""
    drafting = replace(workshop.drafting, frozen=Frozen(change.at, change.seq))
    return replace(workshop, drafting=drafting)


def apply_unfrozen(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with its draft open again."""
    return replace(workshop, drafting=replace(workshop.drafting, frozen=None))


def apply_imported(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the verdicts and the drafting of an exported board."""
    facts = change.facts
    drafting = UNTOUCHED
    if "draft" in facts:
        drafting = drafting_from(facts["draft"], is_imported=True)
    verdicts = verdicts_from(facts.get("verdicts", []))
    weights = weights_from(facts.get("weights", {}))
    return replace(workshop, verdicts=verdicts, drafting=drafting, weights=weights)


def with_frozen_head(workshop: Workshop, log_head: str | None) -> Workshop:
    """Return the workshop with the log head its draft was frozen at, for results to tell."""
    drafting = workshop.drafting
    if drafting.frozen is None:
        return workshop
    frozen = replace(drafting.frozen, log_head=log_head)
    return replace(workshop, drafting=replace(drafting, frozen=frozen))


def _changed(workshop: Workshop, section: str, **parts: Any) -> Workshop:
    """Return the workshop with a section changed: who signed it before signed other words."""
    signatures = tuple(
        replace(one, outdated=True) if one.section == section else one
        for one in workshop.drafting.signatures
    )
    drafting = replace(workshop.drafting, signatures=signatures, **parts)
    return replace(workshop, drafting=drafting)


def _check_fits(entries: int) -> None:
    if entries > MOST_ENTRIES:
        raise Refused("board.full", f"{MOST_ENTRIES} changes to the draft fit; take some back.")


DECIDE = {
    EditDraft: decide_edit,
    OrderDraft: decide_order,
    OmitSentence: decide_omit,
    FreezeDraft: decide_freeze,
    UnfreezeDraft: decide_unfreeze,
}
APPLY = {
    "draft.edited": apply_edited,
    "draft.ordered": apply_ordered,
    "draft.omitted": apply_omitted,
    "draft.frozen": apply_frozen,
    "draft.unfrozen": apply_unfrozen,
    "agreement.imported": apply_imported,
}
