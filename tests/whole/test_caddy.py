"""Two processes behind a real Caddy, below a path, as scripts/deploy/Caddyfile has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import requests
from proxies import find_caddy

from tests.whole.proxied import DEPLOY, PROCESSES, SOCKET, Proxied, come_up, found_or_skipped

# The same people, now with a proxy between them and two processes.
from tests.whole.test_main_job import (  # noqa: F401
    test_three_cities_go_from_silence_to_a_draft_and_an_export,
)
from tests.whole.test_node_client import (  # noqa: F401
    test_a_node_client_writes_unseen_hears_the_reveal_and_votes,
    two_people,
)
from tests.wire import Http, code_of, make_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server(redis_server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    caddy = found_or_skipped(find_caddy)

    def begin(proxied: Proxied) -> tuple[list[str], dict[str, str]]:
        own = str(proxied.folder)  # its certificates and its admin socket, too
        settings = {
            "SITE_ADDRESS": f"http://127.0.0.1:{proxied.port}",
            "BASE_PATH": "/wheel",
            "UPSTREAMS": " ".join(f"127.0.0.1:{port}" for port in proxied.ports),
        }
        places = {"HOME": own, "XDG_DATA_HOME": own, "XDG_CONFIG_HOME": own}
        places["CADDY_ADMIN"] = f"unix/{own}/admin"
        return [caddy, "run", "--config", str(DEPLOY / "Caddyfile")], settings | places

    proxied = come_up(tmp_path_factory, redis_server_url, begin)
    try:
        yield proxied
    finally:
        proxied.stop()


def test_the_page_is_served_below_the_path_and_figures_are_not(server: Proxied) -> None:
    page = requests.get(f"{server.url}/", timeout=5)
    asset = re.search(r'src="([^"]+\.js)"', page.text)
    assert asset is not None
    script = requests.get(requests.compat.urljoin(page.url, asset[1]), timeout=5)

    assert page.status_code == script.status_code == 200
    assert page.headers["Set-Cookie"].startswith("citywheel=")
    assert requests.get(f"{server.url}/metrics", timeout=5).status_code == 404
    made = make_workshop(server.url, ["Oulu"])
    assert made["invitations"]["cities"][0]["link"].startswith(f"{server.url}/join#")


def begin_polling(browser: requests.Session, server: Proxied) -> str:
    """Return the sid of a socket begun with polling."""
    begun = browser.get(f"{server.url}/socket.io/", params=SOCKET, timeout=5)
    return str(begun.text.split('"sid":"')[1].split('"')[0])


def say(browser: requests.Session, server: Proxied, sid: str) -> int:
    """Send one packet; return the status."""
    params = SOCKET | {"sid": sid}
    return browser.post(f"{server.url}/socket.io/", params=params, data="3", timeout=5).status_code


def test_every_browser_polls_one_process_and_they_are_spread(server: Proxied) -> None:
    cookies = set()
    for _ in range(16):
        with requests.Session() as browser:
            browser.get(f"{server.url}/", timeout=5)
            sid = begin_polling(browser, server)
            assert [say(browser, server, sid) for _ in range(3)] == [200] * 3
            cookies.add(browser.cookies["citywheel"])

    assert len(cookies) == PROCESSES


def test_without_the_cookie_the_next_process_does_not_know_the_session(server: Proxied) -> None:
    """The control: what the cookie prevents does happen when it changes."""
    cookies: set[str] = set()
    while len(cookies) < PROCESSES:
        page = requests.get(f"{server.url}/", timeout=5)
        cookies.add(page.cookies["citywheel"])
    one, other = requests.Session(), requests.Session()
    one.cookies.set("citywheel", cookies.pop())
    other.cookies.set("citywheel", cookies.pop())

    sid = begin_polling(one, server)

    assert say(one, server, sid) == 200
    assert say(other, server, sid) == 400
    one.close()
    other.close()


def test_a_client_cannot_choose_the_address_it_is_counted_by(server: Proxied) -> None:
    made = make_workshop(server.url, ["Oulu"])
    wrong = {"code": "ABCD-2345", "name": "x"}
    statuses = [
        requests.post(
            f"{server.url}/api/v1/join",
            json=wrong,
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
            timeout=5,
        ).status_code
        for number in range(25)
    ]

    assert statuses[-1] == 429
    Http(server.url).post("/join", {"code": code_of(made, 0), "name": "Aino"}, expect=201)
