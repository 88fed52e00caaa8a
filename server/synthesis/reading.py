"""Holds a Reading: all that rankings, rules and drafts may know of a board."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain.agreement import UNTOUCHED, Drafting, Verdict
from server.domain.canvas import Canvas
from server.domain.refused import Refused
from server.domain.settings import CHOICES
from server.domain.state import Ballot, City, Note, Workshop
from server.domain.tally import last_revealed
from server.domain.targets import settled, target_of

from .attachments import (
    Dots,
    Levels,
    ReadComment,
    ReadLink,
    ReadService,
    ReadTheme,
    read_comments,
    read_links,
    read_services,
    read_themes,
)

Stances = tuple[int, int, int]  # seats that agree, disagree, pass
Offers = tuple[int, int, int]  # seats that say: have, want, can offer
Weights = Mapping[str, Mapping[str, tuple[int, int]]]  # city → criterion → sum of points, seats
Paper = tuple[str, Dots]  # one ballot: whose city it counts for, note or theme id → dots


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note that everybody can see, without its author."""

    id: str
    area: str
    text: str
    city: str | None = None
    facet: str | None = None
    who: tuple[str, ...] = ()
    dots: Dots = field(default_factory=dict)
    theme: str | None = None  # the theme it is in; its dots are then those of the theme
    translations: Mapping[str, str] = field(default_factory=dict)  # language → what it says in it
    is_erased: bool = False  # it counts with its dots, and says nothing any more
    owner: str | None = None
    pays: tuple[str, ...] = ()
    indicator: str | None = None
    supplier: str | None = None
    funding: str | None = None  # base_budget, grant, fee or saving
    cost_behaviour: str | None = None  # flat, slower or same_pace, against the growth of use
    tags: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    stances: Mapping[str, Stances] = field(default_factory=dict)  # city → counts
    importance: Mapping[str, Levels] = field(default_factory=dict)  # city → counts
    readiness: Mapping[str, Levels] = field(default_factory=dict)  # city → counts
    offers: Mapping[str, Offers] = field(default_factory=dict)  # city → counts
    rounds: tuple[Levels, ...] = ()  # importance by those who answered in every round, oldest first


@dataclass(frozen=True, slots=True)
class ReadVote:
    """How the ballot revealed last was held."""

    totals: str = "hidden"
    is_reopened: bool = False  # people could see its result and vote on
    late: tuple[str, ...] = ()  # notes made or merged after it had begun
    papers: tuple[Paper, ...] = ()  # in no order that tells who


@dataclass(frozen=True, slots=True)
class Reading:
    """Revealed notes and the ballot revealed last; nothing else is ever read."""

    cities: tuple[City, ...]
    notes: Mapping[str, tuple[ReadNote, ...]]  # area id → notes in board order, every area
    weighting: str = "equal"
    voted: Dots | None = None  # city → ballots; None = no ballot is revealed
    present: Dots | None = None  # city → seats when that ballot closed; None = not known
    hidden: int = 0  # notes nobody but their authors can see yet
    title: str = ""
    service: str | None = None
    languages: tuple[str, ...] = ("en",)
    as_of: str = ""  # a time of the log
    links: tuple[ReadLink, ...] = ()  # between visible notes only, in the order drawn
    themes: tuple[ReadTheme, ...] = ()
    comments: tuple[ReadComment, ...] = ()
    services: tuple[ReadService, ...] = ()
    weights: Weights = field(default_factory=dict)
    vote: ReadVote | None = None
    earlier: tuple[Mapping[str, Dots], ...] = ()  # of each ballot revealed before: note → dots
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)  # finding id → verdict
    drafting: Drafting = UNTOUCHED
    pairs: str | None = None  # which pairs of the canvas hold; None = its default

    def all_notes(self) -> list[ReadNote]:
        """Return every note in board order."""
        return [note for notes in self.notes.values() for note in notes]


def read_workshop(
    workshop: Workshop,
    *,
    canvas: Canvas | None = None,
    weighting: str | None = None,
    pairs: str | None = None,
) -> Reading:
    """Return what may be read of a workshop now; `weighting` and `pairs` ask "what if".

    The weighting is that of the ballot revealed last, else that of the settings. The time is
    that of the closing or of the phase's start: both stand in the board, so that the same
    board gives the same draft. Raises: Refused "op.malformed" for an unknown weighting.
    """
    if weighting is not None and weighting not in CHOICES["weighting"]:
        offered = ", ".join(CHOICES["weighting"])
        raise Refused("op.malformed", f"Choose one of {offered}.", field="weighting")
    ballot = last_revealed(workshop.ballots)
    known = ballot.weighting if ballot else str(workshop.settings.get("weighting", "equal"))
    kept = list(workshop.kept_notes())
    visible = {note.id for note in kept if note.is_votable}
    themes = read_themes(workshop, visible)
    notes = _by_area(workshop, canvas, kept, themes)
    return Reading(
        cities=workshop.cities,
        notes=notes,
        weighting=weighting or known,
        voted=_in_order(workshop, ballot.turnout if ballot else None),
        present=_in_order(workshop, ballot.present if ballot else None),
        hidden=sum(note.hidden for note in kept),
        title=workshop.title,
        service=workshop.service,
        languages=workshop.languages,
        as_of=workshop.closed_at or workshop.phase_started_at,
        pairs=pairs or _pairs_of(workshop, canvas),
        links=read_links(workshop, visible),
        themes=themes,
        comments=read_comments(workshop, visible),
        services=read_services(workshop),
        weights=_weights(workshop),
        vote=_vote(workshop, ballot),
        earlier=_earlier(workshop, ballot),
        verdicts={one.finding_id: one for one in workshop.verdicts},
        drafting=workshop.drafting,
    )


