"""Two walks round the wheel: everybody sees the question, links with one tap, and scores unseen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from wire import Http

from tests.browser.people import PHONE, Someone, join, make_workshop, say, start_phase

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]

PROMISE = "If we take up this need, what gets better, and for whom?"
NEXT_PROMISE = "Why can we deliver this, better than the alternatives?"
DELIVERY = "Which real need makes people use this? Who confirmed it?"


def asked(someone: Someone, question: str) -> None:
    expect(someone.page.get_by_role("heading", name=question)).to_be_visible()


def level(someone: Someone, kind: str, value: int):
    return someone.page.get_by_role("button", name=f"{value} {say(f'walk.{kind}_{value}')}")


@pytest.mark.timeout(150)
def test_two_cities_walk_both_ways_and_link_what_they_find(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu", "Sofia")
    aino = join(Someone(chromium, PHONE), links["Oulu"], "Aino")
    elena = join(Someone(chromium), links["Sofia"], "Elena")
    start_phase(helmi, "Read and complete")
    aino.write("Opportunity", "Queues at the desk")
    elena.write("Value", "Answers at night")

    start_phase(helmi, "Clockwise: the promise")
    for someone in (helmi, aino, elena):
        asked(someone, PROMISE)
    level(aino, "importance", 5).click()
    expect(level(aino, "importance", 5)).to_have_attribute("aria-pressed", "true")
    elena.page.locator(".walk-links button", has_text="Answers at night").click()
    for someone in (aino, elena):
        linked = someone.page.locator(".walk-links button", has_text="Answers at night")
        expect(linked).to_have_attribute("aria-pressed", "true")
    elena.button("walk.unknown").click()
    expect(aino.button("walk.unknown_noted")).to_be_visible()
    aino.expect_saved()
    assert aino.overflow() == elena.overflow() == 0
    assert not [one for one in elena.frames if "note.scored" in one and "importance" in one]

    helmi.button("walk.area_next", area="Value").click()
    for someone in (helmi, aino, elena):
        asked(someone, NEXT_PROMISE)

    start_phase(helmi, "Anti-clockwise: the delivery")
    helmi.area("Value").get_by_role("button", name=say("walk.here")).click()
    for someone in (aino, elena):
        asked(someone, DELIVERY)
    level(elena, "readiness", 2).click()
    elena.expect_saved()
    start_phase(helmi, "Agree")

    told = Http(server.url, helmi.token()).get(f"/workshops/{helmi.workshop_id()}/snapshot")
    notes = {note["text"]: note for note in told["board"]["notes"]}
    oulu, sofia = (city["id"] for city in told["board"]["cities"])
    assert notes["Queues at the desk"]["importance"] == {oulu: [0, 0, 0, 0, 1]}
    assert notes["Answers at night"]["readiness"] == {sofia: [0, 1, 0, 0, 0]}
    assert [(one["kind"], one["walk"]) for one in told["board"]["links"]] == [
        ("leads_to", "clockwise")
    ]
    assert json.dumps(told["board"]["comments"]).count('"edge"') == 1
    for someone in (helmi, aino, elena):
        someone.leave()
