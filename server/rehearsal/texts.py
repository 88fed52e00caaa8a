"""Writes what simulated seats say: plausible for a city's digital service, always the same."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from string import Formatter
from typing import Any

HERE = Path(__file__).parent
FIRST = "en"  # the language for those that have no words here


@cache
def words_of(language: str) -> dict[str, Any]:
    """Return the sentences with gaps of a language; of English where there are none."""
    file = HERE / f"words.{language}.toml"
    if not file.is_file():
        file = HERE / f"words.{FIRST}.toml"
    with file.open("rb") as opened:
        return tomllib.load(opened)


class Pen:
    """Writes in one language. The same chance gives the same texts."""

    def __init__(self, language: str, chance: Random) -> None:
        """Draw sentences and what fills them from `chance`."""
        self._words = words_of(language)
        self._chance = chance

    def note(self, area: str) -> str:
        """Return a note for an area of a canvas; for an unknown one something general."""
        of_notes = self._words["notes"]
        return self._filled(of_notes.get(area) or of_notes["any"])

    def comment(self, kind: str) -> str:
        """Return a question, a concern or evidence."""
        return self._filled(self._words["comments"][kind])

    def theme(self) -> str:
        """Return the title of a theme."""
        return self._filled(self._words["themes"]["title"])

    def reservation(self) -> str:
        """Return what a city still asks for before it signs."""
        return self._filled([self._words["reservation"]])

    def reason(self) -> str:
        """Return why a finding is accepted."""
        return str(self._words["reason"])

    def name(self, city: str, number: int) -> str:
        """Return the name of a seat: nobody's."""
        return str(self._words["person"]).format(city=city, number=number)

    def _filled(self, sentences: list[str]) -> str:
        sentence = self._chance.choice(sentences)
        gaps = self._words["gaps"]
        names = [name for _, name, _, _ in Formatter().parse(sentence) if name]
        filled = sentence.format(**{name: self._chance.choice(gaps[name]) for name in names})
        return filled[0].upper() + filled[1:]
