"""Makes what people wrote harmless in files that other programs open."""

import re
import unicodedata
from typing import Any

_ORDERS = frozenset("=+-@|")  # how a formula, or a call of another program, begins
_SKIPPED = ("C", "Z")  # Unicode: control, format, space; spreadsheets look behind them
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def inert(cell: Any) -> Any:
    """Return the cell so that no spreadsheet runs it: an apostrophe before what looks like one.

    Source: OWASP, CSV injection.
    """
    return f"'{cell}" if isinstance(cell, str) and is_order(cell) else cell


def is_order(cell: str) -> bool:
    """Whether a spreadsheet may take the cell for a formula.

    Full-width and small forms count too: Excel reads them as the sign they are a form of.
    """
    seen = (sign for sign in cell if not unicodedata.category(sign).startswith(_SKIPPED))
    first = unicodedata.normalize("NFKC", next(seen, ""))
    return first[:1] in _ORDERS or cell.startswith(("\t", "\r", "\n"))


def xml_text(text: str) -> str:
    """Return the text with a replacement sign for what no XML file may hold (XML 1.0, Char)."""
    return _NO_XML.sub("\ufffd", text)
