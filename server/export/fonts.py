"""Knows the open fonts that PDFs and pictures are set in, and which signs they have."""

import functools
import unicodedata
from importlib.resources import files

import typst
from fontTools.ttLib import TTFont

# Noto Sans, Noto Emoji, and Noto Sans for further scripts (SIL Open Font License).
FOLDER = files("manimgx_fonts")
_UNSEEN = ("Cf", "Cc", "Zs", "Zl", "Zp")  # Unicode: signs that need no picture
_FAR_EAST = 0x2E80  # Unicode: from here on signs whose scripts typst has no fonts for
_SYMBOLS = ("S", "P")  # Unicode: symbols and punctuation, which typst's own fonts have many of


@functools.cache
def fonts() -> typst.Fonts:
    """Return our fonts and typst's own, never those of the machine: the same bytes everywhere."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FOLDER)])


def has_sign(sign: str) -> bool:
    """Whether a font has a picture for the sign, or it needs none."""
    if ord(sign) in _signs():
        return True
    category = unicodedata.category(sign)
    if category in _UNSEEN:
        return True
    may_be_set = category.startswith(_SYMBOLS) or ord(sign) < _FAR_EAST
    return may_be_set and _is_set(sign)


@functools.cache
def _signs() -> frozenset[int]:
    known: set[int] = set()
    for file in FOLDER.iterdir():
        if file.name.endswith(".ttf"):
            with file.open("rb") as opened, TTFont(opened, lazy=True) as font:
                known.update(font.getBestCmap())
    return frozenset(known)


@functools.lru_cache(1000)
def _is_set(sign: str) -> bool:
    """Whether typst sets the sign in any font it has: nobody else can tell."""
    compiler = typst.Compiler(b"#sys.inputs.sign", font_paths=fonts(), sys_inputs={"sign": sign})
    try:
        compiler.compile(format="pdf", pdf_standards=["a-2u"])
    except typst.TypstError:
        return False
    return True
