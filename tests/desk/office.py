"""A desk over a real Redis, with its threads, for tests."""

from __future__ import annotations

import contextlib
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.canvas_files import load_canvases
from server.desk.desk import Desk
from server.desk.joining import Asked
from server.desk.making import MakeRequest
from server.settings import Settings
from server.store.redis_store import RedisStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.desk.making import Made

CANVASES = load_canvases(Path(__file__).parents[2] / "canvases")


@contextlib.contextmanager
def a_desk(redis_url: str, **settings: Any) -> Iterator[Desk]:
    """A started desk; without rate limits unless they are given."""
    limits = {"limit_seat_ops": 0, "limit_workshop_ops": 0} | settings
    chosen = Settings(**limits)
    store = RedisStore(redis_url, wait_replicas=chosen.wait_replicas)
    desk = Desk(store, canvases=CANVASES, settings=chosen)
    desk.start()
    try:
        yield desk
    finally:
        desk.stop()


def a_workshop(desk: Desk, *cities: str, **settings: Any) -> Made:
    named = [{"name": city} for city in (cities or ("Oulu", "Sofia"))]
    return desk.workshops.make(MakeRequest(title="Night library", cities=named, settings=settings))


def a_seat(desk: Desk, made: Made, city: int = 0, **more: Any) -> str:
    code = made.invitations["cities"][city]["code"]
    return desk.entrance.join(Asked(code=code, name="Aino", **more)).seat_id


def the_facilitator(desk: Desk, made: Made) -> str:
    return desk.entrance.join(Asked(facilitator_key=made.facilitator_key, name="Helmi")).seat_id


def op(op_type: str, /, **fields: Any) -> dict[str, Any]:
    return {"op_id": str(uuid.uuid4()), "type": op_type, **fields}


def wait_until(true: Callable[[], bool], within: float = 5.0) -> None:
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.005)
