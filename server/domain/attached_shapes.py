"""Writes links, comments, themes and services as JSON, and reads them back."""

from collections.abc import Mapping
from typing import Any

from immutables import Map

from .answers import Counts
from .attached import Comment, Link, Theme
from .state import Service


def link_json(link: Link) -> dict[str, Any]:
    """Return the link as it stands on the board."""
    known = {"id": link.id, "from": link.start, "to": link.end, "kind": link.kind}
    return known | _said({"walk": link.walk, "city": link.city})


def link_from(record: Mapping[str, Any], *, place: int, author: str | None = None) -> Link:
    """Return the link that `link_json` wrote."""
    return Link(
        id=record["id"],
        start=record["from"],
        end=record["to"],
        kind=record["kind"],
        place=place,
        walk=record.get("walk"),
        city=record.get("city"),
        author=author,
    )


def comment_json(comment: Comment) -> dict[str, Any]:
    """Return the comment as it stands on the board."""
    known: dict[str, Any] = {
        "id": comment.id,
        "note_id": comment.note_id,
        "kind": comment.kind,
        "open": comment.is_open,
    }
    if comment.edge is not None:
        known["edge"] = {"from": comment.edge[0], "to": comment.edge[1]}
    if comment.erased:
        known["erased"] = True
    return known | _said({"text": comment.text, "city": comment.city})


def comment_from(record: Mapping[str, Any], *, place: int, author: str | None = None) -> Comment:
    """Return the comment that `comment_json` wrote."""
    edge = record.get("edge")
    return Comment(
        id=record["id"],
        note_id=record["note_id"],
        kind=record["kind"],
        text=record.get("text"),
        place=place,
        city=record.get("city"),
        author=author,
        edge=None if edge is None else (edge["from"], edge["to"]),
        is_open=record["open"],
        erased=record.get("erased", False),
    )


def theme_json(theme: Theme) -> dict[str, Any]:
    """Return the theme as it stands on the board."""
    known: dict[str, Any] = {
        "id": theme.id,
        "area": theme.area,
        "title": theme.title,
        "notes": list(theme.notes),
    }
    if theme.erased:
        known["erased"] = True
    if theme.dots is not None:
        known["dots"] = dict(theme.dots)
    return known


def theme_from(record: Mapping[str, Any], *, place: int) -> Theme:
    """Return the theme that `theme_json` wrote."""
    dots = record.get("dots")
    return Theme(
        id=record["id"],
        area=record["area"],
        title=record["title"],
        notes=tuple(record["notes"]),
        place=place,
        dots=None if dots is None else Map(dots),
        erased=record.get("erased", False),
    )


def service_json(service: Service) -> dict[str, Any]:
    """Return the service as it stands on the board."""
    known: dict[str, Any] = {"id": service.id, "name": service.name, "state": service.state}
    if service.layers:
        known["layers"] = dict(service.layers)
    if service.knock_outs:
        known["knock_outs"] = dict(service.knock_outs)
    if service.erased:
        known["erased"] = True
    if service.scores:
        known["scores"] = _by_city(service.scores)
    return known


def service_from(record: Mapping[str, Any]) -> Service:
    """Return the service that `service_json` wrote."""
    return Service(
        id=record["id"],
        name=record["name"],
        state=record["state"],
        layers=Map(record.get("layers", {})),
        knock_outs=Map(record.get("knock_outs", {})),
        erased=record.get("erased", False),
        scores=_by_criterion(record.get("scores", {})),
    )


def _by_city(scores: Map[str, Counts]) -> dict[str, dict[str, list[int]]]:
    """Return counts as the board shows them: {city: {criterion: [how many gave 1, … 5]}}."""
    shown: dict[str, dict[str, list[int]]] = {}
    for name, counts in sorted(scores.items()):
        for city, numbers in counts.items():
            shown.setdefault(city, {})[name] = list(numbers)
    return shown


def _by_criterion(record: Mapping[str, Mapping[str, list[int]]]) -> Map[str, Counts]:
    """Return the counts that `_by_city` wrote."""
    scores: Map[str, Counts] = Map()
    for city, of_city in record.items():
        for name, numbers in of_city.items():
            counts: Counts = scores.get(name, Map())
            scores = scores.set(name, counts.set(city, tuple(numbers)))
    return scores


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
