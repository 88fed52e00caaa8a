"""The lobby and the console: what those hear who wait or are removed, and what others hear."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.wire import Http, Person, code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from server_process import ServerProcess


class Waiting(Person):
    """Somebody who is connected and knows that `enter` will say no for a while."""

    def _connected(self) -> None:
        with self.heard:
            self.epoch = ""  # connected is enough
            self.heard.notify_all()

    def notices(self) -> list[str]:
        return [
            frame["code"] for frame in self.frames if isinstance(frame, dict) and "code" in frame
        ]

    def come_in(self) -> dict[str, Any]:
        self.epoch = None
        return self.enter()


def wait_at_the_door(url: str, code: str, name: str) -> Waiting:
    joined = Http(url).post("/join", {"code": code, "name": name})
    assert joined["waiting"] is True
    return Waiting(url, joined).connect()  # type: ignore[return-value]


def test_who_waits_hears_nothing_of_the_board_until_let_in(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu", "Sofia"], join="approval")
    helmi = facilitate(server.url, made)
    aino = wait_at_the_door(server.url, code_of(made, 0), "Aino-at-the-door")
    elena = wait_at_the_door(server.url, code_of(made, 1), "Elena")
    seat = f"/workshops/{aino.workshop_id}"

    assert aino.socket.call("enter", {"protocol": 1})["error"]["code"] == "seat.waiting"
    assert aino.op("note.add", area="value", text="early")["error"]["code"] == "seat.waiting"
    for path in ("snapshot", "changes?after=0", "people", "draft", "export/json"):
        assert aino.http.call("GET", f"{seat}/{path}", 403)["error"]["code"] == "seat.waiting"
    helmi.do("announce", text="for those who are in")
    told = helmi.http.get(f"{seat}/people")
    assert [one["name"] for one in told["lobby"]] == ["Aino-at-the-door", "Elena"]
    assert (told["waiting"], len(told["seats"])) == (2, 1)

    helmi.do("seat.admit", seat_id=aino.seat["id"])
    helmi.do("seat.refuse", seat_id=elena.seat["id"])

    aino.wait(lambda: "seat.admitted" in aino.notices())
    assert aino.come_in()["snapshot"]["you"]["seat"]["name"] == "Aino-at-the-door"
    elena.wait(lambda: "seat.refused" in elena.notices())
    assert elena.http.call("GET", f"{seat}/snapshot", 403)["error"]["code"] == "seat.refused"
    assert all(set(frame) == {"code", "message"} for frame in elena.frames)
    again = Http(server.url).post("/join", {"token": aino.token})
    assert "waiting" not in again


def test_only_who_lets_in_learns_who_waits(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu", "Sofia"])
    helmi = facilitate(server.url, made)
    lead, other, aino = (join(server.url, code_of(made, n), "Aino") for n in (0, 1, 0))
    for one in (lead, other):
        helmi.do("seat.promote", seat_id=one.seat["id"], role="city_lead")
    helmi.do("workshop.settings", join="approval")
    waiting = wait_at_the_door(server.url, code_of(made, 0), "Name-to-keep")
    people = f"/workshops/{lead.workshop_id}/people"
    aino.wait(lambda: any(f.get("waiting") == 1 for f in aino.frames if isinstance(f, dict)))

    for one in (aino, other):
        assert "Name-to-keep" not in json.dumps([one.frames, one.changes, one.see()])
    assert other.http.get(people)["lobby"] == []
    assert [one["id"] for one in lead.http.get(people)["lobby"]] == [waiting.seat["id"]]
    lead.do("seat.admit", seat_id=waiting.seat["id"])
    waiting.wait(lambda: "seat.admitted" in waiting.notices())


def test_a_removed_seat_is_turned_away_until_it_is_brought_back(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu"])
    helmi = facilitate(server.url, made)
    aino = join(server.url, code_of(made, 0), "Aino")
    people = f"/workshops/{aino.workshop_id}/people"
    helmi.do("seat.remove", seat_id=aino.seat["id"])
    assert Http(server.url).call("POST", "/join", 403, json={"token": aino.token})
    assert [one["name"] for one in helmi.http.get(people)["removed"]] == ["Aino"]

    helmi.do("seat.restore", seat_id=aino.seat["id"])

    assert helmi.http.get(people)["removed"] == []
    again = Http(server.url).post("/join", {"token": aino.token})
    assert again["seat"] == {**aino.seat, "name": "Aino"}


def test_only_the_code_of_a_city_opens_where_codes_are_asked_for(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu"], join="code")
    shared, (city,) = made["invitations"]["workshop"]["code"], made["invitations"]["cities"]
    body = {"code": shared, "name": "Aino", "city": city["city"]}

    no = Http(server.url).call("POST", "/join", 403, json=body)

    assert no["error"]["code"] == "join.city_code_needed"
    assert Http(server.url).post("/join", {"code": city["code"], "name": "Aino"})["token"]


def test_the_console_counts_notes_and_votes_left_and_says_no_more(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu", "Sofia"])
    helmi = facilitate(server.url, made)
    aino, lead = (join(server.url, code_of(made, n), "Aino") for n in (0, 1))
    helmi.do("seat.promote", seat_id=lead.seat["id"], role="city_lead")
    note = aino.do("note.add", area="value", text="hidden-thought")["id"]
    oulu, sofia = (one["city"] for one in made["invitations"]["cities"])
    people = f"/workshops/{aino.workshop_id}/people"
    aino.socket.emit("presence", {"state": "writing", "ready": True})
    aino.wait(lambda: any(_ready(frame, oulu) == 1 for frame in aino.frames))

    told = helmi.http.get(people)
    assert told["cities"][oulu] == {
        "connected": 1, "seats": 1, "ready": 1, "writing": 1, "notes": 1,
    }  # fmt: skip
    assert "notes" not in lead.http.get(people)["cities"][oulu]
    assert "hidden-thought" not in json.dumps(told)

    phases = {phase["kind"]: phase["id"] for phase in helmi.snapshot["board"]["phases"]}
    helmi.do("phase.start", phase=phases["vote"])
    aino.do("vote.place", target_id=note, dots=2)

    told = helmi.http.get(people)
    assert (told["cities"][oulu]["votes_left"], told["cities"][sofia]["votes_left"]) == (3, 5)
    assert told["cities"][oulu]["ready"] == 0  # a new phase began
    assert note not in json.dumps(told)


def _ready(frame: Any, city: str) -> int | None:
    is_people = isinstance(frame, dict) and "cities" in frame
    return frame["cities"][city]["ready"] if is_people else None
