"""Makes workshops at the desk: new ones, imported ones, copies and demos."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from server.domain.canvas import Canvas
from server.domain.change import Change
from server.domain.erase_date import date_text, erased_at
from server.domain.making import import_workshop, make_workshop
from server.domain.refused import Refused
from server.domain.workshop import EMPTY, Workshop, apply
from server.store.records import NO_HEAD
from server.store.redis_store import new_epoch
from server.store.stored_workshop import Commit, Store

from . import invitations
from .clock import time_text

ID_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
DEMO_LIVES = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MakeRequest:
    """What somebody wants to make."""

    title: str
    cities: Sequence[Mapping[str, Any]]
    canvas: str = "city-business-model"
    service: str | None = None
    languages: Sequence[str] = ("en",)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A workshop just made. The facilitator key is told once and kept as a digest only."""

    workshop_id: str
    title: str
    erase_on: str
    facilitator_key: str
    invitations: dict[
        str, Any
    ]  # {workshop: {code}, observer: {code}, cities: [{city, name, code}]}


def new_id() -> str:
    """Return a fresh id: twelve of a–z and 0–9."""
    left, signs = secrets.randbits(96), []  # far more than 36 ** 12: no sign is likelier
    for _ in range(12):
        left, place = divmod(left, 36)
        signs.append(ID_SIGNS[place])
    return "".join(signs)


def changes_of(request: MakeRequest, folders: Mapping[str, Any], now: str) -> list[Change]:
    """Return the first changes of what is asked for. Raises: Refused "canvas.unknown"."""
    folder = folder_of(folders, request.canvas)
    check_settings(folder.canvas, request.settings)
    return make_workshop(
        canvas=folder.canvas,
        title=request.title,
        service=request.service,
        cities=request.cities,
        languages=request.languages,
        settings=request.settings,
        now=now,
        new_id=new_id,
    )


def imported_changes(
    exported: Mapping[str, Any], folders: Mapping[str, Any], now: str
) -> list[Change]:
    """Return the first changes of an exported workshop, checked before."""
    folder = folder_of(folders, exported["board"]["canvas"])
    return import_workshop(canvas=folder.canvas, exported=exported, now=now)


def folder_of(folders: Mapping[str, Any], canvas_id: str) -> Any:
    """Return the canvas folder with that id. Raises: Refused "canvas.unknown"."""
    found = folders.get(canvas_id)
    if found is None:
        raise Refused("canvas.unknown", "This server has no such canvas.", field="canvas")
    return found


def check_settings(canvas: Canvas, settings: Mapping[str, Any]) -> None:
    """Refuse thresholds and pairs that the canvas does not have: they would do nothing, unseen."""
    pairs = settings.get("pairs")
    if pairs is not None and pairs not in canvas.pairs:
        known = ", ".join(canvas.pairs)
        raise Refused("op.malformed", f"Choose among {known or 'none'}.", field="pairs")
    for name in settings.get("thresholds") or ():
        if name.lower() not in canvas.thresholds:
            known = ", ".join(sorted(canvas.thresholds))
            raise Refused("op.malformed", f"Choose among {known or 'none'}.", field="thresholds")


def for_a_day(changes: Sequence[Change]) -> list[Change]:
    """Return the first changes of a workshop that is erased after a day, whatever happens."""
    first, *others = changes
    until = datetime.fromisoformat(first.at) + DEMO_LIVES
    return [replace(first, facts=first.facts | {"erase_at": time_text(until)}), *others]


def store_workshop(store: Store, changes: Sequence[Change]) -> tuple[Made, Workshop]:
    """Store a new workshop with its key and codes; return what its maker is told."""
    workshop_id, numbered = new_id(), _numbered(changes)
    workshop = EMPTY
    for change in numbered:
        workshop = apply(workshop, change)
        time.sleep(0)  # others may work: all notes of a large file at once would hold them up
    key = invitations.new_facilitator_key(workshop_id)
    codes = invitations.new_codes(workshop.cities)
    meta = {"facilitator_key": invitations.digest(key), "codes": orjson.dumps(codes).decode()}
    kept = {
        code: invitations.invitation_of(workshop_id, name).to_json() for name, code in codes.items()
    }
    commit = Commit(workshop_id, 0, NO_HEAD, new_epoch(), numbered)
    store.create(commit, meta, kept)
    due = erased_at(workshop)
    store.set_due(workshop_id, due.timestamp())
    listed = invitations.listed(codes, workshop.cities)
    return Made(workshop_id, workshop.title, date_text(due), key, listed), workshop


def _numbered(changes: Sequence[Change]) -> list[Change]:
    return [replace(change, seq=place) for place, change in enumerate(changes, start=1)]
