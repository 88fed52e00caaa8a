"""The page: what is fetched first, and how fast a real browser draws."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from browser import FLAGS, NoBrowser, find_browser
from places import SetUpFailed, say
from playwright.sync_api import sync_playwright

from benchmark.bench import Bench, Row, at_most, medians
from benchmark.candidates import OURS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from benchmark.workshop import Workshop

NOTES = 2000
BURST = 500  # changes
HELD = 4000  # ms the page is kept busy while the burst comes in
PATIENCE = 60_000  # ms
APP_CODE = ("document", "script", "stylesheet")
# Tells when the drawing of notes was done: the frame after the last change of the document.
WATCH = """
window.drawn = {from: 0, last: 0, notes: 0}
const look = () => {
  window.drawn.notes = document.querySelectorAll("[data-note]").length
  requestAnimationFrame(() => setTimeout(() => { window.drawn.last = performance.now() }))
}
new MutationObserver(look).observe(document, {childList: true, subtree: true, characterData: true})
"""
FETCHED = """() => performance.getEntriesByType("resource")
  .filter((each) => each.name.includes("/snapshot")).at(-1)?.responseEnd ?? 0"""
HOLD = """milliseconds => setTimeout(() => {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
  window.drawn.from = performance.now()
}, 50)"""


def page(bench: Bench) -> list[Row]:
    """First load in kB; 2,000 notes drawn and a burst of 500 changes in ms."""
    sizes, boards, bursts = [], [], []
    try:
        program = find_browser(may_fetch=True)
    except NoBrowser as missing:
        raise SetUpFailed(str(missing)) from None
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for _ in range(bench.runs):
            with bench.stage(OURS, clients=0, notes=NOTES) as ready:
                workshop = ready.crowd.rooms[0].about["workshop"]
                sizes.append(kilobytes(chromium, workshop))
                board, burst = drawing(chromium, workshop)
                boards.append(board)
                bursts.append(burst)
        chromium.close()
    return [
        row("first load, gz, app code", "kB", sizes, 60),
        row(f"{NOTES:,} notes drawn", "ms", boards, 300),
        row(f"burst of {BURST} changes drawn", "ms", bursts, 100),
    ]


def row(figure: str, unit: str, found: list[float], most: float) -> Row:
    """Return one figure of the page."""
    values = medians({OURS: found})
    return Row("page", figure, unit, values, f"≤ {most}", at_most(values, most))


def kilobytes(chromium: Browser, workshop: Workshop) -> float:
    """Return the gzipped size of every document, script and style of a first visit."""
    opened = chromium.new_context().new_page()
    fetched: list[Any] = []
    opened.on("response", fetched.append)
    opened.goto(address(workshop, ""), wait_until="networkidle")
    bodies = [one.body() for one in fetched if one.request.resource_type in APP_CODE]
    opened.context.close()
    return sum(len(gzip.compress(body)) for body in bodies) / 1000


def drawing(chromium: Browser, workshop: Workshop) -> tuple[float, float]:
    """Return the ms from the snapshot's arrival to the drawn board, and of a burst of changes."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    seat = workshop.http.post("/join", {"code": workshop.code, "name": "Aino"})
    kept = json.dumps({**seat, "kept_at": 1})
    key = f"citywheel.seat.{workshop.id}"
    context.add_init_script(f"localStorage.setItem({json.dumps(key)}, {json.dumps(kept)});{WATCH}")
    opened = context.new_page()
    opened.goto(address(workshop, f"w/{workshop.id}"))
    opened.wait_for_function(f"window.drawn.notes >= {NOTES}", timeout=PATIENCE)
    board = settled(opened) - opened.evaluate(FETCHED)
    opened.evaluate(HOLD, HELD)
    workshop.edit(workshop.notes[:BURST])
    last = f"[data-note='{workshop.notes[BURST - 1]}']"
    wanted = workshop.text_of(workshop.notes[BURST - 1])
    opened.wait_for_function(
        "([note, text]) => document.querySelector(note).textContent.includes(text)",
        arg=[last, wanted], timeout=PATIENCE,
    )  # fmt: skip
    burst = settled(opened) - opened.evaluate("window.drawn.from")
    context.close()
    say(f"page: board {board:.0f} ms, burst {burst:.0f} ms")
    return board, burst


def settled(opened: Page) -> float:
    """Return when the page last drew, once it has drawn nothing for a while."""
    opened.wait_for_function(
        "window.drawn.last > 0 && performance.now() - window.drawn.last > 500", timeout=PATIENCE
    )
    return float(opened.evaluate("window.drawn.last"))


def address(workshop: Workshop, path: str) -> str:
    """Return an address of the page."""
    return f"http://127.0.0.1:{workshop.port}/{path}"
