"""Says what the cities agreed to: the common core, what is each city's own, what stays open."""

from collections.abc import Mapping, Sequence
from typing import Any

from .findings import Judged

Sections = Sequence[Mapping[str, Any]]


def signatures_json(judged: Judged) -> dict[str, dict[str, dict[str, Any]]]:
    """Return section → city → {verdict, text?, outdated?}, cities as made."""
    signed: dict[str, dict[str, dict[str, Any]]] = {}
    reading = judged.evidence.reading
    places = {city.id: place for place, city in enumerate(reading.cities)}
    known = [one for one in reading.drafting.signatures if one.city in places]
    for one in sorted(known, key=lambda one: places[one.city]):
        signature: dict[str, Any] = {"verdict": one.verdict}
        if one.text is not None:
            signature["text"] = one.text
        if one.outdated:
            signature["outdated"] = True
        signed.setdefault(one.section, {})[one.city] = signature
    return signed


def agreement_json(judged: Judged, sections: Sections) -> dict[str, Any]:
    """Return {common_core, annexes, reservations, unsigned} of the sections as signed so far.

    Common core: the sections that every city adopted, with or without a reservation, in words
    that nobody changed since. Annexes: the sections each city has for itself. Reservations:
    [{section, city, verdict, text?}], also of cities that declined. Unsigned: {city: [section]},
    of the sections all must sign and that city has not, or not in these words.
    """
    cities = [city.id for city in judged.evidence.reading.cities]
    shared = [section for section in sections if "city" not in section]
    return {
        "common_core": [one["id"] for one in shared if _is_adopted(one["signatures"], cities)],
        "annexes": [section["id"] for section in sections if "city" in section],
        "reservations": [
            {"section": section["id"], "city": city, **signature}
            for section in sections
            for city, signature in section["signatures"].items()
            if signature["verdict"] != "adopt"
        ],
        "unsigned": {
            city: [one["id"] for one in shared if _is_open(one["signatures"], city)]
            for city in cities
        },
    }


def _is_adopted(signed: Mapping[str, Mapping[str, Any]], cities: Sequence[str]) -> bool:
    return bool(cities) and all(
        not _is_open(signed, city) and signed[city]["verdict"] != "decline" for city in cities
    )


def _is_open(signed: Mapping[str, Mapping[str, Any]], city: str) -> bool:
    return city not in signed or "outdated" in signed[city]
