"""Makes the table of who has, wants and could teach what the notes name."""

from collections.abc import Iterable

from server.synthesis.offers import exchanges

from .facts import Facts
from .model import Table
from .tabling import columns, table


def exchange_table(facts: Facts) -> Table:
    """Return a row for each note about which a city said anything; best matches first."""
    named = columns(facts, ("note", 7), ("have", 3), ("want", 3), ("can_offer", 3), ("pairs", 5))

    def listed(cities: Iterable[str]) -> str:
        return ", ".join(facts.city_name(city) for city in cities)

    rows = [
        (
            facts.named(one.note_id),
            listed(one.have),
            listed(one.want),
            listed(one.can_offer),
            "; ".join(f"{facts.city_name(a)} → {facts.city_name(b)}" for a, b in one.pairs),
        )
        for one in exchanges(facts.reading)
    ]
    return table(facts, "exchange", named, rows)
