"""Checks of promise against delivery: what leads to a note, what it requires, who is ready."""

from server.synthesis.chains import Chain
from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.measures import Measured
from server.synthesis.ratings import city_means
from server.synthesis.shares import at_least
from server.synthesis.walks import LEADS_TO, REQUIRES, Edge, coverage

from .seen import drawn, of_note, top_notes


def promised_only(evidence: Evidence, *, but: str) -> Seen:
    """See the top notes to which something leads, but which require nothing; `but` one area's."""
    tops = top_notes(evidence, [area for area in evidence.areas if area != but])
    if isinstance(tops, NotEvaluated):
        return tops
    links = evidence.links
    return drawn(evidence) or [
        of_note(one.note)
        for one in tops
        if one.note.id in links.led_from and one.note.id not in links.requires
    ]


def needless_strength(
    evidence: Evidence, *, area: str, facet: str, led_from: str, need: str
) -> Seen:
    """See the notes of an area that others require, or that have a facet, and no need leads to.

    `need` is a facet of the area `led_from`.
    """
    needs = [note.id for note in evidence.reading.notes[led_from] if note.facet == need]
    wanted, links = evidence.links.reach(needs), evidence.links
    return drawn(evidence) or [
        of_note(note)
        for note in evidence.reading.notes[area]
        if (note.facet == facet or note.id in links.required_by) and note.id not in wanted
    ]


def wanted_unready(evidence: Evidence, *, importance: float, readiness: float) -> Seen:
    """See the notes that are important to a city that is not ready for them; city by city."""
    known = [note for note in evidence.reading.all_notes() if note.importance and note.readiness]
    if not known:
        return NotEvaluated("no_scores")
    seen = []
    for note in known:
        wants, ready = city_means(note.importance), city_means(note.readiness)
        for city in evidence.reading.cities:
            if city.id not in wants or city.id not in ready:
                continue
            if at_least(wants[city.id], importance) and at_least(readiness, ready[city.id]):
                numbers = {"importance": wants[city.id], "readiness": ready[city.id]}
                seen.append(of_note(note, cities=(city.id,), numbers=numbers))
    return seen


def lopsided_walks(evidence: Evidence, *, difference: float) -> Seen:
    """See that one walk has come much further than the other."""
    walked = walk_coverage(evidence)
    if isinstance(walked, NotEvaluated):
        return walked
    ahead, back = walked
    if not at_least(abs(ahead - back), difference):
        return []
    variant = "promise" if ahead > back else "delivery"
    return [Sighting(numbers={"cw": ahead, "acw": back}, variant=variant)]


def both_walks(evidence: Evidence) -> Seen:
    """See how far both walks have come: top notes with a link ahead, and with one back."""
    if isinstance(walk_coverage(evidence), NotEvaluated):
        return []  # a sentence that tells the board: there is nothing to tell
    first, rest = _walked_notes(evidence)
    numbers = {
        "led": sum(note in evidence.links.leads_to for note in first),
        "promises": len(first),
        "backed": sum(note in evidence.links.requires for note in rest),
        "deliveries": len(rest),
    }
    return [Sighting(numbers=numbers, basis=tuple(dict.fromkeys([*first, *rest])))]


def doable_promise(evidence: Evidence, *, readiness: float, cities: int) -> Seen:
    """See the chains that hold in both directions and that several cities are ready for.

    Seen where every advantage and outcome of the chain requires another note of it, and at least
    `cities` cities have a mean readiness ≥ `readiness` over its notes.
    """
    if not any(note.readiness for note in evidence.reading.all_notes()):
        return NotEvaluated("no_scores")
    seen = []
    for chain in evidence.chains:
        ready = _ready_cities(evidence, chain, readiness)
        if len(ready) >= cities and _holds_backwards(evidence, chain):
            shown = {"chain": Shown("chain", chain.notes), "cities": Shown("cities", ready)}
            seen.append(Sighting(notes=chain.notes, cities=ready, shown=shown))
    return drawn(evidence) or seen


def walk_coverage(evidence: Evidence) -> tuple[float, float] | NotEvaluated:
    """Return cw and acw, 0…1.

    cw: of the top notes of the antecedents, those that lead to something; acw: of the top notes
    of all areas but the first, those that require something.
    """
    first, rest = _walked_notes(evidence)
    blind = drawn(evidence)
    if blind is not None:
        return blind
    edges = [Edge(link.start, link.end, link.kind) for link in evidence.reading.links]
    ahead, back = coverage(first, edges, LEADS_TO), coverage(rest, edges, REQUIRES)
    return NotEvaluated("no_votes") if ahead is None or back is None else (ahead, back)


def _walked_notes(evidence: Evidence) -> tuple[list[str], list[str]]:
    def ids(tops: list[Measured]) -> list[str]:
        return [one.note.id for one in tops]

    but_first = [area.id for area in evidence.canvas.areas[1:]]
    antecedents = evidence.side("antecedent")
    return ids(evidence.top_of(antecedents)), ids(evidence.top_of(but_first))


def _holds_backwards(evidence: Evidence, chain: Chain) -> bool:
    return all(
        not set(evidence.links.requires.get(note, ())).isdisjoint(chain.notes)
        for note in chain.notes[2:]
    )


def _ready_cities(evidence: Evidence, chain: Chain, readiness: float) -> tuple[str, ...]:
    known: dict[str, list[float]] = {}
    for note in chain.notes:
        for city, mean in city_means(evidence.note(note).readiness).items():
            known.setdefault(city, []).append(mean)
    return tuple(
        city.id
        for city in evidence.reading.cities
        if city.id in known and at_least(sum(known[city.id]) / len(known[city.id]), readiness)
    )


CHECKS = {
    "promised_only": Check(promised_only, {"but": "area"}, ("note", "area")),
    "needless_strength": Check(
        needless_strength,
        {"area": "area", "facet": "facet", "led_from": "area", "need": "any_facet"},
        shows=("note", "area"),
    ),
    "wanted_unready": Check(
        wanted_unready,
        {"importance": "threshold", "readiness": "threshold"},
        shows=("note", "area", "city", "importance", "readiness"),
    ),
    "lopsided_walks": Check(
        lopsided_walks,
        {"difference": "threshold"},
        shows=("cw", "acw"),
        variants=("promise", "delivery"),
    ),
    "both_walks": Check(both_walks, shows=("led", "promises", "backed", "deliveries")),
    "doable_promise": Check(
        doable_promise,
        {"readiness": "threshold", "cities": "count"},
        shows=("chain", "cities"),
    ),
}
