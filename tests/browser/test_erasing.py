"""The facilitator erases a text, somebody leaves with their name: seen in real browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from wire import Http

from tests.browser.people import Someone, join, make_workshop, say, start_phase

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]

WORDS = "call Aino at 040 1234567"


@pytest.mark.timeout(90)
def test_an_erased_text_and_a_name_taken_along_are_gone_from_every_page(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu")
    aino = join(Someone(chromium), links["Oulu"], "Aino")
    aino.write("Value", WORDS)
    start_phase(helmi, "Read and complete")
    expect(helmi.note(WORDS)).to_be_visible()

    helmi.page.get_by_role("button", name=say("note.actions", text=WORDS[:40])).click()
    helmi.page.get_by_role("menuitem", name=say("note.erase")).click()
    helmi.button("erase.yes").click()

    for someone in (helmi, aino):
        expect(someone.reads("note.erased")).to_be_visible()
        expect(someone.page.get_by_text(WORDS)).to_have_count(0)
    aino.button("tools.me").click()
    aino.button("leave.leave").click()
    aino.button("leave.yes").click()
    expect(aino.page.get_by_text("You have left this workshop.")).to_be_visible()
    seen = Http(server.url, helmi.token()).get(f"/workshops/{helmi.workshop_id()}/snapshot")
    assert "Aino" not in str(seen)
    aino.leave()
    helmi.leave()
