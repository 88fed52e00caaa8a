"""The stage of a room, the history of a workshop, and a language for each seat, in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import (
    LAPTOP,
    PHONE,
    TABLET,
    Someone,
    join,
    make_workshop,
    say,
)
from tests.wire import Http

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from server_process import ServerProcess

pytestmark = pytest.mark.browser

NOTE, SECRET = "Open all night", "A thought nobody has read"


def invitations(helmi: Someone, url: str) -> dict[str, Any]:
    """The links a facilitator hands out."""
    asked = Http(url, helmi.token()).get(f"/workshops/{helmi.workshop_id()}/invitations")
    return asked["invitations"]


def reveal(helmi: Someone, url: str) -> None:
    seat = Http(url, helmi.token())
    op = {"op_id": "6f1f2b8e-0000-4000-8000-000000000001", "type": "notes.reveal"}
    seat.post(f"/workshops/{helmi.workshop_id()}/ops", op)


def test_a_projector_shows_the_wheel_and_how_to_join_and_names_nobody(
    server: ServerProcess, chromium: Browser
) -> None:
    helmi, aino = Someone(chromium, LAPTOP), Someone(chromium, PHONE)
    links = make_workshop(helmi, server.url, "Oulu", "Sofia")
    join(aino, links["Oulu"], "Aino Virtanen")
    aino.write("Value", SECRET)
    given = invitations(helmi, server.url)
    codes = f"{given['observer']['code']}.{given['workshop']['code']}"

    wall = Someone(chromium, TABLET)
    wall.page.goto(f"{server.url}/w/{helmi.workshop_id()}/stage#{codes}")

    wheel = wall.page.locator(".stage-wheel")
    expect(wheel).to_have_attribute("aria-label", re.compile("Value: 1 note"))
    code = given["workshop"]["code"]
    spelled = code if "-" in code else f"{code[:4]}-{code[4:]}"
    expect(wall.page.locator(".stage-corner")).to_contain_text(spelled)
    wall.page.keyboard.press("j")
    expect(wall.page.get_by_role("dialog")).to_contain_text(spelled)
    wall.page.keyboard.press("j")
    expect(wall.page.get_by_role("dialog")).to_be_hidden()
    read = wall.page.locator("body").inner_text() + "".join(wall.frames)
    assert SECRET not in read
    assert "Aino" not in read
    assert wall.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert codes not in wall.page.url
    wall.page.reload()
    expect(wall.page.locator(".stage-corner")).to_contain_text(spelled)
    for someone in (wall, aino, helmi):
        someone.leave()


def test_the_history_leads_through_every_moment_and_brings_a_removed_note_back(
    server: ServerProcess, chromium: Browser
) -> None:
    helmi = Someone(chromium, LAPTOP)
    make_workshop(helmi, server.url, "Oulu", "Sofia")
    helmi.write("Value", NOTE)
    reveal(helmi, server.url)
    note = helmi.note(NOTE)
    note.focus()
    helmi.page.keyboard.press("Delete")
    expect(note).to_be_hidden()

    helmi.link("tools.history").click()
    past = helmi.page.locator(".history-board")
    slider = helmi.page.get_by_role("slider")
    expect(slider).to_be_visible()
    expect(past.get_by_text(NOTE)).to_be_hidden()
    slider.focus()
    helmi.page.keyboard.press("ArrowLeft")
    expect(past.get_by_text(NOTE)).to_be_visible()
    helmi.page.keyboard.press("Home")
    expect(past.get_by_text(NOTE)).to_be_hidden()
    helmi.button("history.play").click()
    expect(helmi.button("history.forth")).to_be_disabled()  # it has played to the end
    helmi.button("history.back").click()
    expect(past.get_by_text(NOTE)).to_be_visible()

    helmi.button("history.restore").click()
    back = say("history.told.note_restored", note=f"“{NOTE}”")
    expect(helmi.page.get_by_text(back)).to_be_visible()
    helmi.link("tools.board").click()
    expect(helmi.note(NOTE)).to_be_visible()
    helmi.link("tools.history").click()
    helmi.button("history.go_on_do").click()
    helmi.page.get_by_role("dialog").get_by_role("button", name=say("history.go_on_do")).click()
    expect(helmi.reads("links.key_title")).to_be_visible()
    helmi.leave()


def test_each_seat_reads_in_its_own_language_and_the_original_is_a_tap_away(
    server: ServerProcess, chromium: Browser
) -> None:
    helmi, elena = Someone(chromium, LAPTOP), Someone(chromium, LAPTOP)
    links = make_workshop(helmi, server.url, "Oulu", "Sofia")
    helmi.write("Value", NOTE)
    reveal(helmi, server.url)
    note = helmi.note(NOTE)
    note.focus()
    helmi.page.keyboard.press("Enter")
    helmi.page.get_by_role("menuitem", name=say("translate.open")).click()
    helmi.field("translate.language").select_option("fi")
    helmi.field("translate.text", language="Suomi").fill("Avoinna koko yön")
    helmi.button("translate.save").click()
    expect(note).to_be_visible()  # who reads English reads the original

    join(elena, links["Sofia"], "Elena")
    elena.button("tools.me").click()
    elena.page.get_by_role("button", name="Suomi").click()
    elena.page.keyboard.press("Escape")
    said = elena.note("Avoinna koko yön")
    expect(said).to_be_visible()
    said.get_by_role("button", name="alkuperäinen").click()
    expect(elena.note(NOTE)).to_be_visible()
    elena.page.reload()
    expect(elena.note("Avoinna koko yön")).to_be_visible()
    for someone in (elena, helmi):
        someone.leave()
