"""Workers make the same bytes as the server would, and one that goes too far is ended."""

from __future__ import annotations

import gzip
import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from server.commands.files import FORMATS
from server.desk.hosted import Hosted
from server.desk.results import FAILED_FOR, SMALL_BOARD, Results
from server.desk.workers import Workers
from server.domain.refused import Refused
from server.domain.stored import from_state, state_parts, to_state
from server.export.results import FILES, HEAVY, MEDIA_TYPES, make_result
from server.store.stored_workshop import Loaded
from tests.synthesis.boards import CANVASES, HELSINGBORG, OULU, SOFIA, a_board, a_note, the_wheel

if TYPE_CHECKING:
    from collections.abc import Iterator

WHEEL = the_wheel()
AREAS = [area.id for area in WHEEL.canvas.areas]


def a_board_of(count: int) -> Any:
    notes = [
        a_note(
            f"n{place:06}",
            AREAS[place % len(AREAS)],
            text=f"Idea {place}: Öljyä ja ääniä",
            dots={OULU: place % 4, SOFIA: place % 3},
        )
        for place in range(count)
    ]
    return a_board(WHEEL, notes=notes, turnout={OULU: 9, SOFIA: 5, HELSINGBORG: 2})


def hosted(count: int) -> Hosted:
    return Hosted("w" * 12, Loaded(a_board_of(count), "head", "epoch", 0), {})


class Counted(Workers):
    """The pool itself; it only counts what it is asked."""

    times = 0

    def ask(self, *question: Any) -> bytes:
        self.times += 1
        return super().ask(*question)


@pytest.fixture
def workers() -> Iterator[Counted]:
    pool = Counted(size=2, canvases=CANVASES)
    yield pool
    pool.stop()


def results(workers: Workers, **more: Any) -> Results:
    given = {"head_at": lambda *_: "ab12", **more}
    return Results(make=make_result, canvases={WHEEL.canvas.id: WHEEL}, workers=workers, **given)


def refusal(ask: Any) -> Refused:
    with pytest.raises(Refused) as no:
        ask()
    return no.value


def test_a_state_in_parts_is_the_state_in_one() -> None:
    import orjson

    for count in (0, 1, 450):
        board = a_board_of(count)

        whole = orjson.loads(orjson.dumps(to_state(board)))
        del whole["answers"]  # they are their seats' own, and no result reads them
        assert orjson.loads(b"".join(state_parts(board))) == whole
        assert from_state(orjson.loads(b"".join(state_parts(board)))) == board


def test_a_worker_makes_every_result_as_the_server_would(workers: Counted) -> None:
    board = hosted(60)
    here, apart = results(Workers(size=0, canvases=CANVASES)), results(workers)

    for kind in MEDIA_TYPES:
        made = apart.of(board, kind, language="fi")

        assert made.is_zipped
        assert gzip.decompress(made.body) == here.of(board, kind, language="fi").body, kind


def test_a_small_board_needs_no_worker(workers: Counted) -> None:
    made = results(workers).of(hosted(SMALL_BOARD), "md")

    assert not made.is_zipped
    assert workers.alive == []


def test_a_heavy_document_is_made_apart_however_small_the_board(workers: Counted) -> None:
    shared = results(workers, heavy=HEAVY)

    made = shared.of(hosted(2), "xlsx")

    assert made.is_zipped
    assert len(workers.alive) == 1


def test_a_worker_that_holds_much_memory_makes_room_for_a_new_one() -> None:
    pool = Workers(size=1, canvases=CANVASES, memory=160 * 1024 * 1024)
    shared, board = results(pool, heavy=HEAVY), hosted(2)

    shared.of(board, "xlsx")
    (first,) = pool.alive
    shared.of(board, "pdf")
    after = pool.alive
    shared.of(board, "xlsx", language="fi")

    assert after == []  # typst keeps what it has set: the next document would not fit
    assert len(pool.alive) == 1
    assert first not in pool.alive
    pool.stop()


def test_a_document_that_needs_too_much_memory_says_so() -> None:
    pool = Workers(size=1, canvases=CANVASES, memory=150 * 1024 * 1024)

    no = refusal(lambda: results(pool, heavy=HEAVY).of(hosted(300), "pdf"))

    assert no.code == "result.too_large"
    pool.stop()


def test_the_command_line_writes_every_format() -> None:
    assert set(FORMATS) == set(FILES)


