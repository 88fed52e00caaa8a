"""What is shipped for operators: a wheel that serves anywhere, image, compose file, proxies."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
import yaml
from places import REPO
from private_redis import free_port
from processes import start, stop
from server_process import without_settings

from server.settings import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOY = REPO / "scripts" / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
BUILT = {"/wheels/", "/citywheel/server/static/"}  # made in a stage before


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product as one file, as the image builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=REPO, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


def serves(python: Path, redis_url: str, folder: Path, **environment: str) -> Iterator[str]:
    """Run `python -m server serve` outside the repository until the page answers."""
    port = free_port()
    settings = {**without_settings(), "REDIS_URL": redis_url, "PORT": str(port), **environment}
    with (folder / "server.log").open("wb") as log:
        process = start(
            [str(python), "-m", "server", "serve"], cwd=folder, env=settings, stdout=log, stderr=log
        )
    try:
        while process.poll() is None:
            try:
                if requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok:
                    break
            except requests.ConnectionError:
                continue
        assert process.poll() is None, (folder / "server.log").read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


def check_page(url: str) -> None:
    page = requests.get(url, timeout=5)
    asset = re.search(r'src="([^"]+\.js)"', page.text)
    assert asset is not None
    assert requests.get(requests.compat.urljoin(page.url, asset[1]), timeout=5).ok
    canvases = requests.get(f"{url}/api/v1/canvases", timeout=5).json()
    assert {canvas["id"] for canvas in canvases} >= {"city-business-model", "business-model-canvas"}


def test_the_wheel_serves_the_page_and_the_canvases_from_any_folder(
    wheel: Path, redis_url: str, tmp_path: Path
) -> None:
    unpacked = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(unpacked)
        assert not [name for name in packed.namelist() if name.startswith(("tests/", "scripts/"))]

    for url in serves(Path(sys.executable), redis_url, tmp_path, PYTHONPATH=str(unpacked)):
        check_page(url)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_fresh_environment_with_the_locked_packages_serves_the_wheel(
    wheel: Path, redis_url: str, tmp_path: Path
) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    lock = str(REPO / "scripts" / "requirements.lock")
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)

    for url in serves(python, redis_url, tmp_path):
        check_page(url)
    command = [str(tmp_path / "venv" / "bin" / "citywheel"), "--help"]
    assert "restore" in subprocess.run(command, capture_output=True, text=True, check=True).stdout


def instructions() -> list[list[str]]:
    """Return the words of each instruction of the Dockerfile."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE))
    return [line.split() for line in joined.splitlines() if line.strip()]


def test_every_file_the_image_copies_is_there_and_not_ignored() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}
    sources = [
        source
        for words in instructions()
        if words[0] == "COPY"
        for source in [word for word in words[1:-1] if not word.startswith("--from")]
        if source not in BUILT
    ]

    assert sources
    for source in sources:
        assert (REPO / source).exists(), source
        assert any(source.rstrip("/") == name or source.startswith(f"{name}/") for name in kept)


def test_the_image_runs_as_nobody_special_and_looks_after_its_health() -> None:
    said = instructions()
    stages = [words for words in said if words[0] == "FROM"]
    last = said[said.index(stages[-1]) :]
    names = [words[0] for words in last]

    assert len(stages) == 3
    assert ["USER", "citywheel"] in last
    assert names.index("USER") < names.index("HEALTHCHECK") < names.index("CMD")
    check = next(" ".join(words) for words in last if words[0] == "HEALTHCHECK")
    code = yaml.safe_load(check.split(" CMD ")[1])[2]
    compile(code, "HEALTHCHECK", "exec")
    assert "/healthz" in code


def composed() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_compose_keeps_every_change_and_publishes_only_the_proxy() -> None:
    services = composed()["services"]
    valkey = shlex.split(services["valkey"]["command"])
    options = dict(zip(valkey[1::2], valkey[2::2], strict=True))

    assert options["--appendonly"] == "yes"
    assert options["--appendfsync"] == "always"
    assert options["--maxmemory-policy"] == "noeviction"
    assert [name for name, service in services.items() if "ports" in service] == ["caddy"]
    assert all("restart" in service for service in services.values())
    for service in services.values():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            if source.startswith("."):
                assert (DEPLOY / source).is_file(), source
            else:
                assert source in composed()["volumes"]
    build = services["web"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"


def test_compose_sets_nothing_that_is_no_setting_and_caddy_reads_what_it_is_given() -> None:
    services = composed()["services"]
    caddyfile = (DEPLOY / "Caddyfile").read_text()

    assert set(services["web"]["environment"]) <= {setting.name for setting in SETTINGS}
    read = set(re.findall(r"\{\$([A-Z_]+)", caddyfile))
    assert read == set(services["caddy"]["environment"])
    assert caddyfile.count("{") == caddyfile.count("}")
    assert "lb_policy cookie citywheel" in caddyfile
