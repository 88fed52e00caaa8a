"""Bad input is answered or dropped; whoever sent it may go, and nobody else notices."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.live.raw import BINARY, TEXT, RawSocket, request
from tests.wire import Http, Person, code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from server_process import ServerProcess

KEEPS = [
    "9", "4", "48", "44{}", "42", "42[]", '42"op"', "42[7]", "42[{}]", '42/admin,["op",{}]', "40",
    "40/x?token=secret-of-mine,", '0{"sid":"x"}', "3", "5", "2probe", "6", "4399[1]", '42["op"',
    '42["connect",{}]', '42["disconnect","x"]', '42["connect_error",{}]', '42["message","hi"]',
    '42\u0661["op",{}]', "42" + "9" * 200 + '["op",{}]', '42["op",{},{},{}]',
]  # fmt: skip
ENDS = [
    "", "x", "²", "b123", "d=4", "4x", "4" + "[" * 20_000, '451-["op",{"_placeholder":true}]',
    "461-[1]",
]  # fmt: skip
ANSWERED = [
    '["op",{"x":NaN}]', '["op",{"x":-Infinity}]', '["op",{"x":1e400}]', '["nope",{}]',
    '["disconnect","x"]', '["__proto__",{}]', '["op"]', '["op",null]', '["op","x"]', '["op",{},1]',
    '["op",' + "[" * 900 + "]" * 900 + "]", '["op",{"x":' + "9" * 5000 + "}]",
    '["op",{"a":"\\ud800"}]',
    '["op",{"op_id":"x"}]', '["enter",{"surprise":1}]', '["enter",[]]', '["presence",{}]',
]  # fmt: skip


UPGRADE = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture(scope="module")
def made(server: ServerProcess) -> dict[str, Any]:
    return make_workshop(server.url, ["Oulu", "Sofia"], silent=False)


@pytest.fixture(scope="module")
def witnesses(server: ServerProcess, made: dict[str, Any]) -> list[Person]:
    """Two who must notice nothing: one over a websocket, one polling."""
    return [
        join(server.url, code_of(made, 1), f"Witness {way}", transports=[way])
        for way in ("websocket", "polling")
    ]


@pytest.fixture
def token(server: ServerProcess, made: dict[str, Any]) -> str:
    return Http(server.url).post("/join", {"code": code_of(made, 0), "name": "Mallory"})["token"]


@pytest.fixture(autouse=True)
def undisturbed(server: ServerProcess, witnesses: list[Person]) -> Any:
    yield
    seq = witnesses[0].do("note.add", area="value", text="still here")["seq"]
    for witness in witnesses:
        witness.wait_for(seq)
        assert witness.reconnects == 1
    assert "Traceback" not in server.log
    assert "secret-of-mine" not in server.log


def connected(person: Person, seat_id: str) -> bool:
    seats = person.http.get(f"/workshops/{person.workshop_id}/people")["seats"]
    return next(seat["connected"] for seat in seats if seat["id"] == seat_id)


@pytest.mark.parametrize("packet", KEEPS, ids=lambda packet: ascii(packet)[:30])
def test_what_makes_no_sense_is_dropped_and_the_socket_lives(
    server: ServerProcess, token: str, packet: str
) -> None:
    mallory = RawSocket(server.url, token)

    mallory.say(packet)

    assert mallory.call("clock", {}, ack=77)["server_time"]
    mallory.close()


@pytest.mark.parametrize("packet", ENDS, ids=lambda packet: ascii(packet)[:30])
def test_what_is_not_of_the_protocol_ends_the_socket_at_once(
    server: ServerProcess, token: str, packet: str
) -> None:
    mallory = RawSocket(server.url, token)

    mallory.say(packet)

    assert mallory.is_closed(within=2)


@pytest.mark.parametrize("event", ANSWERED, ids=lambda event: event[:30])
def test_a_bad_event_gets_an_answer_that_names_it(
    server: ServerProcess, token: str, event: str
) -> None:
    mallory = RawSocket(server.url, token)

    mallory.say("427" + event)

    ack = json.loads(mallory.hear(lambda text: text.startswith("437["))[3:])[0]
    assert ack["error"]["code"] == "op.malformed"
    mallory.close()


def test_a_large_event_is_refused_and_a_larger_frame_ends_the_socket(
    server: ServerProcess, token: str
) -> None:
    mallory = RawSocket(server.url, token)

    ack = mallory.call("op", {"type": "note.add", "text": "ж" * 10_000})
    mallory.say("x" * 70_000)

    assert ack["error"]["code"] == "op.too_large"
    assert mallory.is_closed(within=2)


def test_frames_that_break_the_websocket_end_it(server: ServerProcess, token: str) -> None:
    binary, unmasked, endless, bad_text = (RawSocket(server.url, token) for _ in range(4))

    binary.frame(BINARY, b"\x00\xff" * 500)
    unmasked.frame(TEXT, b'42["op",{}]', masked=False)
    bad_text.frame(TEXT, b"42\xff\xfe")
    endless.frame(TEXT, b"4" * 60_000, final=False)
    endless.frame(0, b"4" * 60_000, final=False)

    for mallory in (binary, unmasked, endless, bad_text):
        assert mallory.is_closed(within=2)


def test_no_ghost_stays_of_a_socket_that_was_ended(
    server: ServerProcess, made: dict[str, Any]
) -> None:
    helmi = facilitate(server.url, made)
    seat = Http(server.url).post("/join", {"code": code_of(made, 0), "name": "Mallory"})
    mallory = RawSocket(server.url, seat["token"])
    helmi.wait(lambda: connected(helmi, seat["seat"]["id"]))

    mallory.say("x")

    assert mallory.is_closed(within=2)
    helmi.wait(lambda: not connected(helmi, seat["seat"]["id"]), within=2)
    helmi.leave()


def test_a_stranger_with_a_false_token_is_told_and_no_error_lets_one_in(
    server: ServerProcess,
) -> None:
    for auth in ("", "[]", '"x"', "7", '{"token":["a"]}', '{"token":{}}', '{"token":"a.b.c"}'):
        stranger = RawSocket(server.url)
        stranger.say("40" + auth)
        told = stranger.hear(lambda text: text.startswith("4") and text != "4")

        assert json.loads(told[2:])["data"]["code"] in ("token.missing", "token.bad"), auth
        stranger.say('427["clock",{}]')
        stranger.close()


def polling(server: ServerProcess, token: str) -> str:
    """Connect over polling and return the address of the session."""
    address = f"{server.url}/socket.io/?EIO=4&transport=polling"
    opened = json.loads(requests.get(address, timeout=5).text[1:])
    address += f"&sid={opened['sid']}"
    requests.post(address, data="40" + json.dumps({"token": token}), timeout=5)
    assert requests.get(address, timeout=5).text.startswith("40")
    return address


@pytest.mark.parametrize(
    "body", [b"x", b"\xff\xfe", b"d=4", b"4x", b'451-["op",{}]', b"2\x1e" * 300, b"4" * 70_000, b""]
)
def test_a_bad_polling_request_is_refused_and_its_session_ended(
    server: ServerProcess, token: str, body: bytes
) -> None:
    address = polling(server, token)

    answer = requests.post(address, data=body, timeout=5)
    after = requests.get(address, timeout=5)

    assert answer.status_code == 400
    assert after.status_code == 400


def test_two_hundred_packets_in_one_polling_request_all_count(
    server: ServerProcess, token: str, witnesses: list[Person]
) -> None:
    address = polling(server, token)
    ops = [
        f'42["op",{{"op_id":"00000000-0000-4000-8000-{n:012d}","type":"note.add",'
        f'"area":"value","text":"p{n}"}}]'
        for n in range(200)
    ]

    assert requests.post(address, data="\x1e".join(ops).encode(), timeout=5).status_code == 200

    def texts() -> list[str]:
        added = [change for change in witnesses[0].changes if change["type"] == "note.added"]
        return [each["note"]["text"] for each in added if each["note"]["text"].startswith("p")]

    witnesses[0].wait(lambda: len(texts()) == 200)
    assert texts() == [f"p{n}" for n in range(200)]


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("EIO=4&transport=polling&j=0", {}),
        ("EIO=3&transport=polling", {}),
        ("EIO=4&transport=nonsense", {}),
        ("EIO=4&transport=polling&sid=a%0d%0aX-Evil:1", {}),
        ("EIO=4&transport=polling", {"Origin": "https://evil.example"}),
        ("EIO=4&transport=polling", {"Origin": "null"}),
        ("EIO=4&transport=websocket", {}),
    ],
)
def test_requests_that_are_not_for_us_are_turned_away(
    server: ServerProcess, query: str, headers: dict[str, str]
) -> None:
    answer = requests.get(f"{server.url}/socket.io/?{query}", headers=headers, timeout=5)

    assert answer.status_code == 400
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize(
    "text",
    [
        "POST /api/v1/join HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "GET /" + "a" * 9000 + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a" * 9000 + "\r\n\r\n",
        UPGRADE + "Upgrade: websocket\r\n\r\n",
        UPGRADE + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        UPGRADE + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
    ],
)
def test_a_broken_request_gets_a_4xx(server: ServerProcess, text: str) -> None:
    assert request(server.url, text, within=2).split(b" ")[1].startswith(b"4")


@pytest.mark.parametrize(
    "hello", [b"\x16\x03\x01\x00\xc8\x01\r\n\r\n", b"\x16\x03\x01\x00\xc8\x01", b"\0", b"\x80.\x01"]
)
def test_something_that_is_not_http_is_let_go_at_once(server: ServerProcess, hello: bytes) -> None:
    said, begun = len(server.log), time.monotonic()

    answer = request(server.url, hello, within=4)

    assert answer == b""
    assert time.monotonic() - begun < 2
    assert len(server.log[said:].splitlines()) <= 1
    assert server.log.count("not_http") <= 1


def test_a_request_that_cannot_be_read_is_answered_and_not_repeated_in_the_log(
    server: ServerProcess,
) -> None:
    said = len(server.log)

    answer = request(server.url, b"GET secret-of-mine and more words HTTP/1.1\r\n\r\n", within=2)

    assert b" 400 " in answer.splitlines()[0]
    assert server.log[said:] == ""


def test_a_client_that_never_pauses_keeps_nobody_waiting(
    server: ServerProcess, token: str, witnesses: list[Person]
) -> None:
    mallory = RawSocket(server.url, token)
    mallory.socket.settimeout(10)
    longest = 0.0
    for _ in range(10):
        mallory.socket.sendall((b"\x81\x82\0\0\0\0" + b"43") * 2000)
        begun = time.monotonic()
        assert requests.get(f"{server.url}/healthz", timeout=5).ok
        longest = max(longest, time.monotonic() - begun)
    mallory.close()

    assert longest < 0.5
