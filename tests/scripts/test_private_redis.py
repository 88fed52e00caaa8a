"""The private Redis is real, durable, and alone over its data."""

import signal
import subprocess
import sys

import private_redis as module
import pytest
from places import SCRIPTS, SetUpFailed
from private_redis import answers, private_redis
from redis import Redis


def test_an_empty_server_answers(redis):
    assert redis.dbsize() == 0


def test_what_was_acknowledged_survives_a_kill(tmp_path):
    with private_redis(tmp_path) as server:
        with Redis.from_url(server.url) as client:
            client.set("note", "kept")
        server.process.kill()
        server.process.wait()

    with private_redis(tmp_path) as server, Redis.from_url(server.url) as client:
        assert client.get("note") == b"kept"


def test_a_second_server_over_the_same_data_is_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "HANDOVER", 0)

    with private_redis(tmp_path), pytest.raises(SetUpFailed) as no, private_redis(tmp_path):
        pass

    assert "Another scripts/run is using" in str(no.value)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_the_server_ends_when_its_starter_is_killed(tmp_path):
    program = (
        "import pathlib, sys, time\n"
        "from private_redis import start_redis\n"
        "print(start_redis(pathlib.Path(sys.argv[1])).port, flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, cwd=SCRIPTS, stdout=subprocess.PIPE) as starter:
        port = int(starter.stdout.readline())
        starter.send_signal(signal.SIGKILL)

    # Taking the folder over waits until the orphan is gone; a server left behind would refuse.
    with private_redis(tmp_path):
        assert not answers(port)
