"""Turns drawings into pictures for formats that cannot hold drawings."""

import functools

import regex

from .typesetting import typeset

KEPT = 12  # pictures: several documents of one workshop show the same
_POINTS = 800  # of the page; what is drawn scales with it
_PAGE = f"""
#set page(width: {_POINTS}pt, height: auto, margin: 0pt)
#set text(font: ("Noto Sans", "Noto Emoji"))
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


_LETTERS_OF_FLAGS = regex.compile("(?<=[\U0001f1e6-\U0001f1ff])(?=[\U0001f1e6-\U0001f1ff])")
_MADE_OF = regex.compile(  # what joins, tints, tags or boxes emoji
    "(?<=\\p{Extended_Pictographic}[\ufe0f\U0001f3fb-\U0001f3ff]?)\u200d"
    "|[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
APART = "\u200c"  # Unicode: zero width non-joiner


def drawable(svg: str) -> str:
    """Return the drawing with every emoji of many signs as those signs side by side.

    usvg, which draws for typst, panics where a ligature of one font stands in a line of another.
    """
    return _MADE_OF.sub("", _LETTERS_OF_FLAGS.sub(APART, svg))


@functools.lru_cache(KEPT)
def png_of(svg: str, *, width: int = 1200) -> bytes:
    """Return the drawing as PNG, `width` pixels wide."""
    ppi = 72 * width / _POINTS
    return typeset(_PAGE.encode(), {"svg": drawable(svg)}, format="png", ppi=ppi)
