"""A process beside the server that makes results of big boards, one after the other.

The server starts it (`desk/workers.py`) with a socket as standard input; it ends with that
socket, so no worker outlives its server.
"""

import contextlib
import ctypes
import gzip
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from server.canvas_files import CanvasFolder, load_canvases
from server.desk.frames import OUT_OF_MEMORY, receive_frame, send_frame
from server.desk.shapes import read_json
from server.desk.zipped import LEVEL, pack
from server.domain.change import changes_from
from server.domain.refused import Refused
from server.domain.state import Workshop
from server.domain.stored import from_state
from server.domain.workshop import EMPTY, apply_all
from server.export.read_json import read_export
from server.export.results import make_result

WORN = 0.4  # of its memory: a worker that holds more goes, as the next result may need the rest


def main(arguments: list[str]) -> None:
    """Answer until the server closes the socket: `canvases` folder, bytes of memory, seconds."""
    folder, memory, seconds = Path(arguments[0]), int(arguments[1]), int(arguments[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server; we go with it
    canvases = load_canvases(folder)
    limit_memory(memory)
    with socket.socket(fileno=0) as door:
        door.setblocking(True)  # noqa: FBT003 a green server leaves its sockets without waiting
        while (question := received(door)) is not None:
            # A server that is gone cannot end us, so we do it ourselves a little later.
            signal.alarm(seconds + 5)
            head, body = answer(*question, canvases)
            signal.alarm(0)
            give_back()
            if used_memory() > memory * WORN:
                head["is_last"] = True
            send_frame(door, head, [body])
            if head.get("is_last"):
                return


def received(door: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    """Return the next question, None at the end; one with no room for it ends the process."""
    try:
        return receive_frame(door)
    except MemoryError:  # what is left of the question stands in the socket: no answer can follow
        sys.exit(OUT_OF_MEMORY)


def limit_memory(most: int) -> None:
    """Let this process have `most` bytes of memory, where the system can promise that."""
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ValueError, OSError):  # macOS has no such limit
        return


def give_back() -> None:
    """Give memory that is free in this process back to the system, where glibc can."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def used_memory() -> int:
    """Return how much memory this process holds now, in bytes; 0 where the system does not say."""
    # Not `ru_maxrss`: that begins with what the server held when it started us.
    try:
        resident = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(resident) * resource.getpagesize()


def answer(
    asked: dict[str, Any], sent: bytes, canvases: Mapping[str, CanvasFolder]
) -> tuple[dict[str, Any], bytes]:
    """Return the head and the packed body of the answer; a fault is told without its values.

    `sent` is the shared part of a snapshot to be packed, a file to be checked, or the state to
    make a result of, or the log to replay for that (`is_log`).
    """
    try:
        if asked["kind"] == "snapshot":
            return {"ok": True}, pack(sent).to_bytes()
        if asked["kind"] == "import":
            known = {key: folder.canvas for key, folder in canvases.items()}
            read_export(read_json(sent), canvases=known)
            return {"ok": True}, b""
        is_log = asked.pop("is_log", False)
        workshop = replayed(sent) if is_log else from_state(read_state(sent))
        made = make_result(workshop, canvases[workshop.canvas_id], **asked)
        return {"ok": True}, gzip.compress(made, LEVEL, mtime=0)
    except Refused as no:
        return {"ok": False, "error": no.error()}, b""
    except MemoryError:
        return {"ok": False, "ended": "memory", "is_last": True}, b""
    except Exception as fault:  # noqa: BLE001 the edge of this process: told, never shown
        return {"ok": False, "ended": "fault", "fault": places_of(fault), "is_last": True}, b""


def replayed(log: bytes) -> Workshop:
    """Return the workshop after the changes the server wrote. Raises: MemoryError."""
    try:
        return apply_all(EMPTY, changes_from(log))
    except orjson.JSONDecodeError as fault:
        raise MemoryError from fault  # see `read_state`


def read_state(state: bytes) -> dict[str, Any]:
    """Return the state the server wrote. Raises: MemoryError."""
    try:
        found: dict[str, Any] = orjson.loads(state)
    except orjson.JSONDecodeError as fault:
        # The server wrote good JSON; this is what the library raises when it gets no memory.
        raise MemoryError from fault
    return found


def places_of(fault: Exception) -> str:
    """Return the kind of a fault and where it was; its words may hold what people wrote."""
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(fault.__traceback__)
    ]
    return f"{type(fault).__name__} at {' '.join(places)}"


if __name__ == "__main__":
    main(sys.argv[1:])
