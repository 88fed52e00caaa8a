"""What is drawn in documents has the colours of the screen."""

import re
from pathlib import Path

from server.export.svg import CITY_COLORS, PATTERNS

CLIENT = Path(__file__).parents[2] / "client" / "src"


def test_a_city_has_one_colour_on_screen_and_on_paper() -> None:
    source = (CLIENT / "views" / "cities.tsx").read_text(encoding="utf-8")

    listed = source.split("const COLORS = [")[1].split("]")[0]

    assert tuple(re.findall(r"#[0-9a-f]{6}", listed)) == CITY_COLORS
    assert f"const PATTERNS = {PATTERNS};" in source


def test_every_pattern_is_styled() -> None:
    styles = (CLIENT / "style" / "city.css").read_text(encoding="utf-8")

    assert set(re.findall(r"\.pattern-(\d)", styles)) == {str(n) for n in range(1, PATTERNS)}
