"""A large file is checked in a worker, with the words a small one hears from the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

from server.canvas_files import load_canvases
from server.desk.imports import SMALL_FILE, Imports
from server.desk.workers import Workers
from server.domain.refused import Refused
from server.export.json_file import export_json
from server.export.read_json import read_export
from tests.desk.test_workers import a_board_of
from tests.synthesis.boards import CANVASES

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = load_canvases(CANVASES)


class Asked(Workers):
    """The pool itself; it only counts what it is asked."""

    times = 0

    def ask(self, *question: Any) -> bytes:
        self.times += 1
        return super().ask(*question)


@pytest.fixture(scope="module")
def workers() -> Iterator[Asked]:
    pool = Asked(size=1, canvases=CANVASES)
    yield pool
    pool.stop()


@pytest.fixture
def imports(workers: Asked) -> Imports:
    workers.times = 0
    return Imports(check=read_export, canvases=FOLDERS, workers=workers)


def a_file(notes: int) -> bytes:
    board = a_board_of(notes)
    origin = {"workshop_id": "w" * 12, "epoch": "e" * 12, "seq": board.seq, "log_head": "a" * 64}
    folder = FOLDERS[board.canvas_id]
    return export_json(board, **origin, canvas=folder.canvas, shuffle_key=b"key")


@pytest.mark.parametrize(("notes", "times"), [(10, 0), (400, 1)])
def test_a_file_is_read_as_it_was_written(
    imports: Imports, workers: Asked, notes: int, times: int
) -> None:
    body = a_file(notes)
    assert (len(body) > SMALL_FILE) == bool(times)

    assert imports.read(body) == orjson.loads(body)
    assert workers.times == times


@pytest.mark.parametrize("notes", [10, 400])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda body: body.replace(b"Idea 7:", b"Idea 8:"), "import.damaged"),
        (lambda body: body[:-9], "op.malformed"),
        (lambda body: body.replace(b'"format":1', b'"format":1,"format":1'), "op.malformed"),
        (lambda body: body.replace(b'"format":1', b'"format":9'), "import.format"),
    ],
)
def test_a_file_that_is_no_export_is_refused_by_the_same_words(
    imports: Imports, notes: int, change: Any, code: str
) -> None:
    body = change(a_file(notes))
    assert body != a_file(notes)

    with pytest.raises(Refused) as no:
        imports.read(body)

    assert no.value.code == code
