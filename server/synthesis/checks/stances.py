"""Checks of stances: where cities are for and against, and where one is divided inside."""

from server.synthesis.consensus import consensus, divided_inside, probability, took_stance
from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown
from server.synthesis.reading import ReadNote
from server.synthesis.shares import at_least

from .seen import of_note

HALF = 0.5  # of the variance: from here on the conflict lies between cities


def divided_cities(evidence: Evidence, *, spread: float, low: float, high: float) -> Seen:
    """See the notes that some cities are for and others against.

    P = smoothed probability to agree. Seen where max P − min P ≥ `spread`, min P ≤ `low` and
    max P ≥ `high`; `within` is said where the conflict runs through cities too (η² < .5).
    """
    notes = _with_stances(evidence)
    if isinstance(notes, NotEvaluated):
        return notes
    seen = []
    for note in notes:
        known = consensus(note.stances)
        if known is None or not at_least(known.spread, spread):
            continue
        if at_least(low, known.least) and at_least(known.most, high):
            against = tuple(city for city, p in known.agree.items() if at_least(low, p))
            in_favour = tuple(city for city, p in known.agree.items() if at_least(p, high))
            shown = {"for": Shown("cities", in_favour), "against": Shown("cities", against)}
            is_within = known.eta_squared is not None and known.eta_squared < HALF
            variant = "within" if is_within else "main"
            seen.append(of_note(note, shown=shown, variant=variant))
    return seen


def divided_city(evidence: Evidence, *, share: float, stances: int) -> Seen:
    """See the cities that are divided about a note; city by city.

    Seen where a city took at least `stances` stances and both agree and disagree have a part of
    at least `share`.
    """
    notes = _with_stances(evidence)
    if isinstance(notes, NotEvaluated):
        return notes
    return [
        of_note(note, cities=(city.id,))
        for note in notes
        for city in evidence.reading.cities
        if city.id in note.stances
        and divided_inside(note.stances[city.id], share=share, least=stances)
    ]


def agreeing(note: ReadNote) -> dict[str, float]:
    """Return the smoothed probability to agree of each city that took a stance on the note."""
    return {city: probability(counts) for city, counts in took_stance(note.stances).items()}


def _with_stances(evidence: Evidence) -> list[ReadNote] | NotEvaluated:
    notes = [note for note in evidence.reading.all_notes() if took_stance(note.stances)]
    return notes or NotEvaluated("no_stances")


CHECKS = {
    "divided_cities": Check(
        divided_cities,
        {"spread": "threshold", "low": "threshold", "high": "threshold"},
        shows=("note", "area", "for", "against"),
        variants=("main", "within"),
    ),
    "divided_city": Check(
        divided_city, {"share": "threshold", "stances": "count"}, ("note", "area", "city")
    ),
}
