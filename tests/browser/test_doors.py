"""The ways into a workshop: two taps on a phone, a key after a closed tab, other places."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from browser import FLAGS
from places import REPO
from playwright.sync_api import Error, expect
from server_process import server_process

from tests.browser.people import (
    PHONE,
    Someone,
    fill_make_page,
    join,
    links_on,
    make_workshop,
    say,
    start_phase,
)
from tests.wire import make_workshop as make_open_workshop

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Response
    from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.serial]

MOST_AT_FIRST = 60_000  # bytes of document, scripts and style, gzipped
FINNISH = json.loads((REPO / "client/src/words/fi.json").read_text(encoding="utf-8"))


@pytest.mark.timeout(90)
def test_a_phone_is_writing_two_taps_after_opening_the_link(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu")
    phone = Someone(chromium, PHONE, has_touch=True, is_mobile=True)
    phone.page.goto(links["Oulu"])
    phone.field("join.name").fill("Aino")
    assert "#" not in phone.page.url  # the code has left the address bar

    phone.button("join.join").tap()  # one
    composer = phone.page.locator("#composer-text")
    composer.tap()  # two
    composer.fill("written on a phone")
    phone.button("composer.add").tap()

    expect(phone.note("written on a phone")).to_be_visible()
    assert phone.overflow() == 0
    phone.leave()
    helmi.leave()


@pytest.mark.timeout(90)
def test_who_joins_with_a_keyboard_may_type_a_note_at_once(
    chromium: Browser, server: ServerProcess
) -> None:
    made = make_open_workshop(server.url, ["Oulu"])
    aino = Someone(chromium)
    join(aino, made["invitations"]["cities"][0]["link"], "Aino")

    expect(aino.page.get_by_role("heading", level=1)).to_be_focused()
    aino.page.keyboard.press("n")
    aino.page.keyboard.type("no hand left the keys")
    aino.page.keyboard.press("Enter")

    expect(aino.note("no hand left the keys")).to_be_visible()
    aino.leave()


@pytest.mark.timeout(60)
def test_a_page_turns_no_text_into_markup_or_code(chromium: Browser, server: ServerProcess) -> None:
    aino = Someone(chromium)
    aino.page.goto(server.url)
    expect(aino.page.get_by_role("heading", level=1)).to_be_visible()

    for attempt in (
        "document.body.innerHTML = '<b>text</b>'",
        "document.createElement('script').text = 'text'",
        "setTimeout('1 + 1')",
        "trustedTypes.createPolicy('ours', { createHTML: (text) => text })",
    ):
        with pytest.raises(Error, match=r"Trusted|Policy"):
            aino.page.evaluate(f"() => {{ {attempt} }}")
    aino.faults.clear()  # the page has told of each
    aino.leave()


# Every control of the board but those of the composer, whose chips scroll.
_SMALL = """() => [...document.querySelectorAll("header a, header button, .tools a, .tools button")]
  .filter(each => each.checkVisibility())
  .map(each => [each.textContent, each.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44)
  .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""


@pytest.mark.timeout(90)
def test_a_facilitator_with_a_phone_has_every_tool_within_a_thumbs_reach(
    chromium: Browser, server: ServerProcess
) -> None:
    made = make_open_workshop(server.url, ["Oulu"])
    phone = Someone(chromium, PHONE, has_touch=True, is_mobile=True)
    phone.page.goto(f"{server.url}/facilitate#{made['facilitator_key']}")
    phone.expect_saved()

    expect(phone.page.get_by_role("heading", level=1)).to_be_focused()
    assert phone.page.evaluate(_SMALL) == []
    tools = phone.page.locator(".tools")
    assert tools.bounding_box()["height"] < 70  # type: ignore[index]  # one line
    assert tools.evaluate("tools => tools.scrollWidth - tools.clientWidth") == 0
    phone.button("tools.me").tap()
    phone.field("join.name").fill("Helmi")
    phone.button("common.save").tap()
    phone.button("tools.panel").first.tap()
    phone.reads("console.no_city_one", count=1).tap()

    expect(phone.page.get_by_role("complementary").get_by_text("Helmi")).to_be_visible()
    phone.leave()


@pytest.mark.timeout(90)
def test_a_facilitator_who_closed_the_tab_comes_back_by_key(
    chromium: Browser, server: ServerProcess
) -> None:
    helmi = Someone(chromium)
    helmi.page.goto(f"{server.url}/make")
    fill_make_page(helmi, "Oulu")
    key_link = helmi.page.locator(".facilitator-key .address").inner_text()
    helmi.leave()

    elsewhere = Someone(chromium)
    elsewhere.page.goto(key_link)
    elsewhere.expect_saved()
    assert "#" not in elsewhere.page.url
    start_phase(elsewhere, "Vote")

    elsewhere.page.goto(server.url)  # the same browser needs no key at all
    elsewhere.page.get_by_role("link", name="Night library").click()
    expect(elsewhere.button("tools.panel").first).to_be_visible()
    expect(elsewhere.page.locator(".bar")).to_contain_text("Place your dots")
    elsewhere.leave()


@pytest.mark.timeout(90)
def test_a_page_on_plain_http_misses_nothing(
    chromium: Browser, chromium_path: str, server: ServerProcess
) -> None:
    rules = "--host-resolver-rules=MAP workshop.test 127.0.0.1"
    browser = chromium.browser_type.launch(executable_path=chromium_path, args=[*FLAGS, rules])
    url = f"http://workshop.test:{server.port}"
    helmi = Someone(browser)
    links = make_workshop(helmi, url, "Oulu")
    assert helmi.page.evaluate("isSecureContext") is False
    assert links["Oulu"].startswith(url)

    aino = join(Someone(browser), links["Oulu"], "Aino")
    aino.write("Value", "no lock in the address bar")
    start_phase(helmi, "Vote")
    aino.give_dots("no lock in the address bar", 1)
    helmi.page.goto(f"{helmi.page.url}/links")
    helmi.button("links.copy_link").first.click()

    expect(helmi.button("common.copied").or_(helmi.page.get_by_text("✓")).first).to_be_visible()
    aino.leave()
    helmi.leave()
    browser.close()


@pytest.mark.timeout(90)
def test_below_a_path_everything_stays_below_it(
    chromium: Browser, redis_server_url: str, tmp_path: Path
) -> None:
    with server_process(redis_server_url, tmp_path, BASE_PATH="/wheel") as server:
        helmi = Someone(chromium)
        asked: list[str] = []
        helmi.page.on("request", lambda request: asked.append(request.url))
        links = make_workshop(helmi, f"{server.url}/wheel", "Oulu")
        aino = join(Someone(chromium), links["Oulu"], "Aino")
        aino.write("Value", "under a roof")
        helmi.link("tools.draft").click()
        helmi.page.reload()
        helmi.expect_saved()

        assert links["Oulu"].startswith(f"{server.url}/wheel/join#")
        assert [url for url in asked if not url.startswith(f"{server.url}/wheel")] == []
        aino.leave()
        helmi.leave()


@pytest.mark.timeout(90)
def test_a_finn_reads_finnish(chromium: Browser, server: ServerProcess) -> None:
    helmi = Someone(chromium)
    links = make_workshop(helmi, server.url, "Oulu")
    aino = Someone(chromium, locale="fi-FI")
    aino.page.goto(links["Oulu"])
    assert aino.page.evaluate("document.documentElement.lang") == "fi"
    aino.page.get_by_label("Nimesi").fill("Aino")
    aino.page.keyboard.press("Enter")

    expect(aino.page.get_by_text("Kaikki tallessa")).to_be_visible()
    expect(aino.area("Mahdollisuus")).to_be_visible()
    expect(aino.area("Kestävyys")).to_be_visible()
    aino.page.get_by_role("button", name="Sinä").click()
    aino.page.get_by_role("button", name="English").click()
    expect(aino.page.get_by_role("heading", name=say("me.title"))).to_be_visible()
    aino.leave()
    helmi.leave()


@pytest.mark.timeout(90)
def test_a_canvas_of_nine_blocks_draws_itself(chromium: Browser, server: ServerProcess) -> None:
    helmi = Someone(chromium)
    helmi.page.goto(f"{server.url}/make")
    helmi.page.get_by_role("radio", name="Business model canvas").check(force=True)
    fill_make_page(helmi, "Oulu")
    (link,) = links_on(helmi, "Oulu").values()
    aino = join(Someone(chromium), link, "Aino")

    expect(aino.page.locator("main [data-area]")).to_have_count(9)
    aino.write("Channels", "at the counter of the library")

    blocks = aino.page.locator("main [data-area]").all()
    boxes = [block.bounding_box() for block in blocks]
    assert all(box and box["height"] > 100 and box["width"] > 100 for box in boxes)
    assert aino.overflow() == 0
    aino.leave()
    helmi.leave()


@pytest.mark.timeout(60)
def test_the_first_page_brings_little_code_and_one_language(
    chromium: Browser, server: ServerProcess
) -> None:
    someone = Someone(chromium)
    fetched: list[Response] = []
    someone.page.on("response", lambda response: fetched.append(response))
    someone.page.goto(server.url, wait_until="networkidle")

    code = [
        one for one in fetched if one.request.resource_type in ("document", "script", "stylesheet")
    ]
    assert sum(len(gzip.compress(one.body())) for one in code) < MOST_AT_FIRST
    assert not any("/assets/fi-" in one.url for one in fetched)
    someone.page.get_by_role("button", name="Suomi").click()
    expect(someone.page.get_by_role("heading", level=1)).to_have_text(FINNISH["home"]["title"])
    someone.page.reload()
    expect(someone.page.get_by_role("heading", level=1)).to_have_text(FINNISH["home"]["title"])
    someone.leave()


@pytest.mark.timeout(60)
def test_a_page_whose_code_is_lost_on_the_way_says_so_and_comes_again(
    chromium: Browser, server: ServerProcess
) -> None:
    someone = Someone(chromium)
    someone.page.goto(server.url)
    someone.context.route("**/assets/make-*.js", lambda route: route.abort())
    someone.link("home.make").click()
    expect(someone.reads("common.not_fetched")).to_be_visible()

    someone.context.unroute_all()
    someone.button("common.try_again").click()

    expect(someone.field("make.name")).to_be_visible()
    someone.leave()
