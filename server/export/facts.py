"""Gathers what tables and sections are made of: the draft, the reading, the notes by number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from server.domain.state import Ballot, Workshop
from server.synthesis.ballot_results import ballot_result
from server.synthesis.folder import CanvasFolder
from server.synthesis.measures import Measured, measure_all
from server.synthesis.phrases import BUILT_IN, ENGLISH
from server.synthesis.reading import Reading, ReadNote, read_workshop

from .model import DETAILS, PrintedNote, cell_text
from .words import WORDS

LONGEST_LOOSE = 2  # numbers that follow each other and are still written one by one
SHORT = 80  # signs of a note where its number stands beside it


@dataclass(frozen=True, slots=True)
class Facts:
    """A workshop with its draft and the words to print them in."""

    language: str
    words: Mapping[str, str]
    folder: CanvasFolder
    reading: Reading
    ballots: tuple[Ballot, ...]
    results: tuple[Mapping[str, Any], ...]  # of revealed ones; those of dots stand at the notes
    draft: Mapping[str, Any]
    notes: tuple[PrintedNote, ...]  # in the order of print: areas of the canvas, best first
    numbers: Mapping[str, int]  # note id → its number
    read: Mapping[str, ReadNote]  # note id → all that is known of it

    def said(self, words: Mapping[str, str]) -> str:
        """Return the words in the language of the print."""
        return _said(words, self.language)

    def phrase(self, name: str) -> str:
        """Return a phrase of drafts: the canvas's, else the built-in one."""
        own = self.folder.canvas.phrases.get(self.language, {})
        return own.get(name) or BUILT_IN.get(self.language, ENGLISH)[name]

    def numbered(self, note_ids: Any) -> str:
        """Return "3, 7–9": the numbers of those notes that everybody can see, in order."""
        known = sorted({self.numbers[note] for note in note_ids if note in self.numbers})
        return ", ".join(_runs(known))

    def named(self, note_id: str) -> str:
        """Return "3. its text" of a note that everybody can see."""
        number = self.numbers[note_id]
        return f"{number}. {self.notes[number - 1].text}"

    def short(self, note_id: str, *, is_numbered: bool = False) -> str:
        """Return the beginning of what a note says: where it is named by its number too."""
        text = " ".join(self.notes[self.numbers[note_id] - 1].text.split())
        if len(text) > SHORT:
            text = text[:SHORT].rsplit(" ", 1)[0][:SHORT].rstrip() + "…"
        return f"{self.numbers[note_id]}. {text}" if is_numbered else text

    def area_label(self, area_id: str) -> str:
        """Return the name of an area."""
        area = self.folder.canvas.area(area_id)
        return self.said(area.label) if area else area_id

    def groups(self, ids: Iterable[str]) -> str:
        """Return "Residents, The city organisation"."""
        return self._labels(ids, self.folder.canvas.who)

    def tags(self, ids: Iterable[str]) -> str:
        """Return "Inclusion, Privacy"."""
        return self._labels(ids, self.folder.canvas.tags)

    def _labels(self, ids: Iterable[str], labelled: Iterable[Any]) -> str:
        labels = {one.id: self.said(one.label) for one in labelled}
        return ", ".join(labels.get(one, one) for one in ids)

    def service_names(self, ids: Iterable[str]) -> str:
        """Return the names of services, those that are gone left out."""
        names = {service.id: service.name for service in self.reading.services}
        return ", ".join(names[one] for one in ids if one in names)

    def letters(self, city_id: str) -> str:
        """Return the two letters of a city."""
        return next(city.letters for city in self.reading.cities if city.id == city_id)

    def decimal(self, number: float) -> str:
        """Return a number as people of the language write it."""
        return cell_text(float(number), self.language)

    def city_name(self, city_id: str | None) -> str:
        """Return the name of a city, or nothing."""
        return next((city.name for city in self.reading.cities if city.id == city_id), "")

    def dots(self, votes: Mapping[str, int]) -> str:
        """Return "OU 4, SO 2" for every city, or nothing where there are no dots."""
        if not any(votes.values()):
            return ""
        cities = self.reading.cities
        return ", ".join(f"{city.letters} {votes.get(city.id, 0)}" for city in cities)

    def reasons(self, sentence: Mapping[str, Any]) -> str:
        """Return what a sentence rests on: rule, notes, dots by city."""
        notes = self.numbered(sentence["notes"])
        votes = self.dots(sentence["votes"]) or self.words["no_votes"]
        words = self.words["reasons_notes" if notes else "reasons"]
        reasons = words.format(rule=sentence["rule"], notes=notes, votes=votes)
        if not sentence.get("edited"):
            return reasons
        return f"{reasons}; {self.words['edited'].format(original=sentence['original'])}"


