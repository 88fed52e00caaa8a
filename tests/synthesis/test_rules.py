"""Rules: each fires on its own example, keeps quiet on the other, and knows when it is blind."""

from dataclasses import replace

import pytest

from server.canvas_files import load_canvases
from server.domain.agreement import Verdict
from server.domain.refused import Refused
from server.synthesis.draft import draft
from server.synthesis.engine import base36, examine, finding_id
from server.synthesis.evidence import gather
from server.synthesis.examples import read_example
from server.synthesis.findings import findings
from server.synthesis.sentences import rule_sentence
from server.synthesis.wording import a_writer
from tests.synthesis.boards import (
    CANVASES,
    EX1,
    HELSINGBORG,
    OULU,
    SOFIA,
    a_board,
    a_note,
    the_wheel,
)

FOLDERS = load_canvases(CANVASES)
WHEEL = the_wheel()
EACH_RULE = [
    pytest.param(folder, rule, id=f"{folder.canvas.id}-{rule.id}")
    for folder in FOLDERS.values()
    for rule in folder.rules
]


def examined(folder, example):
    evidence = gather(read_example(example, folder.canvas), folder.canvas)
    return evidence, examine(evidence, folder.rules)


def fired(found):
    return [finding.rule.id for finding in found.findings]


@pytest.mark.parametrize(("folder", "rule"), EACH_RULE)
def test_a_rule_fires_on_its_first_example(folder, rule):
    evidence, found = examined(folder, rule.examples["fires"])

    assert rule.id in fired(found)
    for language in folder.canvas.languages:
        for finding in found.findings:
            said = rule_sentence(a_writer(evidence, language), finding.rule, finding.sighting)
            assert said
            assert "{" not in said


@pytest.mark.parametrize(("folder", "rule"), EACH_RULE)
def test_a_rule_keeps_quiet_on_its_second_example(folder, rule):
    _, found = examined(folder, rule.examples["quiet"])

    assert rule.id not in fired(found)
    assert rule.id not in [finding.rule.id for finding in found.silenced]
    assert rule.id not in [blind.id for blind, _ in found.not_evaluated]


def test_a_rule_silences_another_only_where_it_speaks_itself():
    rules = {rule.id: rule for rule in WHEEL.rules}
    loud = replace(rules["R05"], suppresses=("R02",))
    notes = [{"area": "value", "facet": "creation"}, {"area": "opportunity"}]
    evidence = gather(read_example({"notes": notes, "cities": []}, WHEEL.canvas), WHEEL.canvas)

    found = examine(evidence, [loud, rules["R02"]])

    assert [one.sighting.areas for one in found.silenced] == [("value",)]
    assert [(one.rule.id, one.sighting.areas) for one in found.findings] == [
        ("R05", ("value",)),
        ("R02", ("opportunity",)),
    ]
    within = {"R02", *(f"R{number:02}" for number in range(5, 13)), "R14", "R20"}
    assert within == set(rules["R01"].suppresses)


def test_a_city_that_was_hardly_heard_has_no_local_priorities():
    notes = [
        a_note("a", "value", dots={OULU: 3}),
        a_note("b", "value", dots={SOFIA: 3}, city=SOFIA),
    ]
    board = a_board(
        WHEEL,
        cities=(OULU, SOFIA),
        notes=notes,
        turnout={OULU: 5, SOFIA: 1},
        present={OULU: 5, SOFIA: 9},
    )

    found = findings(board, WHEEL)

    assert [one["cities"] for one in found if one["rule"] == "R38"] == [[SOFIA]]
    assert [one["cities"] for one in found if one["rule"] == "R31"] == [[OULU]]


def test_rules_that_compare_cities_are_not_evaluated_with_one_voting_city():
    _, found = examined(
        WHEEL, {"cities": ["Oulu"], "notes": [{"area": "value", "dots": {"Oulu": 2}}]}
    )

    blind = {rule.id: reason for rule, reason in found.not_evaluated}
    assert {rule: blind[rule] for rule in ("R30", "R31", "R32", "R38")} == dict.fromkeys(
        ("R30", "R31", "R32", "R38"), "one_city"
    )


def test_a_note_that_is_not_sorted_counts_in_no_facet_rule():
    _, found = examined(WHEEL, {"cities": [], "notes": [{"area": "opportunity"}]})

    assert "R08" not in fired(found)
    assert ("R08", "not_sorted") in [(rule.id, why) for rule, why in found.not_evaluated]


