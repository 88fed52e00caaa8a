"""Speaks to a server as anybody can: HTTP, and an official Socket.IO client for each seat."""

import contextlib
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
import socketio

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANSWER_WITHIN = 30.0  # seconds; an answer that takes longer counts as none


class WireError(Exception):
    """The server refused a request, or did not answer; the words say what and why."""


class Http:
    """Calls `/api/v1` of one server for one seat, or for nobody yet."""

    def __init__(self, url: str, token: str | None = None) -> None:
        """`url` is the address of the product, with its base path."""
        self._url = url.rstrip("/")
        self._http = requests.Session()
        # A proxy of the environment is for the way out, never for this machine.
        self._http.trust_env = urlsplit(url).hostname not in LOOPBACK
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str) -> Any:
        """Return the JSON of an answer. Raises: WireError."""
        return self._call("GET", path)

    def post(self, path: str, body: Any) -> Any:
        """Return the JSON of an answer. Raises: WireError."""
        return self._call("POST", path, json=body)

    def _call(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = self._http.request(
                method, f"{self._url}/api/v1{path}", timeout=ANSWER_WITHIN, **more
            )
            known = answer.json()
        except (requests.RequestException, ValueError) as fault:
            raise WireError(f"{self._url} does not answer as Citywheel does.") from fault
        if not answer.ok:
            error = known.get("error", {})
            raise WireError(f"{error.get('message', 'Refused')} ({error.get('code')})")
        return known


class Line:
    """One connection of a seat. A line that was cut is never mended: the seat takes another."""

    def __init__(self, url: str, token: str, hear: Callable[[str, Any], None]) -> None:
        """Connect. `hear` is told each event with its payload. Raises: WireError."""
        self._socket = socketio.Client(reconnection=False, handle_sigint=False)
        for event in ("changes", "people", "beat", "notice"):
            self._socket.on(event, lambda payload, event=event: hear(event, payload))
        at = urlsplit(url)
        try:
            self._socket.connect(
                f"{at.scheme}://{at.netloc}",
                socketio_path=f"{at.path.rstrip('/')}/socket.io",
                auth={"token": token},
                transports=["websocket"],
                wait_timeout=int(ANSWER_WITHIN),
            )
        except socketio.exceptions.ConnectionError as fault:
            raise WireError(f"No socket to {url}: {fault}.") from fault

    @property
    def is_up(self) -> bool:
        """Whether the server can be heard."""
        return bool(self._socket.connected)

    def enter(self, seq: int | None, epoch: str | None) -> dict[str, Any]:
        """Return the answer to `enter`. Raises: WireError."""
        asked: dict[str, Any] = {"protocol": 1}
        if seq is not None:
            asked |= {"seq": seq, "epoch": epoch}
        try:
            answer: dict[str, Any] = self._socket.call("enter", asked, timeout=ANSWER_WITHIN)
        except (socketio.exceptions.SocketIOError, OSError) as fault:
            raise WireError("No answer to enter.") from fault
        if not answer["ok"]:
            raise WireError(f"Not let in: {answer['error']['message']}")
        return answer

    def send(self, op: dict[str, Any], answer: Callable[[dict[str, Any]], None]) -> bool:
        """Send an op; `answer` is told its ack. Return whether it went on its way."""
        return self._emit("op", op, answer)

    def say(self, presence: dict[str, Any]) -> None:
        """Say whether the seat writes or is ready."""
        self._emit("presence", presence, None)

    def cut(self) -> None:
        """Cut the connection under the protocol, as a tunnel or a closed lid does."""
        websocket: Any = getattr(self._socket.eio, "ws", None)
        with contextlib.suppress(OSError, AttributeError):  # it is down already
            websocket.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Say goodbye."""
        self._socket.disconnect()

    def _emit(self, event: str, payload: Any, answer: Any) -> bool:
        if not self.is_up:
            return False
        try:
            self._socket.emit(event, payload, callback=answer)
        except (socketio.exceptions.SocketIOError, OSError):
            return False
        return True
