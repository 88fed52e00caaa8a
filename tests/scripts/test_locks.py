"""The locks hold everywhere: no registry's address, a hash for each file, no platform left out."""

import json

import pytest
from places import CLIENT, SCRIPTS

LOCKS = sorted(SCRIPTS.glob("*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_registry_and_no_folder(lock):
    content = lock.read_text()

    assert "://" not in content
    assert "--index" not in content
    assert "--find-links" not in content


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_a_hash(lock):
    packages = lock.read_text().replace("\\\n", " ").splitlines()
    without = [line for line in packages if "==" in line and "--hash=sha256:" not in line]

    assert without == []


def test_tests_run_with_the_versions_that_serve():
    serving = pins("requirements.lock")
    testing = pins("requirements-dev.lock")

    assert serving <= testing


def pins(lock_name):
    """Return every `name==version` of a lock."""
    lines = (SCRIPTS / lock_name).read_text().splitlines()
    return {line.split()[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}


def test_every_platform_package_of_the_client_has_an_entry():
    """Some mirrors leave out packages of other platforms; `npm ci` then fails elsewhere."""
    packages = json.loads((CLIENT / "package-lock.json").read_text())["packages"]

    named = {name for entry in packages.values() for name in entry.get("optionalDependencies", {})}
    present = {path.rsplit("node_modules/", 1)[-1] for path in packages}
    assert named - present == set()


@pytest.mark.parametrize("folder", [CLIENT, SCRIPTS / "benchmark/peers"], ids=lambda at: at.name)
def test_a_lock_of_npm_names_no_registry(folder):
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]

    assert [path for path, entry in packages.items() if "resolved" in entry] == []
