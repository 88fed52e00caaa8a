"""Checks of who was there and who voted."""

from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.shares import LEAST


def hardly_heard(evidence: Evidence, *, turnout: float) -> Seen:
    """See the cities that were there, but cast few ballots or wrote nothing.

    Seen where ballots / seats < `turnout`, or no note of the city is kept.
    With one city alone nobody is heard less than others; a city that did not vote counts as
    one that could be compared, else the rule would miss the very case it is for.
    """
    reading = evidence.reading
    if len(reading.cities) < 2:
        return NotEvaluated("one_city")
    if reading.present is None or reading.voted is None:
        return NotEvaluated("no_presence")
    written: dict[str | None, int] = {}
    for note in reading.all_notes():
        written[note.city] = written.get(note.city, 0) + 1
    seen = []
    for city in reading.cities:
        present, ballots = reading.present.get(city.id, 0), reading.voted.get(city.id, 0)
        notes = written.get(city.id, 0)
        if present and (ballots / present < turnout - LEAST or not notes):
            seen.append(_of_city(city.id, ballots=ballots, present=present, n=notes))
    return seen


def single_ballot(evidence: Evidence) -> Seen:
    """See the cities whose equal weight rests on one ballot."""
    voted = evidence.reading.voted
    if voted is None:
        return NotEvaluated("no_votes")
    if evidence.reading.weighting != "equal":
        return []
    return [_of_city(city.id) for city in evidence.reading.cities if voted.get(city.id) == 1]


def _of_city(city: str, **numbers: float) -> Sighting:
    return Sighting(cities=(city,), numbers=numbers, shown={"city": Shown("cities", (city,))})


CHECKS = {
    "hardly_heard": Check(
        hardly_heard, {"turnout": "threshold"}, shows=("city", "ballots", "present", "n")
    ),
    "single_ballot": Check(single_ballot, shows=("city",)),
}
