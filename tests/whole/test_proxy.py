"""Two processes behind a real nginx, below a path, as scripts/deploy/nginx.conf has it."""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from places import REPO
from private_redis import free_port
from processes import start, stop
from proxies import NoProxy, find_nginx
from server_fixtures import RAISED
from server_process import without_settings

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

CONFIG = REPO / "scripts" / "deploy" / "nginx.conf"
PROCESSES = 2
TRIES = 3
WITHIN = 30  # seconds until everything answers
SOCKET: dict[str, Any] = {"EIO": "4", "transport": "polling"}
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


class Proxied:
    """nginx with processes behind it; `url` is what people open."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/wheel"
        self.ports = free_ports_in_a_row(PROCESSES)
        self.log = (folder / "all.log").open("ab")
        environment = {**without_settings(), **RAISED, "REDIS_URL": redis_url}
        environment |= {"BASE_PATH": "/wheel", "PROXIES": "1", "PORT": str(self.ports[0])}
        environment["PATH"] = os.pathsep.join(
            [str(Path(sys.executable).parent), os.environ["PATH"]]
        )
        honcho = [sys.executable, "-m", "honcho", "start", "-c", f"web={PROCESSES}", "web"]
        self.processes = [
            start(honcho, cwd=REPO, env=environment, stdout=self.log, stderr=self.log),
            start([nginx(), "-c", self.configured()], stdout=self.log, stderr=self.log),
        ]

    def configured(self) -> str:
        """Write the shipped file with our ports, and a main file around it; return the latter."""
        shipped = CONFIG.read_text()
        ours = "\n".join(f"    server 127.0.0.1:{port};" for port in self.ports)
        shipped, many = re.subn(r"(    server 127\.0\.0\.1:\d+;\n?)+", ours + "\n", shipped)
        assert many == 1
        shipped, once = re.subn(r"listen 80;", f"listen 127.0.0.1:{self.port};", shipped)
        assert once == 1
        (self.folder / "citywheel.conf").write_text(shipped)
        main = self.folder / "nginx.conf"
        main.write_text(MAIN.format(folder=self.folder))
        return str(main)

    def wait(self) -> None:
        """Return once every process answers, and nginx in front of them."""
        urls = [f"http://127.0.0.1:{port}/wheel/healthz" for port in self.ports]
        deadline = time.monotonic() + WITHIN
        for url in [*urls, f"{self.url}/healthz"]:
            while not is_up(url):
                assert time.monotonic() < deadline, f"{url} did not come up:\n{self.log_text}"
                assert "Address already in use" not in self.log_text, self.log_text
                time.sleep(0.05)

    @property
    def log_text(self) -> str:
        """What all of them have written."""
        return (self.folder / "all.log").read_text()

    def stop(self) -> None:
        for process in reversed(self.processes):
            stop(process)
        self.log.close()


@pytest.fixture(scope="module")
def server(redis_server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    proxied = come_up(tmp_path_factory, redis_server_url)
    try:
        yield proxied
    finally:
        proxied.stop()


def come_up(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Proxied:
    """Return the processes once they answer; another test may take a port just found free."""
    for left in range(TRIES, 0, -1):
        proxied = Proxied(tmp_path_factory.mktemp("proxy"), redis_url)
        try:
            proxied.wait()
        except AssertionError:
            proxied.stop()
            if left == 1 or "Address already in use" not in proxied.log_text:
                raise
        else:
            return proxied
    raise AssertionError("not reached: the last try raises")


def nginx() -> str:
    try:
        return find_nginx()
    except NoProxy as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


def free_ports_in_a_row(count: int) -> list[int]:
    """Return ports as honcho gives them to the processes of one name: one after the other."""
    while True:
        first = free_port()
        if all(is_free(first + place) for place in range(1, count)):
            return [first + place for place in range(count)]


def is_free(port: int) -> bool:
    with socket.socket() as listener:
        return listener.connect_ex(("127.0.0.1", port)) != 0


def is_up(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code == 200
    except requests.RequestException:
        return False


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
