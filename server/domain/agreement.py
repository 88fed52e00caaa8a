"""Holds what people decided about the draft: verdicts, wording, order, signatures, the freeze."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from immutables import Map

NONE: Final[Map[Any, Any]] = Map()
MOST_ENTRIES = 1000  # edits; and as many verdicts, orders and omissions
MOST_SIGNATURES = 4000  # 40 cities, 20 sections and an annex for each of them


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the facilitator holds of a finding."""

    finding_id: str
    verdict: str  # accept or dismiss
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A sentence of the draft in other words; the rule's own are kept by the rule."""

    section: str
    sentence: str  # id of the finding it tells
    text: str


@dataclass(frozen=True, slots=True)
class Omission:
    """A sentence that is left out of its section."""

    section: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Signature:
    """What a city says to a section."""

    section: str
    city: str
    verdict: str  # adopt, reservation or decline
    text: str | None = None
    outdated: bool = False  # the section's wording was changed since


@dataclass(frozen=True, slots=True)
class Frozen:
    """When the draft became the agreed one. `seq` is that of the log it was frozen in."""

    at: str
    seq: int
    is_imported: bool = False  # it was frozen in another log
    log_head: str | None = None  # told by the store for results: no log holds a head of its own


@dataclass(frozen=True, slots=True)
class Drafting:
    """All that people changed about the draft that rules wrote."""

    edits: tuple[Edit, ...] = ()
    order: Map[str, tuple[str, ...]] = NONE  # section → sentences that come first, in this order
    omitted: tuple[Omission, ...] = ()
    signatures: tuple[Signature, ...] = ()
    frozen: Frozen | None = None


UNTOUCHED = Drafting()


def agreement_json(verdicts: tuple[Verdict, ...], drafting: Drafting) -> dict[str, Any]:
    """Return `verdicts` and `draft` as they stand on the board; left out while there is nothing.

    Shape: {verdicts: [{finding_id, verdict, reason?}], draft: {edits: [{section, sentence,
    text}], order: {section: [sentence]}, omitted: [{section, sentence}], signatures: [{section,
    city, verdict, text?, outdated?}], frozen?: {at, seq}}}. Lists in the order of the last change.
    """
    shown: dict[str, Any] = {}
    if verdicts:
        shown["verdicts"] = [_filled(verdict) for verdict in verdicts]
    if drafting != UNTOUCHED:
        shown["draft"] = _drafting_json(drafting)
    return shown


def verdicts_from(records: list[Mapping[str, Any]]) -> tuple[Verdict, ...]:
    """Return the verdicts that `agreement_json` wrote."""
    return tuple(Verdict(**record) for record in records)


def drafting_from(record: Mapping[str, Any], *, is_imported: bool = False) -> Drafting:
    """Return the drafting that `agreement_json` wrote."""
    frozen = record.get("frozen")
    return Drafting(
        edits=tuple(Edit(**edit) for edit in record["edits"]),
        order=Map({section: tuple(listed) for section, listed in record["order"].items()}),
        omitted=tuple(Omission(**omission) for omission in record["omitted"]),
        signatures=tuple(Signature(**signature) for signature in record["signatures"]),
        frozen=Frozen(frozen["at"], frozen["seq"], is_imported) if frozen else None,
    )


def _drafting_json(drafting: Drafting) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "edits": [_filled(edit) for edit in drafting.edits],
        "order": {section: list(listed) for section, listed in sorted(drafting.order.items())},
        "omitted": [_filled(omission) for omission in drafting.omitted],
        "signatures": [_filled(signature) for signature in drafting.signatures],
    }
    if drafting.frozen is not None:
        shown["frozen"] = {"at": drafting.frozen.at, "seq": drafting.frozen.seq}
    return shown


def _filled(fact: Any) -> dict[str, Any]:
    known = {name: getattr(fact, name) for name in fact.__dataclass_fields__}
    return {name: value for name, value in known.items() if value not in (None, False)}
