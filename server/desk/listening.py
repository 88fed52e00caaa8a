"""Who hears what was committed, and how it goes out."""

from collections.abc import Sequence
from typing import Protocol

from server.domain.change import Change

from .hosted import Hosted


class Listener(Protocol):
    """Who wants to hear what happened: the fan-out."""

    def changed(self, hosted: Hosted, changes: Sequence[Change]) -> None:
        """Hear committed changes, in seq order, once."""

    def replaced(self, hosted: Hosted) -> None:
        """Hear that the workshop has a new epoch: everybody needs a snapshot."""

    def erased(self, hosted: Hosted) -> None:
        """Hear that the workshop is no more."""


class Outlet(Protocol):
    """Where acks and changes go out: what is told in one round may travel together."""

    def hold(self) -> None:
        """Keep what is sent from now on."""

    def flush(self) -> None:
        """Send what was kept."""


class AtOnce:
    """An outlet that keeps nothing."""

    def hold(self) -> None:
        """Do nothing."""

    def flush(self) -> None:
        """Do nothing."""
