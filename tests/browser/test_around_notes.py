"""What stands around notes: somebody asks about one, links it, and the facilitator groups some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from wire import make_workshop

from tests.browser.people import PHONE, Someone, join, say, start_phase

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]


def choose(someone: Someone, text: str, key: str, **values: object) -> Locator:
    """Choose from the menu of a note, and return the dialog that opens."""
    someone.button("note.actions", text=text).click()
    someone.page.get_by_role("menuitem", name=say(key, **values), exact=True).click()
    return someone.page.get_by_role("dialog")


@pytest.fixture
def people(chromium: Browser, server: ServerProcess) -> list[Someone]:
    """Helmi, who facilitates and wrote three notes, and Aino, who reads about Value on a phone."""
    made = make_workshop(server.url, ["Oulu"], silent=False)
    helmi = Someone(chromium)
    helmi.page.goto(f"{server.url}/facilitate#{made['facilitator_key']}")
    helmi.expect_saved()
    helmi.button("panel.close").click()
    helmi.write("Opportunity", "Queues at the desk")
    for text in ("Answers at night", "Answers by phone"):
        helmi.write("Value", text)
    link = made["invitations"]["cities"][0]["link"]
    aino = join(Someone(chromium, PHONE), link, "Aino")
    aino.choose_area("Value")
    expect(aino.note("Answers by phone")).to_be_visible()
    return [helmi, aino]


@pytest.mark.timeout(120)
def test_a_note_is_asked_about_linked_and_grouped(people: list[Someone]) -> None:
    helmi, aino = people
    ask_and_settle(helmi, aino)
    link_and_unlink(helmi, aino)
    add_a_service_and_describe(helmi, aino)
    group_and_vote(helmi, aino)
    assert aino.overflow() == helmi.overflow() == 0
    for someone in people:
        someone.leave()


def ask_and_settle(helmi: Someone, aino: Someone) -> None:
    dialog = choose(aino, "Answers at night", "note.comments_zero")
    aino.field("comments.ask_question").fill("Who answers on Sundays?")
    dialog.get_by_role("button", name=say("comments.add"), exact=True).click()
    expect(dialog.get_by_role("listitem")).to_contain_text("Who answers on Sundays?")
    aino.page.keyboard.press("Escape")
    expect(aino.button("comments.open_one", count=1)).to_be_visible()

    helmi.button("comments.open_one", count=1).click()
    asked = helmi.page.get_by_role("dialog").get_by_role("listitem")
    expect(asked).to_contain_text("Who answers on Sundays?")
    asked.get_by_role("button", name=say("comments.settle")).click()
    expect(asked).to_contain_text(say("comments.settled"))
    helmi.page.keyboard.press("Escape")
    for someone in (helmi, aino):
        expect(someone.button("comments.open_one", count=1)).to_have_count(0)


def link_and_unlink(helmi: Someone, aino: Someone) -> None:
    choose(helmi, "Queues at the desk", "note.link")
    target = helmi.page.get_by_role("list", name="Value").get_by_role("button")
    target.filter(has_text="Answers at night").click()
    expect(target.filter(has_text="Answers at night")).to_have_attribute("aria-pressed", "true")
    helmi.button("linking.done").click()
    expect(helmi.button("linking.count_one", count=1)).to_have_count(2)  # at both ends
    helmi.note("Queues at the desk").focus()
    expect(helmi.page.locator(".link-lines g")).to_have_count(1)

    choose(aino, "Answers at night", "note.link")
    aino.page.get_by_role("radio", name=say("linking.out_contradicts")).check(force=True)
    aino.button("linking.on_board").click()
    aino.note("Answers by phone").click()
    leads = say("linking.line", kind=say("linking.out_contradicts"), text="Answers by phone")
    expect(aino.page.locator(".leads", has_text=leads)).to_be_visible()
    expect(helmi.button("linking.count_other", count=2)).to_be_visible()

    dialog = choose(aino, "Answers at night", "note.link")
    dialog.get_by_role("button", name=say("linking.erase", text=leads)).click()
    expect(aino.page.locator(".leads")).to_have_count(0)
    expect(dialog.get_by_role("button", name="Take the link away")).to_have_count(0)
    aino.page.keyboard.press("Escape")


def add_a_service_and_describe(helmi: Someone, aino: Someone) -> None:
    helmi.button("tools.panel").first.click()
    helmi.page.get_by_role("heading", name=say("services.title")).click()
    helmi.field("services.name").fill("Night desk")
    helmi.button("services.add").click()
    expect(helmi.button("services.rename_of", name="Night desk")).to_be_visible()
    helmi.field("services.state_of", name="Night desk").select_option("existing")
    helmi.button("panel.close").click()
    dialog = choose(helmi, "Answers at night", "note.details")
    helmi.field("details.owner").fill("City library")
    dialog.get_by_role("checkbox", name="Night desk").check(force=True)
    helmi.button("common.save").click()

    dialog = choose(aino, "Answers at night", "note.details")
    for words in ("City library", "Night desk"):
        expect(dialog).to_contain_text(words)
    aino.page.keyboard.press("Escape")


def group_and_vote(helmi: Someone, aino: Someone) -> None:
    dialog = choose(helmi, "Answers at night", "note.group")
    helmi.field("themes.name").fill("Answering")
    dialog.get_by_role("checkbox", name="Answers by phone").check()
    helmi.button("themes.do_group_other", count=2).click()
    theme = aino.page.locator(".theme", has=aino.page.get_by_role("heading", name="Answering"))
    expect(theme.locator("[data-note]")).to_have_count(2)

    start_phase(helmi, "Vote")
    aino.button("vote.give", text="Answering").click()
    expect(aino.button("vote.give", text="Answers at night")).to_have_count(0)
    aino.note("Answers by phone").focus()
    aino.page.keyboard.press("v")  # a dot for a note goes to its theme
    expect(theme).to_contain_text(say("vote.yours", count=2, cap=2))
    aino.expect_saved()
    start_phase(helmi, "Agree")
    expect(theme).to_contain_text(say("note.dots_other", count=2))
    aino.link("tools.results").click()
    expect(aino.area("Value").get_by_role("row", name="Answering")).to_be_visible()
    aino.link("tools.board").click()

    choose(helmi, "Answers by phone", "note.ungroup", title="Answering")
    expect(theme.locator("[data-note]")).to_have_count(1)
    helmi.button("themes.change", title="Answering").click()
    helmi.button("themes.dissolve").click()
    sure = helmi.page.get_by_role("dialog", name=say("themes.dissolve_sure", title="Answering"))
    sure.get_by_role("button", name=say("themes.dissolve")).click()
    expect(theme).to_have_count(0)
    expect(aino.note("Answers at night")).to_be_visible()
