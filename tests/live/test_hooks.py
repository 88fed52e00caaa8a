"""What we rely on inside the libraries. A new version that breaks one turns one of these red.

Each is named in `server/live/transport.py`, `straight.py`, `pings.py`, `websocket.py`,
`server/waking.py` or `server/serving.py`.
"""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import engineio
import pytest
from engineio import base_server, socket
from engineio.payload import Payload

from tests.live.raw import RawSocket
from tests.wire import Http, code_of, make_workshop

if TYPE_CHECKING:
    from server_process import ServerProcess


def source(of: Any) -> str:
    return inspect.getsource(of)


def test_engine_io_makes_its_websocket_from_the_table() -> None:
    made = source(socket.Socket._upgrade_websocket)

    assert "self.server._async['websocket'](" in made
    assert "self._websocket_handler, self.server)" in made
    assert "return ws(environ, start_response)" in made


def test_engine_io_sends_through_its_queue_and_tells_how_far_it_is() -> None:
    handled = source(socket.Socket._websocket_handler)
    closed = source(socket.Socket.close)

    assert "self.queue.put(pkt)" in source(socket.Socket.send)
    assert "self.queue.put(None)" in closed
    assert "self.queue.join()" in closed
    assert "decoded_pkt.data != 'probe'" in handled
    assert "self.queue.put(packet.Packet(packet.NOOP))" in handled
    for word in ("self.connected = True", "self.upgrading = True", "self.upgraded = True"):
        assert word in handled
    assert "if self.upgrading or self.upgraded:" in source(socket.Socket.handle_get_request)


def test_engine_io_starts_each_ping_where_we_take_it_over() -> None:
    sent = source(socket.Socket._send_ping)

    assert "self.server.start_background_task(self._send_ping)" in source(
        socket.Socket.schedule_ping
    )
    assert "self.schedule_ping()" in source(socket.Socket.receive)
    assert "s.schedule_ping()" in source(engineio.Server._handle_connect)
    assert "self.last_ping = time.time()" in sent
    assert "self.send(packet.Packet(packet.PING))" in sent
    assert "monitor_clients" in inspect.signature(base_server.BaseServer.__init__).parameters


def test_engine_io_takes_another_handler_for_messages() -> None:
    eio = engineio.Server(async_mode="threading")
    heard: list[Any] = []
    eio.on("message", lambda *said: heard.append(said))

    eio._trigger_event("message", "sid", "text", run_async=False)

    assert heard == [("sid", "text")]
    assert eio.handlers["message"] is not None
    assert "self.json.loads" in source(engineio.packet.Packet.decode)


def test_engine_io_asks_a_function_about_origins_with_the_environ() -> None:
    assert "self.cors_allowed_origins(origin, environ)" in source(
        base_server.BaseServer._cors_allowed_origins
    )


def test_the_number_of_packets_in_a_polling_request_is_ours() -> None:
    from server.live.sockets import MOST_PACKETS

    assert hasattr(Payload, "max_decode_packets")
    assert "self.max_decode_packets" in source(Payload.decode)
    assert MOST_PACKETS > 16


EVENTLET = """
import warnings
warnings.simplefilter("ignore")
import eventlet
eventlet.monkey_patch()
import eventlet.wsgi, http.server, inspect, socket, threading, time

one, other = (eventlet.greenio.GreenSocket(each) for each in
              __import__("eventlet").patcher.original("socket").socketpair())
try:
    one.fd.recv(1)
except BlockingIOError:
    print("fd does not block")
from server.waking import Waker
hub, asked, heard = eventlet.hubs.get_hub(), [], []
add = hub.add
hub.add = lambda *said: asked.append(said[1]) or add(*said)
place = Waker(eventlet, one.fileno())

def read():
    while len(heard) < 3:
        place.wait()
        heard.append(one.fd.recv(1))
    time.sleep(0.05)  # busy with other things, while more is there to read

thread = threading.Thread(target=read)
thread.start()
for _ in range(3):
    other.fd.send(b"a")
    time.sleep(0.01)
other.fd.send(b"b")
begun = time.process_time()
thread.join(2)
print(heard, asked.count(one.fileno()), time.process_time() - begun < 0.03)
place.close()
hub.add = add
one.fd.recv(1)

ended = []
thread = threading.Thread(target=lambda: ended.append(one.recv(1)))
thread.start()
time.sleep(0.01)
one.shutdown(socket.SHUT_RDWR)
thread.join(2)
print("shutdown wakes a reader" if ended == [b""] else ended)

given = inspect.signature(eventlet.wsgi.server).parameters
wanted = {"protocol", "environ", "max_size", "keepalive", "socket_timeout", "log_output", "debug"}
print("server takes what we give" if wanted <= set(given) else wanted - set(given))
print("sock.accept()" in inspect.getsource(eventlet.wsgi.server))
print("reuse_port" in inspect.signature(eventlet.listen).parameters)
own = vars(eventlet.wsgi.HttpProtocol)
print("_read_request_line" in own, hasattr(eventlet.wsgi.HttpProtocol, "parse_request"))
asked = inspect.getsource(own["setup"]) + inspect.getsource(own["_read_request_line"])
print("self.rfile = conn.makefile('rb'" in asked and "sock = self.connection\\n" in asked)
print("log_message" in inspect.getsource(http.server.BaseHTTPRequestHandler.log_error))
print("WSGI_LOCAL.already_handled" in inspect.getsource(own["handle_one_response"]))
print("get_socket" in vars(eventlet.wsgi.Input))
"""


def test_eventlet_is_as_we_need_it() -> None:
    told = subprocess.run(
        [sys.executable, "-c", EVENTLET], capture_output=True, text=True, timeout=20, check=False
    )

    assert told.stdout.split("\n") == [
        "fd does not block",
        "[b'a', b'a', b'a'] 1 True",
        "shutdown wakes a reader",
        "server takes what we give",
        "True",
        "True",
        "True True",
        "True",
        "True",
        "True",
        "True",
        "",
    ], told.stderr


@pytest.fixture(scope="module")
def token(server: ServerProcess) -> str:
    made = make_workshop(server.url, ["Oulu"])
    return Http(server.url).post("/join", {"code": code_of(made, 0), "name": "Aino"})["token"]


def test_a_websocket_is_ours_and_agrees_to_no_extension(server: ServerProcess, token: str) -> None:
    aino = RawSocket(server.url, token)

    assert b"101" in aino.head
    assert b"extensions" not in aino.head.lower()
    assert aino.call("clock", {})["server_time"]


def test_many_requests_follow_on_one_connection_and_websockets_end_theirs(
    server: ServerProcess, token: str
) -> None:
    aino = RawSocket(server.url, token)
    aino.say("1")

    assert aino.is_closed()
    assert "Traceback" not in server.log
