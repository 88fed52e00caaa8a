"""Opens what commands work on; every fault becomes one sentence and a status that is not 0."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from server import create_app
from server.domain.refused import Refused
from server.settings import Settings, SettingsError, read_settings
from server.store.archive import Archive
from server.store.connection import connect
from server.store.records import Damaged
from server.store.stored_workshop import StoreUnavailable, UnknownWorkshop

Answer = TypeVar("Answer")


def the_settings() -> Settings:
    """Return the settings of the environment, or end with every fault of them."""
    try:
        return read_settings(os.environ)
    except SettingsError as fault:
        raise SystemExit("\n".join(fault.faults)) from None


def the_app(settings: Settings) -> Any:
    """Return the app; nothing of it is started."""
    try:
        return create_app(settings)
    except StoreUnavailable:
        raise SystemExit(f"Redis at {shown(settings.redis_url)} does not answer.") from None


def the_desk() -> Any:
    """Return a desk over the Redis of the settings."""
    return the_app(the_settings()).extensions["citywheel"].desk


def the_archive() -> Archive:
    """Return the archive over the Redis of the settings."""
    return Archive(connect(the_settings().redis_url))


@contextmanager
def told() -> Iterator[None]:
    """End with one sentence when something inside the block is refused or fails."""
    try:
        yield
    except Refused as no:
        raise SystemExit(f"{no.message} ({no.code})") from None
    except UnknownWorkshop:
        raise SystemExit("There is no such workshop here.") from None
    except StoreUnavailable:
        raise SystemExit("Redis does not answer.") from None
    except Damaged as fault:
        raise SystemExit(f"Damaged: {fault}.") from None
    except OSError as fault:
        raise SystemExit(f"{fault.filename or 'The file'}: {fault.strerror}.") from None


def asked(question: Callable[[Any], Answer]) -> Answer:
    """Return what the desk answers to `question`, or end with a sentence."""
    desk = the_desk()
    with told():
        return question(desk)


def shown(url: str) -> str:
    """Return an address of Redis without its password."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def counted(number: int, noun: str) -> str:
    """Return "1 workshop", "2 workshops"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
