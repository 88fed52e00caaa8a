"""Keeps what seats answered in each round, so that rules can tell what has moved since.

A round of importance ends whenever its counts are shown: when the phase that asks is left. An
answer stands until its seat gives another, so whoever leaves it as it is has answered again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from immutables import Map

from .answers import LEVELS, Answers, Question, Sheet, without

ASKED = "importance"  # what is compared between rounds

Levels = tuple[int, ...]  # how many seats gave 1, 2, 3, 4, 5
Rounds = tuple[Levels, ...]  # of one note, by the same seats, oldest first


def is_asked(questions: Iterable[Question]) -> bool:
    """Whether any of the questions is one that is compared between rounds."""
    return any(kind == ASKED for kind, _ in questions)


def end_round(answers: Answers, number: int) -> Answers:
    """Return the answers with round `number`, from 1, ended as they are now.

    The same number again, of a round told in several changes, puts it in the place of itself.
    """
    return replace(answers, rounds=(*answers.rounds[: number - 1], _asked_in(answers.sheets)))


def compare(answers: Answers) -> dict[str, Rounds]:
    """Return note id → its rounds, the one that ends now the last, where there are two or more.

    Counted are the seats that answered in every round since anybody was asked about the note.
    """
    held = [*(_by_note(sheets) for sheets in answers.rounds), _by_note(answers.sheets)]
    return {
        note_id: rounds
        for note_id in sorted(held[-1])
        if len(rounds := _of_note([by_note.get(note_id, {}) for by_note in held])) > 1
    }


def forget(answers: Answers, notes: Iterable[str]) -> Answers:
    """Return the answers without what was said of these notes in rounds that have ended."""
    questions = [(ASKED, note_id) for note_id in notes]
    rounds = tuple(_without(sheets, questions) for sheets in answers.rounds)
    return replace(answers, rounds=rounds) if answers.rounds else answers


def rounds_json(rounds: Rounds) -> list[list[int]]:
    """Return the rounds of a note as the board shows them."""
    return [list(levels) for levels in rounds]


def rounds_from(record: Iterable[Iterable[int]]) -> Rounds:
    """Return the rounds that `rounds_json` wrote."""
    return tuple(tuple(levels) for levels in record)


def _asked_in(sheets: Map[str, Sheet]) -> Map[str, Sheet]:
    asked: dict[str, Sheet] = {
        seat_id: Map({question: one for question, one in sheet.items() if question[0] == ASKED})
        for seat_id, sheet in sheets.items()
    }
    return Map({seat_id: sheet for seat_id, sheet in asked.items() if sheet})


def _by_note(sheets: Map[str, Sheet]) -> dict[str, dict[str, int]]:
    """Return note id → seat id → what the seat answered."""
    found: dict[str, dict[str, int]] = {}
    for seat_id, sheet in sheets.items():
        for (kind, note_id), answer in sheet.items():
            if kind == ASKED:
                found.setdefault(note_id, {})[seat_id] = answer.value
    return found


def _of_note(held: list[Mapping[str, int]]) -> Rounds:
    while held and not held[0]:
        held = held[1:]  # nobody was asked about it yet
    seats = set(held[0]).intersection(*held[1:]) if held else set()
    return tuple(_levels(of[seat] for seat in seats) for of in held) if seats else ()


def _levels(values: Iterable[Any]) -> Levels:
    given = list(values)
    return tuple(given.count(level) for level in LEVELS)


def _without(sheets: Map[str, Sheet], questions: list[Question]) -> Map[str, Sheet]:
    for seat_id, sheet in sheets.items():
        left = sheet
        for question in questions:
            left = without(left, question)
        if left is not sheet:
            sheets = sheets.set(seat_id, left)
    return sheets
