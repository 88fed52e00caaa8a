"""Measures and wraps text for drawings, without a font at hand.

Widths are those of the broader of DejaVu Sans and Noto Sans, so that text fits with any common
sans-serif face; a drawing never needs the reader's font to be laid out.
"""

import unicodedata
from functools import lru_cache

import regex

_WIDTHS = {  # hundredths of an em → the signs that are so wide
    30: "IJijlΙΪІЇłıіїј",
    35: " ,./:;\\|ίι‘’·",
    40: "()-[]ft",
    45: "!r",
    50: '"*_`–',
    55: "?cszέεζгзсэ“”„єѕ",
    60: "FLkvxyΓΰγκλνξςυχвтухчь•",
    65: "$0123456789EPSTYabdeghnopqu{}ΕΞΡΣΤΥΫήβδηθμοπρστГЕЗРТУабеийклоряЅßøđþ«»€Ѓђ",
    70: "ABCKRVXZΑΒΔΖΚΛΧάαφψАБВСХЧЬЭЯднпцЄћџ",
    75: "NUΝИЙКъ",
    80: "&DGHOQΗΘΟΠΦΨΩДЛНОПЦмыЂЋЏ",
    85: "#+<=>^w~ωЪю",
    90: "MΜМФЫфњ",
    95: "жшщљ",
    100: "%@Wmæ…—",
    110: "ЖШЩЮЉœ№Њ",
}
_EM = {sign: width / 100 for width, signs in _WIDTHS.items() for sign in signs}
_OTHER, _FULL, _PICTURE = 0.9, 1.05, 1.4  # ems: other scripts, full-width signs, emoji
_BOLD = 1.16  # how much broader bold faces are, the broadest signs aside
_FULL_WIDTH = ("W", "F")  # Unicode, East Asian width
_UNSEEN = ("Mn", "Me", "Cf", "Cc")  # marks and signs that take no room
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3")
_CLUSTER = regex.compile(r"\X")
_FLAGS = "\U0001f1e6\U0001f1ff"  # the first and the last letter that flags are spelled with
_SPACE = regex.compile(r"\s+")
ELLIPSIS = "…"


def clusters(text: str) -> list[str]:
    """Return the text as what people see as single signs (Unicode grapheme clusters)."""
    found: list[str] = _CLUSTER.findall(text)
    return found


def drawable(text: str) -> str:
    """Return the text with each emoji as a single sign, and flags as their letters.

    What is joined of several signs is one picture in one face, several in another, and breaks
    the layout of some readers of SVG.
    """
    if text.isascii():
        return text
    return "".join(
        _single(cluster) if is_picture(cluster) else cluster for cluster in clusters(text)
    )


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide the text is at most, in the unit of `size` (the height of an em)."""
    ems = sum(_cluster_width(cluster) for cluster in clusters(text))
    return ems * size * (_BOLD if bold else 1)


def is_picture(cluster: str) -> bool:
    """Return whether a cluster is an emoji or a flag."""
    return not cluster.isascii() and _EMOJI.search(cluster) is not None


def wrap(
    text: str, *, width: float, size: float, lines: int, bold: bool = False
) -> tuple[list[str], bool]:
    """Return the text in at most `lines` lines no wider than `width`, and whether it was cut.

    White space counts as one space. A word longer than a line is broken; where text is left
    over, the last line ends in "…". Nothing fits: no line.
    """
    words = [
        piece
        for word in _SPACE.split(drawable(text).strip())
        for piece in _pieces(word, width, size, bold)
    ]
    made: list[str] = []
    line = ""
    for word, starts in words:
        longer = f"{line} {word}" if line and starts else f"{line}{word}"
        if not line or text_width(longer, size, bold=bold) <= width:
            line = longer
            continue
        made.append(line)
        line = word
    made += [line] if line else []
    if len(made) <= lines:
        return made, False
    kept = made[:lines]
    if kept:
        kept[-1] = shorten(f"{kept[-1]} {made[lines]}", width=width, size=size, bold=bold, cut=True)
    return kept, True


def shorten(text: str, *, width: float, size: float, bold: bool = False, cut: bool = False) -> str:
    """Return the text on one line no wider than `width`, ending in "…" where it had to be cut."""
    plain = _SPACE.sub(" ", drawable(text)).strip()
    if not cut and text_width(plain, size, bold=bold) <= width:
        return plain
    room = width - text_width(ELLIPSIS, size, bold=bold)
    kept, used = [], 0.0
    for cluster in clusters(plain):
        used += text_width(cluster, size, bold=bold)
        if used > room:
            break
        kept.append(cluster)
    return "".join(kept).rstrip(" ,.;:-–") + ELLIPSIS


def _single(cluster: str) -> str:
    if "\u20e3" in cluster:  # a sign in a keycap
        return cluster[0]
    flag = [sign for sign in cluster if _FLAGS[0] <= sign <= _FLAGS[1]]
    return "".join(chr(ord(sign) - ord(_FLAGS[0]) + ord("A")) for sign in flag) or cluster[0]


def _pieces(word: str, width: float, size: float, bold: bool) -> list[tuple[str, bool]]:  # noqa: FBT001
    """Return the word, or its parts where it is longer than a line; True where a word starts."""
    if text_width(word, size, bold=bold) <= width:
        return [(word, True)]
    pieces: list[tuple[str, bool]] = []
    piece, used = "", 0.0
    for cluster in clusters(word):
        needed = text_width(cluster, size, bold=bold)
        if piece and used + needed > width:
            pieces.append((piece, not pieces))
            piece, used = "", 0.0
        piece, used = piece + cluster, used + needed
    return [*pieces, (piece, not pieces)]


@lru_cache(maxsize=4096)
def _cluster_width(cluster: str) -> float:
    if is_picture(cluster):
        return _PICTURE
    return max((_sign_width(sign) for sign in cluster), default=0.0)


def _sign_width(sign: str) -> float:
    if unicodedata.category(sign) in _UNSEEN:
        return 0.0
    if unicodedata.east_asian_width(sign) in _FULL_WIDTH:
        return _FULL
    known = _EM.get(sign)
    return _EM.get(unicodedata.normalize("NFD", sign)[0], _OTHER) if known is None else known
