"""Says what a person does in each kind of phase, step by step, at a person's pace."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from . import pace
from .seat import Seat

Act = Callable[[Seat], None]
SECTIONS = ("summary", "value", "agreement")  # of the draft that leads sign
READ_AT_ONCE = 10  # notes
MOST_READ = 80  # notes in one phase: nobody reads a wall of several hundred
MOST_SCORED = 10  # notes in one walk
COMMENT_KINDS = ("question", "concern", "evidence")


@dataclass(frozen=True, slots=True)
class Step:
    """Something a person does: how long it takes, and what goes up when it is done."""

    seconds: float  # of the workshop
    act: Act | None = None


class Habits:
    """What one seat does; it reads each note once."""

    def __init__(self, seat: Seat) -> None:
        """Draw what is left to chance from the seat's own."""
        self._seat = seat
        self._chance = seat.person.chance
        self._pen = seat.person.pen
        self._read: set[str] = set()
        self._has_written = False

    def steps(self, phase: dict[str, Any]) -> list[Step]:
        """Return what the seat does in a phase that has just begun."""
        kind = phase["kind"]
        if kind == "gather" and (phase.get("silent") or not self._has_written):
            steps = [*self._writing(self._chance.randint(4, 8))]
            self._has_written = True
        elif kind in ("gather", "group", "reveal"):
            steps = [*self._reading(), *self._talking()] if kind == "gather" else [*self._reading()]
        elif kind == "close_gaps":
            steps = [*self._reading(), *self._writing(1)]
        elif kind == "walk":
            steps = [*self._walking(phase)]
        elif kind == "vote":
            steps = [*self._reading(), *self._voting()]
        elif kind == "agree":
            steps = [*self._reading(), *self._signing()]
        else:
            steps = []
        return [*steps, *(self._standing() if phase.get("stances") else ())]

    # ---- writing and reading -----------------------------------------------------------------

    def _writing(self, notes: int) -> Iterator[Step]:
        for _ in range(notes):
            area = self._chance.choice(self._seat.board.areas)
            text = self._pen.note(area)

            def write(seat: Seat, area: str = area, text: str = text) -> None:
                seat.do("note.add", area=area, text=text)

            yield Step(self._around(pace.THINKING) + pace.TYPING * len(text), write)

    def _reading(self) -> Iterator[Step]:
        new = [note["id"] for note in self._seat.board.shown() if note["id"] not in self._read]
        new = [note_id for note_id in new if note_id not in self._seat.board.own][:MOST_READ]
        self._read |= set(new)
        for at in range(0, len(new), READ_AT_ONCE):
            yield Step(self._around(pace.READING) * len(new[at : at + READ_AT_ONCE]))

    def _talking(self) -> Iterator[Step]:
        """Yield a comment or a new thought, and sometimes a second look at an own note."""
        yield from self._writing(1)
        if self._chance.random() < 0.6:
            kind = self._chance.choice(COMMENT_KINDS)
            text = self._pen.comment(kind)
            yield Step(
                self._around(pace.THINKING) + pace.TYPING * len(text),
                lambda seat: self._comment(seat, kind, text),
            )
        if self._chance.random() < 0.3:
            yield Step(self._around(pace.THINKING), self._edit)
        if self._chance.random() < 0.5:
            yield Step(self._around(pace.SCORING), self._offer)

    def _comment(self, seat: Seat, kind: str, text: str) -> None:
        note = self._some(seat.board.shown())
        if note is not None:
            seat.do("comment.add", note_id=note["id"], kind=kind, text=text)

    def _offer(self, seat: Seat) -> None:
        note = self._some(seat.board.shown())
        offer = self._chance.choice(("have", "want", "can_offer"))
        if note is not None and self._is_new(seat, ("offer", note["id"]), offer):
            seat.do("offer.set", note_id=note["id"], offer=offer)

    def _edit(self, seat: Seat) -> None:
        own = [note for note in seat.board.shown() if note["id"] in seat.board.own]
        note = self._some(own)
        if note is not None:
            text = self._pen.note(note["area"])
            if text != note["text"]:
                seat.do("note.edit", note_id=note["id"], text=text, base_version=note["version"])

    # ---- walks -------------------------------------------------------------------------------

    def _walking(self, phase: dict[str, Any]) -> Iterator[Step]:
        is_clockwise = phase.get("direction") != "anticlockwise"
        score = "importance" if is_clockwise else "readiness"
        link = "leads_to" if is_clockwise else "requires"
        notes = self._seat.board.shown()
        self._chance.shuffle(notes)
        for note in notes[:MOST_SCORED]:

            def rate(seat: Seat, note_id: str = note["id"]) -> None:
                value = self._chance.randint(1, 5)
                if self._is_new(seat, (score, note_id), value):
                    seat.do("score.set", note_id=note_id, kind=score, value=value)

            yield Step(self._around(pace.SCORING), rate)
        for _ in range(self._chance.randint(1, 3)):
            yield Step(
                self._around(pace.LINKING),
                lambda seat: self._link(seat, link, is_clockwise=is_clockwise),
            )

    def _link(self, seat: Seat, kind: str, *, is_clockwise: bool) -> None:
        areas = seat.board.areas if is_clockwise else seat.board.areas[::-1]
        at = self._chance.randrange(len(areas))
        start = self._some(seat.board.shown(areas[at]))
        end = self._some(seat.board.shown(areas[(at + 1) % len(areas)]))
        if start is None or end is None or start is end:
            return
        if not seat.board.is_linked(start["id"], end["id"], kind):
            seat.do("link.draw", **{"from": start["id"], "to": end["id"], "kind": kind})

    def _is_new(self, seat: Seat, question: tuple[str, str], value: Any) -> bool:
        """Whether the note is there and the seat has not answered just that."""
        return question[1] in seat.board.notes and seat.board.answers.get(question) != value

    def _standing(self) -> Iterator[Step]:
        notes = self._seat.board.shown()
        self._chance.shuffle(notes)
        for note in notes[:MOST_SCORED]:
            stance = self._chance.choice(("agree", "agree", "pass", "disagree"))

            def stand(seat: Seat, note_id: str = note["id"], stance: str = stance) -> None:
                if self._is_new(seat, ("stance", note_id), stance):
                    seat.do("stance.set", note_id=note_id, stance=stance)

            yield Step(self._around(pace.SCORING), stand)

    # ---- votes and the draft -----------------------------------------------------------------

    def _voting(self) -> Iterator[Step]:
        ballot = self._seat.board.open_ballot()
        if ballot is None or ballot.get("kind", "dots") != "dots":
            return
        for _ in range(min(ballot["votes_each"], 20)):
            yield Step(self._around(pace.PLACING), self._place)
        if self._chance.random() < 0.3:
            yield Step(self._around(pace.PLACING), self._withdraw)
            yield Step(self._around(pace.PLACING), self._place)

    def _place(self, seat: Seat) -> None:
        """Put one dot where one may lie, on one's favourites more often."""
        ballot = seat.board.open_ballot()
        if ballot is None or seat.unanswered():
            return  # how many are left is known once every dot has its ack
        placed = seat.board.dots.get(ballot["id"], {})
        if sum(placed.values()) >= ballot["votes_each"]:
            return
        free = [one for one in seat.board.targets() if placed.get(one, 0) < ballot["note_cap"]]
        if not ballot["own_notes"]:
            free = [one for one in free if one not in seat.board.own]
        if free:
            at = int(len(free) * self._chance.random() ** 2)
            seat.do("vote.place", target_id=free[at], dots=1, ballot_id=ballot["id"])

    def _withdraw(self, seat: Seat) -> None:
        ballot = seat.board.open_ballot()
        if ballot is None or seat.unanswered():
            return
        placed = [one for one, dots in seat.board.dots.get(ballot["id"], {}).items() if dots]
        if placed:
            target = self._chance.choice(placed)
            seat.do("vote.withdraw", target_id=target, dots=1, ballot_id=ballot["id"])

    def _signing(self) -> Iterator[Step]:
        if not self._seat.person.is_lead:
            return
        for section in SECTIONS:

            def sign(seat: Seat, section: str = section) -> None:
                if self._chance.random() < 0.2:
                    text = self._pen.reservation()
                    seat.do("draft.sign", section=section, verdict="reservation", text=text)
                else:
                    seat.do("draft.sign", section=section, verdict="adopt")

            yield Step(self._around(pace.SIGNING), sign)

    def _around(self, seconds: float) -> float:
        """Return a time near `seconds`: half to double, as people differ."""
        return seconds * 2 ** self._chance.uniform(-1, 1)

    def _some(self, notes: list[dict[str, Any]]) -> dict[str, Any] | None:
        return self._chance.choice(notes) if notes else None
