"""How the server and the peers are spoken to: entering a room, sending an op, reading frames."""

from __future__ import annotations

import time

import orjson

from .frames import BUFFER, Handshake, server_frame
from .room import Client, Room

MOST_VARIANTS = 4  # of a frame at one position, when batches end in different places
SOCKET_IO = "/socket.io/?EIO=4&transport=websocket"
WORDS = "A library that never closes, with tea, for people who cannot sleep in winter"


def text_of(number: int) -> str:
    """Return the text of an op; with its number in front an op is about 150 bytes."""
    return f"{number} {WORDS}"


def number_of(text: str) -> int | None:
    """Return the number an op's text begins with, None when it is not one of ours."""
    head = text.partition(" ")[0]
    return int(head) if head.isdigit() else None


def op_id(number: int) -> str:
    """Return a UUID that is another one for each op."""
    return f"00000000-0000-4000-8000-{number:012x}"


class Ours:
    """The wire of the product: websocket transport, one `changes` message a batch."""

    def enter(self, port: int, room: Room, token: str, *, receive_buffer: int = BUFFER) -> Client:
        """Connect with a seat's token and enter its workshop."""
        shake = Handshake(port, SOCKET_IO, receive_buffer=receive_buffer)
        shake.hear(beginning=b"0")
        shake.say(b"40" + orjson.dumps({"token": token}))
        shake.hear(beginning=b"40")
        shake.say(b'420["enter",{"protocol":1}]')
        answer = orjson.loads(shake.hear(beginning=b"430")[3:])[0]
        if not answer["ok"]:
            raise AssertionError(answer["error"]["message"])
        return Client(shake.socket, room, answer["seq"] + 1, rest=shake.rest)

    def op(self, client: Client, number: int) -> bytes:
        """Return an op: the first adds the client's note, later ones edit it."""
        op = {"op_id": op_id(number), "type": "note.add", "text": text_of(number)}
        if client.note_id:
            op |= {"type": "note.edit", "note_id": client.note_id}
        else:
            op["area"] = client.room.about["area"]
        return b"42%d%s" % (number, orjson.dumps(["op", op]))

    def read(self, client: Client, payload: bytes) -> bytes | None:
        """Read one frame; return what it asks to be answered."""
        if payload.startswith(b'42["changes",'):
            self._changes(client, payload)
        elif payload.startswith(b"43"):
            self._ack(client, payload)
        elif payload == b"2":
            return b"3"
        elif payload.startswith(b'42["beat",'):
            beat = orjson.loads(payload[2:])[1]
            client.room.beats[beat["seq"]] = beat["hash"]
        return None

    def _ack(self, client: Client, payload: bytes) -> None:
        head = payload.index(b"[")
        number, ack = int(payload[2:head]), orjson.loads(payload[head:])[0]
        room = client.room
        if not ack["ok"]:
            room.fault(f"op {number} was refused: {ack['error']['code']}")
            return
        if number in room.acked:
            room.fault(f"op {number} was answered twice")
        room.acked[number] = time.perf_counter()
        room.place(ack["seq"], number)
        client.note_id = client.note_id or ack["id"]

    def _changes(self, client: Client, payload: bytes) -> None:
        # A writer's own frame is like no other. Reading all of them in full would be most of
        # our work, so there the numbers at both ends and their count must do.
        if b'"op_id":' in payload:
            self._own_changes(client, payload)
            return
        room, position = client.room, client.position
        changes = orjson.loads(payload[2:])[1]
        seqs = [change["seq"] for change in changes]
        if seqs != list(range(position, position + len(seqs))):
            room.fault(f"heard {seqs[0]} to {seqs[-1]} where {position} was next")
            client.position = seqs[-1] + 1
            return
        for change in changes:
            if (number := number_of(text_in(change))) is not None:
                room.read_at[change["seq"]] = number
        client.position = position + len(seqs)
        variants = room.frames.setdefault(position, [])
        if len(variants) < MOST_VARIANTS:
            known = server_frame(payload)
            variants.append((known, len(known), client.position))

    def _own_changes(self, client: Client, payload: bytes) -> None:
        first = seq_at(payload, payload.index(b'"seq":'))
        last = seq_at(payload, payload.rindex(b'"seq":'))
        if first != client.position or payload.count(b'"seq":') != last - first + 1:
            client.room.fault(f"heard {first} to {last} where {client.position} was next")
        client.position = last + 1


def text_in(change: dict) -> str:
    """Return the text a change tells, "" when it tells none."""
    return change.get("text") or change.get("note", {}).get("text") or ""


def seq_at(payload: bytes, at: int) -> int:
    """Return the number after the `"seq":` that stands at `at`."""
    digits = payload[at + 6 : at + 26].lstrip()
    end = 0
    while digits[end : end + 1].isdigit():
        end += 1
    return int(digits[:end])


class Relay:
    """What both relays have in common: no seq; the order is what the first listener hears."""

    def _hear(self, client: Client, payload: bytes, number: int) -> None:
        room, position = client.room, client.position
        client.position = position + 1
        if position in room.frames:
            room.fault(f"two clients heard different ops at {position}")
            return
        known = server_frame(payload)
        room.frames[position] = [(known, len(known), position + 1)]
        room.place(position, number)


class SocketIoRelay(Relay):
    """The bare socket.io relay."""

    def enter(
        self, port: int, room: Room, _token: str = "", *, receive_buffer: int = BUFFER
    ) -> Client:
        """Connect and join the room."""
        shake = Handshake(port, SOCKET_IO, receive_buffer=receive_buffer)
        shake.hear(beginning=b"0")
        shake.say(b"40")
        shake.hear(beginning=b"40")
        shake.say(b"420" + orjson.dumps(["enter", {"room": room.key}]))
        shake.hear(beginning=b"430")
        return Client(shake.socket, room, room.start, rest=shake.rest)

    def op(self, _client: Client, number: int) -> bytes:
        """Return an op as long as one of ours."""
        return b"42%d%s" % (number, orjson.dumps(["op", relay_op(number)]))

    def read(self, client: Client, payload: bytes) -> bytes | None:
        """Read one frame; return what it asks to be answered."""
        if payload.startswith(b'42["op",'):
            op = orjson.loads(payload[2:])[1]
            self._hear(client, payload, number_of(op["text"]))
        elif payload.startswith(b"43"):
            number = int(payload[2 : payload.index(b"[")])
            client.room.acked[number] = time.perf_counter()
        elif payload == b"2":
            return b"3"
        return None


class WsRelay(Relay):
    """The bare ws relay; hearing one's own op is the ack."""

    def enter(
        self, port: int, room: Room, _token: str = "", *, receive_buffer: int = BUFFER
    ) -> Client:
        """Connect and name the room."""
        shake = Handshake(port, "/", receive_buffer=receive_buffer)
        shake.say(room.key.encode())
        shake.hear(beginning=b"entered")
        return Client(shake.socket, room, room.start, rest=shake.rest)

    def op(self, _client: Client, number: int) -> bytes:
        """Return an op as long as one of ours."""
        return orjson.dumps(relay_op(number))

    def read(self, client: Client, payload: bytes) -> None:
        """Read one frame."""
        number = number_of(orjson.loads(payload)["text"])
        self._hear(client, payload, number)
        client.room.acked[number] = time.perf_counter()


def relay_op(number: int) -> dict[str, str]:
    """Return what the relays carry."""
    op = {"op_id": op_id(number), "type": "note.edit", "text": text_of(number)}
    return op | {"note_id": "a1b2c3d4e5f6"}
