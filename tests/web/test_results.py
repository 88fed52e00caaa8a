"""Results over HTTP: rankings, what-if, drafts and files, on canvases of one's own too."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import requests
from places import REPO
from server_process import server_process

from tests.wire import Http

if TYPE_CHECKING:
    from server_process import ServerProcess

FOUR_AREAS = Path(__file__).parents[1] / "canvases" / "four_areas"
# EX1 of the method: dots on the notes a, b, c and d, and who voted.
EX1 = {"Oulu": [2, 11, 5, 2], "Sofia": [3, 0, 2, 1], "Helsingborg": [2, 1, 3, 0], "Malmö": [0] * 4}
_OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE = {"docx", "pptx", "xlsx", "zip"}  # all of them are zip files
MEDIA = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "zip": "application/zip",
}
VOTERS = {"Oulu": 10, "Sofia": 3, "Helsingborg": 3, "Malmö": 0}


class Room:
    """A workshop without sockets: every seat speaks HTTP."""

    def __init__(self, url: str, **given: Any) -> None:
        self.url = url
        self.made = Http(url).post("/workshops", {"title": "Night library"} | given)
        self.path = f"/workshops/{self.made['workshop']['id']}"
        self.helmi = self.join({"facilitator_key": self.made["facilitator_key"]})
        self.board = self.helmi.get(f"{self.path}/snapshot")["board"]

    def join(self, asked: dict[str, Any]) -> Http:
        return Http(self.url, Http(self.url).post("/join", asked)["token"])

    def seat(self, place: int, name: str) -> Http:
        code = self.made["invitations"]["cities"][place]["code"]
        return self.join({"code": code, "name": name})

    def do(self, seat: Http, kind: str, **fields: Any) -> Any:
        op = {"op_id": str(uuid.uuid4()), "type": kind, **fields}
        return seat.post(f"{self.path}/ops", op).get("id")

    def start(self, kind: str) -> None:
        self.do(self.helmi, "phase.start", phase=next(
            one["id"] for one in self.board["phases"] if one["kind"] == kind and not one["silent"]
        ))  # fmt: skip

    def get(self, what: str, **query: Any) -> Any:
        return self.helmi.get(f"{self.path}/{what}", params=query)


def test_a_frozen_draft_names_the_change_and_the_log_head_it_is_of(
    server: ServerProcess,
) -> None:
    room = Room(server.url, cities=[{"name": "Oulu"}])
    room.start("agree")
    room.do(room.helmi, "draft.freeze")
    frozen = room.get("export/json")

    room.do(room.helmi, "phase.lock", locked=True)

    told = room.get("draft")
    assert told["frozen"] == {
        "at": frozen["board"]["draft"]["frozen"]["at"],
        "seq": frozen["seq"],
        "log_head": frozen["log_head"],
    }
    room.do(room.helmi, "draft.unfreeze")
    thawed = room.get("draft")
    assert "frozen" not in thawed
    assert thawed["checksum"] != told["checksum"]
    assert thawed["sections"] == told["sections"]


def vote_like_the_example(room: Room) -> list[str]:
    """Let everybody of EX1 vote on four notes about value; return the notes' ids."""
    room.start("gather")
    notes = [room.do(room.helmi, "note.add", area="value", text=f"Note {name}") for name in "abcd"]
    room.start("vote")
    for place, (city, dots) in enumerate(EX1.items()):
        seats = [room.seat(place, f"{city} {number}") for number in range(VOTERS[city])]
        targets = [note for note, count in zip(notes, dots, strict=True) for _ in range(count)]
        for number, note in enumerate(targets):
            room.do(seats[number % len(seats)], "vote.place", target_id=note)
    room.start("agree")
    return notes


@pytest.fixture
def example(server: ServerProcess) -> tuple[Room, list[str]]:
    """Return the room of EX1 after its vote, and the notes a, b, c, d."""
    cities = [{"name": city} for city in EX1]
    settings = {"votes_each": 20, "note_cap": 20}
    room = Room(server.url, cities=cities, settings=settings)
    return room, vote_like_the_example(room)


def column(ranking: dict[str, Any], field: str, notes: list[str]) -> list[Any]:
    rows = {row["target_id"]: row[field] for row in ranking["areas"]["value"]}
    return [rows[note] for note in notes]