def facts_of(workshop: Workshop, folder: CanvasFolder, written: Mapping[str, Any]) -> Facts:
    """Return the facts of a workshop whose draft is written."""
    language = written["language"]
    reading = read_workshop(workshop, canvas=folder.canvas)
    notes = tuple(_notes(reading, folder, written))
    return Facts(
        language=language,
        words=WORDS.get(language, WORDS["en"]),
        folder=folder,
        reading=reading,
        ballots=workshop.ballots,
        results=tuple(
            ballot_result(workshop, ballot)
            for ballot in workshop.ballots
            if ballot.state == "revealed" and ballot.kind != "dots"
        ),
        draft=written,
        notes=notes,
        numbers={note.id: note.number for note in notes},
        read={note.id: note for note in reading.all_notes()},
    )


def _notes(
    reading: Reading, folder: CanvasFolder, written: Mapping[str, Any]
) -> Iterator[PrintedNote]:
    measured, told = measure_all(reading), _told(written)
    number = 0
    for area in folder.canvas.areas:
        for one in measured[area.id].ranked():
            number += 1
            yield _printed(one, number, reading, folder, written["language"], told)


def _printed(
    one: Measured,
    number: int,
    reading: Reading,
    folder: CanvasFolder,
    language: str,
    told: Mapping[str, str],
) -> PrintedNote:
    note = one.note
    city = next((city for city in reading.cities if city.id == note.city), None)
    area = folder.canvas.area(note.area)
    facet = area.facet(note.facet) if area else None
    themes = {theme.id: theme.title for theme in reading.themes}
    groups = {group.id: _said(group.label, language) for group in folder.canvas.who}
    return PrintedNote(
        number=number,
        id=note.id,
        area=note.area,
        area_label=_said(area.label, language) if area else note.area,
        facet=note.facet or "",
        facet_label=_said(facet.label, language) if facet else "",
        who=note.who,
        who_labels=tuple(groups.get(group, group) for group in note.who),
        text=note.text,
        versions=note.translations,
        city=note.city,
        city_name=city.name if city else "",
        letters=city.letters if city else "",
        dots={known.id: note.dots.get(known.id, 0) for known in reading.cities},
        raw=one.raw,
        equal=one.equal,
        breadth=one.breadth,
        rank_raw=one.rank_raw,
        rank_equal=one.rank_equal,
        backing=f"{len(one.backers)}/{len(one.shares)}" if one.shares else "",
        used=told.get(note.id, ""),
        details=_details(note),
        theme=themes.get(note.theme or "", ""),
    )


def _runs(numbers: list[int]) -> Iterator[str]:
    """Yield numbers in order, three and more that follow each other as one: "7–9"."""
    for _, members in groupby(enumerate(numbers), key=lambda one: one[1] - one[0]):
        run = [number for _, number in members]
        if len(run) > LONGEST_LOOSE:
            yield f"{run[0]}–{run[-1]}"
        else:
            yield from map(str, run)


def _details(note: ReadNote) -> dict[str, str]:
    known = {name: getattr(note, name) for name in DETAILS}
    return {
        name: value if isinstance(value, str) else " ".join(value)
        for name, value in known.items()
        if value
    }


def _told(written: Mapping[str, Any]) -> dict[str, str]:
    """Return for each note the reason why no sentence carries it, else the rules that tell it."""
    left = {one["note_id"]: one["text"] for one in written["not_carried"]}
    rules: dict[str, set[str]] = {}
    for section in written["sections"]:
        for sentence in section["sentences"]:
            for note in sentence["notes"]:
                rules.setdefault(note, set()).add(sentence["rule"])
    return {note: ", ".join(sorted(known)) for note, known in rules.items()} | left


def _said(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()), "")
