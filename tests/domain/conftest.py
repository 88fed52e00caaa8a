"""Gives the domain tests a small canvas that no file holds."""

import pytest

from server.domain.canvas import Canvas
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story


@pytest.fixture
def canvas() -> Canvas:
    return small_canvas()


@pytest.fixture
def story(canvas: Canvas) -> Story:
    """A workshop of three cities in its silent first phase."""
    return a_story(canvas)
