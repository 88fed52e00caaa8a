"""Set everything up, then do what one of the scripts asks: run, test, check, bench, faults."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from client_build import build_client, run_node_tool, set_up_client_tests
from places import REPO, SCRIPTS, VAR, SetUpFailed, on_path, say
from private_redis import private_redis
from processes import start, wait_and_relay
from proxies import NoProxy, find_nginx
from python_setup import set_up_python

if TYPE_CHECKING:
    from collections.abc import Sequence

TESTS_FAILED, NO_TESTS_FOUND = 1, 5  # exit statuses of pytest
TYPED_STRICTLY = ("server/domain", "server/synthesis", "server/export", "server/settings.py")
SIDE_BY_SIDE = ("-n", "4", "--dist", "worksteal")  # half of their time they wait
WITH_BROWSERS = ("-n", "3", "--dist", "worksteal")
FILE_BY_FILE = ("-n", "3", "--dist", "loadfile")  # tests that fill servers of their own
# Where tests so marked stand; reading all others each time would take long.
BROWSER_FOLDERS = ("tests/browser", "tests/scripts")
SERIAL_FOLDERS = ("tests/faults", "tests/whole", "tests/desk")


def main(arguments: list[str]) -> int:
    """Do what the command line asks and return the exit status."""
    commands = {
        "run": run,
        "test": test,
        "check": check,
        "bench": bench,
        "faults": faults,
        "setup": set_up,
    }
    command, *rest = arguments or ["--help"]
    if command not in commands:
        print(f"{__doc__}\nCommands: {', '.join(commands)}")
        return 2
    os.chdir(REPO)
    try:
        return commands[command](rest)
    except SetUpFailed as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        return 130


def set_up(_arguments: list[str]) -> int:
    """Install and build everything, and stop there."""
    set_up_python(dev=True)
    build_client()
    return 0


def run(arguments: list[str]) -> int:
    """Serve on HOST and PORT with a private Redis, or with that of REDIS_URL."""
    python = set_up_python(dev=False)
    build_client()
    if os.environ.get("REDIS_URL"):
        return serve(python, arguments, redis_url=os.environ["REDIS_URL"])
    with private_redis(VAR / "redis") as redis:
        say(f"a private Redis keeps the workshops in var/redis (port {redis.port})")
        return serve(python, arguments, redis_url=redis.url)


def serve(python: Path, arguments: list[str], *, redis_url: str) -> int:
    """Run the server until it ends or we are told to stop."""
    environment = {**os.environ, "REDIS_URL": redis_url}
    command = [str(python), "-m", "server", "serve", *arguments]
    return wait_and_relay(start(command, cwd=REPO, env=environment))


def test(arguments: list[str]) -> int:
    """Run every test; with arguments, only the pytest run they describe."""
    python = set_up_python(dev=True)
    build_client()
    find_browser(python)
    find_proxy()
    if arguments:
        return pytest(python, *arguments)
    set_up_client_tests()
    outcomes = {
        "tests": tests(python, "not serial and not browser", ["tests"], SIDE_BY_SIDE),
        # Apart: Playwright keeps a loop running in its process, and others want their own.
        "browser tests": tests(python, "browser", BROWSER_FOLDERS, WITH_BROWSERS),
        "serial tests": tests(
            python, "serial and not browser and not alone", SERIAL_FOLDERS, FILE_BY_FILE
        ),
        "tests alone": tests(python, "alone", SERIAL_FOLDERS, ()),
        "client tests": run_node_tool("npx", "vitest", "run"),
    }
    return tell(outcomes)


def tests(python: Path, marked: str, folders: Sequence[str], spread: tuple[str, ...]) -> int:
    """Run the tests so marked in `folders`, but the long ones; return 0 when each has passed.

    What fails beside others is run once more by itself, and said aloud: some tests time real
    servers, and a busy machine may spoil one. What fails twice has failed.
    """
    which = ("-m", f"({marked}) and not long", *folders)
    status = pytest(python, *spread, *which)
    if status != TESTS_FAILED:
        return status
    say("SOME TESTS FAILED (see above); those are run once more, by themselves")
    return pytest(python, "--last-failed", "--last-failed-no-failures", "none", *which)


def faults(arguments: list[str]) -> int:
    """Put every promise to the proof and print the table; `--long`, `--only P4`."""
    parser = argparse.ArgumentParser(prog="scripts/faults")
    parser.add_argument("--long", action="store_true", help="the long form, 25 minutes")
    parser.add_argument("--only", action="append", default=[], help="only this promise, like P4")
    parser.add_argument("--runs", type=int, help="as many runs of each promise, not as listed")
    parser.add_argument("--minutes", type=float, help="how long P18 lasts, 4 as it is")
    asked = parser.parse_args(arguments)
    python = set_up_python(dev=True)
    build_client()
    set_up_client_tests()
    form = ["--long"] if asked.long else ["-m", "not long"]
    only = [word for name in asked.only for word in ("--only", name)]
    sizes = [f"--{name}={size}" for name in ("runs", "minutes") if (size := getattr(asked, name))]
    return pytest(python, "tests/faults", "--table", "-q", *form, *only, *sizes)


def find_browser(python: Path) -> None:
    """Find or fetch a Chromium once, before the tests' clocks run; the tests hear of it."""
    # Asked in `.venv`, because trying a browser needs Playwright.
    command = [str(python), "scripts/browser.py"]
    found = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if found.returncode == 0:
        os.environ["CHROMIUM"] = found.stdout.strip()


