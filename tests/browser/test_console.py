"""A facilitator keeps cities in step: the door, ready, one note for all, a removal taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, Someone, join, make_workshop, say

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]


def panel(helmi: Someone) -> Locator:
    """The open panel."""
    shown = helmi.page.get_by_role("complementary")
    opener = helmi.page.get_by_role("button", name=say("tools.panel")).first
    if opener.get_attribute("aria-expanded") != "true":  # open, or its code is on the way
        opener.click()
    expect(shown).to_be_visible()
    return shown


@pytest.mark.timeout(150)
def test_the_console_shows_every_city_and_steers_what_all_see(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu", "Sofia")
    aino = join(Someone(chromium, PHONE), links["Oulu"], "Aino")
    elena = join(Someone(chromium), links["Sofia"], "Elena")
    aino.write("Value", "from the phone")
    elena.write("Advantage", "from the laptop")

    aino.button("ready.say").click()
    expect(helmi.page.get_by_text(say("ready.of", ready=1, voters=2))).to_be_visible()
    row = panel(helmi).get_by_role("row").filter(has_text="Oulu")
    expect(row.get_by_role("cell")).to_contain_text(["1/1", "1", "1/1"])
    helmi.page.get_by_role("button", name=say("ready.next", phase="Read and complete")).click()
    asked = helmi.page.get_by_role("dialog")
    expect(asked).to_contain_text(say("ready.of", ready=1, voters=2))
    asked.get_by_role("button", name=say("common.cancel"), exact=True).click()

    helmi.button("panel.reveal_next").click()
    for someone in (aino, elena):
        shown = someone.page.get_by_role("region", name=say("spotlight.name"))
        expect(shown).to_contain_text("from the phone")
        expect(shown).not_to_contain_text("from the laptop")
    aino.choose_area("Scalability")
    aino.page.get_by_role("button", name=say("spotlight.return")).click()
    expect(aino.note("from the phone")).to_be_focused()
    elena.page.locator("h1").focus()
    elena.page.keyboard.press("p")
    expect(elena.note("from the phone")).to_be_focused()

    panel(helmi).get_by_role("textbox", name=say("line.title")).fill("Back at 10:45")
    helmi.button("line.tell").click()
    for someone in (aino, elena, helmi):
        expect(someone.page.get_by_text("Back at 10:45", exact=True)).to_be_visible()
    aino.button("line.read").click()
    expect(aino.page.get_by_text("Back at 10:45", exact=True)).to_have_count(0)

    panel(helmi).get_by_role("row").filter(has_text="Sofia").get_by_role("button").click()
    helmi.button("panel.seat_actions", name="Elena").click()
    helmi.button("panel.seat_remove").click()
    sure = helmi.page.get_by_role("dialog", name=say("panel.seat_remove_sure", name="Elena"))
    sure.get_by_role("button", name=say("panel.seat_remove"), exact=True).click()
    expect(elena.page.get_by_text(say("lobby.back_in"))).to_be_visible()
    helmi.page.locator(".toast").get_by_role("button", name=say("common.undo")).click()
    elena.expect_saved()  # her page opened again by itself
    for someone in (aino, elena, helmi):
        someone.leave()


@pytest.mark.timeout(90)
def test_who_waits_at_the_door_comes_in_when_the_facilitator_says_so(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu")
    panel(helmi).get_by_label(say("lobby.door_label"), exact=True).select_option("approval")
    aino, ossi = Someone(chromium, PHONE), Someone(chromium)
    for someone, name in ((aino, "Aino"), (ossi, "Ossi")):
        someone.page.goto(links["Oulu"])
        someone.field("join.name").fill(name)
        someone.button("join.join").click()
        expect(someone.page.get_by_text(say("lobby.wait", name=name))).to_be_visible()
    assert not any("areas" in frame for frame in aino.frames)  # no board came, nor a part of it

    panel(helmi).get_by_role("button", name=f"{say('lobby.admit')}: Aino").click()
    panel(helmi).get_by_role("button", name=f"{say('lobby.refuse')}: Ossi").click()

    aino.expect_saved()
    expect(ossi.page.get_by_text("The facilitator has not let you in.")).to_be_visible()
    for someone in (aino, ossi, helmi):
        someone.leave()


@pytest.mark.timeout(90)
def test_ctrl_z_takes_back_the_own_last_action_and_no_text_somebody_types(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu")
    aino = join(Someone(chromium), links["Oulu"], "Aino")
    aino.write("Value", "first")
    aino.write("Value", "second")

    aino.page.locator("#composer-text").fill("half a thought")
    aino.page.keyboard.press("Control+z")
    expect(aino.note("second")).to_be_visible()  # the text's own undo, nothing else
    aino.page.locator("h1").focus()
    aino.page.keyboard.press("Control+z")
    expect(aino.note("second")).to_have_count(0)
    expect(aino.note("first")).to_be_visible()
    aino.page.get_by_role("button", name=say("undo.button", what=say("undo.what_note"))).click()

    expect(aino.note("first")).to_have_count(0)
    aino.expect_saved()
    for someone in (aino, helmi):
        someone.leave()
