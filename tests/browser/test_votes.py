"""Votes in every way, on real pages: set up, put in order, counted by hands, seen in results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from wire import Http
from wire import make_workshop as make_open_workshop

from tests.browser.people import PHONE, Someone, join, say

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]


def test_a_ranking_a_room_and_the_draft_are_voted_on_and_shown(
    chromium: Browser, server: ServerProcess
) -> None:
    made = make_open_workshop(server.url, ["Oulu", "Sofia"], silent=False)
    links = {city["name"]: city["link"] for city in made["invitations"]["cities"]}
    helmi, aino, room = (Someone(chromium), Someone(chromium, PHONE), Someone(chromium))
    helmi.page.goto(f"{server.url}/facilitate#{made['facilitator_key']}")
    helmi.expect_saved()
    join(aino, links["Sofia"], "Aino")
    join(room, links["Oulu"], "Laptop")
    for text in ("warm", "bright"):
        room.write("Opportunity", text)

    # the facilitator declares a room and sets up a ranking
    panel = helmi.page.get_by_role("complementary")
    panel.get_by_text(say("rooms.title")).click()
    helmi.field("rooms.device").select_option(label="Laptop · Oulu")
    helmi.button("rooms.declare").click()
    expect(panel.get_by_text(say("rooms.of", city="Oulu"))).to_be_visible()
    helmi.button("ballots.new").click()
    helmi.field("ballots.title").fill("The best")
    helmi.page.get_by_role("radio", name=say("ballots.kind_rank")).check(force=True)
    helmi.button("ballots.open").click()

    # a phone puts one note in order, then another before it
    for text in ("warm", "bright"):
        aino.button("ballots.rank", text=text).click()
    aino.button("ballots.up", text="bright").click()
    expect(aino.page.locator(".own-order li").first).to_contain_text("bright")
    aino.expect_saved()
    helmi.button("panel.ballot_close").click()
    helmi.page.get_by_role("dialog").get_by_role("button", name=say("panel.ballot_close")).click()
    helmi.button("panel.ballot_reveal").click()

    # the room counts its hands
    helmi.button("ballots.new").click()
    helmi.button("ballots.open").click()
    room.button("tally.open").click()
    for _ in range(3):
        room.button("tally.more", text="warm").click()
    expect(room.page.locator(".tally-left")).to_contain_text("57")
    room.expect_saved()
    helmi.button("panel.ballot_close").click()
    helmi.page.get_by_role("dialog").get_by_role("button", name=say("panel.ballot_close")).click()
    helmi.button("panel.ballot_reveal").click()

    # everybody sees what came of it
    helmi.link("tools.results").click()
    results = helmi.page.locator(".ballot-result")
    expect(results.first.locator(".result-rows li").first).to_contain_text("bright")
    expect(results.first).to_contain_text(say("ballots.mean_rank", rank="1"))
    expect(results.last).to_contain_text(say("ballots.compare"))
    told = Http(server.url, helmi.token()).get(f"/workshops/{helmi.workshop_id()}/ballots")
    assert [one["kind"] for one in told["ballots"]] == ["rank", "dots"]
    without = Http(server.url, helmi.token()).get(
        f"/workshops/{helmi.workshop_id()}/ranking?hub=without"
    )
    assert '"raw": 3' not in json.dumps(without)
    for someone in (helmi, aino, room):
        someone.leave()
