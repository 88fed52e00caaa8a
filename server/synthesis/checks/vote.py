"""Checks of who was there and who voted."""

from bisect import bisect_right
from collections.abc import Sequence

from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.likeness import nearest_before, token_set
from server.synthesis.measures import Measured, Measures
from server.synthesis.shares import LEAST, at_least

from .seen import of_city


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
            seen.append(of_city(city.id, ballots=ballots, present=present, n=notes))
    return seen


def single_ballot(evidence: Evidence) -> Seen:
    """See the cities whose equal weight rests on one ballot."""
    voted = evidence.reading.voted
    if voted is None:
        return NotEvaluated("no_votes")
    if evidence.reading.weighting != "equal":
        return []
    return [of_city(city.id) for city in evidence.reading.cities if voted.get(city.id) == 1]


def low_turnout(evidence: Evidence, *, share: float) -> Seen:
    """See that fewer ballots were cast than `share` of the seats."""
    reading = evidence.reading
    if reading.present is None or reading.voted is None:
        return NotEvaluated("no_presence")
    present, ballots = sum(reading.present.values()), sum(reading.voted.values())
    if not present or ballots / present >= share - LEAST:
        return []
    return [Sighting(numbers={"ballots": ballots, "present": present})]


def disturbed_vote(evidence: Evidence) -> Seen:
    """See why a ranking must be read with care: what people knew, or changed, while voting.

    `open`: totals could be seen; `reopened`: voting went on after the result; `late`: notes were
    made or merged after it began.
    """
    vote = evidence.reading.vote
    if vote is None or evidence.reading.voted is None:
        return NotEvaluated("no_votes")
    seen = []
    if vote.totals == "open":
        seen.append(Sighting(others=("open",), variant="open"))
    if vote.is_reopened:
        seen.append(Sighting(others=("reopened",), variant="reopened"))
    if vote.late:
        shown = {"notes": Shown("notes", vote.late)}
        seen.append(Sighting(notes=vote.late, shown=shown, variant="late"))
    return seen


def lookalikes(evidence: Evidence, *, share: float) -> Seen:
    """See notes that look alike, neither merged nor in a theme: each with the nearest before it.

    Seen where the words of two notes overlap by at least `share` (Jaccard). `decisive`: their
    shares together reach that of the first place. Only a hint: words are compared, not meaning.
    """
    seen = []
    for measures in evidence.areas.values():
        loose = [one for one in measures.notes if one.note.theme is None]
        words = [token_set(one.note.text) for one in loose]
        shares = sorted(one.share or 0 for one in measures.targets())
        for first, second in nearest_before(words, least=share):
            pair = (loose[first], loose[second])
            seen.append(_of_pair(measures, pair, shares))
    return seen


def _of_pair(
    measures: Measures, pair: tuple[Measured, Measured], shares: Sequence[float]
) -> Sighting:
    notes = tuple(one.note.id for one in pair)
    shown = {"area": Shown("area", (measures.area,)), "notes": Shown("notes", notes)}
    together = sum(one.share or 0 for one in pair)
    if not together or not at_least(together, shares[-1]):
        return Sighting(notes=notes, shown=shown)
    ahead = len(shares) - bisect_right(shares, together + LEAST)
    return Sighting(notes=notes, numbers={"rank": ahead + 1}, shown=shown, variant="decisive")


CHECKS = {
    "hardly_heard": Check(
        hardly_heard, {"turnout": "threshold"}, shows=("city", "ballots", "present", "n")
    ),
    "single_ballot": Check(single_ballot, shows=("city",)),
    "low_turnout": Check(low_turnout, {"share": "threshold"}, ("ballots", "present")),
    "disturbed_vote": Check(
        disturbed_vote, shows=("notes",), variants=("open", "reopened", "late")
    ),
    "lookalikes": Check(
        lookalikes,
        {"share": "threshold"},
        shows=("area", "notes", "rank"),
        variants=("main", "decisive"),
    ),
}
