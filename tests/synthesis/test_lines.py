"""What one rule says several times is gathered into one line, and nothing is lost by it."""

from dataclasses import replace

from server.domain.agreement import Edit
from server.synthesis.draft import draft
from tests.synthesis.boards import OULU, SOFIA, a_board, a_note, an_example, the_wheel

WHEEL = the_wheel()
BOTH = {OULU: 1, SOFIA: 1}


def two_promises():
    """Two promises of four that both cities want, and nobody would notice if they came true."""
    notes = [a_note(name, "value", facet="creation", dots=BOTH) for name in "ab"]
    notes += [a_note(name, "value", facet="creation") for name in "cd"]
    return a_board(WHEEL, notes=notes, turnout={OULU: 1, SOFIA: 1})


def section_of(written, name="value"):
    return next(one for one in written["sections"] if one["id"] == name)


def lines_of(section, rule):
    rules = {one["finding"]: one["rule"] for one in section["sentences"]}
    return [one for one in section["lines"] if rules[one["findings"][0]] == rule]


def test_two_promises_without_a_measure_are_one_line_with_both():
    section = section_of(draft(two_promises(), WHEEL))

    (line,) = lines_of(section, "R45")
    sentences = [one["finding"] for one in section["sentences"] if one["rule"] == "R45"]
    assert line["text"] == ("How would you notice “Note a” and “Note b”? Add a measure for each.")
    assert [one["finding"] for one in line["parts"]] == line["findings"] == sentences


def test_they_are_one_line_in_finnish_too():
    (line,) = lines_of(section_of(draft(two_promises(), WHEEL, language="fi")), "R45")

    assert line["before"] == "Mistä huomaisitte nämä: "
    assert [one["then"] for one in line["parts"]] == [" ja ", ""]


def test_a_sentence_with_words_of_its_own_keeps_a_line_of_its_own():
    board = two_promises()
    first = next(
        one for one in section_of(draft(board, WHEEL))["sentences"] if one["rule"] == "R45"
    )
    edit = Edit("value", first["finding"], "Ours.")
    edited = replace(board, drafting=replace(board.drafting, edits=(edit,)))

    lines = lines_of(section_of(draft(edited, WHEEL)), "R45")

    assert [len(one["findings"]) for one in lines] == [1, 1]


def test_every_sentence_stands_in_exactly_one_line():
    for name in ("gaps", "oulu"):
        written = draft(an_example(WHEEL, name), WHEEL)
        for section in written["sections"]:
            listed = [finding for line in section["lines"] for finding in line["findings"]]
            assert sorted(listed) == sorted(one["finding"] for one in section["sentences"])
        found = [finding for line in written["finding_lines"] for finding in line["findings"]]
        assert sorted(found) == sorted(one["id"] for one in written["findings"])


def test_that_nobody_is_named_is_said_once():
    notes = [a_note(name, "value", dots=BOTH) for name in "abcd"]
    board = a_board(WHEEL, notes=notes, turnout={OULU: 1, SOFIA: 1})

    texts = [one["text"] for section in draft(board, WHEEL)["sections"]
             for one in section["sentences"]]  # fmt: skip

    assert all(text.count("no owner named") <= 1 for text in texts)
