"""Tells what happened in a workshop, newest first: never a vote, by whom to facilitators only."""

from collections.abc import Callable, Mapping
from typing import Any

from server.domain.change import Change
from server.domain.refused import Refused
from server.domain.state import Note, Workshop
from server.domain.visibility import heard
from server.store.records import Damaged
from server.store.stored_workshop import Store, StoreUnavailable

from .acks import store_away
from .commits import CommitLoop
from .hosted import Hosted

MOST_EVENTS = 200  # of one answer
LOOKED_AT = 200  # changes of one read: 4 ms
MOST_READS = 10  # for one answer: of a long vote there is nothing to tell

Facts = dict[str, Any]
Told = Callable[[Workshop, Mapping[str, Any]], Facts]


class History:
    """What happened, as sentences are made of it."""

    def __init__(self, store: Store, loop: CommitLoop) -> None:
        """Read the logs in `store`; `loop` hosts the workshops."""
        self._store = store
        self._loop = loop

    def of(
        self, workshop_id: str, *, before: int | None, limit: int, is_facilitator: bool
    ) -> dict[str, Any]:
        """Return {events, before, seq, epoch, begins}: what happened before a seq, newest first.

        `before` asks for what comes next, null at the end. `begins` is the seq from which the
        board is whole: whoever replays begins there.
        Raises: Refused "store.unavailable", "store.damaged".
        """
        hosted = self._loop.host(workshop_id)
        last = hosted.seq if before is None else min(before - 1, hosted.seq)
        events: list[dict[str, Any]] = []
        for _ in range(MOST_READS):
            if last < 1 or len(events) >= limit:
                break
            first = max(0, last - LOOKED_AT)
            for change in reversed(self._logged(workshop_id, first, last)):
                if len(events) >= limit:
                    break
                last = change.seq - 1
                if change.type in TOLD:
                    events.append(_event(hosted, change, is_facilitator=is_facilitator))
        return {
            "events": events,
            "before": last + 1 if last else None,
            "seq": hosted.seq,
            "epoch": hosted.epoch,
            "begins": self._begins(hosted),
        }

    def _begins(self, hosted: Hosted) -> int:
        """Return the seq of the last change that made the workshop: one, or some of an import."""
        begun, count = 1, 1
        while part := self._logged(hosted.id, begun, begun + count):
            for change in part:
                if not change.type.endswith(".imported"):
                    return begun
                begun = change.seq
            count = LOOKED_AT  # most workshops have no import, and one look tells it
        return begun

    def _logged(self, workshop_id: str, after: int, last: int) -> list[Change]:
        try:
            return self._store.changes(workshop_id, after=after, limit=last - after)
        except StoreUnavailable:
            raise store_away() from None
        except Damaged:
            message = "These changes cannot be read. Tell the operator."
            raise Refused("store.damaged", message) from None


def _event(hosted: Hosted, change: Change, *, is_facilitator: bool) -> dict[str, Any]:
    told = heard(change, seat_id=None)
    event = {"seq": change.seq, "type": change.type, "at": change.at, "city": change.city}
    if is_facilitator and told.get("by") is not None:
        event |= {"by": told["by"]} | _named(hosted, told["by"], "name")
    if is_facilitator and "seat_id" in told:
        event |= {"seat_id": told["seat_id"]} | _named(hosted, told["seat_id"], "seat_name")
    return event | TOLD[change.type](hosted.workshop, told)


def _named(hosted: Hosted, seat_id: str, field: str) -> dict[str, str]:
    name = hosted.people.get(seat_id, {}).get("name")
    return {field: name} if name else {}


def _note(workshop: Workshop, note_id: str) -> Facts:
    """Return {note}: where it is now, and what it says now if everybody may read it."""
    note = workshop.notes.get(note_id)
    return {} if note is None else {"note": _summary(note)}


def _summary(note: Note) -> Facts:
    shown: Facts = {"id": note.id, "area": note.area, "state": _state(note)}
    if not note.hidden and note.text is not None:
        shown["text"] = note.text
    return shown | ({"erased": True} if note.erased else {})


def _state(note: Note) -> str:
    if note.merged_into is not None:
        return "merged"
    return "removed" if note.removed else "kept"


def _only(*names: str) -> Told:
    def told(_: Workshop, facts: Mapping[str, Any]) -> Facts:
        return {name: facts[name] for name in names if facts.get(name) is not None}

    return told


def _counted(name: str) -> Told:
    return lambda _, facts: {"count": len(facts[name])}


def _of_note(*names: str) -> Told:
    more = _only(*names)

    def told(workshop: Workshop, facts: Mapping[str, Any]) -> Facts:
        note_id = facts["note"]["id"] if "note" in facts else facts.get("note_id")
        return (_note(workshop, note_id) if note_id else {}) | more(workshop, facts)

    return told