def test_a_facet_rule_is_not_evaluated_where_no_note_is_sorted():
    areas = ("opportunity", "value", "advantage", "sustainability")
    _, found = examined(WHEEL, {"cities": [], "notes": [{"area": area} for area in areas]})

    blind = {rule.id: reason for rule, reason in found.not_evaluated}
    assert [blind[rule] for rule in ("R05", "R08", "R10", "R12")] == ["not_sorted"] * 4


def test_an_empty_board_has_no_balance_to_judge():
    _, found = examined(WHEEL, {"cities": [], "notes": []})

    assert fired(found) == ["R01"] * 6
    assert ("R04", "no_notes") in [(rule.id, why) for rule, why in found.not_evaluated]


def test_one_ballot_carries_the_weight_of_a_city_also_where_it_is_alone():
    alone = {"cities": ["Oulu"], "ballots": {"Oulu": 1}, "notes": [{"area": "value"}]}

    assert "R42" in fired(examined(WHEEL, alone)[1])
    assert "R42" not in fired(examined(WHEEL, alone | {"weighting": "pooled"})[1])


@pytest.mark.parametrize(
    ("outcomes", "of", "said"), [(1, 4, None), (1, 5, "few"), (3, 4, None), (4, 5, "many")]
)
def test_purpose_and_outcomes_are_weighed_at_the_very_bounds(outcomes, of, said):
    notes = [{"area": "scalability"}] * outcomes + [{"area": "value"}] * (of - outcomes)
    _, found = examined(WHEEL, {"cities": [], "notes": notes})

    variants = [one.sighting.variant for one in found.findings if one.rule.id == "R04"]
    assert variants == ([said] if said else [])


@pytest.mark.parametrize(
    ("ballots", "present", "wrote", "is_heard"),
    [(3, 6, True, True), (2, 6, True, False), (6, 6, False, False), (0, 0, False, True)],
)
def test_a_city_is_hardly_heard_with_few_ballots_or_no_notes(ballots, present, wrote, is_heard):
    board = {
        "cities": ["Oulu", "Sofia"],
        "ballots": {"Oulu": 5, "Sofia": ballots},
        "present": {"Oulu": 5, "Sofia": present},
        "notes": [{"area": "value", "city": "Oulu"}]
        + ([{"area": "value", "city": "Sofia"}] if wrote else []),
    }

    _, found = examined(WHEEL, board)

    unheard = [one.sighting.cities for one in found.findings if one.rule.id == "R38"]
    assert unheard == ([] if is_heard else [("Sofia",)])


@pytest.mark.parametrize(
    ("oulu", "sofia", "is_local"),
    [
        ((3, 0, 0), (0, 2, 2), True),
        ((3, 1, 0), (1, 1, 1), False),  # a fair share elsewhere is support elsewhere
        ((1, 1, 1), (0, 2, 2), False),  # 1.0 in one city is no priority of its own
        ((3, 0, 0), (3, 0, 0), False),  # strong in both is shared
    ],
)
def test_a_local_priority_is_strong_in_one_city_and_weak_in_every_other(oulu, sofia, is_local):
    notes = [
        {"area": "value", "id": name, "dots": {"Oulu": first, "Sofia": second}}
        for name, first, second in zip("abc", oulu, sofia, strict=True)
    ]

    _, found = examined(WHEEL, {"cities": ["Oulu", "Sofia"], "notes": notes})

    local = [one.sighting for one in found.findings if one.rule.id == "R31"]
    assert ("a" in [note for seen in local for note in seen.notes]) is is_local


def test_the_method_example_says_that_the_weighting_decides():
    notes = [a_note(name, "value", dots=dots) for name, dots in EX1.items()]
    board = a_board(WHEEL, notes=notes, turnout={OULU: 10, SOFIA: 3, HELSINGBORG: 3})

    found = {one["rule"]: one for one in findings(board, WHEEL)}

    assert "“Note b”" in found["R32"]["text"]
    assert "“Note c”" in found["R32"]["text"]
    assert found["R30"]["notes"] == ["c"]
    assert found["R30"]["numbers"] == {
        "breadth": 1,
        "k": 3,
        "lift": pytest.approx(1.4444, abs=5e-5),
        "m": 3,
    }


