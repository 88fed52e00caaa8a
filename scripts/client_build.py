"""The browser client: Node, its packages, and the build in `server/static/`."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from places import (
    CLIENT,
    REPO,
    STATIC,
    VAR,
    VENV,
    SetUpFailed,
    digest,
    is_stamped,
    on_path,
    one_at_a_time,
    say,
    write_stamp,
)
from python_setup import install

OLDEST_NODE = (20, 19)  # what Vite asks for
NOT_SOURCES = {"node_modules", "dist", "coverage", ".vite"}


def build_client() -> None:
    """Make `server/static/` hold the built client; does nothing when no source has changed."""
    if not is_written():
        return
    with one_at_a_time("client"):
        sources = source_digest()
        stamp = VAR / "stamps" / "client-build"
        if is_stamped(stamp, sources) and (STATIC / "index.html").exists():
            return
        install_packages()
        say("building the client")
        npm("run", "build")
        write_stamp(stamp, sources)


def set_up_client_tests() -> None:
    """Make `client/node_modules` hold what the client's tests and checks need."""
    if is_written():
        with one_at_a_time("client"):
            install_packages()


def is_written() -> bool:
    """Return whether there is a client to build, and say so when there is none."""
    if (CLIENT / "package-lock.json").exists():
        return True
    say("client/package-lock.json is missing: the client is NOT built and NOT tested")
    return False


def install_packages() -> None:
    """Install the locked packages into `client/node_modules`, without running their scripts."""
    stamp = CLIENT / "node_modules" / ".citywheel-installed"
    wanted = digest([(CLIENT / "package-lock.json").read_bytes()])
    if is_stamped(stamp, wanted):
        return
    say("installing the client's packages")
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    write_stamp(stamp, wanted)


def npm(*arguments: str) -> None:
    """Run npm in `client/`. Raises: SetUpFailed when it fails."""
    if run_node_tool("npm", *arguments) != 0:
        raise SetUpFailed(f"npm {' '.join(arguments)} failed in client/; see above.")


def run_node_tool(tool: str, *arguments: str) -> int:
    """Run `tool` (npm, npx) in `client/` with a fitting Node; return its exit status."""
    if not is_written():
        return 1
    environment = node_environment()
    program = shutil.which(tool, path=environment["PATH"]) or tool
    return subprocess.run(
        [program, *arguments], cwd=CLIENT, env=environment, check=False
    ).returncode


def node_environment() -> dict[str, str]:
    """Return an environment in which a fitting Node is first on PATH."""
    # A city network may have its own certificates; newer Nodes then ask the system's.
    return {"NODE_USE_SYSTEM_CA": "1", **on_path(node_folder())}


def node_folder() -> Path:
    """Return the folder of a Node that can build the client: the system's, else from PyPI."""
    system = shutil.which("node")
    if system and shutil.which("npm") and version_of(system) >= OLDEST_NODE:
        return Path(system).parent
    install("requirements-node")
    return VENV / "bin"


def version_of(node: str) -> tuple[int, ...]:
    """Return the version of the program `node`, (0,) when it does not say."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    numbers = re.findall(r"\d+", answer.stdout)
    return tuple(map(int, numbers)) or (0,)


def source_digest() -> str:
    """Return one hash over every file the build may read."""
    files = sorted(file for file in walk(CLIENT) if file.is_file())
    return digest(
        part for file in files for part in (str(file.relative_to(REPO)).encode(), file.read_bytes())
    )


def walk(folder: Path) -> list[Path]:
    """Return everything under `folder` except what tools put there."""
    here = [entry for entry in folder.iterdir() if entry.name not in NOT_SOURCES]
    below = [deeper for entry in here if entry.is_dir() for deeper in walk(entry)]
    return here + below
