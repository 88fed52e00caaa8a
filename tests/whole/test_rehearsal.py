"""A rehearsal plays a whole agenda over real sockets and says what it found."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import orjson
from places import REPO
from server_process import without_settings

from tests.wire import facilitate, make_workshop

if TYPE_CHECKING:
    from server_process import ServerProcess


def rehearse(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "server", "rehearse", *words],
        cwd=REPO,
        env={name: text for name, text in without_settings().items() if name != "FACILITATOR_KEY"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_two_cities_play_the_whole_agenda_and_the_report_is_good(server: ServerProcess) -> None:
    played = rehearse(
        "--url", server.url, "--cities", "2", "--seats", "2", "--agenda-minutes", "0.04", "--json"
    )

    *progress, last = [orjson.loads(line) for line in played.stdout.splitlines()]
    report = last["report"]
    slow = [fault for fault in report["faults"] if fault.startswith("Slow")]
    assert report["faults"] == slow, played.stderr
    assert len(progress) >= len(report["phases"]) == 8
    assert report["ops"]["acked"] > 50
    assert (report["ops"]["refused_wrongly"], report["ops"]["unanswered"]) == ({}, 0)
    assert report["returns"] >= 2
    assert report["delivery"]["count"] > 150
    assert report["hash"] is not None
    assert played.returncode == len(slow)


def test_a_server_that_is_not_there_is_said_in_one_sentence() -> None:
    played = rehearse("--url", "http://127.0.0.1:9")

    assert played.returncode == 1
    assert played.stderr.strip() == "http://127.0.0.1:9 does not answer as Citywheel does."


def test_a_facilitator_rehearses_in_a_copy_and_reads_the_report(server: ServerProcess) -> None:
    made = make_workshop(server.url, ["Oulu", "Sofia"])
    helmi = facilitate(server.url, made)
    here = f"/workshops/{helmi.workshop_id}"

    copy = helmi.http.post(f"{here}/rehearse", {"seats": 1, "agenda_minutes": 0.1}, expect=202)
    again = helmi.http.post(f"{here}/rehearse", {"seats": 1}, expect=409)
    deadline = time.monotonic() + 90
    while (told := helmi.http.get(f"{here}/rehearsal"))["state"] == "running":
        assert time.monotonic() < deadline, told
        time.sleep(0.2)  # as its page does

    assert copy["workshop"]["title"] == "Rehearsal: Night library"
    assert again["error"]["code"] == "rehearsal.running"
    assert told["state"] == "done", told
    assert told["report"]["hash"] is not None
    assert told["report"]["ops"]["refused_wrongly"] == {}
    assert helmi.see()["board"]["notes"] == []
