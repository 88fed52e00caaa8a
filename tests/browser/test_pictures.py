"""Pictures in a real browser: its own measure of every text, in light and in dark."""

from typing import TYPE_CHECKING

import pytest

from tests.export.drawings import every_drawing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

# The texts that leave the picture, or the card they were written on after it was drawn.
STRAYS = """() => {
  const {width, height} = document.documentElement.viewBox.baseVal
  const strays = []
  let card = null
  for (const part of document.documentElement.children) {
    if (part.matches("rect.f-note")) card = part.getBBox()
    if (part.localName !== "text") continue
    const box = part.getBBox()
    if (part.hasAttribute("transform")) continue
    const right = box.x + box.width
    if (box.x < -1 || right > width + 1 || box.y < 0 || box.y + box.height > height)
      strays.push(`picture: ${part.textContent}`)
    const middle = box.y + box.height / 2
    if (!card || middle < card.y || middle > card.y + card.height) continue
    const end = card.x + card.width
    const meets = part.matches(".f-ink, .f-soft") && right > card.x && box.x < end
    if (meets && (box.x < card.x || right > end)) strays.push(`card: ${part.textContent}`)
  }
  return strays
}"""
GROUND = "() => getComputedStyle(document.querySelector('svg > rect')).fill"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_text_leaves_its_place_in_a_real_browser(
    chromium: "Browser", scheme: str, tmp_path
) -> None:
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    grounds = set()
    for name, svg in every_drawing().items():
        file = tmp_path / f"{name}.svg"
        file.write_text(svg, encoding="utf-8")
        page.goto(file.as_uri())

        assert page.evaluate(STRAYS) == [], name
        grounds.add(page.evaluate(GROUND))
    context.close()

    assert grounds == {"rgb(246, 244, 239)" if scheme == "light" else "rgb(20, 23, 26)"}
