"""Simulated seats write something for every area, in every language there is."""

from __future__ import annotations

from random import Random

import pytest
from places import REPO

from server.canvas_files import load_canvases
from server.domain.text import clean_note_text
from server.rehearsal.texts import HERE, Pen, words_of

LANGUAGES = sorted(file.name.split(".")[1] for file in HERE.glob("words.*.toml"))
CANVASES = load_canvases(REPO / "canvases")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_filled(language: str) -> None:
    words = words_of(language)
    groups = (words["notes"], words["comments"], words["themes"])
    sentences = [one for group in groups for listed in group.values() for one in listed]

    filled = [one.format(**{name: all_of[0] for name, all_of in words["gaps"].items()})
              for one in sentences]  # fmt: skip

    assert len(filled) == len(sentences) > 40
    assert all(clean_note_text(one, longest=280) == one for one in filled)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("canvas", CANVASES)
def test_every_area_of_our_canvases_has_sentences_of_its_own(canvas: str, language: str) -> None:
    areas = {area.id for area in CANVASES[canvas].canvas.areas}

    assert areas <= set(words_of(language)["notes"])


def test_the_same_chance_writes_the_same_and_an_unknown_area_gets_something() -> None:
    def written() -> list[str]:
        pen = Pen("xx", Random(7))
        return [pen.note("value"), pen.note("no-such-area"), pen.comment("concern"), pen.theme()]

    assert written() == written()
    assert all(written())
