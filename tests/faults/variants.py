"""The product with one promise broken on purpose: what a proof must notice.

`python -m tests.faults.variants serve` with `VARIANT=name` runs one, `VARIANT=one,other` both.
They live here and never as a switch in the product.
"""

from __future__ import annotations

import os

from server.__main__ import main  # first: it patches eventlet


def write_behind() -> None:
    """Acknowledge first and write a little later."""
    import time

    from server.desk.commits import CommitLoop
    from server.desk.hosted import ack_of

    write = CommitLoop._write

    def acked_first(loop, rounds):
        early = [
            (job, each.batch.ops[job.name])
            for each in rounds
            for job in each.unanswered()
            # Who joins has to be there to connect.
            if job.name in each.batch.ops and job.seat_id is not None
        ]
        for job, kept in early:
            job.done(ack_of(kept))
        if early:
            time.sleep(0.3)  # a busy machine needs a while from the first ack to the kill
        return write(loop, rounds)

    CommitLoop._write = acked_first


def no_dedupe() -> None:
    """Forget every op_id: what is sent twice counts twice."""
    from server.desk import hosted
    from server.store import redis_store

    check = "if known then return"
    assert check in redis_store.COMMIT
    redis_store.COMMIT = redis_store.COMMIT.replace(check, "if false then return")

    class Forgetful(dict):
        def get(self, _name, default=None):
            return default

    begin = hosted.Hosted.__init__

    def begun(self, *given):
        begin(self, *given)
        self._known = Forgetful(self._known)

    hosted.Hosted.__init__ = begun


def unordered() -> None:
    """Take each op in a thread of its own, which runs when it comes to run."""
    import random

    import eventlet
    import flask_socketio

    from server.desk.performing import Performing

    submit, begin = Performing.submit, flask_socketio.SocketIO.__init__

    def some_time(*given, **more):
        eventlet.spawn_after(random.random() / 100, submit, *given, **more)

    def begun(self, *given, **options):
        begin(self, *given, **options | {"async_handlers": True})

    Performing.submit = some_time
    flask_socketio.SocketIO.__init__ = begun


def loses_changes() -> None:
    """Send only some of the changes, and say nothing."""
    import random

    from server.live.fanout import Fanout

    changed = Fanout.changed

    def sometimes(fanout, hosted, changes):
        if random.random() > 0.3:
            changed(fanout, hosted, changes)

    Fanout.changed = sometimes


def waits_for_the_slow() -> None:
    """Wait until a client has taken a message before the next one gets it."""
    from server.live.websocket import WebSocket

    def write(websocket, frame):
        try:
            websocket.socket.sendall(frame)
        except OSError:
            websocket.cut()

    WebSocket.write = write


def votes_any_time() -> None:
    """Take votes for a ballot that is closed."""
    from server.domain import votes

    votes.which_open = lambda workshop, ballot_id: workshop.ballots[-1]


def no_budget() -> None:
    """Let a seat place dots without end."""
    from dataclasses import replace

    from server.domain import votes

    votes.remaining_votes = lambda workshop, ballot, seat_id: 1_000_000
    counted = votes.own_paper

    def own_paper(workshop, ballot, by):
        found = counted(workshop, ballot, by)
        return replace(found, dots=type(found.dots)())

    votes.own_paper = own_paper


def no_roles() -> None:
    """Let every seat do everything."""
    from server.domain import permissions

    permissions.check_allowed = lambda workshop, op, by: None


def waits_for_ever() -> None:
    """Ask Redis without a time limit."""
    from server.store import connection

    connection.ANSWERS_WITHIN = None


def trusts_the_log() -> None:
    """Take the log as it is, whatever its chain says."""
    from server.store import loading

    def unchecked(records, *, seq, head):
        for number, _, written, _ in records:
            seq, head = number, written
        return seq, head

    loading.check_chain = unchecked


def goes_without_a_word() -> None:
    """End at SIGTERM and tell nobody."""
    from server.live.sockets import Live

    Live.say_goodbye = lambda live, reconnect_in_ms: None


def stock_door() -> None:
    """Serve as many connections as the library does by itself."""
    from server import serving

    serving.MOST_CONNECTIONS = 1024


def keeps_keys() -> None:
    """Keep the facilitator's key itself and not its digest."""
    from server.desk import invitations

    invitations.digest = lambda key: key


def falls_over() -> None:
    """End at the first op that is no object."""
    from server.desk.performing import Performing

    submit = Performing.submit

    def careless(performing, workshop_id, seat_id, op, *given, **more):
        if not isinstance(op, dict):
            os._exit(3)
        return submit(performing, workshop_id, seat_id, op, *given, **more)

    Performing.submit = careless


def exports_on_the_spot() -> None:
    """Let the whole process wait while an export is made."""
    import eventlet
    import flask

    answer, wait = flask.Flask.full_dispatch_request, eventlet.patcher.original("time").sleep

    def answered(app):
        if "/export/" in flask.request.path:
            wait(0.2)
        return answer(app)

    flask.Flask.full_dispatch_request = answered


def forgets_nothing() -> None:
    """Keep a copy of everything that every client was ever told."""
    from server.live.websocket import WebSocket

    write, kept = WebSocket.write, []

    def remembered(websocket, frame):
        kept.append(bytes(frame) + bytes(2048))
        write(websocket, frame)

    WebSocket.write = remembered


def repairs_the_log() -> None:
    """Take for the whole workshop what could be read of it, and write on from there."""
    from dataclasses import replace

    from server.store import loading
    from server.store.keys import HEAD, LOG

    load = loading.load

    def repaired(redis, workshop_id):
        loaded = load(redis, workshop_id)
        if loaded.fault:
            seq = loaded.workshop.seq
            read = redis.xrange(LOG.of(workshop_id), max=f"{seq}-1")
            redis.delete(LOG.of(workshop_id))
            for name, fields in read:
                redis.xadd(LOG.of(workshop_id), fields, id=name)
            redis.hset(HEAD.of(workshop_id), mapping={"seq": seq, "head": loaded.head})
        return replace(loaded, fault=None)

    loading.load = repaired


VARIANTS = {
    variant.__name__: variant
    for variant in (
        write_behind,
        no_dedupe,
        unordered,
        loses_changes,
        waits_for_the_slow,
        votes_any_time,
        no_budget,
        no_roles,
        waits_for_ever,
        trusts_the_log,
        goes_without_a_word,
        stock_door,
        keeps_keys,
        falls_over,
        exports_on_the_spot,
        forgets_nothing,
        repairs_the_log,
    )
}

if __name__ == "__main__":
    for name in os.environ["VARIANT"].split(","):
        VARIANTS[name]()
    main()
