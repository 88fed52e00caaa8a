"""Where pip's own settings say packages come from, read without pip."""

from __future__ import annotations

import configparser
import os
import re
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

if TYPE_CHECKING:
    from collections.abc import Iterator


def wheel_addresses(wheel: str, *, default_index: str) -> Iterator[str]:
    """Yield every address where `wheel` may be had: found links first, then the indexes."""
    project = wheel.split("-")[0]
    for place in pip_setting("find-links"):
        folder = Path(place.removeprefix("file://")).expanduser()
        if (folder / wheel).is_file():
            yield (folder / wheel).resolve().as_uri()
    indexes = pip_setting("index-url") or [default_index]
    for index in [*indexes, *pip_setting("extra-index-url")]:
        page = f"{index.rstrip('/')}/{project}/"
        for link in links_of(page):
            address = urldefrag(urljoin(page, link)).url
            if address.endswith(f"/{wheel}"):
                yield address


def links_of(page: str) -> list[str]:
    """Return the links of a simple-index page; none when it cannot be read."""
    address = page + "index.html" if page.startswith("file:") else page
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
            return re.findall(r'href="([^"]+)"', answer.read().decode("utf-8", "replace"))
    except OSError:
        return []


def pip_setting(name: str) -> list[str]:
    """Return pip's setting `name` as pip would find it: environment, user, then machine."""
    variable = "PIP_" + name.upper().replace("-", "_")
    if value := os.environ.get(variable):
        return value.split()
    for file in config_files():
        config = configparser.RawConfigParser()
        config.read(file)
        for section in ("install", "global"):
            if config.has_option(section, name):
                return config.get(section, name).split()
    return []


def config_files() -> list[Path]:
    """Return pip's configuration files, the strongest first."""
    if named := os.environ.get("PIP_CONFIG_FILE"):
        return [] if named == os.devnull else [Path(named)]
    home = Path.home()
    user = Path(os.environ.get("XDG_CONFIG_HOME", home / ".config")) / "pip" / "pip.conf"
    mac = home / "Library" / "Application Support" / "pip" / "pip.conf"
    machine = Path("/") / "etc" / "pip.conf"
    return [Path(sys.prefix) / "pip.conf", user, mac, home / ".pip" / "pip.conf", machine]
