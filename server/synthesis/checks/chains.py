"""Checks of how notes are linked: what follows from what, and what hangs in the air."""

from server.synthesis.evidence import Check, Evidence, NotEvaluated, Seen, Shown, Sighting
from server.synthesis.shares import LEAST, at_least

from .seen import drawn, in_list, of_note, top_notes

FAIR = 1  # in fair shares: as much support as every other note of the area
HALF = 0.5  # of the strongest note: below it a note is the weak link of its chain


def unlinked_top(evidence: Evidence) -> Seen:
    """See the top notes of any area without a link."""
    tops = top_notes(evidence, evidence.areas)
    if isinstance(tops, NotEvaluated):
        return tops
    return drawn(evidence) or [
        in_list(one.note) for one in tops if one.note.id not in evidence.links.linked
    ]


def unanswered_need(evidence: Evidence, *, area: str, facet: str, leads_to: str) -> Seen:
    """See the notes of a facet with a fair share from which no note of an area is reached."""
    if not evidence.areas[area].cities:
        return NotEvaluated("no_votes")
    answered = evidence.links.roots(note.id for note in evidence.reading.notes[leads_to])
    return drawn(evidence) or [
        of_note(one.note)
        for one in evidence.areas[area].notes
        if one.note.facet == facet and at_least(one.lift or 0, FAIR) and one.note.id not in answered
    ]


def top_unasked(evidence: Evidence, *, area: str, led_from: str) -> Seen:
    """See the top notes of an area that are reached from no note of another."""
    tops = top_notes(evidence, [area])
    if isinstance(tops, NotEvaluated):
        return tops
    reached = evidence.links.reach(note.id for note in evidence.reading.notes[led_from])
    return drawn(evidence) or [of_note(one.note) for one in tops if one.note.id not in reached]


def top_unsupported(evidence: Evidence, *, area: str, leads_to: str) -> Seen:
    """See the top notes of an area from which no note of another is reached."""
    tops = top_notes(evidence, [area])
    if isinstance(tops, NotEvaluated):
        return tops
    supported = evidence.links.roots(note.id for note in evidence.reading.notes[leads_to])
    return drawn(evidence) or [of_note(one.note) for one in tops if one.note.id not in supported]


def whole_chain(evidence: Evidence) -> Seen:
    """See the chains from a need to an outcome, strongest first; the first is the core sentence.

    One chain an opportunity note; see `chains.py`.
    """
    if not any(measures.cities for measures in evidence.areas.values()):
        return NotEvaluated("no_votes")
    return drawn(evidence) or [
        Sighting(
            notes=chain.notes,
            numbers={"strength": chain.strength},
            shown={"core": Shown("core"), "chain": Shown("chain", chain.notes)},
            variant="further" if place else "main",
        )
        for place, chain in enumerate(evidence.chains)
    ]


def weak_link(evidence: Evidence) -> Seen:
    """See the chains whose weakest note has less than half the support of the strongest."""
    if not any(measures.cities for measures in evidence.areas.values()):
        return NotEvaluated("no_votes")
    seen = []
    for chain in evidence.chains:
        lifts = {note: evidence.measured[note].lift or 0 for note in chain.notes}
        weakest = min(chain.notes, key=lambda note: round(lifts[note], 9))
        most = max(lifts.values())
        if lifts[weakest] < HALF * most - LEAST:
            numbers = {"least": lifts[weakest], "most": most}
            shown = {"weakest": Shown("notes", (weakest,)), "chain": Shown("chain", chain.notes)}
            seen.append(Sighting(notes=chain.notes, numbers=numbers, shown=shown))
    return drawn(evidence) or seen


def wish(evidence: Evidence, *, side: str) -> Seen:
    """See the notes of one side to which nothing leads and which require nothing."""
    links = evidence.links
    return drawn(evidence) or [
        in_list(note)
        for area in evidence.side(side)
        for note in evidence.reading.notes[area]
        if note.id not in links.led_from and note.id not in links.requires
    ]


