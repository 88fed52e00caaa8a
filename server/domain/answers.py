"""Holds what seats answered about notes, stances and scores, and counts it per city.

What a seat answered is nobody else's until the phase is left; then the counts are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from immutables import Map

NONE: Final[Map[Any, Any]] = Map()

STANCES = ("agree", "disagree", "pass")
LEVELS = (1, 2, 3, 4, 5)  # of a score
SCORES = ("importance", "readiness")
OPTIONS: dict[str, tuple[Any, ...]] = {"stances": STANCES} | dict.fromkeys(SCORES, LEVELS)

Question = tuple[str, str]  # what is asked (a key of OPTIONS) and the note it is asked about
Counts = Map[str, tuple[int, ...]]  # city → answers for each option, in its order
Sheet = Map[Question, "Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one seat answered to one question, counted for `city`."""

    city: str
    value: Any  # one of the question's options
    seq: int  # when; where notes are merged the latest of a seat counts


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers of a workshop. The counts that everybody knows stand on the notes."""

    sheets: Map[str, Sheet] = NONE  # seat id → its answers
    shown_sheets: Map[str, Sheet] = NONE  # as of the last showing: what the shown counts are of
    pending: Map[Question, Counts] = NONE  # counts that changed since they were shown

    def of(self, seat_id: str, question: Question) -> Any:
        """Return what the seat answered, or None."""
        answer = self.sheets.get(seat_id, NONE).get(question)
        return None if answer is None else answer.value

    def of_seat(self, seat_id: str) -> list[tuple[Question, Any]]:
        """Return the answers of a seat, oldest first."""
        sheet = self.sheets.get(seat_id, NONE)
        given = sorted(sheet.items(), key=lambda one: (one[1].seq, one[0]))
        return [(question, answer.value) for question, answer in given]


NO_ANSWERS = Answers()


def put_answer(
    answers: Answers, question: Question, *, seat_id: str, answer: Answer | None, shown: Counts
) -> Answers:
    """Return the answers after a seat answered, or took its answer back (None).

    `shown` are the counts of this question that everybody knows.
    """
    sheet = answers.sheets.get(seat_id, NONE)
    before = sheet.get(question)
    counts = answers.pending.get(question, shown)
    if before is not None:
        counts = _counted(counts, question, before, -1)
    if answer is not None:
        counts = _counted(counts, question, answer, 1)
        sheet = sheet.set(question, answer)
    elif before is not None:
        sheet = sheet.delete(question)
    return replace(
        answers,
        sheets=_with_sheet(answers.sheets, seat_id, sheet),
        pending=answers.pending.set(question, counts),
    )


def show(answers: Answers, questions: Iterable[Question]) -> Answers:
    """Return the answers after the counts of these questions became known to everybody."""
    pending = answers.pending.mutate()
    for question in questions:
        pending.pop(question, None)
    return replace(answers, shown_sheets=answers.sheets, pending=pending.finish())


def merged_counts(
    answers: Answers, into: str, notes: Mapping[str, Mapping[str, Counts]]
) -> dict[str, Counts]:
    """Return the shown counts of a note that others become part of: no seat counts twice.

    `notes`: all of them, `into` too, with their shown counts. Only kinds that any of them has.
    """
    kinds = [kind for kind in OPTIONS if any(kind in shown for shown in notes.values())]
    return {
        kind: _merged(
            answers.shown_sheets,
            {(kind, note_id): shown.get(kind, NONE) for note_id, shown in notes.items()},
        )
        for kind in kinds
    }


def merge(answers: Answers, into: str, notes: Mapping[str, Mapping[str, Counts]]) -> Answers:
    """Return the answers with all that was said of `notes` said of `into`: the latest of a seat."""
    sheets, shown_sheets, pending = answers.sheets, answers.shown_sheets, answers.pending
    for kind in OPTIONS:
        known = {(kind, note_id): shown.get(kind, NONE) for note_id, shown in notes.items()}
        if any(question in pending for question in known):
            now = {question: pending.get(question, shown) for question, shown in known.items()}
            pending = pending.set((kind, into), _merged(sheets, now))
        for question in known:
            if question[1] != into and question in pending:
                pending = pending.delete(question)
        same = sheets is shown_sheets
        sheets = _moved(sheets, list(known), (kind, into))
        shown_sheets = sheets if same else _moved(shown_sheets, list(known), (kind, into))
    return Answers(sheets, shown_sheets, pending)


def counts_json(kind: str, counts: Counts) -> dict[str, Any]:
    """Return counts as the board shows them.

    Shape: stances {city: {agree, disagree, pass}}; scores {city: [how many gave 1, … 5]}.
    """
    if kind in SCORES:
        return {city: list(numbers) for city, numbers in sorted(counts.items())}
    options = OPTIONS[kind]
    return {
        city: dict(zip(options, numbers, strict=True)) for city, numbers in sorted(counts.items())
    }


def counts_from(kind: str, record: Mapping[str, Any]) -> Counts:
    """Return the counts that `counts_json` wrote."""
    if kind in SCORES:
        return Map({city: tuple(numbers) for city, numbers in record.items()})
    return Map({city: tuple(of[option] for option in OPTIONS[kind]) for city, of in record.items()})


def _counted(counts: Counts, question: Question, answer: Answer, more: int) -> Counts:
    options = OPTIONS[question[0]]
    numbers = list(counts.get(answer.city, (0,) * len(options)))
    numbers[options.index(answer.value)] += more
    return counts.set(answer.city, tuple(numbers)) if any(numbers) else _less(counts, answer.city)


def _less(counts: Counts, city: str) -> Counts:
    return counts.delete(city) if city in counts else counts


def _with_sheet(sheets: Map[str, Sheet], seat_id: str, sheet: Sheet) -> Map[str, Sheet]:
    if sheet:
        return sheets.set(seat_id, sheet)
    return sheets.delete(seat_id) if seat_id in sheets else sheets


def _merged(sheets: Map[str, Sheet], known: Mapping[Question, Counts]) -> Counts:
    """Return the sum of counts, without the answers that a later one of the same seat replaces."""
    total: Counts = NONE
    for counts in known.values():
        for city, numbers in counts.items():
            before = total.get(city, (0,) * len(numbers))
            total = total.set(city, tuple(a + b for a, b in zip(before, numbers, strict=True)))
    for sheet in sheets.values():
        for question, answer in _given(sheet, known)[:-1]:
            total = _counted(total, question, answer, -1)
    return total


def _given(sheet: Sheet, questions: Iterable[Question]) -> list[tuple[Question, Answer]]:
    """Return the seat's answers to these questions, the latest last."""
    found = [(question, sheet[question]) for question in questions if question in sheet]
    return sorted(found, key=lambda one: (one[1].seq, one[0]))


def _moved(sheets: Map[str, Sheet], questions: list[Question], into: Question) -> Map[str, Sheet]:
    for seat_id, sheet in sheets.items():
        given = _given(sheet, questions)
        if not given:
            continue
        for question, _ in given:
            sheet = sheet.delete(question)
        sheets = sheets.set(seat_id, sheet.set(into, given[-1][1]))
    return sheets
