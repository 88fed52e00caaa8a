"""What a socket may say: connect, enter, op, presence, clock."""

import time
from collections.abc import Callable
from typing import Any

import orjson
import structlog
from socketio.exceptions import ConnectionRefusedError as ConnectionRefused

from server.desk.acks import store_away
from server.desk.clock import now_text
from server.desk.desk import Desk
from server.desk.rates import Rates
from server.desk.reading import MOST_CHANGES
from server.desk.shapes import read_shape
from server.desk.tokens import Tokens, bearer_token
from server.domain.refused import Refused
from server.store.stored_workshop import StoreUnavailable

from .answers import error_answer, fault_answer
from .connections import Connection, Connections
from .fanout import Fanout
from .packets import BadEvent, read_event
from .people import People
from .schemas import ENTER, PRESENCE, PROTOCOL
from .transport import Transport, ack

LARGEST_SNAPSHOT = 64 * 1024  # bytes through the socket; a larger one is fetched over HTTP
SURELY_LARGE = 700  # notes, of 100 bytes at least: no need to write them all to know
EVENTS_A_SECOND = 20  # of one seat besides ops; a client sends a few a minute
EVENTS_AT_ONCE = 100  # a seat on several devices that all come back

Answer = Callable[[dict[str, Any]], None]

log = structlog.get_logger()


