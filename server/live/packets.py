"""Reads what comes up the socket, strictly: no NaN, no endless nesting, nothing binary."""

from typing import Any

import orjson

from server.desk.shapes import check_depth, load_json
from server.domain.refused import Refused

LONGEST_ID = 15  # digits of an ack id
_DIGITS = frozenset("0123456789")


class StrictJson:
    """Stands where the libraries expect the `json` module."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Return JSON text; orjson writes no NaN and no Infinity."""
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """Return the value of a JSON text. Raises: ValueError."""
        body = text.encode(errors="surrogatepass") if isinstance(text, str) else text
        try:
            check_depth(body)
        except Refused as no:
            raise ValueError(no.code) from None
        return load_json(body)


def is_broken(packet: str) -> bool:
    """Whether an engine.io packet is nothing the protocol knows: the client is then let go.

    The library would fail on it outside of any `try` and keep a ghost of the client. A packet of
    a known type that makes no sense is only dropped: see `is_dropped`.
    """
    if not packet or packet[0] not in _DIGITS:
        return True
    if packet[0] != "4" or len(packet) == 1:
        return False
    return packet[1] not in _DIGITS or packet[1] in "56"  # binary packets fill the memory


def is_dropped(packet: str, *, upgrading: bool) -> bool:
    """Whether an engine.io packet, not broken, is one that a client has no reason to send."""
    kind = packet[0]
    if kind in "25":
        return not upgrading
    return kind not in "134" or packet == "4"


class BadEvent(Exception):  # noqa: N818 says what came
    """An event that cannot be read; `ack_id` tells whom to answer, "" = nobody."""

    def __init__(self, ack_id: str) -> None:
        super().__init__(ack_id)
        self.ack_id = ack_id


def read_event(packet: str) -> tuple[str, str, Any]:
    """Return ack id ("" = none asked), name and payload of a socket.io event `2[…]`.

    The payload is that of the first argument; None where there is none.
    Raises: BadEvent.
    """
    begin = packet.find("[", 1, LONGEST_ID + 3)
    ack_id = packet[1:begin] if begin > 0 else ""
    if begin < 0 or not (ack_id == "" or (ack_id.isdigit() and ack_id.isascii())):
        raise BadEvent("")
    try:
        said = StrictJson.loads(packet[begin:])
    except ValueError:
        raise BadEvent(ack_id) from None
    if not said or not isinstance(said[0], str) or len(said) > 2:
        raise BadEvent(ack_id)
    return ack_id, said[0], said[1] if len(said) == 2 else None
