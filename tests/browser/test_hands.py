"""Keys, mouse and a lost connection: notes move every way, and nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from wire import Http

from tests.browser.people import Someone, join, make_workshop, say, start_phase, votes_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]

MOST_STEPS = 80  # presses of the tab key from one end of a page to the other


def tab_to(someone: Someone, wanted: Locator, key: str = "Tab") -> None:
    """Press the tab key until the wanted element has the focus, as people do."""
    expect(wanted).to_be_attached()
    for _ in range(MOST_STEPS):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        someone.page.keyboard.press(key)
    raise AssertionError(f"The tab key does not lead to {wanted}")


@pytest.mark.timeout(120)
def test_with_the_keyboard_alone_from_home_to_a_moved_note_and_a_vote(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu")
    aino = Someone(chromium)
    keys = aino.page.keyboard
    aino.page.goto(server.url)
    tab_to(aino, aino.field("home.code"))
    keys.type(links["Oulu"].split("#")[1].lower())
    keys.press("Enter")
    tab_to(aino, aino.field("join.name"))
    keys.type("Aino")
    keys.press("Enter")
    aino.expect_saved()

    keys.press("n")
    keys.type("by keys alone")
    keys.press("Enter")
    note = aino.note("by keys alone")
    expect(note).to_be_visible()
    aino.expect_saved()
    tab_to(aino, note, "Shift+Tab")
    keys.press("m")
    tab_to(aino, aino.page.get_by_role("dialog").get_by_role("button", name="Advantage"))
    keys.press("Enter")
    expect(aino.area("Advantage").get_by_text("by keys alone")).to_be_visible()

    start_phase(helmi, "Vote")
    expect(aino.page.locator(".chip.votes")).to_have_text(votes_words(5))
    tab_to(aino, note)
    keys.press("v")
    expect(aino.page.locator(".chip.votes")).to_have_text(votes_words(4))
    keys.press("Shift+V")
    expect(aino.page.locator(".chip.votes")).to_have_text(votes_words(5))
    aino.leave()
    helmi.leave()


@pytest.mark.timeout(90)
def test_a_note_moves_by_dragging_and_by_its_menu(chromium: Browser, server: ServerProcess) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu")
    aino = join(Someone(chromium), links["Oulu"], "Aino")
    aino.write("Value", "on its way")

    aino.note("on its way").drag_to(aino.area("Sustainability"))
    expect(aino.area("Sustainability").get_by_text("on its way")).to_be_visible()
    expect(aino.area("Value").get_by_text("on its way")).to_have_count(0)

    aino.page.get_by_role("button", name=say("note.actions", text="on its way")).click()
    aino.page.get_by_role("menuitem", name=say("note.move")).click()
    aino.page.get_by_role("dialog").get_by_role("button", name="Opportunity").click()
    expect(aino.area("Opportunity").get_by_text("on its way")).to_be_visible()
    aino.expect_saved()
    board = Http(server.url, aino.token()).get(f"/workshops/{aino.workshop_id()}/snapshot")
    assert [note["area"] for note in board["board"]["notes"]] == ["opportunity"]
    aino.leave()
    helmi.leave()


@pytest.mark.timeout(120)
def test_what_is_written_while_the_server_is_down_survives_a_reload(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu")
    aino = join(Someone(chromium), links["Oulu"], "Aino")
    server.kill()
    composer = aino.page.locator("#composer-text")
    for text in ("kept in the browser", "and this one after it"):
        composer.fill(text)
        composer.press("Enter")
        expect(aino.note(text)).to_be_visible()
    expect(aino.page.get_by_test_id("connection")).not_to_contain_text(say("connection.saved"))

    aino.context.set_offline(True)  # the page itself is still there: reload it from the server
    server.start()
    aino.context.set_offline(False)
    aino.page.reload()

    for text in ("kept in the browser", "and this one after it"):
        expect(aino.note(text)).to_have_count(1)
    aino.expect_saved()
    expect(helmi.reads("note.hidden")).to_have_count(2)
    aino.leave()
    helmi.leave()