def test_what_if_thresholds_change_what_is_found():
    notes = [a_note(name, "value", dots=dots) for name, dots in EX1.items()]
    board = a_board(WHEEL, notes=notes, turnout={OULU: 10, SOFIA: 3, HELSINGBORG: 3})

    found = findings(board, WHEEL, thresholds={"strong": "1.5"})

    assert "R30" not in [one["rule"] for one in found]


@pytest.mark.parametrize("given", [{"unheard_of": 1}, {"strong": "much"}, {"strong": "nan"}])
def test_a_threshold_that_makes_no_sense_is_refused(given):
    with pytest.raises(Refused) as no:
        findings(a_board(WHEEL), WHEEL, thresholds=given)

    assert no.value.code == "op.malformed"


def test_a_finding_keeps_its_id_whatever_the_order_of_its_subjects():
    assert finding_id("R32", ["b", "a"]) == finding_id("R32", ["a", "b"])
    assert finding_id("R32", ["a"]) != finding_id("R31", ["a"])
    assert len(finding_id("R01", ["value"])) == 12


def test_base_36_reads_back():
    assert int(base36(2**256 - 1), 36) == 2**256 - 1


def test_findings_come_by_severity():
    severities = [one["severity"] for one in findings(a_board(WHEEL), WHEEL)]

    assert severities == sorted(severities, reverse=True)


def test_choosing_other_pairs_changes_what_the_rule_of_pairs_asks_and_nothing_else():
    areas = [area.id for area in WHEEL.canvas.areas]
    notes = [{"id": area, "area": area, "dots": {"Oulu": 1}} for area in areas]
    links = [
        {"start": "opportunity", "end": "value"},
        {"start": "value", "end": "replicability"},
    ]
    board = {
        "cities": ["Oulu"],
        "notes": notes,
        "links": [one | {"kind": "leads_to"} for one in links],
    }

    published = examined(WHEEL, board)[1]
    wheel_order = examined(WHEEL, board | {"pairs": "wheel-order"})[1]

    def asked(found):
        return {one.sighting.areas for one in found.findings if one.rule.id == "R20"}

    def others(found):
        return [one.id for one in found.findings if one.rule.id != "R20"]

    assert ("value", "sustainability") in asked(published) - asked(wheel_order)
    assert ("value", "replicability") not in asked(wheel_order)
    assert others(published) == others(wheel_order)


def test_pairs_can_be_asked_for_and_set_for_a_workshop():
    notes = [a_note(area.id, area.id) for area in WHEEL.canvas.areas]
    board = a_board(WHEEL, notes=notes, pairs="wheel-order")

    assert draft(board, WHEEL)["pairs"] == "wheel-order"
    assert draft(board, WHEEL, pairs="published-2024")["pairs"] == "published-2024"
    with pytest.raises(Refused) as no:
        findings(board, WHEEL, pairs="love-at-first-sight")
    assert no.value.field == "pairs"


def test_what_the_facilitator_dismissed_stays_away_also_after_a_new_note():
    notes = [a_note("n1", "value", facet="creation")]
    gap = next(one for one in findings(a_board(WHEEL, notes=notes), WHEEL) if one["rule"] == "R05")
    verdict = Verdict(gap["id"], "dismiss", "The state pays")

    more = [*notes, a_note("n2", "value", facet="creation")]
    written = draft(replace(a_board(WHEEL, notes=more), verdicts=(verdict,)), WHEEL)

    assert [(one["rule"], one["reason"]) for one in written["dismissed"]] == [
        ("R05", "The state pays")
    ]
    told = [one["rule"] for section in written["sections"] for one in section["sentences"]]
    assert "R05" not in told
    assert "R05" not in [one["rule"] for one in written["findings"]]


def test_what_was_dismissed_silences_nothing():
    empty = a_board(WHEEL)
    gap = next(one for one in findings(empty, WHEEL) if one["areas"] == ["value"])
    dismissed = replace(empty, verdicts=(Verdict(gap["id"], "dismiss", "Later"),))

    found = findings(dismissed, WHEEL)

    assert {one["rule"] for one in found} >= {"R01"}
    assert next(one for one in found if one["id"] == gap["id"])["verdict"] == "dismiss"
