"""Finds notes of an area that say nearly the same: suggestions for people, never a decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, utils

from .reading import Reading

ALIKE = 82  # of 100; tried on sentences of workshops in English and Finnish
MOST_COMPARED = 800  # notes of an area: each is compared with each, in about a second
MOST_GROUPS = 50


@dataclass(frozen=True, slots=True)
class Similar:
    """Notes of one area that are alike, in board order; the least likeness to the first, 0…100."""

    area: str
    notes: tuple[str, ...]
    likeness: int


def similar_notes(reading: Reading) -> list[Similar]:
    """Return groups of notes that say nearly the same as their first one, most alike first.

    A note is in one group at most. Erased notes say nothing.
    """
    found: list[Similar] = []
    for area, notes in reading.notes.items():
        said = [(note.id, note.text) for note in notes if not note.is_erased]
        found += _groups(area, said[:MOST_COMPARED])
    return sorted(found, key=lambda one: -one.likeness)[:MOST_GROUPS]


def likeness(one: str, other: str) -> float:
    """Return how alike two processed texts are, 0…100.

    The mean of two views: the letters to be changed, in the given or the sorted order of words,
    and the words they share. Neither alone is right for short notes: the first makes notes of
    one pattern alike, the second those with a word in common. Source: rapidfuzz, `ratio`,
    `token_sort_ratio`, `token_set_ratio`; the mean is our own.
    """
    letters = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    if letters < 2 * ALIKE - 100:
        return 0.0  # it cannot become enough
    return (letters + fuzz.token_set_ratio(one, other)) / 2


def _groups(area: str, said: Sequence[tuple[str, str]]) -> list[Similar]:
    texts = [(note_id, utils.default_process(text)) for note_id, text in said]
    left = [(note_id, text) for note_id, text in texts if text]
    found = []
    while left:
        (first, text), *others = left
        scored = [(note_id, known, likeness(text, known)) for note_id, known in others]
        near = [(note_id, score) for note_id, _, score in scored if score >= ALIKE]
        left = [(note_id, known) for note_id, known, score in scored if score < ALIKE]
        if near:
            ids = (first, *(note_id for note_id, _ in near))
            found.append(Similar(area, ids, round(min(score for _, score in near))))
    return found
