"""Estimates how text breaks into lines, so that slides hold what is put on them."""

import functools
import unicodedata

_WIDE = "WF"  # Unicode, East Asian width: wide and full-width signs
_NARROW = frozenset("iIjlftr.,:;'|!()[]-· ")
# Ems of one sign in a broad face such as DejaVu Sans: what stands in for Calibri where that is not.
_AVERAGE, _NARROW_EM, _BROAD, _FULL = 0.62, 0.38, 0.86, 1.1


def wrapped(text: str, *, width: float, size: float) -> list[str]:
    """Return the lines `text` takes in a column of `width` points at `size` points.

    Words break only where they are longer than a line. Never empty: no text takes one line.
    """
    room = width / size
    if len(text) * _FULL <= room and "\n" not in text:
        return [text]
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, room)]


def _paragraph(text: str, room: float) -> list[str]:
    lines, line, used = [], "", 0.0
    for word in text.split(" "):
        for piece in _pieces(word, room):
            needed = _ems(piece)
            if line and used + _NARROW_EM + needed > room:
                lines.append(line)
                line, used = "", 0.0
            line = f"{line} {piece}" if line else piece
            used += needed + _NARROW_EM
    return [*lines, line]


def _pieces(word: str, room: float) -> list[str]:
    if _ems(word) <= room:
        return [word]
    pieces, piece, used = [], "", 0.0
    for sign in word:
        if piece and used + _ems(sign) > room:
            pieces.append(piece)
            piece, used = "", 0.0
        piece += sign
        used += _ems(sign)
    return [*pieces, piece]


@functools.lru_cache(16384)
def _ems(text: str) -> float:
    return sum(_em(sign) for sign in text)


@functools.lru_cache(4096)
def _em(sign: str) -> float:
    if sign in _NARROW:
        return _NARROW_EM
    if unicodedata.east_asian_width(sign) in _WIDE:
        return _FULL
    return _BROAD if sign.isupper() or sign in "mwMWшщжюфмыШЩЖЮФ@%" else _AVERAGE
