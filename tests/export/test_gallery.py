"""The gallery: which pictures a workshop gives, and that they say what was measured."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import orjson
import pytest
from immutables import Map

from server.domain.refused import Refused
from server.domain.state import Seat
from server.domain.themes import FormTheme
from server.domain.workshop import apply, decide
from server.export.gallery import gallery, gallery_json, wheel
from tests.synthesis.boards import (
    CANVASES,
    EX1,
    HELSINGBORG,
    NOW,
    OULU,
    SOFIA,
    a_board,
    a_note,
    an_example,
    load_canvas,
    the_wheel,
)

WHEEL = the_wheel()
VOTERS = {OULU: 10, SOFIA: 3, HELSINGBORG: 3}
STANCES = Map({OULU: (9, 1, 0), SOFIA: (0, 3, 0)})
IMPORTANCE = Map({OULU: (0, 0, 0, 1, 2), SOFIA: (0, 0, 0, 2, 0), HELSINGBORG: (0, 0, 1, 0, 0)})
READINESS = Map({OULU: (0, 0, 0, 3, 0), SOFIA: (1, 1, 0, 0, 0), HELSINGBORG: (0, 0, 1, 0, 0)})


def a_voted_board():
    """A board with a revealed ballot, and one before it with another order."""
    answers = Map({"stances": STANCES, "importance": IMPORTANCE, "readiness": READINESS})
    notes = [
        a_note(name, "value", dots=dots, answers=answers if name == "c" else Map())
        for name, dots in EX1.items()
    ]
    workshop = a_board(WHEEL, notes=notes, turnout=VOTERS)
    (last,) = workshop.ballots
    first = replace(
        last, id="first", shown=Map({"a": Map({OULU: 3}), "c": Map({OULU: 1})}), revealed_seq=1
    )
    return replace(workshop, ballots=(first, replace(last, revealed_seq=2)))


def pictures(workshop, **asked):
    return {picture.id: picture for picture in gallery(workshop, WHEEL, **asked)}


def test_a_voted_board_gives_every_kind_of_picture():
    made = pictures(a_voted_board())

    assert list(made) == ["wheel", "bars-value", "ranks-value", "agreement", "readiness"]
    for picture in made.values():
        assert ET.fromstring(picture.svg).get("role") == "img"
        assert all(len(row) == len(picture.columns) for row in picture.rows)


def test_before_a_vote_there_is_only_the_board():
    workshop = a_board(WHEEL, notes=[a_note("a", "value"), a_note("b", "value", hidden=True)])

    made = pictures(workshop)

    assert list(made) == ["wheel"]
    assert made["wheel"].rows == (("Value", 1, "Note a", ""),)
    assert "Note b" not in made["wheel"].svg


def test_the_pictures_say_what_was_measured():
    made = pictures(a_voted_board())

    assert made["wheel"].rows[:2] == (
        ("Value", 1, "Note c", "3 of 3 cities"),
        ("Value", 2, "Note a", "2 of 3 cities"),
    )
    assert made["bars-value"].rows[0] == ("Note c", 5, 2, 3)
    assert made["ranks-value"].rows == (("Note c", 2, 1), ("Note a", 1, 2))
    (agreement,) = made["agreement"].rows
    assert agreement[2:] == pytest.approx((0.3611, 0.6333), abs=5e-5)
    (readiness,) = made["readiness"].rows
    assert readiness[2:4] == pytest.approx((3.8889, 2.8333), abs=5e-5)
    assert readiness[4] == "Discuss"


def test_another_weighting_asks_what_if():
    made = pictures(a_voted_board(), weighting="pooled")

    assert made["bars-value"].rows[0][0] == "Note b"
    with pytest.raises(Refused):
        gallery(a_voted_board(), WHEEL, weighting="loudest")


def test_a_grid_canvas_is_drawn_as_blocks_in_its_own_words():
    folder = load_canvas(CANVASES / "business-model-canvas")
    picture = wheel(an_example(folder, "night-library"), folder, language="fi")

    assert picture.width > picture.height
    assert folder.canvas.areas[0].label["fi"] in picture.svg


def test_the_gallery_is_served_as_json_in_the_same_bytes_every_time():
    made = gallery_json(a_voted_board(), WHEEL)

    assert made == gallery_json(a_voted_board(), WHEEL)
    first = orjson.loads(made)["pictures"][0]
    assert list(first) == [
        "id", "title", "description", "columns", "rows", "svg", "width", "height",
    ]  # fmt: skip


def test_a_theme_is_one_bar_under_its_title_and_its_notes_are_none():
    board = an_example(WHEEL, "gaps")
    by_text = {note.text: note.id for note in board.kept_notes()}
    texts = ("Open until midnight without staff", "A calm place to study")
    form = FormTheme("value", "Evenings", tuple(by_text[text] for text in texts))
    helmi = Seat(id="helmi", role="facilitator", city=None)
    gather = replace(board, phase_id="gaps")

    for change in decide(gather, form, by=helmi, now=NOW, new_id=lambda: "theme0000001"):
        gather = apply(gather, replace(change, seq=gather.seq + 1))

    rows = pictures(gather)["bars-value"].rows
    assert (rows[0][0], sum(rows[0][1:])) == ("Evenings", 4)
    assert not {row[0] for row in rows}.intersection(texts)
