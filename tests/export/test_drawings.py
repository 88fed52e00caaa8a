"""Drawings: well-formed, told in words, the same bytes, and no text leaves its place."""

from dataclasses import replace
from math import atan2, degrees, hypot
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.export.bars import BarRow, draw_bars
from server.export.cards import BoardArea
from server.export.lettering import ELLIPSIS, clusters, drawable, shorten, text_width, wrap
from server.export.maps import RADIUS
from server.export.picture_words import picture_words
from server.export.plots import Ranked, draw_agreement, draw_ranks, draw_readiness
from server.export.svg import LIGHT, number
from server.export.wheel import CENTRE, INNER, OUTER, draw_wheel, room_in
from tests.export.drawings import HARD, a_view, cities, every_drawing, points

SVG = "{http://www.w3.org/2000/svg}"
WORDS = picture_words("en")
DRAWINGS = every_drawing()


def texts(svg):
    """The words of every line of text, in the order drawn."""
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def span(text):
    """The left and right end of a line of text, measured."""
    size = float(text.get("font-size"))
    width = text_width("".join(text.itertext()), size, bold=text.get("font-weight") == "700")
    x = float(text.get("x"))
    left = {"middle": x - width / 2, "end": x - width}.get(text.get("text-anchor"), x)
    return left, left + width


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_well_formed_and_told_in_words(name):
    root = ET.fromstring(DRAWINGS[name])

    named = root.get("aria-labelledby").split()
    told = {part.get("id"): part.text for part in root if part.tag in (f"{SVG}title", f"{SVG}desc")}
    assert root.get("role") == "img"
    assert list(told) == named
    assert all(told.values())
    assert not list(root.iter(f"{SVG}script"))


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_text_leaves_the_drawing(name):
    root = ET.fromstring(DRAWINGS[name])
    width = float(root.get("viewBox").split()[2])

    for text in root.findall(f"{SVG}text"):
        if text.get("x") and not text.get("transform"):
            left, right = span(text)
            assert left >= 0, text.text
            assert right <= width, text.text


@pytest.mark.parametrize("name", ["wheel", "wheel of eight", "blocks"])
def test_the_words_of_a_note_stay_on_its_card(name):
    card, seen = None, 0
    for part in ET.fromstring(DRAWINGS[name]):
        if part.tag == f"{SVG}rect" and part.get("fill") == LIGHT["note"]:
            card = [float(part.get(side)) for side in ("x", "y", "width", "height")]
        elif part.tag == f"{SVG}text" and card and part.get("fill") == LIGHT["ink"]:
            x, y, width, height = card
            if not y <= float(part.get("y") or -1) <= y + height + 1:
                continue
            left, right = span(part)
            assert left >= x
            assert right <= x + width
            seen += 1
    assert seen >= 12


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_board_is_drawn_in_the_same_bytes(name):
    assert every_drawing()[name] == DRAWINGS[name]


@pytest.mark.parametrize("count", [3, 4, 5, 6, 7, 8, 9, 12])
def test_the_room_for_notes_lies_inside_its_sector(count):
    step = 360 / count
    for place in range(count):
        box = room_in(step, place * step)
        assert box.width > 100
        assert box.height > 80
        for x in (box.x, box.x + box.width):
            for y in (box.y, box.y + box.height):
                across, down = x - CENTRE[0], y - CENTRE[1]
                off = (degrees(atan2(across, -down)) - place * step + 180) % 360 - 180
                assert abs(off) < step / 2
                assert INNER < hypot(across, down) < OUTER


def test_what_was_written_is_text_and_never_markup():
    svg = draw_wheel(replace(a_view(), title="<script>x</script>\x00", service="a & b")).svg

    assert "<script>x</script>" in texts(svg)
    assert not list(ET.fromstring(svg).iter(f"{SVG}script"))


def test_the_wheel_tells_its_areas_apart_and_how_far_both_readings_are():
    view = a_view()
    svg = draw_wheel(view).svg

    for area in view.areas:
        assert area.label in texts(svg)
    assert WORDS["side.antecedent"] in texts(svg)
    assert WORDS["side.outcome"] in texts(svg)
    assert WORDS["promise"].format(k=6, n=18) in texts(svg)
    assert WORDS["delivery"].format(k=10, n=15) in texts(svg)


def test_without_a_walk_no_rings_are_drawn():
    view = a_view()
    quiet = replace(
        view, areas=tuple(replace(area, promise=None, delivery=None) for area in view.areas)
    )

    assert not any("clockwise" in line for line in texts(draw_wheel(quiet).svg))


def test_an_empty_area_says_so_and_a_full_one_counts_the_rest():
    empty = BoardArea("empty", "Empty", "#00727d", "#4fc0c9")
    view = a_view()
    svg = draw_wheel(replace(view, areas=(empty, *view.areas[1:]))).svg

    assert WORDS["empty"] in texts(svg)
    assert WORDS["more"].format(n=5) in texts(svg)