def test_the_example_of_the_method_comes_out_to_four_digits(
    example: tuple[Room, list[str]],
) -> None:
    room, notes = example

    equal, degressive = room.get("ranking"), room.get("ranking", weighting="degressive")
    pooled = room.get("ranking", weighting="pooled")

    close = {"abs": 5e-5}
    assert column(equal, "equal", notes) == pytest.approx([0.3111, 0.2389, 0.3611, 0.0889], **close)
    assert column(equal, "lift", notes) == pytest.approx([1.2444, 0.9556, 1.4444, 0.3556], **close)
    assert column(equal, "breadth", notes) == pytest.approx([2 / 3, 1 / 3, 1, 0])
    assert column(pooled, "share", notes) == pytest.approx(
        [0.2188, 0.3750, 0.3125, 0.0938], **close
    )
    assert column(degressive, "share", notes) == pytest.approx(
        [0.2655, 0.3060, 0.3371, 0.0913], **close
    )
    firsts = [one["areas"]["value"][0]["target_id"] for one in (equal, pooled, degressive)]
    assert firsts == [notes[2], notes[1], notes[2]]
    assert column(equal, "rank_raw", notes) == [3, 1, 2, 4]
    malmo = room.board["cities"][3]["id"]
    assert malmo not in equal["voting"]["value"]
    assert [dots[malmo] for dots in column(equal, "dots", notes)] == [0] * 4


def test_thresholds_are_changed_by_settings_and_asked_by_query(
    example: tuple[Room, list[str]],
) -> None:
    room, _ = example

    def rules(**asked: Any) -> set[str]:
        return {one["rule"] for one in room.get("findings", **asked)}

    assert "R30" in rules()
    assert "R30" not in rules(strong=1.5)
    assert "R30" in rules()  # a question stores nothing
    room.do(room.helmi, "workshop.settings", thresholds={"strong": 1.5})
    assert "R30" not in rules()
    assert "R30" in rules(strong="1.25")
    assert room.get("draft")["thresholds"]["strong"] == 1.5


@pytest.mark.parametrize("what", ["ranking", "findings", "draft"])
@pytest.mark.parametrize("query", ["min_cities=3", "STRONG=1", "strong=much", "weighting=loudest"])
def test_a_what_if_that_makes_no_sense_is_refused(
    server: ServerProcess, what: str, query: str
) -> None:
    room = Room(server.url, cities=[{"name": "Oulu"}])

    answer = room.helmi.get(f"{room.path}/{what}?{query}", expect=400)

    assert answer["error"]["code"] == "op.malformed"
    assert answer["error"]["field"] == query.partition("=")[0]


def test_a_workshop_in_finnish_gets_its_draft_and_files_in_finnish(server: ServerProcess) -> None:
    room = Room(server.url, title="Yökirjasto / 1", cities=[{"name": "Oulu"}], languages=["fi"])
    room.start("gather")
    room.do(room.helmi, "note.add", area="value", text="Auki yölläkin", facet="creation")
    headers = room.helmi.headers

    draft = room.get("draft")
    files = {
        kind: requests.get(
            f"{room.url}/api/v1{room.path}/export/{kind}", headers=headers, timeout=10
        )
        for kind in MEDIA
    }

    assert draft["language"] == "fi"
    assert draft["sections"][1]["title"] == "Yhteenveto"
    assert room.get("draft", language="en")["sections"][1]["title"] == "Summary"
    assert "## Yhteenveto" in files["md"].text
    names = {kind: file.headers["Content-Disposition"] for kind, file in files.items()}
    day = draft["status"]["date"]
    assert all(f"Y%C3%B6kirjasto-1-{day}.{kind}" in name for kind, name in names.items())
    assert {kind: file.headers["Content-Type"] for kind, file in files.items()} == MEDIA
    assert {kind for kind, file in files.items() if file.content.startswith(b"PK")} == OFFICE
    assert files["pdf"].content.startswith(b"%PDF-")


