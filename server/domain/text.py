"""Cleans what people write, so that one text is the same everywhere and harms nobody."""

import unicodedata

import regex

from .refused import Refused

MOST_BYTES = 4096  # UTF-8 bytes of one text; a grapheme alone may be made of many
MOST_MARKS = 8  # combining marks on one grapheme; more only paints over its neighbours
LONGEST_NAME = 80  # graphemes of a name, a title or the name of a service

_GRAPHEME = regex.compile(r"\X")
_FLAGS = "|".join(  # England, Scotland, Wales: the only emoji that are spelled with tag characters
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in name) + "\U000e007f"
    for name in ("gbeng", "gbsct", "gbwls")
)
_UNWANTED = regex.compile(
    f"({_FLAGS})|["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but tab and line break
    "\u202a-\u202e\u2066-\u2069"  # bidi overrides and isolates: they hide text order
    "\ufffe\uffff\ufeff"  # not characters
    "\ud800-\udfff"  # half a surrogate pair cannot be stored
    "\U000e0000-\U000e007f"  # other tag characters carry hidden text
    "]"
)
_NOTHING_TO_SEE = regex.compile(
    "["
    "\\s\\p{Cf}"  # blanks, joiners, soft hyphens
    "\u115f\u1160\u3164\uffa0\u2800"  # letters that are drawn as nothing
    "]*"
)
_TOO_MANY_MARKS = regex.compile(rf"(\p{{M}}{{{MOST_MARKS}}})\p{{M}}+")


def clean_text(text: str) -> str:
    r"""Return `text` in NFC, trimmed at both ends, without control or override characters.

    Line breaks inside are kept, `\r\n` becomes `\n`. The result may be empty.
    """
    if text.isascii() and text.isprintable():
        return text.strip()  # what follows would find nothing, and takes ten times as long
    plain = _UNWANTED.sub(r"\1", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _TOO_MANY_MARKS.sub(r"\1", unicodedata.normalize("NFC", plain)).strip()


def count_graphemes(text: str) -> int:
    """Return how many characters a reader sees (extended grapheme clusters)."""
    return len(text) if text.isascii() else len(_GRAPHEME.findall(text))


def clean_note_text(text: str, *, longest: int) -> str:
    """Return the cleaned text of a note.

    Raises: Refused "note.empty", "note.too_long" (more than `longest` graphemes or 4 kB).
    """
    cleaned = clean_text(text)
    if not cleaned or _NOTHING_TO_SEE.fullmatch(cleaned):
        raise Refused("note.empty", "A note needs some text.", field="text")
    length, size = count_graphemes(cleaned), len(cleaned.encode())
    if length > longest:
        raise Refused(
            "note.too_long",
            f"A note holds {longest} characters; yours has {length}. Shorten it or make two.",
            field="text",
            numbers={"limit": longest, "length": length},
        )
    if size > MOST_BYTES:
        raise Refused(
            "note.too_long",
            f"A note holds {MOST_BYTES} bytes; yours takes {size}. Shorten it or make two.",
            field="text",
            numbers={"limit": MOST_BYTES, "length": size},
        )
    return cleaned


def clean_line(text: str, *, field: str, longest: int = LONGEST_NAME) -> str:
    """Return `text` as one cleaned line: a name or a title.

    Raises: Refused "text.empty", "text.too_long".
    """
    cleaned = " ".join(clean_text(text).split())
    if _NOTHING_TO_SEE.fullmatch(cleaned):
        raise Refused("text.empty", "This needs some text.", field=field)
    length = count_graphemes(cleaned)
    if length > longest or len(cleaned.encode()) > MOST_BYTES:
        raise Refused(
            "text.too_long",
            f"This holds {longest} characters; yours has {length}.",
            field=field,
            numbers={"limit": longest, "length": length},
        )
    return cleaned


def length_class(text: str) -> str:
    """Return how long a hidden text is: "short" (≤ 40 graphemes), "medium" (≤ 140) or "long"."""
    length = count_graphemes(text)
    if length <= 40:
        return "short"
    return "medium" if length <= 140 else "long"
