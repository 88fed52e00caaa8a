"""Closing gaps: three notes answer what five rules ask, and start no other."""

from dataclasses import replace

from server.domain.describing import DescribeNote
from server.domain.links import DrawLink
from server.domain.notes import AddNote
from server.domain.phases import StartPhase
from server.domain.state import Seat
from server.domain.themes import FormTheme
from server.domain.workshop import apply, decide, made_id
from server.synthesis.draft import draft
from server.synthesis.findings import findings
from server.synthesis.ranking import ranking
from tests.synthesis.boards import NOW, an_example, the_wheel

WHEEL = the_wheel()
FACILITATOR = Seat("facilitator", "facilitator")


def done(workshop, op):
    """Return the workshop after a facilitator's op, and the id of what it made."""
    ids = iter(f"id{workshop.seq:03}{number:07}" for number in range(10))
    changes = decide(workshop, op, by=FACILITATOR, now=NOW, new_id=lambda: next(ids))
    for change in changes:
        workshop = apply(workshop, replace(change, seq=workshop.seq + 1))
    return workshop, made_id(changes)


def with_note(workshop, area, facet, text, *, led_from, tags=()):
    workshop, note_id = done(workshop, AddNote(area=area, text=text, facet=facet))
    workshop, _ = done(workshop, DrawLink(led_from, note_id, "leads_to"))
    if tags:
        workshop, _ = done(workshop, DescribeNote(note_id, tags=tags))
    return workshop


def rules_and_subjects(workshop):
    return {(one["rule"], tuple(one["subjects"])) for one in findings(workshop, WHEEL)}


def test_three_notes_silence_five_rules_and_start_none():
    board, _ = done(an_example(WHEEL, "gaps"), StartPhase("gaps"))
    by_text = {note.text: note.id for note in board.kept_notes()}
    start = by_text["Open until midnight without staff"]
    before = rules_and_subjects(board)

    board = with_note(
        board,
        "value",
        "capture",
        "Fewer branches to build",
        led_from=by_text["A calm place to study"],
    )
    board = with_note(
        board,
        "sustainability",
        "economic",
        "In the base budget",
        led_from=start,
        tags=("inclusion",),
    )
    board = with_note(
        board,
        "replicability",
        "prerequisite",
        "A card and a law",
        led_from=start,
        tags=("privacy",),
    )

    after = rules_and_subjects(board)
    silenced = {rule for rule, _ in before} - {rule for rule, _ in after}
    assert silenced == {"R05", "R12", "R48", "R49", "R50"}
    assert after <= before


def test_the_links_of_a_workshop_carry_its_core_sentence():
    written = draft(an_example(WHEEL, "gaps"), WHEEL)

    parts = {part["slot"]: part for part in written["core"]["parts"]}
    assert len(written["core"]["chain"]) == 4
    assert parts["need"]["linked"]
    assert parts["need"]["cities"] == {"backing": 2, "voting": 2}
    assert parts["capture"]["text"] == "[not yet agreed: value capture]"
    assert written["sections"][1]["sentences"][0]["rule"] == "R18"
    assert "R19" not in {one["rule"] for one in written["findings"]}


def test_a_note_is_told_with_its_owner_and_its_measure():
    written = draft(an_example(WHEEL, "gaps"), WHEEL)

    value = next(section for section in written["sections"] if section["id"] == "value")
    assert any(
        "(2 of 2 cities; measure: Visits after 8 pm; owner: City library)" in one["text"]
        for one in value["sentences"]
    )


def test_a_theme_is_counted_and_told_once_for_all_of_its_notes():
    board, _ = done(an_example(WHEEL, "gaps"), StartPhase("gaps"))
    by_text = {note.text: note.id for note in board.kept_notes()}
    notes = tuple(
        by_text[text] for text in ("Open until midnight without staff", "A calm place to study")
    )
    board, _ = done(board, AddNote(area="value", text="A fourth thought", facet="creation"))

    board, theme = done(board, FormTheme(area="value", title="Evenings", notes=notes))

    ranked = ranking(board)["areas"]["value"]
    assert ranked[0]["target_id"] == theme
    assert ranked[0]["raw"] == 4
    assert len(ranked) == 3
    shared = next(one for one in findings(board, WHEEL) if notes[0] in one["notes"])
    assert shared["text"] == "Shared priority of 2 of 2 cities: “Evenings”."
    assert set(shared["notes"]) == set(notes)
    told = next(
        one
        for section in draft(board, WHEEL)["sections"]
        for one in section["sentences"]
        if one["finding"] == shared["id"]
    )
    assert sum(told["votes"].values()) == 4
