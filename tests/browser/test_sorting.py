"""A facilitator sorts notes by hand: by dragging, with keys, and from what is suggested."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from wire import make_workshop

from tests.browser.people import PHONE, Someone, join, say

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]

NOTES = ("Booking takes too long", "It takes too long to book", "Less paper", "Fewer trips")


@pytest.fixture
def people(chromium: Browser, server: ServerProcess) -> list[Someone]:
    """Helmi, who facilitates and wrote four notes, and Aino of Oulu on a phone."""
    made = make_workshop(server.url, ["Oulu", "Sofia"], silent=False)
    helmi = Someone(chromium)
    helmi.page.goto(f"{server.url}/facilitate#{made['facilitator_key']}")
    helmi.expect_saved()
    for text in NOTES:
        helmi.write("Value", text)
    aino = join(Someone(chromium, PHONE), made["invitations"]["cities"][0]["link"], "Aino")
    aino.choose_area("Value")
    expect(aino.note("Fewer trips")).to_be_visible()
    return [helmi, aino]


@pytest.mark.timeout(120)
def test_notes_are_grouped_by_hand_and_cities_find_each_other(people: list[Someone]) -> None:
    helmi, aino = people
    merge_what_is_suggested(helmi)
    drop_a_note_onto_another(helmi)
    pick_with_a_key(helmi)
    hear_of_a_note_like_it(aino)
    offer(aino)
    assert aino.overflow() == helmi.overflow() == 0
    for someone in people:
        someone.leave()


def dialog(someone: Someone) -> Locator:
    return someone.page.get_by_role("dialog")


def merge_what_is_suggested(helmi: Someone) -> None:
    helmi.button("similar.find").click()
    expect(dialog(helmi)).to_contain_text(NOTES[0])
    expect(dialog(helmi)).to_contain_text(NOTES[1])
    dialog(helmi).get_by_role("button", name=say("picking.merge")).click()
    dialog(helmi).get_by_role("button", name=say("merge.merge_one", count=1)).click()
    expect(helmi.note(NOTES[1])).to_have_count(0)
    helmi.button("panel.close").click()


def drop_a_note_onto_another(helmi: Someone) -> None:
    helmi.note("Less paper").drag_to(helmi.note("Fewer trips"))
    helmi.field("themes.name").fill("Less going about")
    dialog(helmi).get_by_role("button", name=say("themes.do_group_other", count=2)).click()
    theme = helmi.page.locator("[data-theme]", has_text="Less going about")
    expect(theme.locator("[data-note]")).to_have_count(2)


def pick_with_a_key(helmi: Someone) -> None:
    helmi.write("Value", "Open at night")
    for text in (NOTES[0], "Open at night"):
        helmi.note(text).focus()
        helmi.page.keyboard.press("x")
    bar = helmi.page.get_by_role("region", name=say("picking.title"))
    expect(bar).to_contain_text(say("picking.count_other", count=2))
    bar.get_by_role("button", name=say("picking.group")).click()
    helmi.field("themes.name").fill("Time")
    dialog(helmi).get_by_role("button", name=say("themes.do_group_other", count=2)).click()
    expect(helmi.page.locator("[data-theme]")).to_have_count(2)
    expect(bar).to_have_count(0)


def hear_of_a_note_like_it(aino: Someone) -> None:
    aino.page.locator("#composer-text").fill("booking takes so long")
    expect(aino.page.get_by_text(re.compile(say("composer.alike")))).to_be_visible()
    aino.page.locator("#composer-text").fill("")
    aino.page.locator("#composer-text").blur()  # on a phone the bars come back
    expect(aino.page.get_by_text(re.compile(say("composer.alike")))).to_have_count(0)


def offer(aino: Someone) -> None:
    aino.button("note.actions", text="Less paper").click()
    aino.page.get_by_role("menuitem", name=say("note.offers"), exact=True).click()
    aino.button("offers.we_can_offer").click()
    expect(aino.button("offers.we_can_offer")).to_have_attribute("aria-pressed", "true")
    expect(dialog(aino)).to_contain_text(say("offers.can_offer"))
    aino.page.keyboard.press("Escape")
    aino.link("tools.results").click()
    exchange = aino.page.get_by_role("region", name=say("offers.exchange"))
    expect(exchange).to_contain_text("Less paper")
