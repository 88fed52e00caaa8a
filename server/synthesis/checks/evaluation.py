"""Checks of notes to act on and of services: what to do, what stops a service, what is best."""

from collections.abc import Mapping

from server.synthesis.attachments import ReadService
from server.synthesis.evaluate import (
    Utility,
    failed_knock_outs,
    levers,
    rank_services,
    settle_weights,
)
from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.ratings import equal_city_mean, quadrant
from server.synthesis.selection import mean_values, robustness
from server.synthesis.shares import at_least

from .seen import in_list

QUADRANTS = ("do_now", "prepare", "discuss", "only_if_cheap", "park")


def quadrants(evidence: Evidence, *, high: float, low: float, ready: float) -> Seen:
    """See what to do with the notes whose importance and readiness are known: one list a kind.

    Equal-city means; see `ratings.quadrant`.
    """
    found: dict[str, list[Sighting]] = {name: [] for name in QUADRANTS}
    notes = evidence.reading.all_notes()
    if not any(note.importance or note.readiness for note in notes):
        return NotEvaluated("no_scores")
    for note in notes:
        importance = equal_city_mean(note.importance)
        readiness = equal_city_mean(note.readiness)
        name = quadrant(importance, readiness, high=high, low=low, ready=ready)
        if name is not None:
            found[name].append(in_list(note, kind="owned", variant=name))
    return [one for listed in found.values() for one in listed]


def knocked_out(evidence: Evidence) -> Seen:
    """See the services that fail a condition that nothing else can make up for."""
    services = evidence.reading.services
    if not any(service.knock_outs for service in services):
        return NotEvaluated("no_services")
    return [
        Sighting(
            others=(service.id, criterion),
            shown={
                "service": Shown("services", (service.id,)),
                "criterion": Shown("knock_outs", (criterion,)),
            },
        )
        for service in services
        for criterion in failed_knock_outs(service.knock_outs)
    ]


def compared_services(evidence: Evidence, *, cover: float) -> Seen:
    """See the score of each service, best first, and on how much of the weights it rests."""
    scored = _scored(evidence)
    if isinstance(scored, NotEvaluated):
        return []  # a sentence that tells the board: there is nothing to tell
    seen = []
    for place, (service, utility) in enumerate(scored, start=1):
        numbers = {"points": round(utility.points, 2), "rank": place, "of": len(scored)}
        numbers["coverage"] = round(utility.coverage, 2)
        shown = {"service": Shown("services", (service,))}
        variant = "main" if utility.is_comparable(cover) else "thin"
        seen.append(Sighting(others=(service,), numbers=numbers, shown=shown, variant=variant))
    return seen


def first_place(evidence: Evidence, *, kept: float, near: float) -> Seen:
    """See whether the best of the services that may be selected stays the best.

    `robust`: it keeps the first place in at least `kept` of the trials with other weights or
    without a city, and leads by at least `near` points; else `fragile`.
    """
    scored = _scored(evidence)
    if isinstance(scored, NotEvaluated):
        return scored
    may = {one.id: one.scores for one in evidence.reading.services if not _fails(one)}
    found = robustness(may, _weights(evidence))
    ranked = [one for one in scored if one[0] in may]
    if found is None or len(ranked) < 2:
        return []
    stayed, runs = (sum(pair) for pair in zip(found.weights, found.cities, strict=True))
    lead = ranked[0][1].points - ranked[1][1].points
    is_fragile = not at_least(stayed, kept * runs) or not at_least(lead, near)
    shown = {
        "service": Shown("services", (found.best,)),
        "second": Shown("services", (ranked[1][0],)),
    }
    numbers = {"kept": stayed, "runs": runs}
    variant = "fragile" if is_fragile else "main"
    return [Sighting(others=(found.best,), numbers=numbers, shown=shown, variant=variant)]


def best_levers(evidence: Evidence, *, target: float, count: int) -> Seen:
    """See for each service the criteria whose improvement gains most."""
    scored = _scored(evidence)
    if isinstance(scored, NotEvaluated):
        return scored
    values = mean_values({one.id: one.scores for one in evidence.reading.services})
    seen = []
    for service, _ in scored:
        gains = levers(values[service], _weights(evidence), target=target)
        worth = [(criterion, gain) for criterion, gain in gains[:count] if gain > 0]
        if worth:
            criteria = tuple(criterion for criterion, _ in worth)
            shown = {
                "service": Shown("services", (service,)),
                "criteria": Shown("criteria", criteria),
            }
            numbers = {"gain": sum(gain for _, gain in worth)}
            seen.append(Sighting(others=(service,), numbers=numbers, shown=shown))
    return seen


def _weights(evidence: Evidence) -> Mapping[str, float]:
    default = {one.id: float(one.weight) for one in evidence.canvas.criteria}
    return settle_weights(evidence.reading.weights, default)


def _scored(evidence: Evidence) -> list[tuple[str, Utility]] | NotEvaluated:
    """Return the services with a score, best first."""
    services = {one.id: one.scores for one in evidence.reading.services}
    if not services or not evidence.canvas.criteria:
        return NotEvaluated("no_services")
    ranked = rank_services(mean_values(services), _weights(evidence))
    return ranked or NotEvaluated("no_scores")


def _fails(service: ReadService) -> bool:
    return bool(failed_knock_outs(service.knock_outs))


CHECKS = {
    "quadrants": Check(
        quadrants,
        {"high": "threshold", "low": "threshold", "ready": "threshold"},
        shows=("notes", "n"),
        variants=QUADRANTS,
        is_list=True,
    ),
    "knocked_out": Check(knocked_out, shows=("service", "criterion")),
    "compared_services": Check(
        compared_services,
        {"cover": "threshold"},
        shows=("service", "points", "rank", "of", "coverage"),
        variants=("main", "thin"),
    ),
    "first_place": Check(
        first_place,
        {"kept": "threshold", "near": "threshold"},
        shows=("service", "second", "kept", "runs"),
        variants=("main", "fragile"),
    ),
    "best_levers": Check(
        best_levers,
        {"target": "threshold", "count": "count"},
        shows=("service", "criteria", "gain"),
    ),
}
