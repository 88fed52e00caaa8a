"""A board of two thousand notes: it opens, takes a burst and a vote without standing still."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from wire import Http, make_workshop

from tests.browser.people import Someone, join, votes_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]

MOST_OPS = 100  # in one request
STANDS_STILL = 1000  # ms in one piece; about 80 on two quiet cores, CI may be ten times slower
AREAS = ("opportunity", "value", "advantage", "scalability", "replicability", "sustainability")
TELL_LONG_TASKS = """() => {
  window.long = [0]
  const note = list => list.getEntries().forEach(one => long.push(Math.round(one.duration)))
  new PerformanceObserver(note).observe({ entryTypes: ["longtask"] })
}"""


def add_notes(http: Http, workshop_id: str, count: int, word: str) -> None:
    for start in range(0, count, MOST_OPS):
        notes = [
            note_op(AREAS[place % 6], f"{word} {place}.") for place in range(start, start + 100)
        ]
        for ack in http.post(f"/workshops/{workshop_id}/ops", notes):
            assert ack["ok"], ack


def note_op(area: str, text: str) -> dict[str, Any]:
    return {"op_id": str(uuid.uuid4()), "type": "note.add", "area": area, "text": text}


@pytest.mark.timeout(120)
def test_two_thousand_notes_and_a_burst_of_five_hundred(
    chromium: Browser, server: ServerProcess
) -> None:
    made = make_workshop(server.url, ["Oulu", "Sofia"], silent=False)
    asked = {"facilitator_key": made["facilitator_key"], "name": "Helmi"}
    helmi = Http(server.url).post("/join", asked)
    http, workshop_id = Http(server.url, helmi["token"]), helmi["workshop_id"]
    add_notes(http, workshop_id, 2000, "first")
    aino = join(Someone(chromium), made["invitations"]["cities"][0]["link"], "Aino")
    expect(aino.page.locator("[data-note]")).to_have_count(2000)

    aino.page.evaluate(TELL_LONG_TASKS)
    add_notes(http, workshop_id, 500, "burst")
    expect(aino.page.locator("[data-note]")).to_have_count(2500)
    composer = aino.page.locator("#composer-text")  # by id: roles of 2,500 notes take seconds
    composer.fill("mine, in the middle of it")
    composer.press("Enter")
    expect(aino.page.locator("[data-note]")).to_have_count(2501)
    aino.expect_saved()
    assert aino.page.evaluate("Math.max(...long)") < STANDS_STILL

    op = {"op_id": str(uuid.uuid4()), "type": "phase.start", "phase": "vote"}
    http.post(f"/workshops/{workshop_id}/ops", op)
    expect(aino.page.locator(".chip.votes")).to_have_text(votes_words(5))
    aino.page.evaluate("long.length = 1")
    aino.page.locator(".ballot-box button:last-child").first.click()
    expect(aino.page.locator(".chip.votes")).to_have_text(votes_words(4))
    aino.expect_saved()

    assert aino.page.evaluate("Math.max(...long)") < STANDS_STILL
    aino.leave()
