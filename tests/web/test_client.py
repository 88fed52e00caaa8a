"""The one page of the client, as the server hands it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    from server_process import ServerProcess

PERSON = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_at_an_unknown_address_a_person_reads_a_page_and_a_program_an_error(
    server: ServerProcess,
) -> None:
    page = requests.get(f"{server.url}/nowhere", headers=PERSON, timeout=10)
    error = requests.get(f"{server.url}/nowhere", timeout=10)
    wrong_route = requests.get(f"{server.url}/api/v1/nowhere", headers=PERSON, timeout=10)

    assert page.status_code == error.status_code == wrong_route.status_code == 404
    assert "citywheel" in page.text
    assert error.json()["error"]["code"] == "route.unknown"
    assert wrong_route.json()["error"]["code"] == "route.unknown"


def test_a_workshops_page_has_the_address_of_a_workshop(server: ServerProcess) -> None:
    def status(path: str) -> int:
        return requests.get(f"{server.url}{path}", headers=PERSON, timeout=10).status_code

    assert status("/w/abcdefghi123") == status("/w/abcdefghi123/draft") == 200
    for path in ("/w/*", "/w/abcdefghi123:votes", "/w/..%2f..%2fetc%2fpasswd"):
        assert status(path) == 404


def test_every_answer_carries_a_policy_that_lets_no_text_become_markup_or_code(
    server: ServerProcess,
) -> None:
    for path in ("/", "/join", "/nowhere", "/healthz", "/api/v1/canvases", "/api/v1/nowhere"):
        answer = requests.get(f"{server.url}{path}", headers=PERSON, timeout=10)
        policy = answer.headers["Content-Security-Policy"].split("; ")

        assert {"default-src 'none'", "script-src 'self'"} <= set(policy), path
        assert {"require-trusted-types-for 'script'", "trusted-types 'none'"} <= set(policy), path
        assert not any("unsafe-eval" in rule or "script-src-" in rule for rule in policy)
