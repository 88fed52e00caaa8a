"""Knows how a language is called in documents and how it writes numbers."""

import functools

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import format_decimal

_FALLBACK = Locale("en", "GB")


@functools.lru_cache(64)
def tag_of(language: str) -> str:
    """Return the tag with a territory that office programs ask for: "fi" → "fi-FI"."""
    locale = _locale(language)
    if locale.language == "en" and locale.territory is None:
        return "en-GB"
    likely = get_global("likely_subtags").get(locale.language, "")
    territory = locale.territory or likely.rpartition("_")[2]
    return f"{locale.language}-{territory}" if territory else locale.language


def number_text(number: float, language: str) -> str:
    """Return the number to 0.001 as people of that language write it."""
    return format_decimal(number, "0.###", locale=_locale(language))


@functools.lru_cache(64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return _FALLBACK
