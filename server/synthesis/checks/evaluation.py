"""Checks of notes to act on and of services: what to do, what stops a service, what is best."""

from server.synthesis.evaluate import failed_knock_outs, levers
from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.ratings import equal_city_mean, quadrant
from server.synthesis.selection import robustness
from server.synthesis.shares import at_least
from server.synthesis.standings import FAILED, RANKED, Standing, ranked_scores, settled_weights
from server.synthesis.standings import standings as services_by_standing

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
    scored = _scored(evidence, cover=cover)
    if isinstance(scored, NotEvaluated):
        return []  # a sentence that tells the board: there is nothing to tell
    of = sum(one.state == RANKED for one in scored)
    seen = []
    for order, one in enumerate(scored, start=1):
        assert one.utility is not None  # noqa: S101 else it would not stand among the scored
        numbers: dict[str, float] = {"points": round(one.utility.points, 2), "order": order}
        numbers |= {"coverage": round(one.utility.coverage, 2), "of": of}
        numbers |= {} if one.rank is None else {"rank": one.rank}
        shown = {"service": Shown("services", (one.service.id,))}
        variant = {RANKED: "main", FAILED: "failed"}.get(one.state, "thin")
        seen.append(
            Sighting(others=(one.service.id,), numbers=numbers, shown=shown, variant=variant)
        )
    return seen


def first_place(evidence: Evidence, *, kept: float, near: float, cover: float) -> Seen:
    """See whether the best of the services that may be selected stays the best.

    `robust`: it keeps the first place in at least `kept` of the trials with other weights or
    without a city, and leads by at least `near` points; else `fragile`.
    """
    scored = _scored(evidence, cover=cover)
    if isinstance(scored, NotEvaluated):
        return scored
    points = [one.utility.points for one in scored if one.state == RANKED and one.utility]
    found = robustness(ranked_scores(scored), settled_weights(evidence.canvas, evidence.reading))
    if found is None:
        return []
    stayed, runs = (sum(pair) for pair in zip(found.weights, found.cities, strict=True))
    is_fragile = not at_least(stayed, kept * runs) or not at_least(points[0] - points[1], near)
    shown = {
        "service": Shown("services", (found.best,)),
        "second": Shown("services", (scored[1].service.id,)),
    }
    numbers = {"kept": stayed, "runs": runs}
    variant = "fragile" if is_fragile else "main"
    return [Sighting(others=(found.best,), numbers=numbers, shown=shown, variant=variant)]


def best_levers(evidence: Evidence, *, target: float, count: int) -> Seen:
    """See for each service the criteria whose improvement gains most."""
    scored = _scored(evidence)
    if isinstance(scored, NotEvaluated):
        return scored
    weights = settled_weights(evidence.canvas, evidence.reading)
    seen = []
    for one in scored:
        gains = levers(one.values, weights, target=target)
        worth = [(criterion, gain) for criterion, gain in gains[:count] if gain > 0]
        if worth:
            criteria = tuple(criterion for criterion, _ in worth)
            shown = {
                "service": Shown("services", (one.service.id,)),
                "criteria": Shown("criteria", criteria),
            }
            numbers = {"gain": sum(gain for _, gain in worth)}
            seen.append(Sighting(others=(one.service.id,), numbers=numbers, shown=shown))
    return seen


def _scored(evidence: Evidence, *, cover: float = 0) -> list[Standing] | NotEvaluated:
    """Return the services with a score: by rank, then those that compare with none."""
    if not evidence.reading.services or not evidence.canvas.criteria:
        return NotEvaluated("no_services")
    every = services_by_standing(evidence.canvas, evidence.reading, cover=cover)
    return [one for one in every if one.utility is not None] or NotEvaluated("no_scores")


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
        variants=("main", "thin", "failed"),
    ),
    "first_place": Check(
        first_place,
        {"kept": "threshold", "near": "threshold", "cover": "threshold"},
        shows=("service", "second", "kept", "runs"),
        variants=("main", "fragile"),
    ),
    "best_levers": Check(
        best_levers,
        {"target": "threshold", "count": "count"},
        shows=("service", "criteria", "gain"),
    ),
}
