"""A big board comes from a worker, packed once, and is as whole as a small one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests
from server_fixtures import RAISED
from server_process import server_process

from server.export.json_file import export_json
from tests.synthesis.boards import HELSINGBORG, OULU, SOFIA, a_board, a_note, the_wheel
from tests.wire import canonical_hash, facilitate

if TYPE_CHECKING:
    from pathlib import Path

NOTES = 3000  # more than the server packs itself


def a_big_export() -> bytes:
    folder = the_wheel()
    areas = [area.id for area in folder.canvas.areas]
    notes = [
        a_note(f"n{place:011}", areas[place % len(areas)], text=f"Idea {place}")
        for place in range(NOTES)
    ]
    board = a_board(folder, notes=notes, cities=(OULU, SOFIA, HELSINGBORG))
    origin = {"workshop_id": "w" * 12, "epoch": "e" * 12, "seq": 1, "log_head": "0" * 64}
    return export_json(board, **origin, canvas=folder.canvas, shuffle_key=b"key")


def test_a_big_board_is_seen_whole_by_who_reads_gzip_and_who_does_not(
    redis_url: str, tmp_path: Path
) -> None:
    with server_process(redis_url, tmp_path, **RAISED) as server:
        made = requests.post(
            f"{server.url}/api/v1/workshops/import",
            data=a_big_export(),
            headers={"Content-Type": "application/json"},
            timeout=60,
        ).json()
        helmi = facilitate(server.url, made)
        url = f"{server.url}/api/v1/workshops/{helmi.workshop_id}/snapshot"
        ack = helmi.do("note.add", area="value", text="Written just before")

        plain = requests.get(url, headers=helmi.http.headers | {"Accept-Encoding": ""}, timeout=9)
        again = requests.get(
            url, headers=helmi.http.headers | {"If-None-Match": plain.headers["ETag"]}, timeout=9
        )
        helmi.leave()

    seen = plain.json()
    assert seen["seq"] >= ack["seq"]  # nobody reads a board older than the own ack
    assert ack["id"] in {note["id"] for note in seen["board"]["notes"]}
    assert canonical_hash(seen["board"]) == seen["hash"]
    assert seen.keys() == helmi.snapshot.keys()  # the one the client took when it entered
    assert helmi.snapshot["you"]["seat"]["role"] == "facilitator"
    assert again.status_code == 304
