"""Keys, codes, tokens and what people wrote are in no log, error, figure or stored byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests
from redis import Redis
from server_fixtures import RAISED
from server_process import server_process

from tests.wire import code_of, facilitate, join, make_workshop

if TYPE_CHECKING:
    from pathlib import Path

MAKE_KEY = "make-key-of-this-very-server"
SECRET_KEY = "what-this-server-signs-its-tokens-with"


def stored(redis_url: str) -> dict[str, bytes]:
    """Return key → every byte Redis keeps under it."""
    with Redis.from_url(redis_url) as client:
        return {
            key.decode(errors="replace"): key + (client.dump(key) or b"")
            for key in client.scan_iter("*")
        }


def test_secrets_and_texts_stay_where_they_belong(redis_url: str, tmp_path: Path) -> None:
    keys = {"SECRET_KEY": SECRET_KEY, "LOG_LEVEL": "debug", "LOG_FORMAT": "json"}
    with server_process(redis_url, tmp_path, **RAISED, **keys) as server:
        made = make_workshop(server.url, ["Oulu", "Sofia"], silent=True)
        helmi = facilitate(server.url, made)
        aino = join(server.url, code_of(made, 0), "Aino Nurminen-Kekkonen")
        aino.do("note.add", area="value", text="A most private thought")
        helmi.do("notes.reveal")
        helmi.do("phase.start", phase=helmi.see()["board"]["phases"][-1]["id"])

        said = [server.log, requests.get(f"{server.url}/metrics", timeout=5).text]
        said += [requests.get(f"{server.url}/readyz?socket=1", timeout=5).text]
        api = f"{server.url}/api/v1"
        for path in ("snapshot", "draft", "export/json", "export/exe", "people?x=%00"):
            for token in ("", aino.token[:-2], aino.token + "x"):
                url = f"{api}/workshops/{aino.workshop_id}/{path}"
                headers = {"Authorization": f"Bearer {token}"}
                said.append(requests.get(url, headers=headers, timeout=5).text)
        for body in ({"token": aino.token + "x"}, {"facilitator_key": "x" * 150, "name": "x"}):
            said.append(requests.post(f"{api}/join", json=body, timeout=5).text)
        files = [
            requests.get(
                f"{api}/workshops/{aino.workshop_id}/export/{kind}",
                headers=aino.http.headers,
                timeout=5,
            ).text
            for kind in ("json", "md", "csv")
        ]
        pages = [
            requests.get(f"{server.url}{page}", timeout=5) for page in ("/", "/join", "/facilitate")
        ]
        for person in (aino, helmi):
            person.leave()
    with server_process(redis_url, tmp_path, **RAISED, **keys) as server:
        join(server.url, code_of(made, 1), "Boris").leave()
        said.append(server.log)

    codes = [city["code"] for city in made["invitations"]["cities"]]
    codes += [made["invitations"][which]["code"] for which in ("workshop", "observer")]
    secrets = [made["facilitator_key"], aino.token, helmi.token, SECRET_KEY]
    everywhere = "\n".join([*said, *files, *(page.text for page in pages)])
    for secret in (*secrets, *codes, *(code.replace("-", "") for code in codes)):
        assert secret not in everywhere
    for text in ("A most private thought", "Nurminen"):
        assert text not in "\n".join(said)
    kept = b"\n".join(stored(redis_url).values())
    for secret in secrets:
        assert secret.encode() not in kept
    assert all("#" not in page.url and "?" not in page.url for page in pages)
    assert all(page.headers["Referrer-Policy"] == "no-referrer" for page in pages)


def test_figures_have_no_label_that_names_anybody(redis_url: str, tmp_path: Path) -> None:
    with server_process(redis_url, tmp_path) as server:
        made = make_workshop(server.url, ["Oulu"])
        aino = join(server.url, code_of(made, 0), "Aino")
        ack = aino.do("note.add", area="value", text="Idea")
        aino.op("vote.place", target_id=ack["id"])
        aino.op("no.such", text="Idea")
        figures = requests.get(f"{server.url}/metrics", timeout=5).text
        aino.leave()

    for line in (
        'citywheel_ops_total{type="note.add"} 1.0',
        'citywheel_joins_total{role="participant"} 1.0',
        'citywheel_seats{role="participant"} 1.0',
        "citywheel_workshops 1.0",
        "citywheel_backlog_bytes 0.0",
        "citywheel_ack_seconds_count 2.0",
        'citywheel_refusals_total{code="op.malformed"} 1.0',
    ):
        assert line in figures, line
    for named in (aino.workshop_id, aino.seat["id"], ack["id"], "Aino", "Idea", "no.such"):
        assert named not in figures
    assert "process_resident_memory_bytes" in figures
