"""The browser the tests use shows a page."""

import pytest


@pytest.mark.browser
def test_a_page_is_shown(chromium):
    page = chromium.new_page()

    page.set_content("<h1>Oulu</h1>")

    assert page.get_by_role("heading").inner_text() == "Oulu"
    page.close()
