"""Who is let in by a socket, and how somebody is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import socketio
from server_process import server_process
from socketio.exceptions import ConnectionError as Refusal

from tests.wire import Http, Person, code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from pathlib import Path

    from server_process import ServerProcess


@pytest.fixture
def made(server: ServerProcess) -> dict[str, Any]:
    return make_workshop(server.url, ["Oulu", "Sofia"])


@pytest.mark.parametrize(("token", "code"), [(None, "token.missing"), ("nonsense", "token.bad")])
def test_a_stranger_is_turned_away_with_the_reason(
    server: ServerProcess, token: str | None, code: str
) -> None:
    stranger = socketio.Client(reconnection=False)
    told: list[Any] = []
    stranger.on("connect_error", told.append)

    with pytest.raises(Refusal):
        stranger.connect(server.url, auth={"token": token}, wait_timeout=5)

    assert told[0]["data"]["code"] == code


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_who_connects_with_more_than_a_token_is_turned_away(
    server: ServerProcess, made: dict[str, Any], transport: str
) -> None:
    seat = Http(server.url).post("/join", {"code": code_of(made, 0), "name": "Aino"})
    stranger = socketio.Client(reconnection=False)
    told: list[Any] = []
    stranger.on("connect_error", told.append)
    auth = {"token": seat["token"], "role": "facilitator"}

    with pytest.raises(Refusal):
        stranger.connect(server.url, auth=auth, transports=[transport], wait_timeout=5)

    assert told[0]["data"]["code"] == "op.malformed"
    assert told[0]["data"]["field"] == "role"


def test_a_removed_seat_is_told_and_let_go(server: ServerProcess, made: dict[str, Any]) -> None:
    helmi = facilitate(server.url, made)
    aino = join(server.url, code_of(made, 0), "Aino")
    aino.socket.reconnection = False

    helmi.do("seat.remove", seat_id=aino.seat["id"])

    aino.wait(lambda: any("seat.removed" in str(frame) for frame in aino.frames))
    aino.wait(lambda: not aino.socket.connected)
    aino.http.get(f"/workshops/{aino.workshop_id}/snapshot", expect=403)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_token_may_come_as_a_bearer(
    server: ServerProcess, made: dict[str, Any], transport: str
) -> None:
    seat = Http(server.url).post("/join", {"code": code_of(made, 0), "name": "Aino"})
    headers = {"Authorization": f"Bearer {seat['token']}"}
    aino = socketio.Client(reconnection=False)

    aino.connect(server.url, headers=headers, transports=[transport], wait_timeout=5)

    assert (
        aino.call("enter", {"protocol": 1})["snapshot"]["you"]["seat"]["id"] == seat["seat"]["id"]
    )
    aino.disconnect()


def test_a_bad_bearer_is_turned_away_with_the_reason(server: ServerProcess) -> None:
    stranger = socketio.Client(reconnection=False)
    told: list[Any] = []
    stranger.on("connect_error", told.append)

    with pytest.raises(Refusal):
        stranger.connect(server.url, headers={"Authorization": "Bearer nonsense"}, wait_timeout=5)

    assert told[0]["data"]["code"] == "token.bad"
    assert told[0]["data"]["message"]


def test_who_is_in_an_erased_workshop_hears_so_and_is_let_go_in_every_process(
    redis_server_url: str, server: ServerProcess, tmp_path: Path
) -> None:
    with server_process(redis_server_url, tmp_path) as other:
        made = make_workshop(server.url, ["Oulu"])
        helmi = facilitate(server.url, made)
        aino = join(server.url, code_of(made, 0), "Aino")
        elena = join(other.url, code_of(made, 0), "Elena")
        people: list[Person] = [helmi, aino, elena]
        for person in people:
            person.socket.reconnection = False

        helmi.http.call("DELETE", f"/workshops/{helmi.workshop_id}", expect=204)

        for person in people:
            person.wait(lambda person=person: "workshop.erased" in str(person.frames))
            person.wait(lambda person=person: not person.socket.connected)
            person.http.get(f"/workshops/{person.workshop_id}/snapshot", expect=404)