def find_proxy() -> None:
    """Find or install an nginx once; without one the tests behind a proxy say that they rest."""
    try:
        find_nginx(may_install=True)
    except NoProxy as missing:
        say(str(missing))


def pytest(python: Path, *arguments: str) -> int:
    """Run pytest and return 0 when nothing failed."""
    command = [str(python), "-m", "pytest", *arguments]
    environment = on_path(python.parent)
    # Tests start a hundred servers: without bytecode each compiles itself anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["EVENTLET_NO_GREENDNS"] = "yes"  # they look up no names, and start sooner
    status = subprocess.run(command, env=environment, check=False).returncode
    return 0 if status == NO_TESTS_FOUND and "-m" in arguments else status


def bench(arguments: list[str]) -> int:
    """Measure speed beside bare peers; how is in `scripts/benchmark/`."""
    python = set_up_python(dev=True)
    build_client()
    environment = {**on_path(python.parent), "PYTHONPATH": os.pathsep.join((str(SCRIPTS), "."))}
    return wait_and_relay(start([str(python), "-m", "benchmark", *arguments], env=environment))


def check(arguments: list[str]) -> int:
    """Check format, lint and types of Python and TypeScript; `--fix` mends what it can."""
    parser = argparse.ArgumentParser(prog="scripts/check")
    parser.add_argument("--fix", action="store_true", help="format, and mend what can be mended")
    fix = parser.parse_args(arguments).fix
    python = str(set_up_python(dev=True))
    set_up_client_tests()
    typed = [path for path in TYPED_STRICTLY if Path(path).exists()]
    ruff = [python, "-m", "ruff"]
    commands = {
        "ruff format": [*ruff, "format", "--quiet", *([] if fix else ["--check"])],
        "ruff check": [*ruff, "check", "--quiet", *(["--fix"] if fix else [])],
        "mypy": [python, "-m", "mypy", *typed],
    }
    outcomes = {name: subprocess.call(command) for name, command in commands.items()}
    return tell({**outcomes, **check_client(fix=fix)})


def check_client(*, fix: bool) -> dict[str, int]:
    """Run prettier, eslint and tsc in `client/` and return the exit status of each."""
    return {
        "prettier": run_node_tool("npx", "prettier", "--write" if fix else "--check", ".",
                                  "--log-level=warn"),
        "eslint": run_node_tool("npx", "eslint", ".", *(["--fix"] if fix else [])),
        "tsc": run_node_tool("npx", "tsc", "--noEmit"),
    }  # fmt: skip


def tell(outcomes: dict[str, int]) -> int:
    """Say how each part went and return 0 only when all went well."""
    for name, status in outcomes.items():
        say(f"{name}: {'passed' if status == 0 else f'FAILED ({status})'}")
    return int(any(outcomes.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
