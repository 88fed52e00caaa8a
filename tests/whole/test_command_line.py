"""What an operator and a maker of canvases do at the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from places import REPO
from server_process import server_process, without_settings

from tests.wire import Http, canonical_hash, facilitate, make_workshop

if TYPE_CHECKING:
    from pathlib import Path

    from server_process import ServerProcess


def citywheel(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "server", *words],
        cwd=REPO,
        env={**without_settings(), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_workshop_goes_to_a_file_and_comes_back_as_another(
    server: ServerProcess, tmp_path: Path
) -> None:
    redis = server.environment["REDIS_URL"]
    made = make_workshop(server.url, ["Oulu", "Sofia"], silent=False)
    helmi = facilitate(server.url, made)
    helmi.do("note.add", area="value", text="kept")
    file = tmp_path / "board.json"

    written = citywheel("export", helmi.workshop_id, "--out", str(file), REDIS_URL=redis)
    read = citywheel("import", str(file), REDIS_URL=redis)
    key = read.stdout.split("facilitator key: ")[1].split()[0]
    arrived = facilitate(server.url, {"facilitator_key": key}).see()

    assert (written.returncode, read.returncode) == (0, 0), written.stderr + read.stderr
    assert canonical_hash(arrived["board"]) == canonical_hash(helmi.see()["board"])


def test_an_operator_lists_checks_helps_and_erases(server: ServerProcess) -> None:
    redis = server.environment["REDIS_URL"]
    made = make_workshop(server.url, ["Oulu"])
    workshop = made["workshop"]["id"]

    listed = citywheel("list", REDIS_URL=redis)
    verified = citywheel("verify", workshop, REDIS_URL=redis)
    new_key = citywheel("keys", workshop, REDIS_URL=redis).stdout.strip()
    helmi = facilitate(server.url, {"facilitator_key": new_key})
    Http(server.url).post(
        "/join", {"facilitator_key": made["facilitator_key"], "name": "old"}, expect=404
    )
    erased = citywheel("erase", workshop, REDIS_URL=redis)

    (row,) = [line for line in listed.stdout.splitlines() if workshop in line]
    assert row.split()[-3:] == ["0", "Night", "library"]
    assert "as they were written" in verified.stdout
    assert helmi.seat["role"] == "facilitator"
    assert erased.returncode == 0
    unknown = citywheel("verify", workshop, REDIS_URL=redis)
    assert unknown.returncode != 0
    assert "Traceback" not in unknown.stderr


def test_a_taken_port_is_said_in_one_sentence(server: ServerProcess) -> None:
    second = citywheel("serve", PORT=str(server.port), REDIS_URL=server.environment["REDIS_URL"])

    assert second.returncode != 0
    assert f"Port {server.port} cannot be used" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_server_says_where_it_listens(redis_server_url: str) -> None:
    environment = {**without_settings(), "PORT": "0", "REDIS_URL": redis_server_url}
    command = [sys.executable, "-m", "server", "serve"]
    with subprocess.Popen(
        command, cwd=REPO, env=environment, stderr=subprocess.PIPE, text=True
    ) as serving:
        assert serving.stderr is not None
        line = next(line for line in serving.stderr if "url=" in line)
        about = Http(line.split("url=")[1].split()[0]).get("/about")
        serving.terminate()

    assert about["note_text"] == 280


def test_a_made_up_canvas_appears_without_touching_code(
    redis_server_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "canvases"
    shutil.copytree(REPO / "canvases" / "business-model-canvas", folder / "our-own-canvas")
    text = (folder / "our-own-canvas" / "canvas.toml").read_text(encoding="utf-8")
    (folder / "our-own-canvas" / "canvas.toml").write_text(
        text.replace('id = "business-model-canvas"', 'id = "our-own-canvas"'), encoding="utf-8"
    )
    shutil.rmtree(folder / "our-own-canvas" / "examples")
    with server_process(redis_server_url, tmp_path, CANVASES_DIR=str(folder)) as server:
        listed = Http(server.url).get("/canvases")
        made = Http(server.url).post(
            "/workshops",
            {"title": "Ours", "canvas": "our-own-canvas", "cities": [{"name": "Oulu"}]},
        )
        board = facilitate(server.url, made).snapshot["board"]

    assert [canvas["id"] for canvas in listed] == ["our-own-canvas"]
    assert len(board["areas"]) == 9


def test_a_broken_canvas_is_refused_with_every_fault_named(tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(REPO / "canvases" / "city-business-model", folder)
    path = folder / "canvas.toml"
    text = path.read_text(encoding="utf-8").replace('id = "city-business-model"', 'id = "broken"')
    path.write_text(
        text.replace('kind = "vote"', 'kind = "poll"').replace('color = "#', 'color = "'),
        encoding="utf-8",
    )

    said = citywheel("check-canvas", str(folder))

    assert said.returncode != 0
    assert "Traceback" not in said.stderr
    faults = [line for line in said.stdout.splitlines() if "canvas.toml" in line]
    assert any("kind" in fault for fault in faults)
    assert sum("color" in fault for fault in faults) == 6
    assert os.linesep.join(faults)
