"""The timer shows the same on five clients whose clocks are wrong, one of which slept."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from client_build import node_folder

from tests.wire import Http, code_of, facilitate, make_workshop

if TYPE_CHECKING:
    from server_process import ServerProcess

SCRIPT = Path(__file__).parent / "five_clocks.mjs"
CLOSE = 300  # ms that two clients may be apart


def left_by_server(ends_at: str) -> float:
    """What is left by the clock of this machine, which is the server's too, in ms."""
    return (datetime.fromisoformat(ends_at) - datetime.now(UTC)).total_seconds() * 1000


def test_clocks_wrong_by_an_hour_and_a_sleeper_show_the_same_time_left(
    server: ServerProcess,
) -> None:
    made = make_workshop(server.url, ["Oulu", "Sofia"])
    helmi = facilitate(server.url, made)
    tokens = [
        Http(server.url).post("/join", {"code": code_of(made, 0), "name": f"seat {place}"})["token"]
        for place in range(5)
    ]
    node = str(node_folder() / "node")
    with subprocess.Popen(
        [node, str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as clients:

        def ask(line: dict[str, Any]) -> Any:
            assert clients.stdin is not None
            assert clients.stdout is not None
            clients.stdin.write(json.dumps(line) + "\n")
            clients.stdin.flush()
            return json.loads(clients.stdout.readline())

        def read_alike(state: str) -> list[float]:
            """What the five show at one moment, all of them close."""
            shown = ask({"do": "read"})
            assert {each["state"] for each in shown} == {state}
            left = [each["ms"] for each in shown]
            assert max(left) - min(left) <= CLOSE, left
            return left

        helmi.do("timer.start", seconds=600, at_end="nothing")
        assert ask({"url": server.url, "tokens": tokens}) == {"entered": 5}
        read_alike("runs")

        asleep = ask({"do": "sleep", "who": 2, "ms": 120_000})
        assert asleep[2] is None
        helmi.do("timer.pause", paused=True)
        helmi.do("timer.add", seconds=60)
        helmi.do("timer.pause", paused=False)
        ask({"do": "wake", "who": 2})
        left = read_alike("runs")

        ends_at = helmi.see()["board"]["timer"]["ends_at"]
        assert abs(left_by_server(ends_at) - left[2]) <= CLOSE + 200  # and the way to here
        print(f"five clients are within {max(left) - min(left):.0f} ms")
        assert clients.stdin is not None
        clients.stdin.write('{"do": "leave"}\n')
        clients.stdin.close()
        clients.wait(10)
