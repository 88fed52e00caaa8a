"""Boards to draw, easy and hard ones, for tests of pictures."""

from collections.abc import Mapping

from server.domain.canvas import Place
from server.domain.state import City
from server.export.bars import BarRow, draw_bars
from server.export.blocks import draw_blocks
from server.export.cards import BoardArea, BoardView, Card
from server.export.maps import Point
from server.export.picture_words import picture_words
from server.export.plots import Ranked, draw_agreement, draw_ranks, draw_readiness
from server.export.wheel import draw_wheel

HARD = (
    "Ж" * 280,
    "W" * 280,
    "Asiakaspalvelun verkkoasiointi ympäri vuorokauden kaikille kuntalaisille ja yrityksille",
    "Дигитални услуги за всички граждани без чакане на опашка, денем и нощем",
    "Ψηφιακές υπηρεσίες για όλους τους πολίτες, χωρίς ουρές",
    "👩‍👩‍👧‍👦🎉🏳️‍🌈" * 30,
    "خدمات رقمية للمدينة على مدار الساعة طوال أيام الأسبوع لجميع السكان والشركات",
    "東京のデジタルサービスは二十四時間いつでも使えます" * 5,
    '</text><script>alert(1)</script> & "quoted" \x00\x0b',
    "i" * 280,
    "24/7",
)
SIDES = ("antecedent", "outcome")
NAMES = ("Oulu", "Sofia", "Helsingborg", "Thessaloniki", "Jyväskylä", "Варна")


def cities(count: int) -> tuple[City, ...]:
    """So many cities."""
    names = (NAMES[place % len(NAMES)] for place in range(count))
    return tuple(City(f"c{place}", name, f"{name[0]}{place}") for place, name in enumerate(names))


def a_view(
    *, areas: int = 6, notes: int = 3, layout: str = "ring", language: str = "en", count: int = 4
) -> BoardView:
    """A board whose notes are as hard to draw as any."""
    texts = [HARD[place % len(HARD)] for place in range(areas * notes)]
    return BoardView(
        title=f"Workshop {HARD[0]}",
        service="Terveydenhuollonajanvarausjärjestelmä 24/7 and everything round it",
        layout=layout,
        areas=tuple(_area(place, areas, texts, notes) for place in range(areas)),
        cities=cities(count),
        words=picture_words(language),
    )


def every_drawing() -> Mapping[str, str]:
    """Name → SVG of every kind of drawing, with hard texts."""
    words = picture_words("fi")
    known = cities(7)
    rows = [
        BarRow(
            f"n{place}",
            text,
            {city.id: place for city in known},
            {city.id: place / 20 for city in known[:-1]},
        )
        for place, text in enumerate(HARD * 2)
    ]
    ranked = [Ranked(p.id, p.text, p.x, p.y) for p in points()]
    scores = [Point(p.id, p.text, p.area, p.light, p.dark, 5 * p.x, 5 * p.y) for p in points()]
    return {
        "wheel": draw_wheel(a_view()).svg,
        "wheel of eight": draw_wheel(a_view(areas=8, language="fi", count=30)).svg,
        "blocks": draw_blocks(a_view(areas=9, layout="grid")).svg,
        "bars": draw_bars("value", "Value", rows, known, words=words).svg,
        "agreement": draw_agreement(points(), words=words, wide=0.4).svg,
        "readiness": draw_readiness(scores, words=words).svg,
        "ranks": draw_ranks("value", "Value", ranked, words=words).svg,
    }


def points(count: int = 24) -> list[Point]:
    """Points that crowd in two corners."""
    return [
        Point(
            f"n{place}",
            HARD[place % len(HARD)],
            f"a{place % 3}",
            "#b84d12",
            "#f0955f",
            (place % 5) / 4,
            (place % 3) / 2,
        )
        for place in range(count)
    ]


def _area(place: int, areas: int, texts: list[str], notes: int) -> BoardArea:
    own = texts[place * notes : (place + 1) * notes]
    return BoardArea(
        id=f"a{place}",
        label=("Sustainability", "Toistettavuus", "Ключови партньорства")[place % 3],
        light="#00727d",
        dark="#4fc0c9",
        side=SIDES[place * 2 // areas],
        place=Place(1 + place % 3, 1 + place // 3) if place < 6 else None,
        notes=tuple(Card(text, "3 of 4 cities") for text in own),
        more=place,
        promise=(1, 3),
        delivery=(2, 3) if place else None,
    )
