"""Turns drawings into pictures for formats that cannot hold drawings."""

import functools

from .typesetting import typeset

KEPT = 12  # pictures: several documents of one workshop show the same
_POINTS = 800  # of the page; what is drawn scales with it
_PAGE = f"""
#set page(width: {_POINTS}pt, height: auto, margin: 0pt)
#set text(font: ("Noto Sans", "Noto Emoji"))
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


@functools.lru_cache(KEPT)
def png_of(svg: str, *, width: int = 1200) -> bytes:
    """Return the drawing as PNG, `width` pixels wide."""
    ppi = 72 * width / _POINTS
    return typeset(_PAGE.encode(), {"svg": svg}, format="png", ppi=ppi)
