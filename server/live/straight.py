"""Carries a client's packets between its websocket and engine.io.

engine.io would keep a second thread for each client that only waits for something to send. Our
websocket never makes anybody wait, so what engine.io has to send is written where it is put. What
is relied on, held by `tests/live/test_hooks.py`: a Socket sends by `queue.put(packet)` and ends
by `queue.put(None)`; `connected`, `upgrading` and `upgraded` tell how far it is.
"""

from typing import Any

from engineio.exceptions import EngineIOError
from engineio.packet import NOOP, Packet

from .websocket import WebSocket

PROBE, PROBED, UPGRADE = "2probe", "3probe", "5"  # how a client changes from polling


class Straight:
    """Stands where a Socket expects its queue: nothing ever waits in it."""

    def __init__(self, websocket: WebSocket) -> None:
        """Write to `websocket`."""
        self._websocket = websocket

    def put(self, packet: Packet | None, *_: Any, **__: Any) -> None:
        """Send a packet; None = close."""
        if packet is None:
            self._websocket.close()
        else:
            self._websocket.send(packet.encode())

    def empty(self) -> bool:
        """Return that nothing waits."""
        return True

    def join(self) -> None:
        """Wait for nothing."""


def talk(client: Any, websocket: WebSocket) -> None:
    """Carry the packets of an engineio Socket until it ends."""
    if not _begin(client, websocket):
        return
    take = client.server._trigger_event
    try:
        while (text := websocket.wait()) is not None:
            if text[0] == "4":  # a message: past the reading of a packet, which tries it as JSON
                take("message", client.sid, text[1:], run_async=False)
            else:
                client.receive(Packet(encoded_packet=text))
    except EngineIOError:
        return  # closed meanwhile
    finally:
        client.close(wait=False, abort=True, reason=client.server.reason.TRANSPORT_CLOSE)


def _begin(client: Any, websocket: WebSocket) -> bool:
    """Make the websocket the client's way; return False when it did not want that."""
    if client.connected:
        client.upgrading = True  # a poll that comes now is answered with nothing
        is_upgraded = _probe(client, websocket)
        client.upgrading = False
        if not is_upgraded:
            return False
    before, client.queue = client.queue, Straight(websocket)
    while not before.empty():
        client.queue.put(before.get(block=False))
    client.connected = client.upgraded = True
    return True


def _probe(client: Any, websocket: WebSocket) -> bool:
    if websocket.wait() != PROBE:
        return False
    websocket.send(PROBED)
    client.queue.put(Packet(NOOP))  # ends the poll that waits
    return websocket.wait() == UPGRADE
