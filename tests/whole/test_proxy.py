"""Two processes behind a real nginx, below a path, as scripts/deploy/nginx.conf has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import requests
from proxies import find_nginx

from tests.whole.proxied import DEPLOY, PROCESSES, SOCKET, Proxied, come_up, found_or_skipped

# The same people, now with a proxy between them and two processes.
from tests.whole.test_main_job import (  # noqa: F401
    test_one_city_one_vote_differs_from_raw_dots_where_it_should,
    test_three_cities_go_from_silence_to_a_draft_and_an_export,
    test_twenty_notes_and_votes_are_everywhere_within_a_second,
)
from tests.whole.test_node_client import (  # noqa: F401
    test_a_node_client_writes_unseen_hears_the_reveal_and_votes,
    two_people,
)
from tests.wire import code_of, join, make_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    log_format upstreams "$cookie_citywheel $upstream_addr $uri";
    access_log {folder}/access.log upstreams;
    include {folder}/citywheel.conf;
}}
"""


def configured(proxied: Proxied) -> str:
    """Write the shipped file with our ports, and a main file around it; return the latter."""
    shipped = (DEPLOY / "nginx.conf").read_text()
    ours = "\n".join(f"    server 127.0.0.1:{port};" for port in proxied.ports)
    shipped, many = re.subn(r"(    server 127\.0\.0\.1:\d+;\n?)+", ours + "\n", shipped)
    assert many == 1
    shipped, once = re.subn(r"listen 80;", f"listen 127.0.0.1:{proxied.port};", shipped)
    assert once == 1
    (proxied.folder / "citywheel.conf").write_text(shipped)
    main = proxied.folder / "nginx.conf"
    main.write_text(MAIN.format(folder=proxied.folder))
    return str(main)


@pytest.fixture(scope="module")
def server(redis_server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    nginx = found_or_skipped(find_nginx)
    proxied = come_up(
        tmp_path_factory, redis_server_url, lambda ours: ([nginx, "-c", configured(ours)], {})
    )
    try:
        yield proxied
    finally:
        proxied.stop()


def test_the_page_is_served_below_the_path_with_a_cookie_of_its_own(server: Proxied) -> None:
    page = requests.get(f"{server.url}/", timeout=5)
    asset = re.search(r'src="([^"]+\.js)"', page.text)
    assert asset is not None
    script = requests.get(requests.compat.urljoin(page.url, asset[1]), timeout=5)

    assert page.status_code == script.status_code == 200
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("citywheel=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/wheel"} <= set(cookie.split("; "))
    hidden = requests.get(f"{server.url}/metrics", timeout=5)
    assert hidden.status_code == 404


def test_every_browser_polls_one_process_and_they_are_spread(server: Proxied) -> None:
    places: dict[str, set[str]] = {}
    for _ in range(16):
        browser = requests.Session()
        browser.get(f"{server.url}/", timeout=5)
        begun = browser.get(f"{server.url}/socket.io/", params=SOCKET, timeout=5)
        assert "Set-Cookie" not in begun.headers
        sid = begun.text.split('"sid":"')[1].split('"')[0]
        for _ in range(3):
            said = browser.post(
                f"{server.url}/socket.io/", params=SOCKET | {"sid": sid}, data="3", timeout=5
            )
            assert said.status_code == 200, said.text
        browser.close()
    for line in (server.folder / "access.log").read_text().splitlines():
        cookie, upstream, path = line.split(" ", 2)
        if cookie != "-" and "socket.io" in path:
            places.setdefault(cookie, set()).add(upstream)

    assert len(places) >= 16
    assert all(len(upstreams) == 1 for upstreams in places.values())
    assert len(set().union(*places.values())) == PROCESSES


def test_without_the_cookie_the_next_process_does_not_know_the_session(server: Proxied) -> None:
    """The control: what the cookie prevents does happen when it changes."""
    url = f"{server.url}/socket.io/"
    begun = requests.get(url, params=SOCKET, cookies={"citywheel": "one"}, timeout=5)
    sid = begun.text.split('"sid":"')[1].split('"')[0]
    statuses = {
        requests.post(
            url, params=SOCKET | {"sid": sid}, data="3", cookies={"citywheel": f"{n}"}, timeout=5
        ).status_code
        for n in range(20)
    }

    assert 400 in statuses


def test_people_on_both_processes_hear_each_other(server: Proxied) -> None:
    made = make_workshop(server.url, ["Oulu"], silent=False)
    people = [
        join(server.url, code_of(made, 0), f"seat {number}", transports=transports)
        for number, transports in enumerate([["websocket"], ["polling"], None])
    ]
    direct = join(f"http://127.0.0.1:{server.ports[0]}/wheel", code_of(made, 0), "beside")
    other = join(f"http://127.0.0.1:{server.ports[1]}/wheel", code_of(made, 0), "beside too")

    for person in [*people, direct, other]:
        seq = person.do("note.add", area="value", text="heard by all")["seq"]
        for listener in [*people, direct, other]:
            listener.wait_for(seq)
    for person in [*people, direct, other]:
        person.leave()