def test_bars_show_cities_by_colour_pattern_and_letters_and_every_dot_in_the_table():
    known = cities(3)
    dots = {"c0": 3, "c1": 1}
    rows = [BarRow("a", "24/7", dots, {"c0": 0.75, "c1": 1.0})]

    picture = draw_bars("value", "Value", rows, known, words=WORDS)

    assert picture.columns == ("Note", "Oulu", "Sofia", "Helsingborg")
    assert picture.rows == (("24/7", 3, 1, 0),)
    assert [city.letters for city in known] == [t for t in texts(picture.svg) if t[-1:] in "012"][
        :3
    ]
    filled = [bar.get("fill") for bar in ET.fromstring(picture.svg).iter(f"{SVG}rect")]
    assert "url(#city-0)" in filled
    assert {f"city-{place}" for place in range(3)} == {
        pattern.get("id") for pattern in ET.fromstring(picture.svg).iter(f"{SVG}pattern")
    }


def test_notes_beyond_the_last_row_are_counted():
    rows = [BarRow(f"n{place}", "x", {}, {}) for place in range(15)]

    picture = draw_bars("value", "Value", rows, cities(2), words=WORDS)

    assert WORDS["bars.rest"].format(n=3) in texts(picture.svg)
    assert len(picture.rows) == 15


def test_numbers_on_a_map_never_cover_each_other():
    svg = draw_agreement(points(), words=WORDS, wide=0.4).svg
    circles = [c for c in ET.fromstring(svg).findall(f"{SVG}circle") if c.get("r") == str(RADIUS)]
    spots = [(float(circle.get("cx")), float(circle.get("cy"))) for circle in circles]

    assert len(spots) == 24
    for place, (x, y) in enumerate(spots):
        for a, b in spots[place + 1 :]:
            assert hypot(a - x, b - y) >= 2 * RADIUS - 0.1


def test_a_map_says_what_to_do_with_each_note():
    one = replace(points(1)[0], text="Portal", x=4.0, y=4.5)

    picture = draw_readiness([one], words=WORDS)

    assert picture.rows == ((1, "Portal", 4.5, 4.0, "Do now"),)
    assert all(WORDS[name] in texts(picture.svg) for name in ("do_now", "prepare", "park"))


def test_places_before_and_after_are_told_in_words_too():
    notes = [Ranked("a", "Up", 1, 3), Ranked("b", "Down", 3, 1), Ranked("c", "Same", 2, 2)]

    picture = draw_ranks("value", "Value", notes, words=WORDS)

    assert picture.rows == (("Up", 3, 1), ("Same", 2, 2), ("Down", 1, 3))
    assert "Higher than before: 1; lower: 1; as before: 1." in picture.description


@pytest.mark.parametrize("draw", [draw_ranks, draw_bars])
def test_nothing_to_draw_is_said(draw):
    known = {"words": WORDS}
    picture = (
        draw("value", "Value", [], **known)
        if draw is draw_ranks
        else draw("value", "Value", [], cities(2), **known)
    )

    assert WORDS["nothing"] in texts(picture.svg)


@given(
    st.one_of(st.text(max_size=80), st.sampled_from(HARD)),
    st.floats(60, 400),
    st.integers(1, 5),
    st.booleans(),
)
def test_wrapped_lines_fit_and_lose_nothing_unless_they_say_so(text, width, lines, bold):
    made, is_cut = wrap(text, width=width, size=20, lines=lines, bold=bold)

    assert len(made) <= lines
    assert all(text_width(line, 20, bold=bold) <= width + 1e-6 for line in made)
    if is_cut:
        assert made[-1].endswith(ELLIPSIS)
    else:
        assert "".join("".join(made).split()) == "".join(drawable(text).split())


@given(st.text(max_size=60), st.floats(40, 300))
def test_a_shortened_line_fits_and_breaks_no_sign(text, width):
    short = shorten(text, width=width, size=16)

    assert text_width(short, 16) <= width + 1e-6
    whole = clusters(shorten(text, width=1e9, size=16))
    kept = clusters(short.removesuffix(ELLIPSIS).rstrip())
    assert whole[: len(kept)] == kept or not short.endswith(ELLIPSIS)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("24/7 on", "24/7 on"),
        ("Yö 👩\u200d💻 auki", "Yö 👩 auki"),
        ("🏙\ufe0f", "🏙"),
        ("👍🏽", "👍"),
        ("🇫🇮", "FI"),
        ("1\ufe0f\u20e3", "1"),
        ("äö", "äö"),
    ],
)
def test_joined_signs_are_drawn_as_one(text, drawn):
    assert drawable(text) == drawn
    assert drawable(drawn) == drawn


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (-0.001, "0"), (1.5, "1.5"), (2.0, "2"), (0.333, "0.33")]
)
def test_coordinates_are_short(value, written):
    assert number(value) == written


def test_languages_have_the_same_words():
    english, finnish = picture_words("en"), picture_words("fi")

    assert english.keys() == finnish.keys()
    for name, words in english.items():
        gaps = {part.split("}")[0] for part in words.split("{")[1:]}
        assert gaps == {part.split("}")[0] for part in finnish[name].split("{")[1:]}
    assert picture_words("xx") is english


def test_numbers_in_pictures_have_the_comma_of_their_language() -> None:
    finnish, english = (
        draw_agreement(points(), words=picture_words(language), wide=0.4).svg
        for language in ("fi", "en")
    )

    assert ">0,2<" in finnish
    assert ">0.2<" not in finnish
    assert ">0.2<" in english
