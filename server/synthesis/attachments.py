"""Reads what people attached to notes: links, themes, comments and services.

What was erased stays, and says nothing any more; what hangs on notes that nobody can see is left
out.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from server.domain.state import Service, Workshop

Dots = Mapping[str, int]  # city id → dots
Levels = tuple[int, ...]  # how many seats gave 1, 2, 3, 4 and 5


@dataclass(frozen=True, slots=True)
class ReadLink:
    """A link from one note to another: leads_to, requires or contradicts."""

    start: str
    end: str
    kind: str
    city: str | None = None


@dataclass(frozen=True, slots=True)
class ReadTheme:
    """Notes of one area under a title."""

    id: str
    area: str
    title: str
    notes: tuple[str, ...]  # visible ones, in the order they came in
    dots: Dots = field(default_factory=dict)  # city → dots; those of its notes count there


@dataclass(frozen=True, slots=True)
class ReadComment:
    """A question, a concern or evidence; `edge` = two areas, where a walk had no answer."""

    id: str
    note: str
    kind: str
    text: str = ""
    city: str | None = None
    edge: tuple[str, str] | None = None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class ReadService:
    """A digital service that notes belong to."""

    id: str
    name: str
    state: str = "new"
    layers: Mapping[str, str] = field(default_factory=dict)  # layer → owner, "" = ticked only
    knock_outs: Mapping[str, bool] = field(default_factory=dict)  # only those answered
    scores: Mapping[str, Mapping[str, Levels]] = field(default_factory=dict)  # city → criterion


def read_links(workshop: Workshop, visible: Container[str]) -> tuple[ReadLink, ...]:
    """Return the links between visible notes, in the order drawn."""
    return tuple(
        ReadLink(link.start, link.end, link.kind, link.city)
        for link in workshop.links.listed()
        if link.start in visible and link.end in visible
    )


def read_themes(workshop: Workshop, visible: Container[str]) -> tuple[ReadTheme, ...]:
    """Return the themes with a visible note, in the order formed."""
    known = []
    for theme in workshop.themes.listed():
        notes = tuple(note for note in theme.notes if note in visible)
        if notes:
            dots: Dots = theme.dots or {}
            counted = {city.id: dots[city.id] for city in workshop.cities if city.id in dots}
            known.append(ReadTheme(theme.id, theme.area, theme.title, notes, counted))
    return tuple(known)


def read_comments(workshop: Workshop, visible: Container[str]) -> tuple[ReadComment, ...]:
    """Return the comments at visible notes that still say something, in the order made."""
    return tuple(
        ReadComment(
            id=comment.id,
            note=comment.note_id,
            kind=comment.kind,
            text=comment.text or "",
            city=comment.city,
            edge=comment.edge,
            is_open=comment.is_open,
        )
        for comment in workshop.comments.listed()
        if comment.note_id in visible and not comment.erased
    )


def read_services(workshop: Workshop) -> tuple[ReadService, ...]:
    """Return the services on the board, in the order made."""
    return tuple(
        ReadService(
            id=service.id,
            name=service.name,
            state=service.state,
            layers=dict(sorted(service.layers.items())),
            knock_outs=dict(sorted(service.knock_outs.items())),
            scores=_scores_of(workshop, service),
        )
        for service in workshop.services
        if not service.removed and not service.erased
    )


def _scores_of(workshop: Workshop, service: Service) -> dict[str, dict[str, Levels]]:
    scores: dict[str, dict[str, Levels]] = {}
    for city in workshop.cities:
        given = {
            name: service.scores[name][city.id]
            for name in workshop.criteria
            if city.id in service.scores.get(name, {})
        }
        if given:
            scores[city.id] = given
    return scores
