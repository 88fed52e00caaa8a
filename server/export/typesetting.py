"""Sets pages and pictures with typst, in our fonts, and lets it forget what it has set."""

from collections.abc import Mapping
from typing import Any

import typst

from .fonts import fonts

# typst keeps what it has set until that many later compilations have not asked for it.
_REMEMBERED = 12


def typeset(page: bytes, inputs: Mapping[str, str], **wanted: Any) -> bytes:
    """Return the page as PDF or PNG, as `wanted` says. Raises: typst.TypstError."""
    compiler = typst.Compiler(page, font_paths=fonts(), sys_inputs=dict(inputs))
    made = compiler.compile(**wanted)
    assert isinstance(made, bytes)  # noqa: S101 a PDF is one file, a picture one page
    return made


def forget() -> None:
    """Give back the memory of documents set before: a second one would not fit beside it."""
    for _ in range(_REMEMBERED):
        typst.Compiler(b"", font_paths=fonts()).compile(format="pdf")
