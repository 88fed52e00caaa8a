"""Every view in light and dark, on laptop, tablet and phone: no barrier, nothing too wide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from wire import make_workshop as make_open_workshop

from tests.browser.people import (
    LAPTOP,
    PHONE,
    TABLET,
    Someone,
    fill_make_page,
    join,
    links_on,
    make_workshop,
    say,
    start_phase,
    take_seat,
)
from tests.browser.story import NOTES, Story

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LONG = "a thought that needs more than one line of a narrow note to be said " * 3


def check(someone: Someone, view: str) -> None:
    """Look at the view in every size and both schemes; what depends on none is asked once."""
    page = someone.page
    page.emulate_media(color_scheme="light")
    for size in (TABLET, PHONE, LAPTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert someone.overflow() == 0, f"{view} at {size['width']} is too wide"
        if size != TABLET:
            assert barriers(someone, {"runOnly": RULES}) == [], f"{view} at {size['width']}"
    page.emulate_media(color_scheme="dark")
    for size in (PHONE, LAPTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found = barriers(someone, {"runOnly": ["color-contrast"]})
        assert found == [], f"{view} at {size['width']} in the dark"


def barriers(someone: Someone, options: dict[str, list[str]]) -> list[str]:
    found = Axe().run(someone.page, options={**options, "resultTypes": ["violations"]})
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found.response["violations"]
    ]


def a_person(chromium: Browser, **context: Any) -> Someone:
    """Somebody whose page takes axe in and does not fade while it is looked at."""
    return Someone(chromium, LAPTOP, bypass_csp=True, reduced_motion="reduce", **context)


@pytest.mark.timeout(180)
def test_no_page_before_the_board_has_a_barrier(chromium: Browser, server: ServerProcess) -> None:
    helmi = a_person(chromium)
    helmi.page.goto(server.url)
    expect(helmi.page.get_by_role("heading", level=1)).to_be_visible()
    check(helmi, "home")
    helmi.link("home.make").click()
    helmi.button("make.make").click()  # with every fault it can show
    expect(helmi.reads("make.name_missing")).to_be_visible()
    check(helmi, "make")
    fill_make_page(helmi, "Oulu", "Sofia")
    check(helmi, "links sheet")
    links = links_on(helmi, "Oulu")
    helmi.page.goto(links["Oulu"])
    expect(helmi.button("join.join")).to_be_visible()
    check(helmi, "join")
    helmi.page.goto(f"{server.url}/join#AAAA-AAAA")
    expect(helmi.page.get_by_role("alert")).not_to_be_empty()
    check(helmi, "wrong code")
    for path, title in (("facilitate", "facilitate.title"), ("nowhere", "not_found.title")):
        helmi.page.goto(f"{server.url}/{path}")
        expect(helmi.page.get_by_role("heading", name=say(title))).to_be_visible()
        check(helmi, path)
    helmi.leave()


@pytest.mark.timeout(300)
def test_no_view_of_a_workshop_has_a_barrier(chromium: Browser, server: ServerProcess) -> None:
    helmi, aino = a_person(chromium), a_person(chromium)
    links = make_workshop(helmi, server.url, "Oulu", "Sofia")
    check(helmi, "panel")
    helmi.button("panel.close").click()
    check(helmi, "empty board")
    join(aino, links["Oulu"], "Aino")
    for text in ("one", "two", LONG.strip()):
        aino.write("Value", text)
    check(aino, "board while writing")
    aino.page.get_by_role("button", name=say("note.actions", text="one")).click()
    check(aino, "menu of a note")
    aino.page.get_by_role("menuitem", name=say("note.edit")).click()
    check(aino, "edit dialog")
    aino.page.keyboard.press("Escape")
    aino.link("tools.draft").click()
    expect(aino.reads("draft.empty_hidden")).to_be_visible()
    check(aino, "draft of hidden notes")
    aino.link("tools.board").click()
    start_phase(helmi, "Clockwise: the promise")
    helmi.area("Value").get_by_role("button", name=say("walk.here")).click()
    expect(aino.button("walk.unknown")).to_be_visible()
    check(aino, "board in a walk")
    start_phase(helmi, "Vote")
    aino.give_dots("one", 2)
    aino.give_dots("two", 2)
    check(aino, "board in a vote")
    aino.leave()
    helmi.leave()


@pytest.mark.timeout(240)
def test_no_result_of_a_whole_workshop_has_a_barrier(
    chromium: Browser, server: ServerProcess
) -> None:
    story = Story(server.url)
    story.tell_until_gaps()
    aino = take_seat(a_person(chromium), server.url, story.seats[0][0].joined)
    aino.button("coaching.title").click()
    expect(aino.page.get_by_role("dialog").locator(".finding").first).to_be_visible()
    check(aino, "what is missing")
    aino.page.keyboard.press("Escape")
    text = NOTES["answers"][3]
    aino.page.get_by_role("button", name=say("note.actions", text=text)).click()
    aino.page.get_by_role("menuitem", name=say("note.comments_one", count=1)).click()
    expect(aino.page.get_by_role("dialog")).to_contain_text("Who answers in Bulgarian?")
    check(aino, "comments")
    aino.page.keyboard.press("Escape")
    aino.link("tools.services").click()
    expect(aino.button("weights.give")).to_be_visible()
    check(aino, "services")
    helmi = take_seat(a_person(chromium), server.url, story.helmi.joined)
    helmi.page.goto(f"{helmi.page.url}/services")
    helmi.page.get_by_label(re.compile("^Connection")).first.click()
    expect(helmi.page.get_by_label(re.compile("^Who runs")).first).to_be_visible()
    check(helmi, "services of a facilitator")
    story.tell_to_the_end()
    results_and_draft_have_none(aino)
    helmi.leave()
    aino.leave()
    fits_in_finnish(a_person(chromium, locale="fi-FI"), server.url, story)


def results_and_draft_have_none(aino: Someone) -> None:
    aino.link("tools.results").click()
    expect(aino.page.get_by_role("region", name=say("alike.title")).first).to_be_visible()
    expect(aino.page.locator(".picture").first).to_be_visible()
    check(aino, "results")
    aino.link("tools.draft").click()
    aino.page.locator(".together .part").first.click()
    aino.page.get_by_text(say("what_if.title"), exact=True).click()
    aino.field("results.count_as").select_option("pooled")
    expect(aino.reads("draft.rule").first).to_be_visible()
    check(aino, "draft")


def fits_in_finnish(aino: Someone, url: str, story: Story) -> None:
    """Longer words, the same pages: nothing is wider than its window."""
    take_seat(aino, url, story.seats[1][1].joined, is_said=False)
    for page in ("services", "results", "draft"):
        aino.page.goto(f"{url}/w/{story.made['workshop']['id']}/{page}")
        expect(aino.page.locator("main h2").first).to_be_visible()
        for size in (LAPTOP, TABLET, PHONE):
            aino.page.set_viewport_size(size)  # type: ignore[arg-type]
            assert aino.overflow() == 0, f"{page} at {size['width']} in Finnish"
    aino.leave()


@pytest.mark.timeout(180)
def test_no_dialog_has_a_barrier(chromium: Browser, server: ServerProcess) -> None:
    helmi = a_person(chromium)
    made = make_open_workshop(server.url, ["Oulu", "Sofia"], silent=False)
    helmi.page.goto(f"{server.url}/facilitate#{made['facilitator_key']}")
    helmi.expect_saved()
    bring_paper_notes(helmi)
    helmi.button("panel.close").click()
    helmi.write("Value", "one")
    helmi.write("Value", "two")
    for kind in ("move", "merge"):
        helmi.page.get_by_role("button", name=say("note.actions", text="one")).click()
        helmi.page.get_by_role("menuitem", name=say(f"note.{kind}")).click()
        expect(helmi.page.get_by_role("dialog")).to_be_visible()
        check(helmi, f"{kind} dialog")
        helmi.page.keyboard.press("Escape")
    helmi.button("export.export").click()
    check(helmi, "export menu")
    helmi.page.keyboard.press("Escape")
    helmi.button("tools.me").click()  # a facilitator has a name and a language, too
    check(helmi, "own name")
    helmi.page.keyboard.press("Escape")
    helmi.page.goto(f"{server.url}/w/{helmi.workshop_id()}/links")
    expect(helmi.page.get_by_role("img").first).to_be_visible()
    check(helmi, "links inside a workshop")
    helmi.page.goto(f"{server.url}/w/aaaaaaaaaaaa")
    expect(helmi.reads("workshop.no_seat")).to_be_visible()
    check(helmi, "no seat")
    helmi.leave()


def bring_paper_notes(helmi: Someone) -> None:
    """A table with a bad row adds nothing and says where; mended, all its notes are there."""
    good, bad = "area,text,city\nvalue,From paper,Oulu\n", "value,Nowhere,Atlantis\n"
    helmi.page.get_by_text(say("paper.title")).click()
    for table in (good + bad, good):
        file = {"name": "paper.csv", "mimeType": "text/csv", "buffer": table.encode()}
        helmi.field("paper.file").set_input_files(file)  # type: ignore[arg-type]
        if table != good:
            expect(helmi.reads("paper.none_added")).to_be_visible()
            expect(helmi.page.get_by_role("alert").get_by_text("Atlantis")).to_be_visible()
            check(helmi, "bad rows")
    expect(helmi.note("From paper")).to_be_visible()


@pytest.mark.timeout(90)
def test_at_200_percent_zoom_everything_can_be_done(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu")
    half = {"width": 720, "height": 450}
    aino = join(Someone(chromium, half, device_scale_factor=2), links["Oulu"], "Aino")

    aino.write("Sustainability", "read by tired eyes")
    assert aino.overflow() == 0
    start_phase(helmi, "Vote")
    aino.give_dots("read by tired eyes", 1)

    assert aino.overflow() == 0
    aino.leave()
    helmi.leave()
