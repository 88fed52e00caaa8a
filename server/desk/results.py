"""Gives results of a workshop: made at once when it is small, else once for all in a worker."""

import math
import threading
import time
import weakref
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.domain.drafting import with_frozen_head
from server.domain.refused import Refused
from server.domain.state import Workshop
from server.domain.stored import state_parts
from server.store.stored_workshop import StoreUnavailable

from .acks import store_away
from .hosted import Hosted
from .rates import Rates, check_rate
from .workers import Workers

SMALL_BOARD = 20  # notes; the slowest result of so many, Markdown, holds the loop for 4 ms
MOST_KEPT = 32 * 1024 * 1024  # bytes of finished results, gzipped
FAILED_FOR = 30  # seconds a failure answers the same question, so that it ends one worker only
SEAT_RATE = 2  # results a second that one seat may have made; what is kept costs nothing
SEAT_BURST = 20

Question = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The bytes of a result, gzipped when a worker made it."""

    body: bytes
    is_zipped: bool


@dataclass(slots=True)
class _Making:
    """A result that is being made, or was; everybody who asks the same waits for the same."""

    done: threading.Event = field(default_factory=threading.Event)
    result: Result | None = None
    refusal: Refused | None = None
    failed_at: float = -math.inf


@dataclass(slots=True)
class _Moment:
    """The results of one workshop at one seq."""

    epoch: str
    seq: int
    made: dict[Question, _Making] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(len(each.result.body) for each in self.made.values() if each.result)


class Results:
    """Makes results and keeps them while the workshop stands still.

    A result is the same for every seat (hidden things are only counted), so the question alone
    names it: workshop, epoch, seq, kind, language, weighting, pairs, thresholds, whether rooms
    count, which ballots are compared.
    """

    def __init__(
        self,
        *,
        make: Callable[..., bytes],
        canvases: Mapping[str, Any],
        workers: Workers,
        head_at: Callable[[str, int], str | None],
        heavy: Collection[str] = (),
        is_limited: bool = True,
    ) -> None:
        """`make` is `export/results.py`'s, handed in: the desk does not know exports.

        `head_at` is the store's.
        Results of the `heavy` kinds are never made by the server itself while it has workers.
        """
        self._make = make
        self._canvases = canvases
        self._workers = workers
        self._head_at = head_at
        self._heavy = heavy
        self._seats = Rates(rate=SEAT_RATE if is_limited else 0, burst=SEAT_BURST)
        # Weak: a workshop that is erased, or leaves this process, takes its results along.
        self._moments: weakref.WeakKeyDictionary[Hosted, _Moment] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def of(
        self,
        hosted: Hosted,
        kind: str,
        *,
        seat_id: str | None = None,
        language: str = "en",
        weighting: str | None = None,
        thresholds: Mapping[str, Any] | None = None,
        pairs: str | None = None,
        hub: str = "with",
        compared: Sequence[str] = (),
    ) -> Result:
        """Return one result as the workshop is now; without a seat, for the command line.

        Raises: Refused "canvas.unknown", "op.too_fast", what `Workers.ask` raises and what the
        making refuses.
        """
        workshop, epoch, head = hosted.workshop, hosted.epoch, hosted.head
        workshop = self._with_frozen_head(hosted.id, workshop)
        origin = {
            "workshop_id": hosted.id, "epoch": epoch, "seq": workshop.seq, "log_head": head,
        }  # fmt: skip
        asked = {"kind": kind, "origin": origin, "language": language, "weighting": weighting}
        asked |= {"thresholds": dict(thresholds or {}), "pairs": pairs}
        asked |= {"hub": hub, "compared": list(compared)}
        if workshop.canvas_id not in self._canvases:
            raise Refused("canvas.unknown", "The canvas of this workshop is not on this server.")
        is_light = len(workshop.notes) <= SMALL_BOARD and kind not in self._heavy
        if is_light or not self._workers.size:
            folder = self._canvases[workshop.canvas_id]
            return Result(self._make(workshop, folder, **asked), is_zipped=False)
        question = (kind, language, weighting, pairs, hub, *compared)
        question += tuple(sorted(asked["thresholds"].items()))
        making, is_first = self._making_of(hosted, epoch, workshop.seq, question, seat_id)
        if is_first:
            self._fill(making, workshop, asked)
            self._shrink()
        making.done.wait()
        if making.refusal is not None:
            raise making.refusal
        assert making.result is not None  # noqa: S101 done means one of the two
        return making.result

    def _with_frozen_head(self, workshop_id: str, workshop: Workshop) -> Workshop:
        frozen = workshop.drafting.frozen
        if frozen is None or frozen.is_imported:
            return workshop
        try:
            return with_frozen_head(workshop, self._head_at(workshop_id, frozen.seq))
        except StoreUnavailable:
            raise store_away() from None

    def stop(self) -> None:
        """End the workers."""
        self._workers.stop()

    def _making_of(
        self, hosted: Hosted, epoch: str, seq: int, question: Question, seat_id: str | None
    ) -> tuple[_Making, bool]:
        """Return the making of this question, and whether the caller is the one to do it."""
        now = time.monotonic()
        with self._lock:
            moment = self._moments.pop(hosted, None)
            if moment is None or (moment.epoch, moment.seq) != (epoch, seq):
                moment = _Moment(epoch, seq)
            self._moments[hosted] = moment  # the one used last stands last
            known = moment.made.get(question)
            if known is not None and (not known.refusal or now - known.failed_at < FAILED_FOR):
                return known, False
            if seat_id is not None:
                check_rate(
                    self._seats,
                    f"{hosted.id}:{seat_id}",
                    now,
                    code="op.too_fast",
                    message="A little slower, please; ask again in a moment.",
                )
            moment.made[question] = _Making()
            return moment.made[question], True

    def _fill(self, making: _Making, workshop: Workshop, asked: dict[str, Any]) -> None:
        try:
            parts = []
            for part in state_parts(workshop):
                parts.append(part)
                time.sleep(0)  # others may work: all of a big board at once would hold them up
            making.result = Result(self._workers.ask(asked, parts), is_zipped=True)
        except Refused as no:
            making.refusal = no
            if no.code != "server.busy":  # a full queue says nothing about the question
                making.failed_at = time.monotonic()
        finally:
            if making.result is None and making.refusal is None:
                making.refusal = Refused("server.fault", "That went wrong on our side. Try again.")
            making.done.set()

    def _shrink(self) -> None:
        """Drop the results asked for least lately, until the rest is small enough."""
        with self._lock:
            size = sum(moment.size for moment in self._moments.values())
            for hosted, moment in list(self._moments.items()):
                if size <= MOST_KEPT:
                    return
                size -= moment.size
                del self._moments[hosted]
