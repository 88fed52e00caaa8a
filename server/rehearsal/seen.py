"""Keeps what one simulated seat knows of the board, from its snapshot and the changes it heard."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

STATE = (  # changes after which other ops are allowed than before
    "phase.started", "phase.locked", "timer.ended", "agenda.changed", "ballot.opened",
    "ballot.closed", "ballot.revealed", "draft.frozen", "draft.unfrozen", "workshop.closed",
    "workshop.reopened", "workshop.changed",
)  # fmt: skip
ERASED = "[erased]"
_NOTE_FACTS = ("text", "facet", "area", "version")


class Seen:
    """A board as one seat knows it: what it needs to act, and to be compared at the end."""

    def __init__(self, taken: Mapping[str, Any]) -> None:
        """Begin with a snapshot."""
        board = taken["board"]
        self.board = board
        self._me: str = taken["you"]["seat"]["id"]
        self.areas: list[str] = board["areas"]
        self.cities: list[dict[str, Any]] = board["cities"]
        self.phases: list[dict[str, Any]] = board["phases"]
        self.phase_id: str = board["phase"]["id"]
        self.settings: dict[str, Any] = board["settings"]
        self.closed = "closed_at" in board
        self.notes: dict[str, dict[str, Any]] = {note["id"]: dict(note) for note in board["notes"]}
        for own in taken["you"]["hidden_notes"]:
            self.notes[own["id"]] = dict(own)
        self.own: set[str] = set(taken["you"]["notes"])
        self.themes = {theme["id"]: dict(theme) for theme in board["themes"]}
        self.links = {link["id"]: link for link in board["links"]}
        self.ballots = {ballot["id"]: dict(ballot) for ballot in board["ballots"]}
        self.dots: dict[str, dict[str, int]] = {}
        you = taken["you"]
        self.answers: dict[tuple[str, str], Any] = {
            ("stance", one["note_id"]): one["stance"] for one in you["stances"]
        } | {(one["kind"], one["note_id"]): one["value"] for one in you["scores"]}
        self.answers |= {("offer", one["note_id"]): one["offer"] for one in you.get("offers", [])}
        for vote in you["votes"]:
            self.dots.setdefault(vote["ballot_id"], {})[vote["target_id"]] = vote["dots"]

    @property
    def phase(self) -> dict[str, Any]:
        """The phase that is on."""
        return next(phase for phase in self.phases if phase["id"] == self.phase_id)

    def shown(self, area: str | None = None) -> list[dict[str, Any]]:
        """Return the notes everybody can read, of one area or of all."""
        return [
            note
            for note in self.notes.values()
            if note.get("text") not in (None, ERASED)
            and not note.get("hidden")
            and area in (None, note["area"])
        ]

    def open_ballot(self) -> dict[str, Any] | None:
        """Return the ballot in which dots can be placed now, or None."""
        return next((one for one in self.ballots.values() if one["state"] == "open"), None)

    def targets(self) -> list[str]:
        """Return what can be voted for: themes, and notes in none."""
        grouped = {note for theme in self.themes.values() for note in theme["notes"]}
        return [*self.themes, *(note["id"] for note in self.shown() if note["id"] not in grouped)]

    def is_linked(self, start: str, end: str, kind: str) -> bool:
        """Whether that link is drawn already."""
        wanted = (start, end, kind)
        return any((one["from"], one["to"], one["kind"]) == wanted for one in self.links.values())

    def hear(self, change: Mapping[str, Any]) -> None:
        """Take in one change. Types it needs nothing of are passed over."""
        kind, _, what = str(change["type"]).partition(".")
        handle: Callable[[Mapping[str, Any]], None] | None
        handle = getattr(self, f"_{kind}_{what}", None)
        if handle is not None:
            handle(change)

    def differences(self, board: Mapping[str, Any]) -> Iterator[str]:
        """Yield where this board is another one than that of a snapshot, in words."""
        there = {note["id"]: note for note in board["notes"]}
        if set(there) != set(self.notes):
            missing, more = set(there) - set(self.notes), set(self.notes) - set(there)
            yield f"{len(missing)} notes missing, {len(more)} that are not there"
        for note_id in set(there) & set(self.notes):
            if there[note_id].get("hidden"):
                continue  # its author knows more than the board
            for fact in _NOTE_FACTS:
                if there[note_id].get(fact) != self.notes[note_id].get(fact):
                    yield f"another {fact} of note {note_id}"
        themes = {theme["id"]: set(theme["notes"]) for theme in board["themes"]}
        if themes != {theme["id"]: set(theme["notes"]) for theme in self.themes.values()}:
            yield "other themes"
        if {link["id"] for link in board["links"]} != set(self.links):
            yield "other links"
        if board["phase"]["id"] != self.phase_id:
            yield "another phase"

    def _is_own(self, change: Mapping[str, Any]) -> bool:
        return change.get("by") == self._me

    # ---- notes -------------------------------------------------------------------------------

    def _note_added(self, change: Mapping[str, Any]) -> None:
        note = dict(change["note"])
        self.notes[note["id"]] = note
        if self._is_own(change):
            self.own.add(note["id"])

    def _note_edited(self, change: Mapping[str, Any]) -> None:
        note = self.notes[change["note_id"]]
        for fact in _NOTE_FACTS:
            if fact in change:
                note[fact] = change[fact]

    def _note_moved(self, change: Mapping[str, Any]) -> None:
        note = self.notes[change["note_id"]]
        if note["area"] != change["area"]:
            self._leave_themes([note["id"]])
        note["area"] = change["area"]
        if "facet" in change:
            note.pop("facet", None)

    def _note_removed(self, change: Mapping[str, Any]) -> None:
        self._drop([change["note_id"]])

    def _note_restored(self, change: Mapping[str, Any]) -> None:
        self._note_added(change)
        for back in change.get("links", []):
            self.links[back["link"]["id"]] = back["link"]
        if "theme" in change:
            self.themes[change["theme"]]["notes"] += [change["note"]["id"]]

    def _note_erased(self, change: Mapping[str, Any]) -> None:
        note = self.notes.get(change["note_id"])
        if note is None:
            return  # it was off the board
        if not note.get("hidden") or note["id"] in self.own:
            note["text"] = ERASED
        note["version"] = change["version"]

    def _note_merged(self, change: Mapping[str, Any]) -> None:
        for gone in change["notes"]:
            for link in [one for one in self.links.values() if gone in (one["from"], one["to"])]:
                self._move_link(link, gone, change["into"])
        self._merge_answers(change["into"], set(change["notes"]))
        self._drop(change["notes"])

    def _move_link(self, link: dict[str, Any], gone: str, into: str) -> None:
        del self.links[link["id"]]
        ends = {name: into if link[name] == gone else link[name] for name in ("from", "to")}
        moved = {**link, **ends}
        is_there = self.is_linked(moved["from"], moved["to"], moved["kind"])
        if moved["from"] != moved["to"] and not is_there:
            self.links[link["id"]] = moved

    def _notes_revealed(self, change: Mapping[str, Any]) -> None:
        for note in change["notes"]:
            self.notes[note["id"]] = dict(note)

    # ---- around notes ------------------------------------------------------------------------

    def _theme_formed(self, change: Mapping[str, Any]) -> None:
        theme = dict(change["theme"])
        self._leave_themes(theme["notes"])
        self.themes[theme["id"]] = theme

    def _theme_filled(self, change: Mapping[str, Any]) -> None:
        self._leave_themes(change["notes"])
        self.themes[change["theme_id"]]["notes"] += change["notes"]

    def _theme_emptied(self, change: Mapping[str, Any]) -> None:
        self._leave_themes(change["notes"])

    def _theme_dissolved(self, change: Mapping[str, Any]) -> None:
        self.themes.pop(change["theme_id"], None)

    def _link_drawn(self, change: Mapping[str, Any]) -> None:
        self.links[change["link"]["id"]] = change["link"]

    def _link_erased(self, change: Mapping[str, Any]) -> None:
        self.links.pop(change["link_id"], None)

    # ---- steering ----------------------------------------------------------------------------

    def _phase_started(self, change: Mapping[str, Any]) -> None:
        self.phase_id = change["phase"]

    def _agenda_changed(self, change: Mapping[str, Any]) -> None:
        self.phases = change["phases"]

    def _ballot_opened(self, change: Mapping[str, Any]) -> None:
        self.ballots[change["ballot"]["id"]] = dict(change["ballot"])

    def _ballot_closed(self, change: Mapping[str, Any]) -> None:
        self.ballots[change["ballot_id"]]["state"] = "closed"

    def _ballot_revealed(self, change: Mapping[str, Any]) -> None:
        self.ballots[change["ballot_id"]]["state"] = "revealed"

    def _vote_placed(self, change: Mapping[str, Any]) -> None:
        if self._is_own(change):
            self._count(change, change["dots"])

    def _vote_withdrawn(self, change: Mapping[str, Any]) -> None:
        if self._is_own(change):
            self._count(change, -change["dots"])

    def _stance_taken(self, change: Mapping[str, Any]) -> None:
        if self._is_own(change):
            self._answer("stance", change["note_id"], change["stance"])

    def _note_scored(self, change: Mapping[str, Any]) -> None:
        if self._is_own(change):
            self._answer(change["kind"], change["note_id"], change["value"])

    def _offer_taken(self, change: Mapping[str, Any]) -> None:
        if self._is_own(change):
            self._answer("offer", change["note_id"], change["offer"])

    def _answer(self, kind: str, note_id: str, value: Any) -> None:
        """Keep an own answer as the latest, or take it back (None)."""
        self.answers.pop((kind, note_id), None)
        if value is not None:
            self.answers[kind, note_id] = value

    def _merge_answers(self, into: str, notes: set[str]) -> None:
        """Keep of each kind the latest own answer about merged notes, in its place."""
        latest = {kind: note_id for kind, note_id in self.answers if note_id in notes | {into}}
        self.answers = {
            (kind, into if note_id in notes else note_id): value
            for (kind, note_id), value in self.answers.items()
            if note_id not in notes | {into} or latest[kind] == note_id
        }

    def _workshop_closed(self, _change: Mapping[str, Any]) -> None:
        self.closed = True

    def _workshop_changed(self, change: Mapping[str, Any]) -> None:
        self.settings |= {name: change[name] for name in self.settings if name in change}

    def _count(self, change: Mapping[str, Any], dots: int) -> None:
        placed = self.dots.setdefault(change["ballot_id"], {})
        placed[change["target_id"]] = placed.get(change["target_id"], 0) + dots

    def _drop(self, note_ids: list[str]) -> None:
        self._leave_themes(note_ids)
        for note_id in note_ids:
            self.notes.pop(note_id, None)
            for link_id in [
                one["id"] for one in self.links.values() if note_id in (one["from"], one["to"])
            ]:
                del self.links[link_id]

    def _leave_themes(self, note_ids: list[str]) -> None:
        for theme in self.themes.values():
            theme["notes"] = [one for one in theme["notes"] if one not in note_ids]
