"""Three cities side by side in a real browser: from the first page to the draft and its files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from private_redis import private_redis
from server_process import server_process
from wire import Http, canonical_hash
from wire import join as join_by_wire

from tests.browser.people import (
    PHONE,
    Someone,
    join,
    make_workshop,
    now,
    say,
    start_phase,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]

SECRET = "the mayor never answers"
NEIGHBOURLY = "a bench for every street"
WITHIN = 1000  # ms from the key that sends to the text on everybody's screen


def code_in(link: str) -> str:
    return link.split("#")[1]


@pytest.mark.timeout(240)
def test_three_cities_from_the_first_page_to_a_draft_on_a_second_server(
    chromium: Browser, server: ServerProcess, tmp_path: Path
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu", "Sofia", "Helsingborg")
    aino = join(Someone(chromium), links["Oulu"], "Aino")
    elena = join(Someone(chromium), links["Sofia"], "Elena")
    lars = join(Someone(chromium, PHONE), links["Helsingborg"], "Lars")
    everybody = [helmi, aino, elena, lars]

    write_unseen(everybody)
    start_phase(helmi, "Read and complete")
    for one in (helmi, elena):
        expect(one.note(SECRET)).to_be_visible()
    twenty_notes_are_everywhere_within_a_second(everybody)
    vote(everybody, server.url, links)
    read_results(elena)
    read_draft(elena)
    save_and_import(elena, tmp_path)
    for one in everybody:
        one.leave()


def write_unseen(everybody: list[Someone]) -> None:
    """What is written in silence is in nobody else's frames and page."""
    helmi, aino, elena, lars = everybody
    aino.write("Value", SECRET)
    elena.write("Value", NEIGHBOURLY)
    lars.choose_area("Value")
    for one in (helmi, elena, lars):
        expect(one.reads("note.hidden").first).to_be_attached()
        assert not any(SECRET in frame for frame in one.frames)
        assert SECRET not in one.page.content()


def twenty_notes_are_everywhere_within_a_second(everybody: list[Someone]) -> None:
    helmi, aino, elena, lars = everybody
    texts = [f"thought number {number} of twenty." for number in range(1, 21)]
    for one in everybody:
        one.choose_area("Scalability")
        one.watch(*texts)
    sent = {}
    for number, text in enumerate(texts):
        composer = (aino, elena, lars)[number % 3].page.locator("#composer-text")
        composer.fill(text)
        sent[text] = now()
        composer.press("Enter")

    for one in (helmi, aino, elena, lars):
        seen = one.seen_at(*texts)
        assert max(seen[text] - sent[text] for text in texts) < WITHIN


def vote(everybody: list[Someone], url: str, links: dict[str, str]) -> None:
    """Oulu came with three people and stands alone; the other two cities agree."""
    helmi, aino, elena, lars = everybody
    start_phase(helmi, "Vote")
    aino.give_dots(SECRET, 2)
    aino.button("vote.give", text=SECRET).click(force=True)  # the cap holds, and says so
    expect(aino.reads("vote.cap_reached_other", count=2)).to_be_visible()
    lars.choose_area("Value")
    for one in (elena, lars):
        one.give_dots(NEIGHBOURLY, 2)
    more = [join_by_wire(url, code_in(links["Oulu"]), name) for name in ("Matti", "Sanna")]
    target = aino.note(SECRET).get_attribute("data-note")
    for person in more:
        person.do("vote.place", target_id=target, dots=2)
    the_budget_cannot_be_passed(aino, url)
    assert not any('"target_id"' in frame for frame in lars.frames if target and target in frame)

    for one in (aino, elena):
        one.watch(say("note.dots_other", count=6))
    asked = now()
    start_phase(helmi, "Agree")
    for one in (aino, elena):
        (seen,) = one.seen_at(say("note.dots_other", count=6)).values()
        assert seen - asked < 3 * WITHIN  # the facilitator says yes once more in between
    for person in more:
        person.leave()


def the_budget_cannot_be_passed(aino: Someone, url: str) -> None:
    aino.give_dots("thought number 1 of twenty.", 2)
    aino.give_dots("thought number 2 of twenty.", 1)
    expect(aino.reads("bar.votes_placed")).to_be_visible()

    aino.button("vote.give", text="thought number 3 of twenty.").click(force=True)
    expect(aino.reads("vote.budget_spent_other", count=5)).to_be_visible()
    op = {
        "op_id": "11111111-1111-4111-8111-111111111111",
        "type": "vote.place",
        "target_id": aino.note("thought number 3 of twenty.").get_attribute("data-note"),
    }
    path = f"/workshops/{aino.workshop_id()}/ops"
    answer = Http(url, aino.token()).post(path, op, expect=409)

    assert answer["error"]["code"] == "vote.budget_spent"


def read_results(elena: Someone) -> None:
    """One city one vote puts first what two cities want, all dots what most people want."""
    elena.link("tools.results").click()
    table = elena.area("Value")
    best = table.get_by_role("row").nth(1)
    expect(best).to_contain_text(NEIGHBOURLY)
    expect(best).to_contain_text(say("results.k_of_n", k=2, n=3))

    elena.page.get_by_role("radio", name=say("weighting.pooled.label")).check(force=True)

    expect(best).to_contain_text(SECRET)


def read_draft(elena: Someone) -> None:
    elena.link("tools.draft").click()
    sentence = elena.page.get_by_role("button").filter(has_text=NEIGHBOURLY).first
    sentence.click()

    expect(elena.reads("draft.rule").first).to_be_visible()
    expect(elena.reads("draft.votes").first).to_be_visible()


def save_and_import(elena: Someone, folder: Path) -> None:
    """All three files hold every note; the JSON gives the same board on another server."""
    files = {}
    for kind in ("md", "csv", "json"):
        with elena.page.expect_download() as download:
            elena.button("export.export").click()
            elena.button(f"export.{kind}").click()
        files[kind] = folder / download.value.suggested_filename
        download.value.save_as(files[kind])
        text = files[kind].read_text(encoding="utf-8")
        assert SECRET in text
        assert "thought number 20 of twenty." in text

    with (
        private_redis(folder / "redis") as redis,
        server_process(redis.url, folder) as second,
    ):
        ivan = Someone(elena.context.browser)  # type: ignore[arg-type]
        ivan.page.goto(f"{second.url}/make")
        ivan.field("make.import_file").set_input_files(files["json"])
        expect(ivan.reads("links.lead")).to_be_visible()
        ivan.link("links.to_board").click()
        expect(ivan.note(SECRET)).to_be_visible()
        here, there = board_hash(elena), board_hash(ivan)
        ivan.leave()

    assert here == there


def board_hash(someone: Someone) -> str:
    url = re.match(r"https?://[^/]+", someone.page.url).group()  # type: ignore[union-attr]
    snapshot = Http(url, someone.token()).get(f"/workshops/{someone.workshop_id()}/snapshot")
    assert snapshot["hash"] == canonical_hash(snapshot["board"])
    return str(snapshot["hash"])
