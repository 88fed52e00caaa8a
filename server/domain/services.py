"""Services: the digital services that the notes of a workshop are about."""

from dataclasses import dataclass
from typing import Any, ClassVar

from immutables import Map

from .attached_shapes import service_from, service_json
from .change import ERASED, Change
from .details import changed_details
from .refused import Refused
from .replacing import replace
from .state import Moment, Seat, Service, Workshop
from .text import clean_line

SERVICE_STATES = ("existing", "new")
LAYERS = ("connection", "content", "context", "commerce")
KNOCK_OUTS = ("legal_basis", "data_protection", "accessibility", "owner")
MOST_SERVICES = 50  # removed ones too


@dataclass(frozen=True, slots=True)
class AddService:
    """A service that notes can belong to."""

    type: ClassVar[str] = "service.add"
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class EditService:
    """What is given takes the place of what was: all layers it has, all that is known."""

    type: ClassVar[str] = "service.edit"
    service_id: str
    name: str | None = None
    state: str | None = None
    layers: dict[str, str] | None = None  # layer → owner, or ""
    knock_outs: dict[str, bool | None] | None = None  # None = not known


@dataclass(frozen=True, slots=True)
class RemoveService:
    """A service goes, and notes belong to it no more."""

    type: ClassVar[str] = "service.remove"
    service_id: str


@dataclass(frozen=True, slots=True)
class EraseService:
    """Name and owners of a service are erased from board and log, whether it is there or not."""

    type: ClassVar[str] = "service.erase"
    service_id: str


def decide_add(workshop: Workshop, op: AddService, by: Seat, moment: Moment) -> list[Change]:
    """Return the new service, last of all. Raises: Refused "board.full", "text.empty"."""
    if len(workshop.services) >= MOST_SERVICES:
        raise Refused(
            "board.full",
            f"A workshop holds {MOST_SERVICES} services. Rename one that is there.",
            numbers={"limit": MOST_SERVICES},
        )
    service = Service(moment.new_id(), clean_line(op.name, field="name"), op.state)
    return [Change("service.added", {"service": service_json(service)})]


def decide_edit(workshop: Workshop, op: EditService, by: Seat, moment: Moment) -> list[Change]:
    """Return what changed. Raises: Refused "service.unknown", "op.no_effect"."""
    service = _known(workshop, op.service_id)
    asked: dict[str, Any] = {}
    if op.name is not None:
        asked["name"] = clean_line(op.name, field="name")
    if op.state is not None:
        asked["state"] = op.state
    if op.layers is not None:
        asked["layers"] = {layer: _owner(op.layers[layer]) for layer in sorted(op.layers)}
    if op.knock_outs is not None:
        known = {name: met for name, met in op.knock_outs.items() if met is not None}
        asked["knock_outs"] = known
    facts = {name: value for name, value in asked.items() if not _is_same(service, name, value)}
    if not facts:
        raise Refused("op.no_effect", "The service says this already.")
    return [Change("service.edited", {"service_id": service.id} | facts)]


def decide_remove(workshop: Workshop, op: RemoveService, by: Seat, moment: Moment) -> list[Change]:
    """Return the removal. Raises: Refused "service.unknown"."""
    service = _known(workshop, op.service_id)
    return [Change("service.removed", {"service_id": service.id})]


def decide_erase(workshop: Workshop, op: EraseService, by: Seat, moment: Moment) -> list[Change]:
    """Return the erasing. The store takes name and owners out of the changes before it.

    Raises: Refused "service.unknown", "op.no_effect".
    """
    service = workshop.known_service(op.service_id)
    if service is None:
        raise Refused("service.unknown", "There is no such service.", field="service_id")
    if service.erased and not any(service.layers.values()):
        raise Refused("op.no_effect", "The texts of this service are erased already.")
    return [Change("service.erased", {"service_id": service.id})]


def apply_added(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the service last."""
    service = service_from(change.facts["service"])
    return replace(workshop, services=(*workshop.services, service))


def apply_edited(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with what the service is now."""
    facts = change.facts
    changed: dict[str, Any] = {name: facts[name] for name in ("name", "state") if name in facts}
    changed |= {name: Map(facts[name]) for name in ("layers", "knock_outs") if name in facts}
    if "name" in facts:
        changed["erased"] = False
    return _put(workshop, replace(_of(workshop, change), **changed))


def apply_removed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop without the service, and no note that belongs to it."""
    service = replace(_of(workshop, change), removed=True)
    notes = workshop.notes.mutate()
    for note in workshop.notes.values():
        if service.id in note.details.services:
            left = [each for each in note.details.services if each != service.id]
            details = changed_details(note.details, {"services": left})
            notes[note.id] = replace(note, details=details)
    return replace(_put(workshop, service), notes=notes.finish())


def apply_erased(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the service there and its texts gone."""
    service = _of(workshop, change)
    layers = Map(dict.fromkeys(service.layers, ""))
    return _put(workshop, replace(service, name=ERASED, layers=layers, erased=True))


def apply_imported(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the services of an exported board."""
    services = [service_from(record) for record in change.facts["services"]]
    return replace(workshop, services=(*workshop.services, *services))


def _owner(text: str) -> str:
    return clean_line(text, field="layers") if text.strip() else ""


def _is_same(service: Service, name: str, value: Any) -> bool:
    known = getattr(service, name)
    return bool((dict(known) if isinstance(known, Map) else known) == value)


def _known(workshop: Workshop, service_id: str) -> Service:
    service = workshop.known_service(service_id)
    if service is None or service.removed:
        raise Refused("service.unknown", "That service is not here.", field="service_id")
    return service


def _of(workshop: Workshop, change: Change) -> Service:
    service = workshop.known_service(change.facts["service_id"])
    if service is None:
        raise ValueError(f"a change of no service at seq {change.seq}")
    return service


def _put(workshop: Workshop, service: Service) -> Workshop:
    services = tuple(service if one.id == service.id else one for one in workshop.services)
    return replace(workshop, services=services)


DECIDE = {
    AddService: decide_add,
    EditService: decide_edit,
    RemoveService: decide_remove,
    EraseService: decide_erase,
}
APPLY = {
    "service.added": apply_added,
    "service.edited": apply_edited,
    "service.removed": apply_removed,
    "service.erased": apply_erased,
    "services.imported": apply_imported,
}
