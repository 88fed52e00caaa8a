"""The regular work of the live edge: a beat every ten seconds, people every second."""

import threading
from collections.abc import Callable

import structlog

from server.desk.clock import now_text
from server.desk.desk import Desk
from server.domain.refused import Refused

from .fanout import Fanout
from .people import TELL_EVERY, People

BEAT_EVERY = 10  # seconds; a client that lost a change notices within one beat

log = structlog.get_logger()


class Heartbeat:
    """Beats for as long as the process serves."""

    def __init__(
        self, desk: Desk, fanout: Fanout, people: People, *, tidy: Callable[[], None]
    ) -> None:
        """Nothing runs before `start`; `tidy` is called with every beat."""
        self._tidy = tidy
        self._desk = desk
        self._fanout = fanout
        self._people = people
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin in a thread of its own."""
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """End after the present round."""
        self._stopped.set()

    def _run(self) -> None:
        rounds = 0
        while not self._stopped.wait(TELL_EVERY):
            rounds += 1
            try:
                self._people.tell()
                if rounds % BEAT_EVERY == 0:
                    self.beat()
                    self._tidy()
            except Exception:  # the heart must not stop for one bad round
                log.exception("heartbeat_fault")

    def beat(self) -> None:
        """Tell every workshop where its log stands, and whether what is shown may be stale."""
        for workshop_id in self._fanout.workshops():
            try:
                hosted = self._desk.hosted(workshop_id)
            except Refused:
                continue
            beat = {"seq": hosted.seq, "epoch": hosted.epoch, "hash": hosted.hash()}
            self._people.beaten(workshop_id, beat["seq"], beat["hash"])
            standing = self._desk.reading.standing(workshop_id)
            self._fanout.beat(workshop_id, beat | standing | {"server_time": now_text()})