def test_sixty_people_who_ask_for_the_same_get_one_making(workers: Counted) -> None:
    board, made = hosted(100), []
    shared = results(workers)

    people = [
        threading.Thread(target=lambda: made.append(shared.of(board, "draft"))) for _ in range(60)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert len({each.body for each in made}) == 1
    assert len(made) == 60
    assert workers.times == 1


def test_a_changed_board_is_made_anew(workers: Counted) -> None:
    from dataclasses import replace

    board, shared = hosted(100), results(workers)
    before = shared.of(board, "md")

    board.workshop = replace(board.workshop, seq=board.workshop.seq + 1, title="Another name")

    assert shared.of(board, "md").body != before.body


def test_a_worker_past_its_time_is_ended_and_says_so() -> None:
    pool = Counted(size=1, canvases=CANVASES, seconds=0.05)
    shared, board = results(pool), hosted(3000)

    no = refusal(lambda: shared.of(board, "md"))
    again = refusal(lambda: shared.of(board, "md"))

    assert no.code == "result.too_slow"
    assert pool.alive == []
    assert again.code == "result.too_slow"
    assert FAILED_FOR > 0
    assert pool.times == 1  # the same question does not cost a second worker
    pool.stop()


def test_a_worker_past_its_memory_is_ended_and_says_so() -> None:
    pool = Workers(size=1, canvases=CANVASES, memory=50 * 1024 * 1024)

    no = refusal(lambda: results(pool).of(hosted(6000), "md"))

    assert no.code == "result.too_large"
    assert pool.alive == []
    pool.stop()


def test_a_worker_that_dies_answers_with_a_refusal_and_the_next_one_works(
    workers: Counted,
) -> None:
    shared, board = results(workers), hosted(100)
    shared.of(board, "csv")
    (first,) = workers.alive
    os.kill(first, signal.SIGSTOP)  # it cannot answer
    threading.Timer(0.3, os.kill, [first, signal.SIGKILL]).start()

    no = refusal(lambda: shared.of(board, "md"))
    made = shared.of(board, "draft")

    assert no.code == "result.failed"
    assert no.retry_in_ms
    assert made.body
    assert first not in workers.alive


def test_a_worker_dead_before_the_question_is_replaced_unseen(workers: Counted) -> None:
    shared, board = results(workers), hosted(100)
    shared.of(board, "csv")
    (first,) = workers.alive
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)

    assert shared.of(board, "md").body


def test_what_the_making_refuses_is_refused_through_the_worker(workers: Counted) -> None:
    wrong = {"strong": "much"}

    no = refusal(lambda: results(workers).of(hosted(60), "draft", thresholds=wrong))

    assert no.code == "op.malformed"
    assert len(workers.alive) == 1


def test_a_full_queue_says_come_again() -> None:
    pool = Workers(size=1, canvases=CANVASES, waiting=0)
    shared, board = results(pool), hosted(200)
    shared.of(board, "csv")
    (first,) = pool.alive
    os.kill(first, signal.SIGSTOP)
    slow = threading.Thread(target=lambda: shared.of(board, "md"))
    slow.start()
    while not pool._asked:
        pass

    no = refusal(lambda: shared.of(board, "draft"))
    os.kill(first, signal.SIGCONT)
    slow.join()

    assert no.code == "server.busy"
    assert no.retry_in_ms
    assert shared.of(board, "draft").body
    pool.stop()


def test_one_seat_cannot_keep_the_workers_for_itself(workers: Counted) -> None:
    shared, board = results(workers), hosted(40)

    def many() -> None:
        for place in range(100):
            strong = {"strong": str(1 + place / 100)}
            shared.of(board, "ranking", seat_id="aino", thresholds=strong)

    no = refusal(many)

    assert no.code == "op.too_fast"
    assert workers.times >= 20
    assert shared.of(board, "ranking", seat_id="boris").body


def test_a_workshop_that_leaves_takes_its_results_along(workers: Counted) -> None:
    shared, board = results(workers), hosted(100)
    shared.of(board, "md")
    assert len(shared._moments) == 1

    del board

    assert len(shared._moments) == 0


def test_a_worker_ends_with_the_server_and_knows_no_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "s3cret" * 8)
    pool = Workers(size=1, canvases=CANVASES)
    results(pool).of(hosted(60), "md")
    (worker,) = pool._alive

    environment = Path(f"/proc/{worker.process.pid}/environ").read_bytes()
    worker._door.close()

    assert worker.process.wait(5) == 0
    assert b"s3cret" not in environment
