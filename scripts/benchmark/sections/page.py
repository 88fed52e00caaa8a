"""The page: what is fetched first, and how fast a real browser draws."""

from __future__ import annotations

import gzip
import json
import time
from typing import TYPE_CHECKING, Any

from browser import FLAGS, NoBrowser, find_browser
from places import SetUpFailed, say
from playwright.sync_api import sync_playwright

from benchmark import machine
from benchmark.bench import Bench, Row, at_most, medians
from benchmark.candidates import OURS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from benchmark.workshop import Workshop

NOTES = 2000
BURST = 500  # changes
HELD = 4000  # ms the page is kept busy while the burst comes in
PATIENCE = 60  # seconds
APP_CODE = ("document", "script", "stylesheet")
# Notes when what is wanted was drawn: after the frame that follows the change of the document.
WATCH = """
window.drawn = {from: 0, at: 0, wanted: () => false}
const look = () => {
  if (window.drawn.at > 0 || !window.drawn.wanted()) return
  window.drawn.at = Infinity
  requestAnimationFrame(() => setTimeout(() => { window.drawn.at = performance.now() }))
}
new MutationObserver(look).observe(document, {childList: true, subtree: true, characterData: true})
"""
ALL_NOTES = f"""window.drawn.wanted =
  () => document.querySelectorAll("[data-note]").length >= {NOTES}
"""
LAST_CHANGE = """({note, text}) => {
  window.drawn.at = 0
  window.drawn.wanted =
    () => document.querySelector(`[data-note="${note}"]`).textContent.includes(text)
}"""
IS_DRAWN = "window.drawn.at > 0 && window.drawn.at < Infinity"
FETCHED = """performance.getEntriesByType("resource")
  .filter((each) => each.name.includes("/snapshot")).at(-1).responseEnd"""
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
    # A browser is many processes, and the server has nothing to do meanwhile.
    with machine.any_core(), sync_playwright() as playwright:
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
    opened.on("response", lambda response: fetched.append(response))
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
    context.add_init_script(f"localStorage.setItem({json.dumps(key)}, {json.dumps(kept)})")
    context.add_init_script(WATCH + ALL_NOTES)
    opened = context.new_page()
    opened.goto(address(workshop, f"w/{workshop.id}"))
    wait(opened, IS_DRAWN)
    board = opened.evaluate("window.drawn.at") - opened.evaluate(FETCHED)
    edits = workshop.edits(workshop.notes[:BURST])
    opened.evaluate(LAST_CHANGE, {"note": edits[-1]["note_id"], "text": edits[-1]["text"]})
    opened.evaluate(HOLD, HELD)
    workshop.perform(edits)
    wait(opened, IS_DRAWN)
    burst = opened.evaluate("window.drawn.at - window.drawn.from")
    context.close()
    say(f"page: board {board:.0f} ms, burst {burst:.0f} ms")
    return board, burst


def wait(opened: Page, script: str) -> None:
    """Return once `script` holds in the page."""
    # Playwright's own waiting evaluates a string inside the page, which our pages forbid.
    deadline = time.monotonic() + PATIENCE
    while not opened.evaluate(script):
        if time.monotonic() > deadline:
            raise TimeoutError(f"the page did not come to: {script}")
        opened.wait_for_timeout(50)


def address(workshop: Workshop, path: str) -> str:
    """Return an address of the page."""
    return f"http://127.0.0.1:{workshop.port}/{path}"
