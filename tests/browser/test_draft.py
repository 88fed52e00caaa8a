"""A draft becomes an agreement in a real browser: edited, left out, signed, frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from wire import Http

from tests.browser.people import PHONE, Someone, join, make_workshop, say, start_phase

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]

WORDS = "Every street gets its bench before winter."
RESERVATION = "Only if the state pays half."
# How many pixels of the workshop lie below its window.
BELOW = "(at => at.scrollHeight - at.clientHeight)(document.querySelector('.workshop'))"


@pytest.mark.timeout(180)
def test_a_draft_is_edited_signed_with_a_reservation_and_agreed(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu", "Sofia")
    aino = join(Someone(chromium, PHONE), links["Oulu"], "Aino")
    lead_of_own_city(helmi, aino, server.url)
    helmi.write("Value", "a bench for every street")
    start_phase(helmi, "Read and complete")
    what_is_missing_is_dismissed_with_a_reason(helmi)
    start_phase(helmi, "Agree")
    for one in (helmi, aino):
        one.link("tools.draft").click()

    a_sentence_gets_other_words(helmi)
    a_sentence_is_left_out_and_put_back(helmi)
    a_city_signs_with_a_reservation(aino, helmi)
    the_canvas_is_agreed(helmi, aino)
    for one in (helmi, aino):
        one.leave()


def lead_of_own_city(helmi: Someone, aino: Someone, url: str) -> None:
    at = f"/workshops/{helmi.workshop_id()}"
    people = Http(url, helmi.token()).get(f"{at}/people")
    seat = next(one for one in people["seats"] if one["name"] == "Aino")
    op = {"type": "seat.promote", "op_id": "00000000-0000-4000-8000-000000000001"}
    promoted = {"seat_id": seat["id"], "role": "city_lead", "city": seat["city"]}
    Http(url, helmi.token()).post(f"{at}/ops", op | promoted)
    expect(aino.button("tools.people")).to_be_visible()


def what_is_missing_is_dismissed_with_a_reason(helmi: Someone) -> None:
    helmi.button("tools.panel").first.click()
    gap = helmi.page.locator(".panel .finding").first
    expect(gap).to_be_visible()
    assert helmi.page.evaluate(BELOW) == 0, "the page can be scrolled away under its bars"
    gap.get_by_role("button", name=say("finding.dismiss"), exact=True).click()
    gap.get_by_label(say("finding.why")).fill("Not ours to pay.")
    gap.get_by_role("button", name=say("finding.dismiss_do"), exact=True).click()
    helmi.button("coaching.all").click()
    dialog = helmi.page.get_by_role("dialog")
    expect(dialog.get_by_test_id("verdict")).to_contain_text("Not ours to pay.")
    dialog.get_by_role("button", name=say("common.close")).click()
    helmi.button("panel.close").click()


def a_sentence_gets_other_words(helmi: Someone) -> None:
    line = helmi.page.locator(".draft-section .sentence:not(.together)").first
    original = line.locator(".sentence-text").inner_text()
    line.locator(".sentence-text").click()
    line.get_by_role("button", name=say("draft.edit"), exact=True).click()
    line.get_by_role("textbox").fill(WORDS)
    line.get_by_role("button", name=say("common.save"), exact=True).click()
    edited = helmi.page.locator(".sentence", has_text=WORDS)
    expect(edited.get_by_text(say("draft.edited"), exact=True)).to_be_visible()
    expect(edited.get_by_text(original, exact=True)).to_be_visible()


def a_sentence_is_left_out_and_put_back(helmi: Someone) -> None:
    line = helmi.page.locator(".sentence", has_text=WORDS)
    line.get_by_role("button", name=say("draft.omit"), exact=True).click()
    expect(line).to_have_count(0)
    helmi.reads("draft.omitted_one", count=1).click()
    helmi.button("draft.put_back").click()
    expect(line).to_have_count(1)


def a_city_signs_with_a_reservation(aino: Someone, helmi: Someone) -> None:
    aino.button("sign.reservation").first.click()
    aino.field("sign.about").fill(RESERVATION)
    aino.button("sign.reserve_do").click()
    for one in (aino, helmi):
        expect(one.page.get_by_text(RESERVATION).first).to_be_visible()
    assert aino.overflow() == 0


def the_canvas_is_agreed(helmi: Someone, aino: Someone) -> None:
    helmi.button("agreement.freeze").click()
    helmi.page.get_by_role("dialog").get_by_role("button", name=say("agreement.freeze")).click()
    for one in (helmi, aino):
        expect(one.page.get_by_text(say("agreement.head"))).to_be_visible()
    expect(helmi.button("agreement.unfreeze")).to_be_visible()
    expect(aino.button("sign.adopt")).to_have_count(0)
