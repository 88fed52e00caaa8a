"""The draft in people's hands: other words, another order, left out, signed."""

from dataclasses import replace

from immutables import Map

from server.domain.agreement import Drafting, Edit, Omission, Signature
from server.synthesis.draft import draft, write_draft
from server.synthesis.examples import read_example
from server.synthesis.findings import judge
from tests.synthesis.boards import HELSINGBORG, OULU, SOFIA, a_board, a_note, the_wheel

WHEEL = the_wheel()
NOTES = [
    a_note("queues", "opportunity", facet="need", who=("residents",), dots={OULU: 2}),
    a_note("allday", "value", facet="creation", dots={OULU: 2}),
    a_note("brand", "advantage", facet="current", dots={OULU: 2}),
]


def written(drafting=None, **board):
    known = a_board(WHEEL, notes=NOTES, turnout={OULU: 1}, **board)
    return draft(known if drafting is None else replace(known, drafting=drafting), WHEEL)


def section(made, section_id):
    return next(one for one in made["sections"] if one["id"] == section_id)


def test_an_edited_sentence_says_so_and_keeps_its_original():
    first = section(written(), "value")["sentences"][0]
    drafting = Drafting(edits=(Edit("value", first["finding"], "In our own words."),))

    edited = section(written(drafting), "value")["sentences"][0]

    assert edited["text"] == "In our own words."
    assert edited["edited"]
    assert edited["original"] == first["text"]
    assert edited["notes"] == first["notes"]


def test_a_sentence_left_out_can_be_found_again_and_its_note_says_why():
    told = section(written(), "how")["sentences"][0]
    drafting = Drafting(omitted=(Omission("how", told["finding"]),))

    made = written(drafting)

    assert told["finding"] in [one["finding"] for one in section(made, "how")["omitted"]]
    assert told["finding"] not in [one["finding"] for one in section(made, "how")["sentences"]]
    # The core sentence still tells the note.
    assert made["used"]["brand"][0]["section"] == "core"


def test_sentences_stand_in_the_order_somebody_chose():
    ids = [one["finding"] for one in section(written(), "summary")["sentences"]]
    chosen = tuple(reversed(ids))

    made = written(Drafting(order=Map({"summary": chosen})))

    assert tuple(one["finding"] for one in section(made, "summary")["sentences"]) == chosen


def test_the_common_core_is_what_every_city_adopted():
    signatures = (
        Signature("value", SOFIA, "adopt"),
        Signature("value", OULU, "reservation", "Not so late"),
        Signature("value", HELSINGBORG, "adopt"),
        Signature("how", OULU, "decline", "Too dear"),
        Signature("why", OULU, "adopt", outdated=True),
    )

    made = written(Drafting(signatures=signatures))

    agreement = made["agreement"]
    assert agreement["common_core"] == ["value"]
    assert agreement["reservations"] == [
        {
            "section": "value",
            "city": OULU,
            "verdict": "reservation",
            "text": "Not so late",
        },
        {"section": "how", "city": OULU, "verdict": "decline", "text": "Too dear"},
    ]
    assert "why" in agreement["unsigned"][OULU]
    assert "how" not in agreement["unsigned"][OULU]
    assert list(section(made, "value")["signatures"]) == [OULU, SOFIA, HELSINGBORG]


def test_a_weak_link_is_told_right_after_the_chain_it_weakens():
    example = next(rule for rule in WHEEL.rules if rule.id == "R24").examples["fires"]
    judged = judge(read_example(example, WHEEL.canvas), WHEEL)

    rules = [one["rule"] for one in section(write_draft(judged, WHEEL), "summary")["sentences"]]

    assert rules[rules.index("R18") + 1] == "R24"
    assert "R90" not in rules


def test_every_note_says_where_it_is_used():
    made = written()

    assert set(made["used"]) == {"queues", "allday", "brand"}
    for note, places in made["used"].items():
        for place in places[1:]:
            sentences = section(made, place["section"])["sentences"]
            told = next(one for one in sentences if one["finding"] == place["finding"])
            assert note in told["notes"]