def _added(workshop: Workshop, facts: Mapping[str, Any]) -> Facts:
    return _note(workshop, facts["note"]["id"]) | {"area": facts["note"]["area"]}


def _merged(workshop: Workshop, facts: Mapping[str, Any]) -> Facts:
    return _note(workshop, facts["into"]) | {"count": len(facts["notes"])}


def _linked(workshop: Workshop, facts: Mapping[str, Any]) -> Facts:
    link = facts["link"]
    to = _note(workshop, link["to"])
    return _note(workshop, link["from"]) | {"kind": link["kind"]} | {"to": to.get("note")}


def _commented(workshop: Workshop, facts: Mapping[str, Any]) -> Facts:
    comment = facts["comment"]
    said = {"kind": comment["kind"]} | ({"text": comment["text"]} if "text" in comment else {})
    return _note(workshop, comment["note_id"]) | said


def _of_comment(workshop: Workshop, facts: Mapping[str, Any]) -> Facts:
    comment = workshop.comments.by_id.get(facts["comment_id"])
    return {} if comment is None else _note(workshop, comment.note_id)


def _of_theme(workshop: Workshop, facts: Mapping[str, Any]) -> Facts:
    theme_id = facts["theme"]["id"] if "theme" in facts else facts["theme_id"]
    theme = workshop.themes.by_id.get(theme_id)
    return {} if theme is None else {"title": theme.title, "area": theme.area}


def _of_service(workshop: Workshop, facts: Mapping[str, Any]) -> Facts:
    service_id = facts["service"]["id"] if "service" in facts else facts["service_id"]
    service = workshop.known_service(service_id)
    return {} if service is None else {"title": service.name}


def _of_ballot(workshop: Workshop, facts: Mapping[str, Any]) -> Facts:
    ballot_id = facts["ballot"]["id"] if "ballot" in facts else facts["ballot_id"]
    ballot = workshop.ballot(ballot_id)
    return {} if ballot is None else {"title": ballot.title}


def _city(_: Workshop, facts: Mapping[str, Any]) -> Facts:
    return {"title": facts["city"]["name"]}


def _heads(_: Workshop, facts: Mapping[str, Any]) -> Facts:
    return {"count": facts["heads"]}


# What is told of each change. A change that is not here is not told: first of all no vote, no
# score and no stance, whoever asks.
TOLD: dict[str, Told] = {
    "workshop.made": _only("title"),
    "notes.imported": _counted("notes"),
    "seat.joined": _only("role"),
    "seat.removed": _only(),
    "seat.restored": _only(),
    "seat.left": _only(),
    "seat.promoted": _only("role"),
    "city.added": _city,
    "note.added": _added,
    "note.edited": _of_note(),
    "note.described": _of_note(),
    "note.translated": _of_note("language"),
    "note.moved": _of_note("area"),
    "note.removed": _of_note(),
    "note.restored": _of_note(),
    "note.erased": _of_note(),
    "note.merged": _merged,
    "notes.revealed": _counted("notes"),
    "link.drawn": _linked,
    "link.erased": _only(),
    "theme.formed": _of_theme,
    "theme.renamed": _of_theme,
    "theme.filled": _of_theme,
    "theme.emptied": _of_theme,
    "theme.dissolved": _of_theme,
    "theme.erased": _only(),
    "comment.added": _commented,
    "comment.closed": _of_comment,
    "comment.erased": _of_comment,
    "service.added": _of_service,
    "service.edited": _of_service,
    "service.removed": _of_service,
    "service.erased": _only(),
    "scores.revealed": _only(),
    "walk.focused": _of_note("area"),
    "finding.judged": _only("verdict"),
    "finding.erased": _only(),
    "draft.edited": _only("section"),
    "draft.ordered": _only("section"),
    "draft.omitted": _only("section", "omitted"),
    "draft.erased": _only(),
    "draft.signed": _only("section", "verdict"),
    "draft.frozen": _only(),
    "draft.unfrozen": _only(),
    "ballot.opened": _of_ballot,
    "ballot.closed": _of_ballot,
    "ballot.revealed": _of_ballot,
    "phase.started": _only("phase"),
    "phase.locked": _only("locked"),
    "agenda.changed": _only(),
    "hub.declared": _heads,
    "timer.started": _only(),
    "timer.extended": _only(),
    "timer.paused": _only(),
    "timer.stopped": _only(),
    "timer.ended": _only(),
    "spotlight.moved": _of_note(),
    "announced": _only("text"),
    "workshop.changed": _only(),
    "workshop.closed": _only(),
    "workshop.reopened": _only(),
}