class Handlers:
    """The events of the default namespace, one after the other for each socket."""

    def __init__(
        self,
        desk: Desk,
        tokens: Tokens,
        *,
        transport: Transport,
        connections: Connections,
        fanout: Fanout,
        people: People,
    ) -> None:
        """Nothing is registered before `register`."""
        self._desk = desk
        self._tokens = tokens
        self._transport = transport
        self._connections = connections
        self._fanout = fanout
        self._people = people
        self._rates = Rates(rate=EVENTS_A_SECOND, burst=EVENTS_AT_ONCE)
        self._events = {"enter": self.enter, "presence": self.presence, "clock": self.clock}

    def register(self, server: Any) -> None:
        """Tell the socketio.Server which function is for what.

        Connecting is the library's. Events are taken from engine.io directly: a Flask context
        for each would halve what one core can carry, the library would call `connect` for an
        event of that name, and it could not wait with an ack until the op is in the log.
        """
        server.on("connect", self.connect)
        server.on("disconnect", self.disconnect)
        self._server = server
        self._connect_packet = server.eio.handlers["message"]
        server.eio.on("message", self.message)

    def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let a socket in that carries the token of a seat, in `auth` or as a Bearer."""
        try:
            workshop_id, seat_id = self._tokens.read(_token_of(auth, environ))
            with self._desk.turns.turn():
                self._desk.reading.seat(workshop_id, seat_id, may_wait=True)
                self._desk.watch(workshop_id)
        except Refused as no:
            raise ConnectionRefused(no.message, no.error()) from None
        except Exception:  # noqa: BLE001 the edge: whoever cannot be checked stays outside
            error = fault_answer()["error"]
            raise ConnectionRefused(error["message"], error) from None
        client = self._transport.client(self._server.manager.eio_sid_from_sid(sid, "/"))
        self._connections.add(Connection(sid, client, workshop_id, seat_id))
        self._people.connected(workshop_id, seat_id)

    def disconnect(self, sid: str, _reason: Any = None) -> None:
        """Forget a socket."""
        self._fanout.leave(sid)
        known = self._connections.remove(sid)
        if known is not None:
            self._desk.unwatch(known.workshop_id)
            self._people.disconnected(known.workshop_id, known.seat_id)

    def message(self, eio_sid: str, packet: Any) -> None:
        """Take one socket.io packet; what makes no sense is dropped, and never disturbs others."""
        kind = packet[:1] if isinstance(packet, str) else ""
        connection = self._connections.of_eio(eio_sid)
        if kind == "2":
            if connection is not None:
                self._event(connection, packet)
        elif kind == "1" or (kind == "0" and connection is None):
            try:
                self._connect_packet(eio_sid, packet)
            except (ValueError, RecursionError):
                log.info("packet_dropped")

    def _event(self, connection: Connection, packet: str) -> None:
        try:
            ack_id, name, payload = read_event(packet)
        except BadEvent as bad:
            no = Refused("op.malformed", "Send one JSON text: a name and one payload.")
            _answer_to(connection, bad.ack_id)(error_answer(no))
            return
        answer = _answer_to(connection, ack_id)
        try:
            if name == "op":
                size = len(packet) if packet.isascii() else len(packet.encode())
                self.op(connection, payload, answer, size=size)
                return
            handle = self._events.get(name)
            if handle is None:
                raise Refused("op.malformed", "This server does not know that event.")
            self._check_rate(connection)
            handle(connection, payload, answer)
        except Refused as no:
            answer(error_answer(no))
        except StoreUnavailable:
            answer(error_answer(store_away()))
        except Exception:  # noqa: BLE001 the edge: a fault of ours is logged and told as such
            answer(fault_answer())

    def op(self, connection: Connection, payload: Any, answer: Answer, *, size: int) -> None:
        """Take one op; its ack follows when it is in the log. Others may be sent meanwhile."""
        self._desk.performing.submit(
            connection.workshop_id, connection.seat_id, payload, answer, size=size
        )

    def enter(self, connection: Connection, payload: Any, answer: Answer) -> None:
        """Begin to listen: answer with the changes missed, or with a snapshot."""
        asked = read_shape(ENTER, {} if payload is None else payload)
        if asked.get("protocol", PROTOCOL) != PROTOCOL:
            raise Refused("protocol.unsupported", "Reload the page: the server is newer.")
        workshop_id, seat_id = connection.workshop_id, connection.seat_id
        seat = self._desk.reading.seat(workshop_id, seat_id)
        # From here on changes wait for this socket; what the answer tells is cut off later.
        self._fanout.enter(
            connection.sid,
            connection.client,
            workshop_id=workshop_id,
            seat_id=seat_id,
            role=seat["role"],
        )
        try:
            with self._desk.turns.turn():
                told = self._told(workshop_id, seat_id, asked)
        except BaseException:
            self._fanout.leave(connection.sid)
            raise
        standing = self._desk.reading.standing(workshop_id)
        answer({"ok": True, **told, **standing, "server_time": now_text()})
        self._fanout.release(connection.sid, after=told["seq"])

    def presence(self, connection: Connection, payload: Any, answer: Answer) -> None:
        """Note what somebody is doing."""
        said = read_shape(PRESENCE, payload)
        workshop_id, seat_id = connection.workshop_id, connection.seat_id
        self._people.present(
            workshop_id,
            seat_id,
            state=said["state"],
            ready=said.get("ready"),
            seq=said.get("seq"),
            board_hash=said.get("hash"),
        )
        answer({"ok": True})

    def clock(self, _connection: Connection, _payload: Any, answer: Answer) -> None:
        """Tell the time, so that a client can measure how far its clock is off."""
        answer({"server_time": now_text()})

    def _told(self, workshop_id: str, seat_id: str, asked: dict[str, Any]) -> dict[str, Any]:
        hosted = self._desk.hosted(workshop_id)
        missed = self._missed(workshop_id, seat_id, asked, hosted.epoch, hosted.seq)
        if missed is not None:
            return missed
        if len(hosted.workshop.notes) > SURELY_LARGE:
            return {"seq": hosted.seq, "epoch": hosted.epoch, "snapshot": None}
        snapshot = self._desk.reading.snapshot_json(workshop_id, seat_id, most=LARGEST_SNAPSHOT)
        told = {"seq": snapshot["seq"], "epoch": snapshot["epoch"]}
        if snapshot["board"] is None:
            return told | {"snapshot": None}
        people = self._people.recent(workshop_id)
        if snapshot["you"]["seat"]["role"] == "observer":
            people = {name: value for name, value in people.items() if name != "seats"}
        whole = orjson.dumps(snapshot | {"people": people})
        fits = len(whole) <= LARGEST_SNAPSHOT
        return told | {"snapshot": orjson.Fragment(whole) if fits else None}

    def _missed(
        self, workshop_id: str, seat_id: str, asked: dict[str, Any], epoch: str, seq: int
    ) -> dict[str, Any] | None:
        after = asked.get("seq")
        if after is None or asked.get("epoch") != epoch or not 0 <= seq - after <= MOST_CHANGES:
            return None
        try:
            told = self._desk.reading.changes_since(
                workshop_id, seat_id, after=after, epoch=epoch, limit=MOST_CHANGES
            )
        except Refused as no:
            if no.code.startswith("store."):
                return None  # the replica is here all the same
            raise
        if told["more"]:
            return None
        return {"seq": told["seq"], "epoch": told["epoch"], "changes": told["changes"]}

    def _check_rate(self, connection: Connection) -> None:
        name = f"{connection.workshop_id}:{connection.seat_id}"
        wait = self._rates.take(name, time.monotonic())
        if wait:
            raise Refused("op.too_fast", "A little slower, please.", retry_in_ms=wait)


def _token_of(auth: Any, environ: dict[str, Any]) -> Any:
    said = auth if isinstance(auth, dict) else {}
    unknown = next((name for name in said if name != "token"), None)
    if unknown is not None:
        raise Refused(
            "op.malformed", "Connect with your token and nothing else.", field=unknown[:40]
        )
    return said.get("token") or bearer_token(environ.get("HTTP_AUTHORIZATION", ""))


def _answer_to(connection: Connection, ack_id: str) -> Answer:
    def answer(said: dict[str, Any]) -> None:
        if ack_id:
            connection.client.send(ack(ack_id, orjson.dumps(said)))

    return answer
