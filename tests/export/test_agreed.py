"""Documents of an agreed draft: who signed what, which words were changed, what people think."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from immutables import Map

from server.domain.agreement import Drafting, Edit, Frozen, Signature, Verdict
from server.export.document import document
from server.export.facts import facts_of
from server.export.markdown import escape, markdown
from server.export.tables import links_table
from server.synthesis.draft import draft
from server.synthesis.reading import ReadLink
from tests.synthesis.boards import OULU, SOFIA, a_board, a_note, the_wheel

WHEEL = the_wheel()
ANSWERS = {
    "stances": {OULU: (3, 1, 0)},
    "importance": {OULU: (0, 0, 1, 2, 0)},
    "readiness": {SOFIA: (2, 0, 0, 0, 0)},
}


def the_notes() -> list[Any]:
    notes = [
        a_note("n1", "value", text="Open at night", dots={OULU: 2}, facet="creation"),
        a_note("n2", "opportunity", text="Long queues", dots={SOFIA: 1}, facet="need"),
    ]
    return [replace(notes[0], answers=Map(ANSWERS)), notes[1]]


@pytest.fixture(scope="module")
def agreed() -> Any:
    board = a_board(WHEEL, notes=the_notes(), turnout={OULU: 2, SOFIA: 1})
    written = draft(board, WHEEL)
    section = next(one for one in written["sections"] if one["sentences"])
    sentence, gap = section["sentences"][0], written["findings"][0]
    drafting = Drafting(
        edits=(Edit(section["id"], sentence["finding"], "In other words."),),
        signatures=(
            Signature(section["id"], OULU, "reservation", "Only with money."),
            Signature(section["id"], SOFIA, "adopt", outdated=True),
        ),
        frozen=Frozen("2026-11-23T12:00:00.000Z", 77, log_head="ab" * 32),
    )
    verdict = Verdict(gap["id"], "dismiss", "We know.")
    return replace(board, drafting=drafting, verdicts=(verdict,)), sentence, gap


def test_an_edited_sentence_shows_what_the_rule_wrote(agreed: Any) -> None:
    board, sentence, _ = agreed

    printed = markdown(document(board, WHEEL)).decode()

    assert "- In other words" in printed
    assert f"the rule wrote: {escape(sentence['text'])}" in printed


def test_signatures_and_what_was_set_aside_are_told(agreed: Any) -> None:
    board, _, gap = agreed
    printed = document(board, WHEEL)

    signed, set_aside = printed.table("signatures").rows, printed.table("dismissed").rows

    assert [row[1:] for row in signed] == [
        ("Oulu", "adopts it with a reservation", "Only with money."),
        ("Sofia", "signed other words", ""),
    ]
    assert set_aside == ((gap["rule"], gap["text"], "We know."),)
    (findings,) = (sheet for sheet in printed.sheets if sheet.id == "findings")
    assert gap["text"] not in [row[3] for row in findings.rows]


def test_an_agreed_draft_names_its_change(agreed: Any) -> None:
    notices = document(agreed[0], WHEEL, language="fi").notices

    assert notices == (
        "Sovittu 2026-11-23, lokin muutoksessa 77.",
        f"Lokin pää siinä muutoksessa: {'ab' * 32}",
    )


def test_scores_are_counts_by_city(agreed: Any) -> None:
    rows = document(agreed[0], WHEEL, language="fi").table("scores").rows

    assert rows == (
        (
            2,
            "Open at night",
            "OU 3/1/0",
            "3,667 (OU 0/0/1/2/0)",
            "1 (SO 2/0/0/0/0)",
        ),
    )


def test_links_name_both_notes_and_the_city() -> None:
    board = a_board(WHEEL, notes=the_notes())
    facts = facts_of(board, WHEEL, draft(board, WHEEL))
    reading = replace(facts.reading, links=(ReadLink("n2", "n1", "leads_to", OULU),))

    (row,) = links_table(replace(facts, reading=reading)).rows

    assert row == ("1. Long queues", "leads to", "2. Open at night", "Oulu")
