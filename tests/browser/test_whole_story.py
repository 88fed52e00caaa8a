"""A whole workshop of four cities: silent notes, both walks, two votes, services, a signed draft.

Twelve seats act over the wire; what people see, two of them look at: the facilitator and a lead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, Someone, say, take_seat
from tests.browser.story import DELIVERIES, NOTES, PROMISES, SERVICES, Story
from tests.browser.test_walks import DELIVERY, PROMISE, asked, level

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]

RESERVATION = "Only if the state pays half."
# Opens every sentence of the page, each part of one too, and tells what it then shows.
OPEN_ALL = """async () => {
  const opened = []
  for (const button of document.querySelectorAll(".draft .sentence-text, .draft .part")) {
    button.click()
    await new Promise(requestAnimationFrame)
    const reasons = document.getElementById(button.getAttribute("aria-controls"))
    opened.push([button.textContent, reasons.textContent])
    button.click()
  }
  return opened
}"""


@pytest.mark.timeout(120)
def test_four_cities_go_from_silent_notes_to_a_signed_draft(
    chromium: Browser, server: ServerProcess
) -> None:
    story = Story(server.url)
    story.join_cities()
    aino = take_seat(Someone(chromium, PHONE), server.url, story.seats[0][0].joined)
    they_write_unseen_and_then_read(story, aino)
    they_walk_and_vote_both_ways(story, aino)
    they_score_services(story, aino)
    story.phase("second_vote")
    story.vote(after=1)
    story.phase("agree")
    aino.link("tools.results").click()
    services_are_compared(aino)
    helmi = take_seat(Someone(chromium), server.url, story.helmi.joined)
    for one in (helmi, aino):
        one.link("tools.draft").click()
    every_sentence_opens_its_reasons(story, helmi)
    every_note_says_where_it_went(story, helmi)
    the_cities_sign_and_the_draft_is_agreed(story, aino, helmi)
    for one in (aino, helmi):
        assert one.overflow() == 0
        one.leave()


def they_write_unseen_and_then_read(story: Story, aino: Someone) -> None:
    story.write_notes()
    aino.choose_area("Value")
    expect(aino.page.get_by_text(NOTES["hours"][3], exact=True)).to_be_visible()  # her own
    assert not [frame for frame in aino.frames if NOTES["answers"][3] in frame]
    story.phase("share")
    expect(aino.page.get_by_text(NOTES["answers"][3], exact=True)).to_be_visible()
    story.describe_notes()
    story.add_services()


def they_walk_and_vote_both_ways(story: Story, aino: Someone) -> None:
    story.phase("clockwise")
    asked(aino, PROMISE)
    level(aino, "importance", 5).click()
    expect(level(aino, "importance", 5)).to_have_attribute("aria-pressed", "true")
    aino.expect_saved()
    story.link(PROMISES, kind="leads_to", walk="clockwise")
    story.score_notes("importance")
    story.phase("vote")
    expect(aino.page.locator(".chip.votes")).to_be_visible()
    story.vote()
    story.phase("anticlockwise")
    story.link(DELIVERIES, kind="requires", walk="anticlockwise")
    story.score_notes("readiness")
    story.act(story.helmi, {"type": "walk.focus", "area": "value"})
    asked(aino, DELIVERY)
    story.phase("gaps")


def they_score_services(story: Story, aino: Someone) -> None:
    owner = {"knock_outs": {"legal_basis": False}}
    story.act(story.helmi, {"type": "service.edit", "service_id": story.ids[SERVICES[2]]} | owner)
    story.score_services()
    aino.link("tools.services").click()
    desk = aino.page.get_by_role("region", name=SERVICES[0])
    need = desk.get_by_role("group", name="Need")
    given = need.get_by_role("button", pressed=True)
    expect(given).to_have_count(1)  # what she gave over the wire
    need.get_by_role("button", name="5 shown in several groups or cities").click()
    expect(given).to_have_text("5")
    aino.field("weights.title")  # the form stands below
    spin = aino.page.get_by_role("spinbutton", name="Need", exact=True)
    spin.fill("30")
    expect(aino.reads("weights.over_other", count=10)).to_be_visible()
    aino.page.get_by_role("spinbutton", name="Value", exact=True).fill("10")
    aino.button("weights.give").click()
    expect(aino.reads("weights.given")).to_be_visible()
    expect(aino.page.get_by_text("✕ Not met: Legal basis")).to_be_visible()
    aino.expect_saved()


def services_are_compared(aino: Someone) -> None:
    compared = aino.page.get_by_role("region", name=say("compared.title")).first
    rows = compared.get_by_role("row")
    expect(rows.nth(1)).to_contain_text(SERVICES[0])
    expect(rows.nth(3)).to_contain_text("no place, not met: Legal basis")
    expect(compared.get_by_text(say("compared.weights_split"))).to_be_visible()
    alike = aino.page.get_by_role("region", name=say("alike.title")).first
    expect(alike.get_by_role("row")).to_have_count(7)


def every_sentence_opens_its_reasons(story: Story, helmi: Someone) -> None:
    expect(helmi.page.locator(".draft .sentence").first).to_be_visible()
    draft = story.draft()
    opened = helmi.page.evaluate(OPEN_ALL)

    sentences = [one for section in draft["sections"] for one in section["sentences"]]
    on_top = [one for one in sentences if one["rule"] == "R92"]  # the status line
    found = [line for line in draft["finding_lines"] if len(line["findings"]) > 1]
    gathered = sum(len(line["findings"]) for line in found)
    assert len(opened) == len(sentences) - len(on_top) + gathered
    rules = {rule["title"]: rule["why"] for rule in draft["rules"].values()}
    told = [reasons for _, reasons in opened[: len(sentences) - len(on_top)]]
    for reasons in told:
        assert any(title in reasons and why in reasons for title, why in rules.items()), reasons
    assert all(reasons for _, reasons in opened)


def every_note_says_where_it_went(story: Story, helmi: Someone) -> None:
    helmi.page.get_by_text(say("used.title_other", count=len(NOTES))).click()
    listed = helmi.page.get_by_test_id("whereabouts")
    expect(listed).to_have_count(len(NOTES))
    draft = story.draft()
    left_out = {one["note_id"]: one["text"] for one in draft["not_carried"]}
    told = listed.all_inner_texts()
    for name, (_, _, _, text, _) in NOTES.items():
        (own,) = [one for one in told if text in one]
        assert "Used in:" in own or left_out[story.ids[name]] in own, own


def the_cities_sign_and_the_draft_is_agreed(story: Story, aino: Someone, helmi: Someone) -> None:
    story.sign_all(but="summary")
    aino.button("sign.reservation").first.click()
    aino.field("sign.about").fill(RESERVATION)
    aino.button("sign.reserve_do").click()
    expect(helmi.page.get_by_text(RESERVATION).first).to_be_visible()
    helmi.button("agreement.freeze").click()
    helmi.page.get_by_role("dialog").get_by_role("button", name=say("agreement.freeze")).click()
    for one in (aino, helmi):
        expect(one.page.get_by_text(say("agreement.head"))).to_be_visible()

    agreement = story.draft()["agreement"]
    shared = [one["id"] for one in story.draft()["sections"] if "city" not in one]
    assert agreement["common_core"] == shared
    assert all(open_ == [] for open_ in agreement["unsigned"].values())
    assert [(one["section"], one["text"]) for one in agreement["reservations"]] == [
        ("summary", RESERVATION)
    ]
