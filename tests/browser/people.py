"""People at their browsers: each a context of its own, found by roles and the words they read."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

from places import REPO
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

LAPTOP = {"width": 1440, "height": 900}
TABLET = {"width": 1024, "height": 768}
PHONE = {"width": 390, "height": 844}
PATIENCE = 20_000  # ms; a small machine under load is slow, not broken

expect.set_options(timeout=PATIENCE)

_WORDS = json.loads((REPO / "client/src/words/en.json").read_text(encoding="utf-8"))

# Notes in the page itself when texts are there to be read: Playwright's own looking is slower.
_WATCH = """texts => {
  const seen = (window.seen = {})
  const look = () => {
    const all = document.querySelector("main").textContent
    for (const text of texts) if (!(text in seen) && all.includes(text)) seen[text] = Date.now()
  }
  new MutationObserver(look).observe(document.body, {
    childList: true, subtree: true, characterData: true,
  })
  look()
}"""


def say(key: str, **values: Any) -> str:
    """The English words of the interface for a key, gaps filled."""
    words: Any = _WORDS
    for part in key.split("."):
        words = words[part]
    for name, value in values.items():
        words = words.replace("{{" + name + "}}", str(value))
    return str(words)


class Someone:
    """One person with one page; every frame their socket hears is kept."""

    def __init__(self, browser: Browser, size: dict[str, int] = LAPTOP, **context: Any) -> None:
        more = {"locale": "en-GB", **context}
        self.context = browser.new_context(viewport=size, **more)  # type: ignore[arg-type]
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.frames: list[str] = []
        self.faults: list[str] = []
        self.page.on("websocket", self._listen)
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", self._read_console)

    def _listen(self, socket: Any) -> None:
        socket.on("framereceived", lambda frame: self.frames.append(str(frame)))

    def _read_console(self, message: Any) -> None:
        # What the policy of the page forbids is told here alone; parts of the page are missing.
        forbidden = ("Content Security Policy", "Trusted")
        if message.type == "error" and any(words in message.text for words in forbidden):
            self.faults.append(message.text)

    def button(self, key: str, **values: Any) -> Locator:
        return self.page.get_by_role("button", name=say(key, **values), exact=True)

    def link(self, key: str) -> Locator:
        return self.page.get_by_role("link", name=say(key), exact=True)

    def field(self, key: str, **values: Any) -> Locator:
        return self.page.get_by_label(say(key, **values), exact=True)

    def reads(self, key: str, **values: Any) -> Locator:
        """The words of a key, wherever they stand."""
        return self.page.get_by_text(say(key, **values), exact=True)

    def area(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=re.compile(f"^{name}"))

    def note(self, text: str) -> Locator:
        own = self.page.get_by_text(text, exact=True)
        return self.page.locator("[data-note]").filter(has=own)

    def expect_saved(self) -> None:
        """Wait until everything is saved and the page says so."""
        expect(self.page.get_by_test_id("connection")).to_contain_text(say("connection.saved"))

    def choose_area(self, name: str) -> None:
        """Choose where the next note goes: by the chips, or the tabs of a phone."""
        chosen = self.page.get_by_role("radio", name=re.compile(f"^{name}"))
        chosen.first.check(force=True)  # the chip's words lie over the button

    def write(self, area: str, text: str) -> None:
        """Write a note into an area and see that it is saved."""
        self.choose_area(area)
        self.page.locator("#composer-text").fill(text)
        self.page.locator("#composer-text").press("Enter")
        expect(self.note(text)).to_be_visible()
        self.expect_saved()

    def give_dots(self, text: str, count: int) -> None:
        """Give dots to a note, waiting for each."""
        for _ in range(count):
            before = self.votes_left()
            self.button("vote.give", text=text).click()
            expect(self.page.locator(".chip.votes")).to_have_text(votes_words(before - 1))

    def votes_left(self) -> int:
        found = re.search(r"\d+", self.page.locator(".chip.votes").inner_text())
        return int(found.group()) if found else 0

    def watch(self, *texts: str) -> None:
        """From now on remember when each of these texts can first be read on the page."""
        self.page.evaluate(_WATCH, list(texts))

    def seen_at(self, *texts: str) -> dict[str, float]:
        """Wait until every watched text was there; returns when, in ms since 1970."""
        self.page.wait_for_function("texts => texts.every(text => text in seen)", arg=list(texts))
        return dict(self.page.evaluate("seen"))

    def token(self) -> str:
        """The token by which this page asks the server."""
        kept = "Object.entries(sessionStorage).find(([key]) => key.startsWith('citywheel.seat.'))"
        return str(json.loads(self.page.evaluate(f"{kept}[1]"))["token"])

    def workshop_id(self) -> str:
        return re.search(r"/w/([a-z0-9]{12})", self.page.url).group(1)  # type: ignore[union-attr]

    def overflow(self) -> int:
        """How many pixels the page, or what it scrolls, is wider than its window."""
        wide = """Math.max(...[document.documentElement, ...document.querySelectorAll("main")]
            .map((each) => each.scrollWidth - each.clientWidth))"""
        return int(self.page.evaluate(wide))

    def leave(self) -> None:
        self.context.close()
        assert not self.faults


def votes_words(count: int) -> str:
    """What the bar says when so many votes are left."""
    if count == 0:
        return say("bar.votes_placed")
    return say("bar.votes_left_one" if count == 1 else "bar.votes_left_other", count=count)


def now() -> float:
    """Milliseconds since 1970: the clock the pages on this machine have, too."""
    return time.time() * 1000


def fill_make_page(helmi: Someone, *cities: str) -> None:
    """Fill in the page that makes a workshop, and make it."""
    helmi.field("make.name").fill("Night library")
    for place, city in enumerate(cities, start=1):
        row = helmi.field("make.city_name", count=place)
        if not row.count():
            helmi.page.get_by_role("button", name=say("make.add_city")).click()
        row.fill(city)
    helmi.button("make.make").click()
    expect(helmi.reads("links.lead")).to_be_visible()


def links_on(helmi: Someone, *cities: str) -> dict[str, str]:
    """The join link of each city, read from the links sheet."""
    links = {}
    for city in cities:
        heading = helmi.page.get_by_role("heading", name=city, exact=True)
        card = helmi.page.get_by_role("listitem").filter(has=heading)
        links[city] = card.locator(".address").inner_text()
    return links


def make_workshop(helmi: Someone, url: str, *cities: str) -> dict[str, str]:
    """Make a workshop through the page; returns city → join link, and goes to the board."""
    helmi.page.goto(url)
    helmi.link("home.make").click()
    fill_make_page(helmi, *cities)
    links = links_on(helmi, *cities)
    helmi.link("links.to_board").click()
    helmi.expect_saved()
    return links


def join(someone: Someone, link: str, name: str) -> Someone:
    """Open a link, type a name, press Join."""
    someone.page.goto(link)
    someone.field("join.name").fill(name)
    someone.button("join.join").click()
    someone.expect_saved()
    return someone


def take_seat(
    someone: Someone, url: str, joined: dict[str, Any], *, is_said: bool = True
) -> Someone:
    """Open the workshop with a seat that joined elsewhere, as a browser does that comes back."""
    kept = json.dumps(joined | {"kept_at": 1})
    name = f"citywheel.seat.{joined['workshop_id']}"
    someone.context.add_init_script(f"sessionStorage.setItem({json.dumps(name)}, {kept!r})")
    someone.page.goto(f"{url}/w/{joined['workshop_id']}")
    if is_said:  # in English
        someone.expect_saved()
    return someone


def start_phase(helmi: Someone, title: str) -> None:
    """Start a phase from the panel, saying yes where it asks."""
    panel = helmi.page.get_by_role("complementary")
    opener = helmi.button("tools.panel").first
    if opener.get_attribute("aria-expanded") != "true":  # open, or its code is on the way
        opener.click()
    expect(panel).to_be_visible()
    line = panel.get_by_role("listitem").filter(has_text=title)
    line.get_by_role("button").first.click()
    yes = helmi.button("panel.leave_vote_yes")
    started = line.get_by_text(say("panel.now"), exact=True)
    expect(yes.or_(started)).to_be_visible()
    if yes.is_visible():
        yes.click()
    expect(started).to_be_visible()
    helmi.button("panel.close").click()
