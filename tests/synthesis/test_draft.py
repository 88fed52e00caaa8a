"""The draft: complete, traceable, and the same bytes for the same board."""

import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from server.domain.board import canonical
from server.domain.change import ERASED
from server.domain.notes import put_note
from server.synthesis.draft import checksum, draft
from server.synthesis.ranking import ranking
from tests.synthesis.boards import (
    CANVASES,
    EX1,
    HELSINGBORG,
    OULU,
    SOFIA,
    a_board,
    a_note,
    an_example,
    the_wheel,
)

WHEEL = the_wheel()
SLOTS = ["who", "need", "service", "creation", "capture", "sharing", "current", "to_develop"]
SLOTS += ["scalability", "replicability", "sustainability"]


def a_voted_board(**settings):
    notes = [a_note(name, "value", facet="creation", dots=dots) for name, dots in EX1.items()]
    notes += [
        a_note("need", "opportunity", facet="need", who=("residents",), text="Queues\nat noon"),
        a_note("plain", "sustainability"),
    ]
    voters = {OULU: 10, SOFIA: 3, HELSINGBORG: 3}
    return a_board(WHEEL, notes=notes, turnout=voters, present=voters, **settings)


def sentences(written):
    return [sentence for section in written["sections"] for sentence in section["sentences"]]


def test_the_core_sentence_takes_the_note_cities_share_most():
    core = draft(a_voted_board(), WHEEL)["core"]

    assert list(core["slots"]) == SLOTS
    assert core["slots"]["creation"] == ["c"]
    assert core["slots"]["who"] == ["need"]
    assert core["slots"]["sustainability"] == ["plain"]
    assert "is for residents, whose need is “Queues at noon”" in core["text"]


def test_the_core_sentence_speaks_for_all_cities_however_dots_are_weighted():
    core = draft(a_voted_board(weighting="pooled"), WHEEL)["core"]

    assert core["slots"]["creation"] == ["c"]  # every dot alike would take b


def test_an_erased_note_keeps_its_dots_and_is_told_by_no_sentence():
    board = a_voted_board()
    for name in ("c", "need"):
        board = put_note(board, replace(board.notes[name], text=ERASED, erased=True))

    written = draft(board, WHEEL)

    assert ERASED not in str(sentences(written)) + str(written["core"])
    assert written["core"]["slots"]["creation"] == ["a"]  # the next best
    assert written["core"]["slots"]["who"] == written["core"]["slots"]["need"] == []
    reasons = {one["note_id"]: one["reason"] for one in written["not_carried"]}
    assert reasons["c"] == reasons["need"] == "erased"
    ranked = [one["target_id"] for one in ranking(board)["areas"]["value"]]
    assert ranked[0] == "c"  # the count is what it was


def test_a_board_of_erased_notes_has_a_draft_without_them():
    board = a_voted_board()
    for note in list(board.kept_notes()):
        board = put_note(board, replace(note, text=ERASED, erased=True))

    written = draft(board, WHEEL)

    assert ERASED not in str(sentences(written)) + str(written["core"])
    assert {one["reason"] for one in written["not_carried"]} == {"erased"}


def test_an_empty_slot_is_printed_as_missing():
    core = draft(a_voted_board(), WHEEL)["core"]

    assert "[not yet agreed: value capture]" in core["text"]
    assert core["slots"]["capture"] == []


def test_an_empty_board_has_a_draft_too():
    written = draft(a_board(WHEEL), WHEEL)

    assert written["core"]["text"].count("[not yet agreed:") == 10
    assert [one["rule"] for one in written["findings"]] == ["R01"] * 6
    assert written["not_carried"] == []


def test_the_sections_are_those_of_the_method_with_an_annex_for_every_city():
    written = draft(a_voted_board(), WHEEL)

    before = ["status", "summary", "need", "value", "how", "why", "two_way", "agreement"]
    annexes = [f"annex:{city}" for city in (OULU, SOFIA, HELSINGBORG)]
    after = ["next_steps", "decisions", "method", "data"]
    ids = [section["id"] for section in written["sections"]]
    assert ids == [*before, "services", *annexes, *after]
    titles = {section["id"]: section["title"] for section in written["sections"]}
    assert titles["need"] == "The need and the possibility"
    assert titles[f"annex:{SOFIA}"] == "For one city: Sofia"
    in_finnish = draft(a_voted_board(), WHEEL, language="fi")
    assert in_finnish["sections"][2]["title"] == "Tarve ja mahdollisuus"


