"""The machine: which core does what, and what a process has used of it."""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
SERVER_CORE, LOAD_CORE = 0, 1


def pin_load() -> bool:
    """Keep this process and what it starts on the load's core; return False with one core only."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files(), most_files()))
    if can_pin():
        os.sched_setaffinity(0, {LOAD_CORE})
    return can_pin()


def can_pin() -> bool:
    """Return whether this machine has a core for the server and one for the load."""
    return (os.cpu_count() or 1) > LOAD_CORE and shutil.which("taskset") is not None


@contextlib.contextmanager
def any_core() -> Iterator[None]:
    """Let what is started in the block run on every core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def on_server_core() -> list[str]:
    """Return the words before a command that put it on the server's core."""
    # As a prefix and not afterwards: threads a program starts early would stay elsewhere.
    return ["taskset", "-c", str(SERVER_CORE)] if can_pin() else []


def most_files() -> int:
    """Return how many files this process may open at most."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1]


def describe() -> dict[str, str | int]:
    """Return what a reader must know to compare figures of two machines."""
    return {
        "cores": os.cpu_count() or 1,
        "processor": processor(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def processor() -> str:
    """Return the processor's name, as far as the system tells it."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def family(pid: int) -> list[int]:
    """Return `pid` and every process below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        children = (task / "children").read_text().split()
        found += [one for child in children for one in family_quietly(int(child))]
    return found


def family_quietly(pid: int) -> list[int]:
    """Return the family of a process that may end meanwhile."""
    try:
        return family(pid)
    except OSError:
        return []


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process and those below it have used, ended ones included."""
    return sum(own_cpu(one) for one in family(pid))


def own_cpu(pid: int) -> float:
    """Return the processor time of one process and of its children that ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    # After the name, which may hold blanks: state is field 3, utime 14, children's stime 17.
    return sum(map(int, stat.rpartition(")")[2].split()[11:15])) / TICK


def busy_seconds() -> float:
    """Return the processor time everything on this machine has used, and what was stolen."""
    first = Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    user, nice, system, _idle, _waiting, irq, soft_irq, stolen = map(int, first)
    return (user + nice + system + irq + soft_irq + stolen) / TICK


def memory_kb(pid: int) -> int:
    """Return the resident memory of a process and those below it, in kB."""
    pages = (Path(f"/proc/{one}/statm").read_text().split()[1] for one in family(pid))
    return sum(map(int, pages)) * PAGE // 1024


def open_files(pid: int) -> int:
    """Return how many descriptors a process holds open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
