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
OFFERS = "offers"  # the kind that is told at once
OFFERED = ("have", "want", "can_offer")
OPTIONS: dict[str, tuple[Any, ...]] = {
    "stances": STANCES,
    **dict.fromkeys(SCORES, LEVELS),
    OFFERS: OFFERED,
}

_CRITERION = "criterion:"

Question = tuple[str, str]  # what is asked, and the note or service it is asked about
Counts = Map[str, tuple[int, ...]]  # city → answers for each option, in its order
Sheet = Map[Question, "Answer"]
Weights = Map[str, Map[str, tuple[int, int]]]  # city → criterion → points in all, seats


@dataclass(frozen=True, slots=True)
class Answer:
    """What one seat answered to one question, counted for `city`."""

    city: str
    value: Any  # one of the question's options
    seq: int  # when; where notes are merged the latest of a seat counts


@dataclass(frozen=True, slots=True)
class Split:
    """How one seat shared out its points among the criteria, counted for `city`."""

    city: str
    points: Map[str, int]


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers of a workshop. What everybody knows stands on notes, services and the board."""

    sheets: Map[str, Sheet] = NONE  # seat id → its answers
    shown_sheets: Map[str, Sheet] = NONE  # as of the last showing: what the shown counts are of
    rounds: tuple[Map[str, Sheet], ...] = ()  # of scores, as each one ended
    pending: Map[Question, Counts] = NONE  # counts that changed since they were shown
    splits: Map[str, Split] = NONE  # seat id → its points
    weights: Weights | None = None  # what the seats' points come to; None = as it was shown
    offers: Map[str, Sheet] = NONE  # seat id → what it said for its city; always shown

    def of(self, seat_id: str, question: Question) -> Any:
        """Return what the seat answered, or None."""
        answer = self.sheets.get(seat_id, NONE).get(question)
        return None if answer is None else answer.value

    def offers_of(self, seat_id: str) -> list[tuple[str, str]]:
        """Return (note, offer) of what a seat said for its city, oldest first."""
        sheet = self.offers.get(seat_id, NONE)
        given = sorted(sheet.items(), key=lambda one: (one[1].seq, one[0]))
        return [(note_id, answer.value) for (_, note_id), answer in given]

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


def put_offer(
    answers: Answers, question: Question, *, seat_id: str, answer: Answer | None, shown: Counts
) -> tuple[Answers, Counts]:
    """Return the answers after a seat offered, or took its offer back (None), and the counts."""
    sheet = answers.offers.get(seat_id, NONE)
    before = sheet.get(question)
    counts = shown
    if before is not None:
        counts, sheet = _counted(counts, question, before, -1), sheet.delete(question)
    if answer is not None:
        counts, sheet = _counted(counts, question, answer, 1), sheet.set(question, answer)
    return replace(answers, offers=_with_sheet(answers.offers, seat_id, sheet)), counts


def put_split(answers: Answers, *, seat_id: str, split: Split | None, shown: Weights) -> Answers:
    """Return the answers after a seat shared out its points, or took them back (None)."""
    before = answers.splits.get(seat_id)
    weights = shown if answers.weights is None else answers.weights
    if before is not None:
        weights = _weighed(weights, before, -1)
    splits = without(answers.splits, seat_id)
    if split is not None:
        weights = _weighed(weights, split, 1)
        splits = splits.set(seat_id, split)
    return replace(answers, splits=splits, weights=weights)


def criterion(name: str) -> str:
    """Return what is asked when a service is scored on a criterion."""
    return f"{_CRITERION}{name}"


def criterion_in(kind: str) -> str | None:
    """Return the criterion that is asked about, or None for what is asked of notes."""
    return kind.removeprefix(_CRITERION) if kind.startswith(_CRITERION) else None


def weights_json(weights: Weights) -> dict[str, Any]:
    """Return weights as the board shows them: {city: {criterion: [points in all, seats]}}."""
    return {
        city: {name: list(given) for name, given in sorted(of.items())}
        for city, of in sorted(weights.items())
    }


def weights_from(record: Mapping[str, Any]) -> Weights:
    """Return the weights that `weights_json` wrote."""
    return Map(
        {
            city: Map({name: (points, seats) for name, (points, seats) in of.items()})
            for city, of in record.items()
        }
    )


def without(known: Map[Any, Any], name: Any) -> Map[Any, Any]:
    """Return the map without an entry, whether it was there or not."""
    return known.delete(name) if name in known else known


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
            answers.offers if kind == OFFERS else answers.shown_sheets,
            {(kind, note_id): shown.get(kind, NONE) for note_id, shown in notes.items()},
        )
        for kind in kinds
    }


def merge(answers: Answers, into: str, notes: Mapping[str, Mapping[str, Counts]]) -> Answers:
    """Return the answers with all that was said of `notes` said of `into`: the latest of a seat."""
    sheets, shown_sheets, pending = answers.sheets, answers.shown_sheets, answers.pending
    offers = _moved(answers.offers, [(OFFERS, note_id) for note_id in notes], (OFFERS, into))
    for kind in (kind for kind in OPTIONS if kind != OFFERS):
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
    return replace(
        answers, sheets=sheets, shown_sheets=shown_sheets, pending=pending, offers=offers
    )


def counts_json(kind: str, counts: Counts) -> dict[str, Any]:
    """Return counts as the board shows them.

    Shape: stances {city: {agree, disagree, pass}}; scores {city: [how many gave 1, … 5]}.
    """
    if kind != "stances":
        return {city: list(numbers) for city, numbers in sorted(counts.items())}
    options = OPTIONS[kind]
    return {
        city: dict(zip(options, numbers, strict=True)) for city, numbers in sorted(counts.items())
    }


def counts_from(kind: str, record: Mapping[str, Any]) -> Counts:
    """Return the counts that `counts_json` wrote."""
    if kind != "stances":
        return Map({city: tuple(numbers) for city, numbers in record.items()})
    return Map({city: tuple(of[option] for option in OPTIONS[kind]) for city, of in record.items()})


def _counted(counts: Counts, question: Question, answer: Answer, more: int) -> Counts:
    options = OPTIONS.get(question[0], LEVELS)
    numbers = list(counts.get(answer.city, (0,) * len(options)))
    numbers[options.index(answer.value)] += more
    return counts.set(answer.city, tuple(numbers)) if any(numbers) else without(counts, answer.city)


def _weighed(weights: Weights, split: Split, more: int) -> Weights:
    """Return the weights with one seat's points added (1) or taken away (-1).

    A criterion it gave nothing to counts as 0 points of that seat.
    """
    of_city = weights.get(split.city, NONE)
    seats = max((given[1] for given in of_city.values()), default=0) + more
    if not seats:
        return without(weights, split.city)
    summed = {
        name: (of_city.get(name, (0, 0))[0] + more * split.points.get(name, 0), seats)
        for name in {*of_city, *split.points}
    }
    return weights.set(split.city, Map({name: one for name, one in summed.items() if one[0]}))


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