def unlinked_pair(evidence: Evidence) -> Seen:
    """See the pairs of areas that both have notes, but no link that agrees between them."""
    if not evidence.pairs:
        return NotEvaluated("no_pairs")
    notes = evidence.reading.notes
    linked = {
        (evidence.note(start).area, evidence.note(end).area) for start, end in evidence.links.pairs
    }
    return drawn(evidence) or [
        Sighting(
            areas=pair,
            shown={"first": Shown("area", pair[:1]), "second": Shown("area", pair[1:])},
        )
        for pair in evidence.pairs
        if notes[pair[0]] and notes[pair[1]] and pair not in linked
    ]


def contradiction(evidence: Evidence) -> Seen:
    """See the links that contradict where either note has at least a fair share."""
    if not any(measures.cities for measures in evidence.areas.values()):
        return NotEvaluated("no_votes")
    seen = []
    for ends in evidence.links.contradictions:
        if any(at_least(evidence.measured[note].lift or 0, FAIR) for note in ends):
            shown = {"first": Shown("notes", ends[:1]), "second": Shown("notes", ends[1:])}
            seen.append(Sighting(notes=ends, shown=shown))
    return drawn(evidence) or seen


def keystone(evidence: Evidence, *, areas: int) -> Seen:
    """See the notes that are linked to notes in at least so many other areas."""
    near: dict[str, set[str]] = {}
    for link in evidence.reading.links:
        for one, other in ((link.start, link.end), (link.end, link.start)):
            near.setdefault(one, set()).add(evidence.note(other).area)
    seen = []
    for note in evidence.reading.all_notes():
        count = len(near.get(note.id, set()) - {note.area})
        if count >= areas:
            variant = "main" if note.owner else "unowned"
            seen.append(of_note(note, numbers={"n": count}, variant=variant))
    return drawn(evidence) or seen


def recurring_theme(evidence: Evidence) -> Seen:
    """See the themes whose title stands in at least two areas (case and spaces do not count)."""
    if not evidence.reading.themes:
        return NotEvaluated("no_themes")
    alike: dict[str, list[int]] = {}
    themes = evidence.reading.themes
    for place, theme in enumerate(themes):
        alike.setdefault(" ".join(theme.title.casefold().split()), []).append(place)
    seen = []
    for places in alike.values():
        areas = tuple(dict.fromkeys(themes[place].area for place in places))
        if len(areas) >= 2:
            shown = {
                "theme": Shown("themes", (themes[places[0]].id,)),
                "areas": Shown("area", areas),
            }
            ids = tuple(themes[place].id for place in places)
            notes = tuple(note for place in places for note in themes[place].notes)
            seen.append(Sighting(areas=areas, others=ids, shown=shown, basis=notes))
    return seen


CHECKS = {
    "unlinked_top": Check(unlinked_top, shows=("notes", "n"), is_list=True),
    "unanswered_need": Check(
        unanswered_need,
        {"area": "area", "facet": "facet", "leads_to": "area"},
        shows=("note", "area"),
    ),
    "top_unasked": Check(top_unasked, {"area": "area", "led_from": "area"}, ("note", "area")),
    "top_unsupported": Check(
        top_unsupported, {"area": "area", "leads_to": "area"}, ("note", "area")
    ),
    "whole_chain": Check(
        whole_chain, shows=("core", "chain", "strength"), variants=("main", "further")
    ),
    "weak_link": Check(weak_link, shows=("weakest", "chain", "least", "most")),
    "wish": Check(wish, {"side": "side"}, ("notes", "n"), is_list=True),
    "unlinked_pair": Check(unlinked_pair, shows=("first", "second")),
    "contradiction": Check(contradiction, shows=("first", "second")),
    "keystone": Check(
        keystone, {"areas": "count"}, ("note", "area", "n"), variants=("main", "unowned")
    ),
    "recurring_theme": Check(recurring_theme, shows=("theme", "areas")),
}
