"""What a socket may say: connect, enter, op, presence, clock."""

from typing import Any

import orjson
from socketio.exceptions import ConnectionRefusedError as ConnectionRefused

from server.desk.clock import now_text
from server.desk.desk import MOST_CHANGES, Desk
from server.desk.shapes import read_shape
from server.desk.tokens import Tokens
from server.domain.refused import Refused

from .answers import error_answer, fault_answer
from .fanout import Fanout
from .people import People
from .schemas import ENTER, PRESENCE, PROTOCOL

LARGEST_SNAPSHOT = 64 * 1024  # bytes through the socket; a larger one is fetched over HTTP


class Handlers:
    """The events of the default namespace. The library calls them, one after the other a socket."""

    def __init__(self, desk: Desk, tokens: Tokens, fanout: Fanout, people: People) -> None:
        """Nothing is registered before `register`."""
        self._desk = desk
        self._tokens = tokens
        self._fanout = fanout
        self._people = people
        self._seats: dict[str, tuple[str, str]] = {}  # sid → workshop id, seat id

    def register(self, server: Any) -> None:
        """Tell the socketio.Server which function is for which event."""
        # On the server itself and not through Flask: a Flask context for each event would
        # halve what one core can carry.
        server.on("connect", self.connect)
        server.on("disconnect", self.disconnect)
        for event in (self.enter, self.op, self.presence, self.clock):
            server.on(event.__name__, _guarded(event))
        _after_each_event(server, self._after)

    def connect(self, sid: str, _environ: dict[str, Any], auth: Any = None) -> None:
        """Let a socket in that carries the token of a seat."""
        try:
            token = auth.get("token") if isinstance(auth, dict) else None
            workshop_id, seat_id = self._tokens.read(token)
            self._desk.seat(workshop_id, seat_id)
        except Refused as no:
            raise ConnectionRefused(no.message, no.error()) from None
        self._seats[sid] = (workshop_id, seat_id)
        self._desk.watch(workshop_id)
        self._people.connected(workshop_id, seat_id)

    def disconnect(self, sid: str, _reason: Any = None) -> None:
        """Forget a socket."""
        self._fanout.leave(sid)
        known = self._seats.pop(sid, None)
        if known is not None:
            self._desk.unwatch(known[0])
            self._people.disconnected(*known)

    def enter(self, sid: str, payload: Any = None) -> dict[str, Any]:
        """Begin to listen: answer with the changes missed, or with a snapshot."""
        asked = read_shape(ENTER, {} if payload is None else payload)
        if asked.get("protocol", PROTOCOL) != PROTOCOL:
            raise Refused("protocol.unsupported", "Reload the page: the server is newer.")
        workshop_id, seat_id = self._seats[sid]
        seat = self._desk.seat(workshop_id, seat_id)
        hosted = self._desk.hosted(workshop_id)
        # From here on changes wait for this socket; what the answer tells is cut off later.
        self._fanout.enter(sid, workshop_id=workshop_id, seat_id=seat_id, role=seat["role"])
        answer = self._missed(workshop_id, seat_id, asked, hosted.epoch, hosted.seq)
        if answer is None:
            snapshot = self._snapshot(workshop_id, seat_id)
            answer = {"seq": snapshot["seq"], "epoch": snapshot["epoch"], "snapshot": snapshot}
            if len(orjson.dumps(snapshot)) > LARGEST_SNAPSHOT:
                answer["snapshot"] = None
        told_to = self._fanout.listening(sid)
        if told_to is not None:
            told_to.waiting = [each for each in told_to.waiting if each["seq"] > answer["seq"]]
        return {"ok": True, **answer, "server_time": now_text()}

    def op(self, sid: str, payload: Any = None) -> dict[str, Any]:
        """Take one op and answer with its ack."""
        workshop_id, seat_id = self._seats[sid]
        return self._desk.perform(workshop_id, seat_id, payload)

    def presence(self, sid: str, payload: Any = None) -> None:
        """Note what somebody is doing."""
        said = read_shape(PRESENCE, payload)
        workshop_id, seat_id = self._seats[sid]
        self._people.present(
            workshop_id,
            seat_id,
            state=said["state"],
            ready=said.get("ready"),
            seq=said.get("seq"),
            board_hash=said.get("hash"),
        )

    def clock(self, _sid: str, _payload: Any = None) -> dict[str, Any]:
        """Tell the time, so that a client can measure how far its clock is off."""
        return {"server_time": now_text()}

    def _missed(
        self, workshop_id: str, seat_id: str, asked: dict[str, Any], epoch: str, seq: int
    ) -> dict[str, Any] | None:
        after = asked.get("seq")
        if after is None or asked.get("epoch") != epoch or not 0 <= seq - after <= MOST_CHANGES:
            return None
        told = self._desk.changes_since(
            workshop_id, seat_id, after=after, epoch=epoch, limit=MOST_CHANGES
        )
        if told["more"]:
            return None
        return {"seq": told["seq"], "epoch": told["epoch"], "changes": told["changes"]}

    def _snapshot(self, workshop_id: str, seat_id: str) -> dict[str, Any]:
        snapshot = self._desk.snapshot(workshop_id, seat_id)
        people = self._people.message(workshop_id)
        if snapshot["you"]["seat"]["role"] == "observer":
            del people["seats"]
        return snapshot | {"people": people}

    def _after(self, sid: str, event: str) -> None:
        if event == "enter":
            self._fanout.release(sid)


def _guarded(event: Any) -> Any:
    def answered(sid: str, *payloads: Any) -> Any:
        try:
            return event(sid, *payloads[:1])
        except Refused as no:
            return error_answer(no)
        except Exception:  # noqa: BLE001 the edge: a fault of ours is logged and told as such
            return fault_answer()

    return answered


def _after_each_event(server: Any, then: Any) -> None:
    # python-socketio sends the ack inside this method, so after it the ack is on its way and
    # changes may follow. A test of the order of ack and changes holds this hook.
    handle = server._handle_event_internal

    def handled(own: Any, sid: str, eio_sid: str, data: Any, namespace: str, id: Any) -> None:  # noqa: A002
        handle(own, sid, eio_sid, data, namespace, id)
        then(sid, data[0] if data else "")

    server._handle_event_internal = handled
