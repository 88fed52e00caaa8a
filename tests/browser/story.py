"""A whole workshop of four cities, told in ops: what is written, linked, scored and voted.

Everybody but those who are watched in a browser acts over HTTP. Notes are named by short words of
this file; `Story.ids` tells their ids.
"""

from __future__ import annotations

import uuid
from typing import Any

from wire import Http, make_workshop

CITIES = ("Oulu", "Sofia", "Helsingborg", "Leiden")
SEATS = 3  # of each city; the first becomes its lead

# name: area, facet, city, text, and what else is told of it
NOTES: dict[str, tuple[str, str, int, str, dict[str, Any]]] = {
    "queues": ("opportunity", "need", 0, "Queues at the desk", {"who": ["residents"]}),
    "nights": ("opportunity", "need", 1, "Nobody answers at night", {"who": ["residents"]}),
    "staff": ("opportunity", "need", 2, "Staff answer the same ten questions", {}),
    "register": ("opportunity", "enabler", 3, "One register of residents", {}),
    "answers": ("value", "creation", 1, "Answers at any hour", {"who": ["residents"]}),
    "hours": ("value", "capture", 0, "Two thousand hours saved a year", {"funding": "saving"}),
    "shared": ("value", "sharing", 2, "Cities share what it costs to run", {}),
    "trust": ("value", "creation", 3, "Residents trust the answer", {}),
    "people": (
        "advantage",
        "current",
        0,
        "People who know the registers",
        {"owner": "Digital office"},
    ),
    "brand": ("advantage", "current", 2, "A city that answers", {}),
    "terms": ("advantage", "to_develop", 1, "Words that everybody uses alike", {}),
    "helpdesk": ("advantage", "to_develop", 3, "A help desk of two", {}),
    "more": (
        "scalability",
        "volume",
        0,
        "Ten times the questions, same staff",
        {"cost_behaviour": "flat"},
    ),
    "permits": ("scalability", "functions", 1, "Permits on the same base", {}),
    "villages": (
        "scalability",
        "reach",
        3,
        "Villages around the city",
        {"cost_behaviour": "same_pace"},
    ),
    "copy": ("replicability", "copy", 1, "Taken over in a month", {}),
    "adapt": ("replicability", "adapt", 2, "Own words, same base", {}),
    "identity": ("replicability", "prerequisite", 3, "Signing in must be there", {}),
    "budget": (
        "sustainability",
        "economic",
        0,
        "In the base budget from year two",
        {"funding": "base_budget"},
    ),
    "elderly": (
        "sustainability",
        "social",
        1,
        "The elderly still get a person",
        {"tags": ["inclusion"]},
    ),
    "paper": ("sustainability", "environmental", 3, "Less paper, fewer trips", {}),
    "privacy": (
        "sustainability",
        "continuity",
        2,
        "Nobody keeps what was asked",
        {"tags": ["personal_data", "privacy"]},
    ),
}
PROMISES = [
    ("queues", "answers"), ("nights", "answers"), ("answers", "people"), ("hours", "people"),
    ("people", "more"), ("answers", "elderly"), ("more", "copy"), ("copy", "budget"),
    ("people", "budget"), ("answers", "copy"),
]  # fmt: skip
DELIVERIES = [
    ("budget", "hours"), ("copy", "identity"), ("more", "people"), ("people", "terms"),
    ("answers", "queues"), ("elderly", "helpdesk"),
]  # fmt: skip
SERVICES = ("One-stop desk", "Chatbot for the night", "Open data hub")
CRITERIA = (
    "need", "value", "advantage", "scalability", "replicability", "sustainability", "feasibility",
)  # fmt: skip
SCORES = ((5, 4, 3, 4, 4, 4, 3), (3, 4, 2, 5, 4, 3, 5), (2, 3, 4, 4, 5, 4, 4))
DOTS = (  # of the three seats of each city
    (
        "queues queues answers people budget",
        "answers hours more copy privacy",
        "queues answers people more elderly",
    ),
    (
        "nights nights answers terms copy",
        "answers trust permits copy elderly",
        "nights answers more copy budget",
    ),
    (
        "staff answers shared brand adapt",
        "queues shared brand more privacy",
        "answers answers people adapt budget",
    ),
    (
        "register trust people villages identity",
        "queues answers helpdesk more paper",
        "nights answers people identity budget",
    ),
)


class Seated(Http):
    """Somebody with a seat."""

    def __init__(self, url: str, joined: dict[str, Any]) -> None:
        super().__init__(url, joined["token"])
        self.joined = joined


