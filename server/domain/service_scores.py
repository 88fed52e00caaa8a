"""Scoring services on the criteria of the canvas, and sharing out what each criterion weighs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from immutables import Map

from . import answers
from .change import Change
from .refused import Refused
from .replacing import replace
from .state import Moment, Seat, Service, Workshop

POINTS = 100  # a seat shares out among the criteria


@dataclass(frozen=True, slots=True)
class ScoreService:
    """A seat scores a service on one criterion from 1 to 5; None takes it back."""

    type: ClassVar[str] = "service.score"
    service_id: str
    criterion: str
    value: int | None


@dataclass(frozen=True, slots=True)
class SplitWeights:
    """A seat shares out 100 points among the criteria; None takes them back."""

    type: ClassVar[str] = "weights.split"
    points: dict[str, int] | None


def decide_score(workshop: Workshop, op: ScoreService, by: Seat, moment: Moment) -> list[Change]:
    """Return the score. Raises: Refused "service.unknown", "op.malformed", "op.no_effect"."""
    service = workshop.known_service(op.service_id)
    if service is None or service.removed:
        raise Refused("service.unknown", "There is no such service.", field="service_id")
    _check_criteria(workshop, by, (op.criterion,), field="criterion")
    if workshop.answers.of(by.id, (answers.criterion(op.criterion), service.id)) == op.value:
        raise Refused("op.no_effect", "You said so already.")
    facts = {"service_id": service.id, "criterion": op.criterion, "value": op.value}
    return [Change("service.scored", facts)]


def decide_split(workshop: Workshop, op: SplitWeights, by: Seat, moment: Moment) -> list[Change]:
    """Return the points. Raises: Refused "op.malformed" for another sum, "op.no_effect"."""
    points = None
    if op.points is not None:
        _check_criteria(workshop, by, op.points, field="points")
        if sum(op.points.values()) != POINTS:
            raise Refused(
                "op.malformed",
                f"Share out {POINTS} points, no more and no less.",
                field="points",
                numbers={"limit": POINTS, "given": sum(op.points.values())},
            )
        points = {name: op.points[name] for name in sorted(op.points) if op.points[name]}
    known = workshop.answers.splits.get(by.id)
    if (None if known is None else dict(known.points)) == points:
        raise Refused("op.no_effect", "You shared them out so already.")
    return [Change("weights.given", {"points": points})]


def reveal_changes(workshop: Workshop) -> list[Change]:
    """Return the change that shows scores and weights given since the last showing; [] for none."""
    shown: dict[str, dict[str, Any]] = {}
    for kind, service_id in sorted(workshop.answers.pending):
        name = answers.criterion_in(kind)
        if name is not None:
            counts = workshop.answers.pending[kind, service_id]
            shown.setdefault(service_id, {})[name] = answers.counts_json(kind, counts)
    facts: dict[str, Any] = {"services": shown} if shown else {}
    if workshop.answers.weights is not None:
        facts["weights"] = answers.weights_json(workshop.answers.weights)
    return [Change("scores.revealed", {"stances": {}, "scores": {}} | facts)] if facts else []


def apply_score(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the score on the seat's sheet."""
    facts, name = change.facts, change.facts["criterion"]
    service = _service(workshop, facts["service_id"])
    answer = None
    if facts["value"] is not None:
        answer = answers.Answer(_city(change), facts["value"], change.seq)
    put = answers.put_answer(
        workshop.answers,
        (answers.criterion(name), service.id),
        seat_id=change.by or "",
        answer=answer,
        shown=service.scores.get(name, answers.NONE),
    )
    return replace(workshop, answers=put)


def apply_split(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the points on the seat's sheet."""
    split = None
    if change.facts["points"] is not None:
        split = answers.Split(_city(change), Map(change.facts["points"]))
    put = answers.put_split(
        workshop.answers, seat_id=change.by or "", split=split, shown=workshop.weights
    )
    return replace(workshop, answers=put)


def apply_revealed(workshop: Workshop, facts: Mapping[str, Any]) -> Workshop:
    """Return the workshop with the scores on its services and the weights on its board."""
    told = []
    for service_id, by_name in facts.get("services", {}).items():
        service = _service(workshop, service_id)
        scores = service.scores
        for name, of in by_name.items():
            kind = answers.criterion(name)
            told.append((kind, service_id))
            counts = answers.counts_from(kind, of)
            scores = scores.set(name, counts) if counts else answers.without(scores, name)
        services = tuple(
            replace(each, scores=scores) if each.id == service_id else each
            for each in workshop.services
        )
        workshop = replace(workshop, services=services)
    shown = answers.show(workshop.answers, told)
    if "weights" in facts:
        shown = replace(shown, weights=None)
        workshop = replace(workshop, weights=answers.weights_from(facts["weights"]))
    return replace(workshop, answers=shown)


def _check_criteria(workshop: Workshop, by: Seat, names: Iterable[str], *, field: str) -> None:
    if by.city is None:
        raise Refused("role.not_allowed", "Answers count for a city; this seat has none.")
    if not workshop.criteria:
        raise Refused("op.malformed", "This canvas has no criteria for services.", field=field)
    if not set(workshop.criteria).issuperset(names):
        raise Refused("op.malformed", "This canvas has no such criterion.", field=field)


def _service(workshop: Workshop, service_id: str) -> Service:
    service = workshop.known_service(service_id)
    if service is None:
        raise ValueError(f"a score of the service {service_id} that never was")
    return service


def _city(change: Change) -> str:
    if change.city is None or change.by is None:
        raise ValueError(f"an answer without city or seat at seq {change.seq}")
    return change.city


DECIDE = {ScoreService: decide_score, SplitWeights: decide_split}
APPLY = {"service.scored": apply_score, "weights.given": apply_split}
