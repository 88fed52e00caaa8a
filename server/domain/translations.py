"""Holds what a note says in other languages: versions people wrote, beside the original."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from immutables import Map

from .replacing import replace


@dataclass(frozen=True, slots=True)
class Translation:
    """What a note says in another language, in somebody's own words."""

    text: str
    city: str | None = None
    author: str | None = None
    outdated: bool = False  # the original was changed after it


Translations = Map[str, Translation]  # language → what the note says in it
NO_TRANSLATIONS: Translations = Map()


def translations_json(translations: Translations) -> dict[str, Any]:
    """Return {"translations": {language: {text, city?, outdated?}}}; {} where there are none."""
    if not translations:
        return {}
    return {"translations": {name: _json(one) for name, one in sorted(translations.items())}}


def translations_from(record: Mapping[str, Any]) -> Translations:
    """Return what `translations_json` wrote, without its authors."""
    return Map({name: Translation(**one) for name, one in record.get("translations", {}).items()})


def translations_state(translations: Translations) -> dict[str, Any]:
    """Return them as a stored snapshot keeps them, with their authors."""
    return {
        name: {field: getattr(one, field) for field in Translation.__dataclass_fields__}
        for name, one in translations.items()
    }


def outdated(translations: Translations) -> Translations:
    """Return them marked: the original says something else now."""
    return Map({name: replace(one, outdated=True) for name, one in translations.items()})


def _json(one: Translation) -> dict[str, Any]:
    told: dict[str, Any] = {"text": one.text}
    if one.city is not None:
        told["city"] = one.city
    return told | ({"outdated": True} if one.outdated else {})