def _weights(workshop: Workshop) -> Weights:
    return {
        city.id: {name: of[name] for name in workshop.criteria if name in of}
        for city in workshop.cities
        if (of := workshop.weights.get(city.id))
    }


def _pairs_of(workshop: Workshop, canvas: Canvas | None) -> str | None:
    """Return the pairs the workshop chose, if its canvas still has them."""
    chosen = workshop.settings.get("pairs")
    return chosen if canvas is not None and chosen in canvas.pairs else None


def _vote(workshop: Workshop, ballot: Ballot | None) -> ReadVote | None:
    if ballot is None:
        return None
    ballot = settled(workshop, ballot)  # what was placed on a note of a theme counts for it
    papers = [(paper.city, dict(paper.dots)) for paper in ballot.papers.values() if paper.dots]
    # In an order of their own: that of the seats would tell whose a paper is.
    papers.sort(key=lambda paper: (paper[0], sorted(paper[1].items())))
    return ReadVote(ballot.totals, ballot.reopened, _late(workshop, ballot), tuple(papers))


def _late(workshop: Workshop, ballot: Ballot) -> tuple[str, ...]:
    """Return what was made or merged after the ballot had been opened, and is in its result.

    A note made after the result changes none of it. Order: that of the board.
    """
    opened = [one.id for one in workshop.ballots].index(ballot.id)
    told: Mapping[str, Any] = ballot.shown or {}
    return tuple(
        note.id
        for area in workshop.areas
        for note in workshop.notes_of(area.id)
        if note.is_votable and note.ballots_before > opened and target_of(workshop, note) in told
    )


def _earlier(workshop: Workshop, last: Ballot | None) -> tuple[Mapping[str, Dots], ...]:
    """Return the dots of the ballots revealed before the last one, oldest first."""
    revealed = [
        one
        for one in workshop.ballots
        if one.state == "revealed" and one.kind == "dots" and one is not last
    ]
    revealed.sort(key=lambda one: one.revealed_seq)
    return tuple(
        {target: _in_order(workshop, dots) or {} for target, dots in sorted(one.shown.items())}
        for one in revealed
        if one.shown is not None
    )


def _in_order(workshop: Workshop, counts: Dots | None) -> Dots | None:
    # The order of a persistent map differs from process to process; that of the cities does not.
    return None if counts is None else _by_city(workshop, counts)


def _by_area(
    workshop: Workshop,
    canvas: Canvas | None,
    kept: list[Note],
    themes: tuple[ReadTheme, ...],
) -> dict[str, tuple[ReadNote, ...]]:
    areas = [area.id for area in (canvas.areas if canvas else workshop.areas)]
    seen: dict[str, list[Note]] = {area: [] for area in areas}
    for note in kept:
        if note.is_votable and note.area in seen:
            seen[note.area].append(note)
    for notes in seen.values():
        notes.sort(key=lambda note: (note.position, note.id))
    within = {note: theme for theme in themes for note in theme.notes}
    return {
        area: tuple(_read(workshop, note, within.get(note.id)) for note in notes)
        for area, notes in seen.items()
    }


def _read(workshop: Workshop, note: Note, theme: ReadTheme | None) -> ReadNote:
    more = note.details
    return ReadNote(
        id=note.id,
        area=note.area,
        text=note.text or "",
        city=note.city,
        facet=note.facet,
        who=note.who,
        dots=theme.dots if theme else _in_order(workshop, note.dots) or {},
        owner=more.owner,
        pays=more.pays,
        indicator=more.indicator,
        supplier=more.supplier,
        funding=more.funding,
        cost_behaviour=more.cost_behaviour,
        tags=more.tags,
        services=more.services,
        theme=theme.id if theme else None,
        is_erased=note.erased,
        translations=_versions(note),
        stances=_by_city(workshop, note.answers.get("stances", {})),
        offers=_by_city(workshop, note.answers.get("offers", {})),
        importance=_by_city(workshop, note.answers.get("importance", {})),
        readiness=_by_city(workshop, note.answers.get("readiness", {})),
        rounds=note.rounds,
    )


def _versions(note: Note) -> dict[str, str]:
    """Return what people say it says in other languages, as long as the original is the same."""
    known = sorted(note.translations.items())
    return {language: one.text for language, one in known if not one.outdated}


def _by_city(workshop: Workshop, counts: Mapping[str, Any]) -> dict[str, Any]:
    if not counts:
        return {}
    return {city.id: counts[city.id] for city in workshop.cities if city.id in counts}
