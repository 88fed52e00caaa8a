"""What scripts/run starts ends with it: once, soon, and with nothing left behind."""

import os
import signal
import subprocess
import sys
import time

import pytest
from places import SCRIPTS

PARENT = """
import sys
from processes import start, wait_and_relay
child = start([sys.executable, "-c", sys.argv[1]], stdout=sys.stdout)
sys.exit(wait_and_relay(child))
"""
OBEDIENT = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (print("heard", flush=True), sys.exit(0)))
print(os.getpid(), flush=True)
time.sleep(60)
"""
SOON = 5  # seconds


def start_parent(program):
    command = [sys.executable, "-c", PARENT, program]
    return subprocess.Popen(command, cwd=SCRIPTS, stdout=subprocess.PIPE, text=True)


def is_alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{number}/stat") as state:  # noqa: PTH123
        return state.read().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_reaches_the_child_once_and_both_end_well(number):
    with start_parent(OBEDIENT) as parent:
        parent.stdout.readline()

        parent.send_signal(number)

        assert parent.wait(SOON) == 0
        assert parent.stdout.read() == "heard\n"


def test_a_child_that_fails_gives_its_status():
    with start_parent("raise SystemExit(3)") as parent:
        assert parent.wait(SOON) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_child_does_not_outlive_a_killed_parent():
    with start_parent(OBEDIENT) as parent:
        child = int(parent.stdout.readline())

        parent.kill()

        parent.wait(SOON)
        deadline = time.monotonic() + SOON
        while is_alive(child) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not is_alive(child)
