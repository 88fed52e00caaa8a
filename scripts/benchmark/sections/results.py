"""What is made from a voted board: the draft and the files, and whether the room feels it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from benchmark.bench import Bench, Row, at_most, medians, verdict
from benchmark.candidates import OURS
from benchmark.workshop import Http, HttpFailed

from .fan_out import generator_row

if TYPE_CHECKING:
    from benchmark.measuring import Reading, Stage
    from benchmark.workshop import Workshop

DRAFTS = ((500, 30), (5000, 300))  # notes, ms
NOTES = 500
FORMATS = ("json", "md", "csv", "xlsx", "docx", "pptx", "pdf", "svg", "png", "zip")
AT_ONCE = 3  # exports while the room goes on
SLOWEST_FILE = 1000  # ms
SLOWEST_ACK = 50  # ms, p99


def draft(bench: Bench) -> list[Row]:
    """Wall time of the draft of a voted board, rules and all."""
    rows = []
    for notes, most in DRAFTS:
        found: list[float] = []
        for _ in range(bench.runs):
            with bench.stage(OURS, clients=0, notes=notes) as ready:
                workshop = ready.crowd.rooms[0].about["workshop"]
                vote(workshop)
                found += [seconds_of_draft(workshop) for _ in range(5)]
                rules = len(workshop.http.get(f"{workshop.path}/draft")["rules"])
        values = {OURS: 1000 * medians({OURS: found})[OURS]}
        figure = f"draft of {notes:,} notes"
        row = Row("draft", figure, "ms", values, f"≤ {most}", at_most(values, most))
        row.note = f"{rules} rules"
        rows.append(row)
    return rows


def seconds_of_draft(workshop: Workshop) -> float:
    """Return how long a draft takes that nobody has asked for since the last change."""
    workshop.change_something()
    begun = time.perf_counter()
    workshop.http.get(f"{workshop.path}/draft")
    return time.perf_counter() - begun


def vote(workshop: Workshop) -> None:
    """Let forty people place their votes, then show what they chose and gather again."""
    board = workshop.snapshot()["board"]
    phases = {phase["kind"]: phase["id"] for phase in reversed(board["phases"])}
    notes = [note["id"] for note in board["notes"]]
    workshop.perform([workshop.op("phase.start", phase=phases["vote"])])
    for place, token in enumerate(workshop.join(40)):
        http = Http(workshop.port, token)
        chosen = [notes[(place * place + step * 7) % len(notes)] for step in range(5)]
        ops = [workshop.op("vote.place", target_id=one) for one in dict.fromkeys(chosen)]
        http.post(f"{workshop.path}/ops", ops)
        http.close()
    workshop.perform([workshop.op("phase.start", phase=phases["gather"])])


def exports(bench: Bench) -> list[Row]:
    """Wall time of each file of 500 notes, and the acks of the room while three are made."""
    seconds: dict[str, list[float]] = {}
    found: dict[str, list[Reading]] = {OURS: []}
    for run in range(bench.runs):
        with bench.stage(OURS, clients=20, notes=NOTES, prepare=vote) as ready:
            for kind in FORMATS:
                if (taken := seconds_of_export(ready, kind)) is not None:
                    seconds.setdefault(kind, []).append(1000 * taken)
            found[OURS].append(room_under_exports(bench, ready, list(seconds), run))
    rows = [file_row(kind, seconds.get(kind)) for kind in FORMATS]
    acks = {OURS: medians({OURS: [one.ack_p99 for one in found[OURS]]})[OURS]}
    rows.append(
        Row("exports", f"ack p99 during {AT_ONCE} exports", "ms", acks, f"< {SLOWEST_ACK}",
            verdict(is_met=acks[OURS] < SLOWEST_ACK))
    )  # fmt: skip
    return [*rows, generator_row("exports", found)]


def file_row(kind: str, times: list[float] | None) -> Row:
    """Return the row of one format; a format this server does not write has no figure."""
    if times is None:
        goal, note = f"≤ {SLOWEST_FILE}", "this server does not write it yet"
        return Row("exports", f"{kind} of {NOTES} notes", "ms", {}, goal, note=note)
    values = medians({OURS: times})
    judged = at_most(values, SLOWEST_FILE)
    return Row("exports", f"{kind} of {NOTES} notes", "ms", values, f"≤ {SLOWEST_FILE}", judged)


def seconds_of_export(ready: Stage, kind: str) -> float | None:
    """Return how long a file takes, None when the server does not know the format."""
    workshop = ready.crowd.rooms[0].about["workshop"]
    begun = time.perf_counter()
    try:
        workshop.http.call("GET", f"{workshop.path}/export/{kind}")
    except HttpFailed as failure:
        if "export.unknown" in str(failure):
            return None
        raise
    return time.perf_counter() - begun


def room_under_exports(bench: Bench, ready: Stage, kinds: list[str], run: int) -> Reading:
    """Return how the room fares while three files are made at any time."""
    workshop = ready.crowd.rooms[0].about["workshop"]
    over = threading.Event()
    takers = [
        threading.Thread(
            target=keep_exporting, args=(workshop, kinds[place:] + kinds[:place], over)
        )
        for place in range(AT_ONCE)
    ]
    for taker in takers:
        taker.start()
    try:
        reading = ready.load(rate=40, seconds=bench.lasting(10), seed=run)
    finally:
        over.set()
        for taker in takers:
            taker.join()
    if not bench.is_sound("exports", ready):
        reading.void()
    return reading


def keep_exporting(workshop: Workshop, kinds: list[str], over: Any) -> None:
    """Ask for one file after the other until told to stop."""
    http = Http(workshop.port, workshop.facilitator_token)
    while not over.is_set():
        for kind in kinds:
            http.call("GET", f"{workshop.path}/export/{kind}")
            if over.is_set():
                break
    http.close()