class Story:
    """The workshop, its seats by city, and the ids of what was made."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.made = make_workshop(url, list(CITIES))
        self.at = f"/workshops/{self.made['workshop']['id']}"
        self.helmi = self._join(facilitator_key=self.made["facilitator_key"], name="Helmi")
        self.cities: list[str] = [one["city"] for one in self.made["invitations"]["cities"]]
        self.seats: list[list[Seated]] = []
        self.ids: dict[str, str] = {}

    def _join(self, **body: Any) -> Seated:
        return Seated(self.url, Http(self.url).post("/join", body))

    def act(self, someone: Http, *ops: dict[str, Any]) -> list[dict[str, Any]]:
        """Perform ops one after the other; every one of them must be accepted."""
        acks: list[dict[str, Any]] = []
        for start in range(0, len(ops), 50):
            body = [{"op_id": str(uuid.uuid4()), **op} for op in ops[start : start + 50]]
            acks += someone.post(f"{self.at}/ops", body)
        assert all(ack["ok"] for ack in acks), acks
        return acks

    def phase(self, name: str) -> None:
        self.act(self.helmi, {"type": "phase.start", "phase": name})

    def everybody(self) -> list[tuple[int, int, Seated]]:
        """Return (city, seat, who) of everybody who was joined here."""
        return [
            (city, place, one)
            for city, seats in enumerate(self.seats)
            for place, one in enumerate(seats)
        ]

    def join_cities(self, count: int = SEATS) -> None:
        """Join the seats of each city; the first of each is its lead."""
        for city, invited in enumerate(self.made["invitations"]["cities"]):
            names = [f"{CITIES[city]} {place}" for place in range(1, count + 1)]
            self.seats.append([self._join(code=invited["code"], name=name) for name in names])
            lead = self.seats[city][0].joined["seat"]["id"]
            promoted = {"seat_id": lead, "role": "city_lead", "city": invited["city"]}
            self.act(self.helmi, {"type": "seat.promote", **promoted})

    def write_notes(self) -> None:
        """Every city writes its notes and says what is known about them."""
        for city, seats in enumerate(self.seats):
            own = {name: note for name, note in NOTES.items() if note[2] == city}
            writes = [
                {"type": "note.add", "area": area, "facet": facet, "text": text}
                | {key: value for key, value in more.items() if key == "who"}
                for area, facet, _, text, more in own.values()
            ]
            acks = self.act(seats[0], *writes)
            self.ids |= {name: ack["id"] for name, ack in zip(own, acks, strict=True)}

    def describe_notes(self) -> None:
        """Everybody hears the notes; their cities tell what else is known."""
        for name, (_, _, city, _, more) in NOTES.items():
            told = {key: value for key, value in more.items() if key != "who"}
            if told:
                asked = {"type": "note.describe", "note_id": self.ids[name]} | told
                self.act(self.seats[city][0], asked)

    def add_services(self) -> None:
        """The facilitator lists the services, and what is known of each."""
        for name in SERVICES:
            ack = self.act(self.helmi, {"type": "service.add", "name": name, "state": "new"})[0]
            self.ids[name] = ack["id"]

    def link(self, pairs: list[tuple[str, str]], *, kind: str, walk: str) -> None:
        """Cities take turns to draw links."""
        for turn, (start, end) in enumerate(pairs):
            drawn = {"from": self.ids[start], "to": self.ids[end], "kind": kind, "walk": walk}
            self.act(self.seats[turn % len(CITIES)][1], {"type": "link.draw", **drawn})

    def score_notes(self, kind: str) -> None:
        """Everybody says how much each note matters, or how ready the city is."""
        for city, place, one in self.everybody():
            self.act(
                one,
                *(
                    {"type": "score.set", "note_id": self.ids[name], "kind": kind}
                    | {
                        "value": 1
                        + (turn * 3 + city * (2 if kind == "readiness" else 1) + place) % 5
                    }
                    for turn, name in enumerate(NOTES)
                ),
            )

    def score_services(self) -> None:
        """Everybody scores every service and shares out the points of the criteria."""
        for city, place, one in self.everybody():
            scores = [
                {"type": "service.score", "service_id": self.ids[name], "criterion": criterion}
                | {"value": min(5, max(1, value + (city * turn + place) % 3 - 1))}
                for name, row in zip(SERVICES, SCORES, strict=True)
                for turn, (criterion, value) in enumerate(zip(CRITERIA, row, strict=True))
            ]
            points = dict(zip(CRITERIA, (20, 20, 10, 10, 15, 15, 10), strict=True))
            self.act(one, *scores, {"type": "weights.split", "points": points})

    def vote(self, *, after: int = 0) -> None:
        """Everybody places five dots; in a later vote two cities have changed their minds."""
        for city, place, one in self.everybody():
            dots = DOTS[(city + after) % len(CITIES) if city < 2 * after else city][place].split()
            self.act(one, *({"type": "vote.place", "target_id": self.ids[dot]} for dot in dots))

    def tell_until_gaps(self) -> None:
        """Play the workshop up to the phase in which gaps are closed and services scored."""
        self.join_cities()
        self.write_notes()
        self.phase("share")
        self.describe_notes()
        self.add_services()
        self.phase("clockwise")
        self.link(PROMISES, kind="leads_to", walk="clockwise")
        self.score_notes("importance")
        self.phase("vote")
        self.vote()
        self.phase("anticlockwise")
        self.link(DELIVERIES, kind="requires", walk="anticlockwise")
        self.score_notes("readiness")
        self.phase("gaps")
        asked = {"type": "comment.add", "note_id": self.ids["answers"], "kind": "question"}
        self.act(self.seats[1][1], asked | {"text": "Who answers in Bulgarian?"})

    def tell_to_the_end(self) -> None:
        """Play on: services are scored, everybody votes again, and the draft is agreed on."""
        self.score_services()
        self.phase("second_vote")
        self.vote(after=1)
        self.phase("agree")

    def draft(self) -> dict[str, Any]:
        """Return the draft as it is now."""
        return dict(self.helmi.get(f"{self.at}/draft"))

    def sign_all(self, *, but: str) -> None:
        """The lead of every city adopts every section; the first city has not signed `but`."""
        for city, (lead, *_) in enumerate(self.seats):
            sections = [
                section["id"]
                for section in self.draft()["sections"]
                if section.get("city") in (None, self.cities[city])
            ]
            self.act(
                lead,
                *(
                    {"type": "draft.sign", "section": section, "verdict": "adopt"}
                    for section in sections
                    if city or section != but
                ),
            )
