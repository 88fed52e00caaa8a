"""Fixtures for the browser tests: a real Chromium, and pages in fresh profiles."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from browser import FLAGS, NoBrowser, find_browser
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of a Chromium. Without one the tests are skipped aloud; where CI is set they fail."""
    try:
        return find_browser()
    except NoBrowser as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(f"BROWSER TESTS NOT RUN. {missing}")


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """A running Chromium; ask it for `new_context(...)`, one for each person."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield browser
        browser.close()
