"""What is kept and what is cleaned of what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.refused import Refused
from server.domain.text import clean_line, clean_note_text, clean_text, count_graphemes

FAMILY = "👩‍👩‍👧‍👦"


def tagged(text: str) -> str:
    """Return the tag characters that spell `text`: no reader sees them."""
    return "".join(chr(0xE0000 + ord(sign)) for sign in text)


ENGLAND, SCOTLAND, WALES = (
    "🏴" + tagged(name) + "\U000e007f" for name in ("gbeng", "gbsct", "gbwls")
)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "<img src=x onerror=alert(1)>",
        "inner\nline\n\nbreaks",
        "مدينة ذكية ٢٤/٧",
        "“mixed” 'quotes' «and» „scripts“ Ωμέγα Жълт",
        FAMILY + "🏳️‍🌈🇪🇺",
        ENGLAND + SCOTLAND + WALES,
        "a\u2028b\u2029c",
        "İıIi",
    ],
)
def test_what_people_write_comes_back_as_sent(text: str) -> None:
    assert clean_note_text(text, longest=280) == text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  outer space \n", "outer space"),
        ("a\x00b", "ab"),
        ("a\ufffe\uffffb", "ab"),
        ("\u2067" * 100 + "x", "x"),
        ("ok\U000e0041\U000e0042", "ok"),
        ("🏴" + tagged("hidden") + "\U000e007f", "🏴"),
        (WALES + tagged("more"), WALES),
        ("🏴" + tagged("gbeng"), "🏴"),
        ("e\u0301", "é"),
        ("windows\r\nline", "windows\nline"),
        ("half \ud800 a pair", "half  a pair"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_would_harm_others_is_cleaned(written: str, kept: str) -> None:
    assert clean_text(written) == kept


def test_marks_that_paint_over_other_lines_are_cut_to_eight() -> None:
    cleaned = clean_text("H" + "\u0301" * 400)

    assert cleaned == "H" + "\u0301" * 8


def test_280_characters_are_counted_as_a_reader_counts_them() -> None:
    assert count_graphemes(FAMILY * 3) == 3
    assert count_graphemes(SCOTLAND) == 1
    assert clean_note_text("ж" * 280, longest=280) == "ж" * 280
    with pytest.raises(Refused) as no:
        clean_note_text("ж" * 281, longest=280)
    assert no.value.numbers == {"limit": 280, "length": 281}


def test_a_text_of_few_characters_but_many_bytes_is_refused() -> None:
    with pytest.raises(Refused) as no:
        clean_note_text(FAMILY * 200, longest=280)

    assert no.value.code == "note.too_long"
    assert no.value.numbers == {"limit": 4096, "length": 5000}


def test_a_name_is_one_line() -> None:
    assert clean_line(" Night\n library ", field="title") == "Night library"


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)

    assert clean_text(once) == once
    once.encode()  # storable


@pytest.mark.parametrize("text", ["\u3164\u3164", "\u2800", "\u200b \u200d", "\u00ad"])
def test_a_note_that_shows_nothing_is_empty(text: str) -> None:
    with pytest.raises(Refused) as no:
        clean_note_text(text, longest=280)

    assert no.value.code == "note.empty"