def test_a_canvas_of_ones_own_goes_the_whole_way_beside_a_broken_one(
    redis_server_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "canvases"
    shutil.copytree(FOUR_AREAS, folder / "four_areas")
    broken = Path(shutil.copytree(REPO / "canvases/business-model-canvas", folder / "broken"))
    (broken / "words.fi.toml").unlink()
    with server_process(redis_server_url, tmp_path, CANVASES_DIR=str(folder)) as server:
        listed = Http(server.url).get("/canvases")
        room = Room(
            server.url,
            canvas="four_areas",
            cities=[{"name": "Oulu"}, {"name": "Sofia"}],
            languages=["sv"],
        )
        notes = [room.do(room.helmi, "note.add", area="chances", text=text) for text in "abc"]
        room.start("vote")
        for place, name in enumerate(("Aino", "Elena")):
            room.do(room.seat(place, name), "vote.place", target_id=notes[1], dots=2)
        room.start("agree")
        draft, printed = room.get("draft"), room.get("export/md").decode()
        Http(server.url).post("/workshops/import", room.get("export/json"))

    assert [canvas["id"] for canvas in listed] == ["four_areas"]
    assert draft["core"]["slots"] == {"strength": [], "money": [], "chance": [notes[1]]}
    assert "Oulu och Sofia kan bygga på [ännu inte överenskommet" in draft["core"]["text"]
    told = {
        one["rule"]: one["text"] for section in draft["sections"] for one in section["sentences"]
    }
    assert told["R77"] == "2 av 2 städer vill ha ”b”."
    assert [one["areas"] for one in draft["findings"] if one["rule"] == "R01"]
    assert {one["note_id"] for one in draft["not_carried"]} == {notes[0], notes[2]}
    assert "Sammanfattning" in printed


def test_a_table_of_paper_notes_is_added_whole_or_not_at_all(server: ServerProcess) -> None:
    room = Room(server.url, cities=[{"name": "Oulu"}, {"name": "Sofia"}])
    room.start("gather")
    good, bad = "alue;teksti;kaupunki\nvalue;Yöllä;Oulu\nvalue;Öin;SO\n", "value;Hm;Atlantis\n"
    address, csv = f"{room.path}/notes/import", {"Content-Type": "text/csv"}

    refused = room.helmi.call("POST", address, 422, data=(good + bad).encode(), headers=csv)
    before = room.get("snapshot")["board"]["notes"]
    done = room.helmi.call("POST", address, 200, data=good.encode("cp1252"), headers=csv)
    after = room.get("snapshot")["board"]["notes"]

    assert refused["error"]["code"] == "import.rows"
    assert "line 4: city unknown" in refused["error"]["message"]
    assert refused["rows"] == [
        {"line": 4, "column": "city", "problem": "unknown", "value": "Atlantis"}
    ]
    assert before == []
    assert done["count"] == 2
    cities = {city["letters"]: city["id"] for city in room.get("snapshot")["board"]["cities"]}
    assert [(note["text"], note["city"]) for note in after] == [
        ("Yöllä", cities["OU"]),
        ("Öin", cities["SO"]),
    ]


def test_a_table_sent_twice_with_its_op_id_is_added_once(server: ServerProcess) -> None:
    room = Room(server.url, cities=[{"name": "Oulu"}])
    room.start("gather")
    address = f"{room.path}/notes/import?op_id={uuid.uuid4()}"

    acks = [room.helmi.call("POST", address, 200, data=b"area,text\nvalue,Once") for _ in range(2)]

    assert acks[0] == acks[1]
    assert len(room.get("snapshot")["board"]["notes"]) == 1


def test_the_pictures_are_served_with_their_facts_and_the_wheel_as_a_file(
    example: tuple[Room, list[str]],
) -> None:
    room, _ = example

    pictures = {one["id"]: one for one in room.get("pictures", language="fi")["pictures"]}
    svg = room.get("export/svg")

    assert list(pictures) == ["wheel", "bars-value"]
    assert pictures["bars-value"]["rows"][0] == ["Note c", 5, 2, 3, 0]
    assert pictures["bars-value"]["columns"][0] == "Lappu"
    assert ET.fromstring(svg).get("role") == "img"


def test_a_service_is_compared_once_the_phase_of_its_scores_is_left(server: ServerProcess) -> None:
    room = Room(server.url, cities=[{"name": "Oulu"}])
    aino = room.seat(0, "Aino")
    desk = room.do(room.helmi, "service.add", name="One-stop desk", state="new")
    room.do(room.helmi, "phase.start", phase="share")
    room.do(aino, "service.score", service_id=desk, criterion="need", value=5)
    before = room.get("comparison")["services"]
    room.do(room.helmi, "phase.start", phase="clockwise")

    after = room.get("comparison", cover=0.2)["services"]

    assert [one["state"] for one in (*before, *after)] == ["unscored", "ranked"]
    assert (after[0]["points"], after[0]["coverage"]) == (100, pytest.approx(0.2))
    assert room.get("orders") == {"areas": {}}
