"""Says who plays: the facilitator and the seats of every city, who comes late, who drops out."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from .measures import Measures
from .seat import Person, Seat
from .texts import Pen
from .wire import Http

DROPS_OUT = 0.2  # of the seats, once
AWAY = (20.0, 60.0)  # seconds of the workshop
CITY_AWAY = 30.0  # seconds for which a whole city loses its connection
DROPS_BY = 0.6  # of the agenda; later hardly anybody is at work
COMES_LATE = 240.0  # seconds after the beginning
WITH_LATECOMERS = 4  # seats of a city, from which on its last one comes late


class Cast:
    """Everybody of one rehearsal. The same seed gives the same people with the same habits."""

    def __init__(
        self, url: str, workshop: Mapping[str, Any], *, seats: int, seed: int, measures: Measures
    ) -> None:
        """`workshop`: {key, languages, codes: {city name: code}}; `seats` in each city."""
        self._codes: Mapping[str, str] = workshop["codes"]
        self._languages: list[str] = workshop["languages"]
        self._chance = Random(seed)  # noqa: S311 it shall be the same again
        self._key: str = workshop["key"]
        lead = self._person(0, None, "Citywheel")
        self.facilitator = Seat(url, lead, measures)
        self.facilitator.join({"facilitator_key": self._key})
        self.titles = _titles(url, self.facilitator.board.board["canvas"])
        self.seats = [
            Seat(url, self._person(place * seats + number, city, "", of_city=number), measures)
            for place, city in enumerate(self._codes)
            for number in range(1, seats + 1)
        ]
        self._seats_each = seats

    def everybody(self) -> Iterator[Seat]:
        """Yield all who have entered."""
        yield self.facilitator
        yield from (seat for seat in self.seats if seat.seen is not None)

    def on_time(self) -> list[Seat]:
        """Return the seats that are there when it begins."""
        return [seat for seat in self.seats if not self._is_late(seat)]

    def way_in(self, seat: Seat) -> dict[str, str]:
        """Return what a seat joins with."""
        return {"code": self._codes[seat.person.city or ""]}

    def comes_after(self, seat: Seat) -> float:
        """Return how many seconds of the workshop pass before a late seat comes."""
        return COMES_LATE * seat.person.chance.random()

    def draw_absences(self, planned: float, *, least: float) -> None:
        """Settle who loses the connection and when: some seats, and one city as a whole."""
        for seat in self.seats:
            if self._chance.random() < DROPS_OUT:
                self._draw(seat, planned, max(least, self._chance.uniform(*AWAY)))
        city = self._chance.choice(list(self._codes))
        since = planned * DROPS_BY / 2
        for seat in self.seats:
            if seat.person.city == city:
                seat.person.absences.append((since, since + max(least, CITY_AWAY)))

    def title(self, phase: Mapping[str, Any]) -> str:
        """Return the title of a phase in the workshop's first language."""
        known = self.titles.get(phase["id"], {})
        return str(known.get(self._languages[0]) or phase["title"])

    def _draw(self, seat: Seat, planned: float, seconds: float) -> None:
        since = self._chance.uniform(0.05, DROPS_BY) * planned
        seat.person.absences.append((since, since + seconds))

    def _is_late(self, seat: Seat) -> bool:
        is_last = seat.person.number % self._seats_each == 0
        return self._seats_each >= WITH_LATECOMERS and is_last

    def _person(self, number: int, city: str | None, name: str, *, of_city: int = 0) -> Person:
        chance = Random(self._chance.getrandbits(64))  # noqa: S311
        language = self._languages[number % len(self._languages)]
        pen = Pen(language, chance)
        called = name or pen.name(city or "", of_city)
        return Person(number, city, called, language, chance, pen, is_lead=of_city == 1)


def _titles(url: str, canvas: str) -> dict[str, dict[str, str]]:
    """Return phase → language → title, as far as the canvas has words for it."""
    phases = Http(url).get(f"/canvases/{canvas}")["phases"]
    return {phase["id"]: titles for phase in phases if isinstance(titles := phase["title"], dict)}
