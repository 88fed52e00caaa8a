"""Canvases: those that ship load, a new one needs no code, a broken one names every fault."""

import shutil
import tomllib
from pathlib import Path

import make_examples
import pytest

from server.canvas_files import (
    CanvasFaults,
    canvas_in_list,
    canvas_json,
    check_canvases,
    load_canvas,
    load_canvases,
    read_folder,
)
from server.canvas_files.faults import Fault
from server.synthesis.checks import CHECKS

CANVASES = Path(__file__).parents[2] / "canvases"
FOUR_AREAS = Path(__file__).parent / "four_areas"


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the wheel that a test may break."""
    return Path(shutil.copytree(CANVASES / "city-business-model", tmp_path / "city-business-model"))


def replace_in(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder):
    with pytest.raises(CanvasFaults) as broken:
        load_canvas(folder)
    return {(fault.file.split("/", 1)[1], fault.key) for fault in broken.value.faults}


def test_every_canvas_that_ships_is_without_a_fault():
    faults = []

    folders = load_canvases(CANVASES, report=faults.append)

    assert faults == []
    assert sorted(folders) == ["business-model-canvas", "city-business-model"]
    assert all(len(folder.rules) >= 10 for folder in folders.values())


def test_the_examples_are_what_their_lists_say():
    made = []

    make_examples.each_example(lambda path, content: made.append((path, content)))

    assert len(made) == 3
    for path, content in made:
        assert path.read_bytes() == content, f"{path.name}: run scripts/make_examples.py"


def test_the_wheel_is_that_of_the_method():
    canvas = load_canvas(CANVASES / "city-business-model").canvas

    assert [area.id for area in canvas.areas] == [
        "opportunity",
        "value",
        "advantage",
        "scalability",
        "replicability",
        "sustainability",
    ]
    assert ("value", "sustainability") in canvas.pairs[canvas.default_pairs]
    assert ("value", "replicability") in canvas.pairs["wheel-order"]
    agenda = [phase for phase in canvas.phases if phase.id in canvas.agenda]
    assert [(phase.kind, phase.silent) for phase in agenda] == [
        ("gather", True),
        ("gather", False),
        ("walk", False),
        ("vote", False),
        ("walk", False),
        ("close_gaps", False),
        ("vote", False),
        ("agree", False),
    ]


def test_every_rule_of_the_method_is_there():
    rules = {rule.id for rule in load_canvas(CANVASES / "city-business-model").rules}

    assert rules >= {f"R{number:02}" for number in range(1, 63)}


def luminance(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", ["city-business-model", "business-model-canvas"])
def test_every_colour_can_be_read_on_paper_and_in_the_dark(name):
    for area in load_canvas(CANVASES / name).canvas.areas:
        for color, paper in ((area.color, "#f6f4ef"), (area.color_dark, "#14171a")):
            light, dark = sorted((luminance(color), luminance(paper)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (area.id, color)


def test_a_colour_in_which_nobody_can_read_is_a_fault(copy):
    replace_in(copy / "canvas.toml", "#b84d12", "#ffff00")

    assert faults_of(copy) == {("canvas.toml", "areas[0].color")}


def test_a_canvas_of_ones_own_appears_without_touching_code(copy):
    own = copy.rename(copy.with_name("our-own"))
    replace_in(own / "canvas.toml", 'id = "city-business-model"', 'id = "our-own"')
    shutil.rmtree(own / "examples")
    (own / "examples").mkdir()
    source = (CANVASES / "city-business-model/examples/oulu.toml").read_text(encoding="utf-8")
    found, faults = read_folder(own)
    assert faults == []  # an example may come later: it is a board made with this canvas
    example = make_examples.make_example(tomllib.loads(source), found.canvas)
    (own / "examples/oulu.json").write_bytes(example)

    folders = load_canvases(own.parent)

    assert canvas_in_list(folders["our-own"].canvas)["areas"] == 6


def test_a_broken_canvas_is_left_out_and_the_others_stay(copy):
    shutil.copytree(CANVASES / "business-model-canvas", copy.parent / "business-model-canvas")
    replace_in(copy / "canvas.toml", "#b84d12", "brown")
    reported = []

    folders = load_canvases(copy.parent, report=reported.append)

    assert list(folders) == ["business-model-canvas"]
    assert reported == [
        Fault(
            "city-business-model/canvas.toml",
            "areas[0].color",
            "A colour is # and six of 0-9 a-f.",
        )
    ]


def test_every_fault_of_the_canvas_is_named_at_once(copy):
    canvas = copy / "canvas.toml"
    replace_in(canvas, '["opportunity", "scalability"]', '["opportunity", "speed"]')
    replace_in(canvas, 'default = "published-2024"', 'default = "nowhere"')
    replace_in(canvas, "votes_each = 5", "votes_each = 0")
    replace_in(canvas, '{ id = "need" }', '{ id = "enabler" }')
    replace_in(canvas, 'id = "share"', 'id = "gather"')
    replace_in(canvas, 'lens = "why"', 'lens = "when"')
    replace_in(canvas, '"ecosystem"]', '"visitors"]')
    replace_in(copy / "words.fi.toml", 'label = "Arvo"', 'title = "Arvo"')

    assert faults_of(copy) >= {
        ("canvas.toml", "pairs.published-2024[0]"),
        ("canvas.toml", "pairs.default"),
        ("canvas.toml", "settings.votes_each"),
        ("canvas.toml", "areas[0].facets"),
        ("canvas.toml", "phases"),
        ("canvas.toml", "areas[5].lens"),
        ("canvas.toml", "who"),
        ("canvas.toml", "draft.slots[0].facet"),
        ("words.fi.toml", "areas.value.label"),
        ("words.fi.toml", "areas.value.title"),
    }


def test_a_fault_in_one_file_hides_no_fault_in_another(copy):
    replace_in(copy / "canvas.toml", "#b84d12", "brown")
    replace_in(copy / "canvas.toml", 'kind = "vote"', 'kind = "poll"')
    replace_in(copy / "canvas.toml", "strong = { value = 1.25", 'strong = { value = "much"')
    replace_in(copy / "canvas.toml", "breadth = { value = 0.75", "breadth = { value = 75")
    replace_in(
        copy / "canvas.toml", '{ id = "capture", lens = "how"', '{ id = "capture", lens = "x"'
    )
    (copy / "words.fi.toml").write_text("title = [", encoding="utf-8")
    replace_in(copy / "words.en.toml", 'label = "Value"\n', "")
    replace_in(copy / "words.en.toml", 'need = "Need"\n', "")
    replace_in(copy / "words.en.toml", 'out_min = "', 'out_least = "')
    replace_in(copy / "words.en.toml", " What the city keeps: {capture}.", "")
    replace_in(
        copy / "rules" / "coverage.toml", 'kind = "G"\nseverity = 3', 'kind = "X"\nseverity = 9'
    )
    replace_in(copy / "rules" / "coverage.toml", 'at_most = "few"', 'at_most = "two"')
    (copy / "examples" / "oulu.json").write_text("{", encoding="utf-8")

    assert faults_of(copy) == {
        ("canvas.toml", "areas[0].color"),
        ("canvas.toml", "phases[3].kind"),
        ("canvas.toml", "thresholds.strong.value"),
        ("canvas.toml", "thresholds.breadth.value"),
        ("canvas.toml", "areas[1].facets[1].lens"),
        ("words.fi.toml", ""),
        ("words.en.toml", "areas.value.label"),
        ("words.en.toml", "areas.opportunity.facets.need"),
        ("words.en.toml", "thresholds.out_min"),
        ("words.en.toml", "thresholds.out_least"),
        ("words.en.toml", "draft.core"),
        ("rules/coverage.toml", "R01.kind"),
        ("rules/coverage.toml", "R01.severity"),
        ("rules/coverage.toml", "R02.when.at_most"),
        ("examples/oulu.json", ""),
    }


def test_a_walk_needs_its_direction_and_a_question_for_each_area(copy):
    replace_in(copy / "canvas.toml", 'direction = "clockwise"\n', "")
    replace_in(
        copy / "canvas.toml",
        'kind = "walk"\ndirection = "anticlockwise"',
        'kind = "gather"\ndirection = "anticlockwise"',
    )
    replace_in(
        copy / "canvas.toml", "silent = true\nseconds", "silent = true\nstances = true\nseconds"
    )

    assert faults_of(copy) >= {
        ("canvas.toml", "phases[0].stances"),
        ("canvas.toml", "phases[2].direction"),
        ("canvas.toml", "phases[4].direction"),
        ("words.en.toml", "walks.clockwise"),
        ("words.fi.toml", "walks.clockwise"),
    }


def test_a_question_of_a_walk_that_is_missing_is_named(copy):
    replace_in(copy / "words.fi.toml", 'opportunity = "Jos tarve', 'chance = "Jos tarve')

    assert faults_of(copy) == {
        ("words.fi.toml", "walks.anticlockwise.opportunity"),
        ("words.fi.toml", "walks.anticlockwise.chance"),
    }


def test_a_canvas_that_cannot_be_read_still_names_the_faults_of_its_other_files(copy):
    replace_in(copy / "canvas.toml", "[settings]", "[settings")
    replace_in(copy / "words.en.toml", 'label = "Value"\n', "")
    replace_in(copy / "rules" / "vote.toml", 'id = "R42"', 'id = "42"')

    assert faults_of(copy) == {
        ("canvas.toml", ""),
        ("words.en.toml", "areas.value.label"),
        ("rules/vote.toml", "42.id"),
    }


def test_examples_that_do_not_show_what_they_claim_are_named(copy):
    rules = copy / "rules" / "coverage.toml"
    replace_in(rules, 'notes = [{ area = "value" }, { area = "value" }]\n', "notes = []\n")
    replace_in(rules, '{ area = "opportunity" }, { area = "value" }, { area = "advantage" },', "")
    cities = copy / "rules" / "cities.toml"
    replace_in(cities, "ballots = { Oulu = 5, Sofia = 1 }", "ballots = { Oulu = 5, Malmo = 1 }")

    assert faults_of(copy) == {
        ("rules/coverage.toml", "R02.examples.fires"),
        ("rules/coverage.toml", "R01.examples.quiet"),
        ("rules/cities.toml", "R38.examples.fires.ballots"),
    }


def test_every_threshold_has_a_label_a_unit_and_a_source():
    canvas = load_canvas(CANVASES / "city-business-model").canvas

    assert len(canvas.thresholds) == 41
    for threshold in canvas.thresholds.values():
        assert set(threshold.label) == {"en", "fi"}
        assert threshold.unit
        assert threshold.source


def test_missing_words_are_named_per_language(copy):
    (copy / "words.fi.toml").unlink()
    replace_in(copy / "words.en.toml", 'need = "Need"\n', "")

    assert faults_of(copy) >= {
        ("words.fi.toml", ""),
        ("words.en.toml", "areas.opportunity.facets.need"),
    }


def test_every_fault_of_the_rules_is_named_at_once(copy):
    rules = copy / "rules" / "coverage.toml"
    replace_in(rules, 'check = "empty_area"', 'check = "gut_feeling"')
    replace_in(rules, 'at_most = "few"', "at_most = 2, at_least = 1")
    replace_in(rules, 'below = "out_min"', 'below = "out_least"')
    replace_in(rules, 'area = "value", facet = "creation"', 'area = "price", facet = "creation"')
    replace_in(rules, '"R20"]', '"R89"]')
    replace_in(rules, 'main = { en = "All strengths', 'main = { sv = "All strengths')
    replace_in(copy / "rules" / "cities.toml", "{k} of {m} cities", "{k} of {all} cities")
    replace_in(copy / "rules" / "vote.toml", 'id = "R42"', 'id = "R38"')

    assert faults_of(copy) >= {
        ("rules/coverage.toml", "R01.when.check"),
        ("rules/coverage.toml", "R01.suppresses"),
        ("rules/coverage.toml", "R02.when.at_least"),
        ("rules/coverage.toml", "R04.when.below"),
        ("rules/coverage.toml", "R05.when.area"),
        ("rules/coverage.toml", "R10.sentences.main.en"),
        ("rules/cities.toml", "R30.sentences.main.en"),
        ("rules/cities.toml", "R38.id"),
    }


def test_mistakes_in_what_a_rule_asks_for_are_explained(copy):
    content = copy / "rules" / "content.toml"
    replace_in(
        content, 'tags = ["inclusion", "accessibility", "other_channel"]', 'tags = "inclusion"'
    )
    replace_in(content, 'without = ["privacy", "security"]', 'without = ["secrecy"]')
    replace_in(content, 'facets = ["capture", "economic"]', 'facets = ["capture", "money"]')
    replace_in(
        content, 'notes = [{ area = "value", tags = ["privacy"] }]', "notes = [{ area = 1 }]"
    )
    chains = copy / "rules" / "chains.toml"
    replace_in(chains, 'qualifies = "R18"', 'qualifies = "R81"')
    replace_in(chains, "variants = { unowned", "variants = { ownerless")
    replace_in(chains, 'from = "need", to = "value"', 'from = "need", to = "vlue"')
    replace_in(copy / "canvas.toml", 'rules = ["R13"]', 'rules = ["R83"]')

    faults = {(fault.key, fault.sentence) for fault in check_canvases(copy)}

    assert faults == {
        ("R14.examples.fires.links[0]", "It names a note that this example does not have."),
        ("R22.variants.ownerless", "The check “keystone” never says “ownerless”."),
        ("R24.qualifies", "There is no rule “R81”."),
        ("R47.when.facets", "This canvas has no facet “money” here."),
        ("R48.examples.fires.notes[0].area", "Not a valid string."),
        ("R49.when.without", "This canvas has no tag “secrecy” here."),
        ("draft.sections[3].rules", "There is no rule “R83”."),
    }


def test_a_file_that_is_no_toml_is_named(copy):
    (copy / "rules" / "more.toml").write_text("[[rules]\n", encoding="utf-8")

    assert ("rules/more.toml", "") in faults_of(copy)


def test_an_example_that_cannot_be_imported_is_named(copy):
    example = copy / "examples" / "oulu.json"
    replace_in(example, "Wellbeing", "Wellbeeing")

    assert ("examples/oulu.json", "") in faults_of(copy)


def test_areas_of_a_grid_do_not_lie_over_each_other(tmp_path):
    grid = Path(
        shutil.copytree(CANVASES / "business-model-canvas", tmp_path / "business-model-canvas")
    )
    replace_in(
        grid / "canvas.toml", "place = { column = 3, row = 1", "place = { column = 2, row = 1"
    )

    assert ("canvas.toml", "areas[1].place") in faults_of(grid)


def test_a_canvas_is_shown_with_all_its_words():
    shown = canvas_json(load_canvas(CANVASES / "business-model-canvas").canvas)

    assert shown["layout"] == "grid"
    assert shown["areas"][0]["place"] == {"column": 1, "row": 1, "columns": 2, "rows": 2}
    assert set(shown["areas"][0]["questions"]) == {"en", "fi"}


def test_one_folder_and_a_folder_of_folders_can_be_checked(copy):
    replace_in(copy / "canvas.toml", "#b84d12", "brown")

    assert check_canvases(copy) == check_canvases(copy.parent) != []
    assert check_canvases(CANVASES) == []
    assert [str(fault) for fault in check_canvases(copy / "rules")] == [
        "rules/canvas.toml: This file is missing."
    ]


def test_a_language_the_product_does_not_bring_needs_words_for_every_phrase(tmp_path):
    own = Path(shutil.copytree(FOUR_AREAS, tmp_path / "four_areas"))
    assert check_canvases(own) == []
    replace_in(own / "words.sv.toml", 'none = "ingen ännu"\n', "")
    replace_in(own / "words.sv.toml", "{k} av {m}", "{k} av {all}")

    assert [(fault.key, fault.sentence) for fault in check_canvases(own)] == [
        ("phrases.none", "This language needs its words for “nobody yet”."),
        ("phrases.support", "There is no gap “all” in this phrase."),
    ]


def test_a_canvas_without_rules_has_a_draft_of_its_core_sentence(copy):
    shutil.rmtree(copy / "rules")

    assert load_canvas(copy).rules == ()


def test_the_guide_names_every_check_with_what_it_asks_and_shows():
    guide = (CANVASES / "README.md").read_text(encoding="utf-8")

    for name, check in CHECKS.items():
        asks = ", ".join(
            f"`{param}`" if kind == param else f"`{param}` ({kind})"
            for param, kind in check.params.items()
        )
        shows = " ".join(f"`{gap}`" for gap in check.shows)
        variants = " ".join(f"`{variant}`" for variant in check.variants)
        row = f"| `{name}` | {asks} | {shows} | {variants} |".replace("|  |", "| |").replace(
            "|  |", "| |"
        )
        assert row in guide


def test_every_fault_of_an_agenda_is_named_at_once(copy):
    canvas = copy / "canvas.toml"
    replace_in(
        canvas, 'id = "share"\nkind = "gather"', 'id = "share"\nkind = "gather"\nareas = ["moon"]'
    )
    replace_in(canvas, 'id = "gaps"', 'id = "gaps"\nrights = { see = "own" }')
    replace_in(canvas, 'id = "discuss"\n', 'id = "discuss"\ndirection = "clockwise"\n')
    replace_in(canvas, '{ phase = "gather", seconds = 600 }', '{ phase = "vote" }')
    replace_in(canvas, '{ phase = "gather", seconds = 900 }', '{ phase = "nowhere" }')
    replace_in(copy / "words.en.toml", 'ninety = "90 minutes"\n', "")

    assert faults_of(copy) == {
        ("canvas.toml", "phases[1].areas"),
        ("canvas.toml", "phases[5].rights.see"),
        ("canvas.toml", "phases[10].direction"),
        ("canvas.toml", "presets[0].phases"),
        ("canvas.toml", "presets[1].phases"),
        ("words.en.toml", "presets.ninety"),
    }


def test_a_right_or_a_scope_that_is_none_is_a_fault(copy):
    replace_in(
        copy / "canvas.toml", 'id = "gaps"', 'id = "gaps"\nrights = { eat = "own", edit = "some" }'
    )

    assert faults_of(copy) == {
        ("canvas.toml", "phases[5].rights.eat"),
        ("canvas.toml", "phases[5].rights.edit"),
    }


def test_a_canvas_tells_its_spare_phases_and_its_agendas_to_choose():
    shown = canvas_json(load_canvas(CANVASES / "city-business-model").canvas)

    spare = [phase["id"] for phase in shown["phases"] if phase.get("spare")]
    assert spare == ["reveal", "group", "discuss", "break"]
    assert [preset["title"]["fi"] for preset in shown["presets"]][:2] == [
        "90 minuuttia",
        "Puoli päivää",
    ]
    seconds = [step["seconds"] for step in shown["presets"][0]["phases"]]
    assert sum(seconds) == 88 * 60