def test_every_visible_note_is_carried_or_listed_with_a_reason():
    board = a_voted_board()

    written = draft(board, WHEEL)

    left = {one["note_id"] for one in written["not_carried"]}
    telling = [one for one in sentences(written) if one["kind"] in ("W", "S", "+")]
    carried = {note for one in telling for note in one["notes"]}
    assert left | carried == set(board.notes)
    assert not left & carried
    assert all(one["reason"] and one["text"] for one in written["not_carried"])
    assert next(one for one in written["not_carried"] if one["note_id"] == "d")["text"] == (
        "It is number 4 of 4 in Value; the draft carries the best 2."
    )


def test_every_sentence_says_where_it_comes_from():
    written = draft(a_voted_board(), WHEEL)

    for sentence in sentences(written):
        assert sentence["rule"] in written["rules"]
        assert sentence["version"] >= 1
        if sentence["notes"]:
            assert list(sentence["votes"]) == [OULU, SOFIA, HELSINGBORG]
    best = next(one for one in sentences(written) if one["rule"] == "R30")
    assert best["votes"] == {OULU: 5, SOFIA: 2, HELSINGBORG: 3}
    assert best["cities"] == [OULU, SOFIA, HELSINGBORG]


def test_a_note_left_out_is_told_whether_a_vote_or_its_place_decided():
    notes = [a_note("n1", "value", facet="creation"), a_note("n2", "value", facet="creation")]

    before = draft(a_board(WHEEL, notes=notes), WHEEL)["not_carried"]
    after = draft(a_board(WHEEL, notes=notes, turnout={OULU: 1}), WHEEL)["not_carried"]

    assert [(one["note_id"], one["reason"]) for one in before] == [("n2", "no_vote")]
    assert [(one["note_id"], one["reason"]) for one in after] == [("n2", "no_dots")]


def test_text_from_right_to_left_does_not_turn_the_sentence_round():
    notes = [a_note("n1", "value", facet="creation", text="שירות (מהיר)")]

    core = draft(a_board(WHEEL, notes=notes), WHEEL)["core"]["text"]

    assert "“\u2068שירות (מהיר)\u2069”" in core


def test_hidden_notes_are_counted_and_never_told():
    notes = [a_note("secret", "value", text="Nobody may read this", hidden=True)]

    written = draft(a_board(WHEEL, notes=notes), WHEEL)

    assert written["status"]["hidden"] == 1
    assert b"Nobody may read this" not in canonical(written)
    assert b"secret" not in canonical(written)


def test_what_people_wrote_is_never_read_as_a_gap():
    notes = [a_note("n1", "value", facet="creation", text="{capture} {0} %s")]

    assert "“{capture} {0} %s”" in draft(a_board(WHEEL, notes=notes), WHEEL)["core"]["text"]


def test_the_checksum_covers_all_but_itself():
    written = draft(a_voted_board(), WHEEL)

    assert written["checksum"] == checksum(written)
    assert draft(a_voted_board(), WHEEL, language="fi")["checksum"] != written["checksum"]


def test_an_unknown_language_falls_back_to_the_canvas():
    assert draft(a_voted_board(), WHEEL, language="bg")["language"] == "en"


def test_a_canvas_without_rules_still_fills_its_core_sentence():
    written = draft(a_voted_board(), replace(WHEEL, rules=()))

    assert written["core"]["slots"]["creation"] == ["c"]
    assert {one["note_id"] for one in written["not_carried"]} == {"a", "b", "d"}
    assert not sentences(written)


@pytest.mark.parametrize("name", ["oulu"])
def test_the_example_of_the_deck_gives_a_draft_in_both_languages(name):
    board = an_example(WHEEL, name)

    for language in ("en", "fi"):
        written = draft(board, WHEEL, language=language)
        assert "24/7" in written["core"]["text"]
        assert "R12" in [one["rule"] for one in written["findings"]]


def test_the_same_board_gives_the_same_bytes_in_every_process():
    script = (
        "from server.domain.board import canonical;"
        "from server.synthesis.draft import draft;"
        "from tests.synthesis.boards import the_wheel, an_example;"
        "import sys;"
        "wheel = the_wheel();"
        "seen = {canonical(draft(an_example(wheel, 'gaps'), wheel)) for _ in range(100)};"
        "sys.stdout.buffer.write(b'\\n'.join(seen))"
    )
    root = CANVASES.parent
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(seen) == 1
    assert b"\n" not in seen.pop()


def test_a_draft_of_many_notes_is_quick():
    areas = [area.id for area in WHEEL.canvas.areas]
    notes = [
        a_note(f"n{number:05}", areas[number % 6], dots={OULU: number % 3, SOFIA: number % 5})
        for number in range(5000)
    ]
    board = a_board(WHEEL, notes=notes, turnout={OULU: 9, SOFIA: 9})

    begun = time.process_time()
    written = draft(board, WHEEL)
    took = time.process_time() - begun

    assert len(written["not_carried"]) > 1000
    assert took < 1  # seconds of this process; the goal of 0.3 is for scripts/bench
