"""What stands round the notes is printed too: themes, details, comments, services, weights."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from server.domain.attached import Link, attach_all
from server.domain.comments import AddComment, CloseComment, OpenAsk
from server.domain.describing import DescribeNote
from server.domain.notes import AddNote
from server.domain.service_scores import ScoreService, SplitWeights
from server.domain.services import AddService, EditService
from server.domain.themes import FormTheme
from server.domain.votes import PlaceVote
from server.export.csv_file import csv_file
from server.export.document import MOST_CLAIMS, MOST_NOTES, document
from server.export.markdown import markdown
from server.export.model import Claim, Document, Table, Text
from tests.domain.story import Story, a_story
from tests.synthesis.boards import a_board, a_note, the_wheel

WHEEL = the_wheel()


@pytest.fixture(scope="module")
def story() -> Story:
    story = a_story(WHEEL.canvas, cities=("Oulu", "Sofia"), note_cap=3)
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.start("share")
    service = story.make("server", AddService("Night library", "new"))
    story.do(
        "server",
        EditService(
            service, layers={"content": "City IT", "context": ""}, knock_outs={"owner": True}
        ),
    )
    first, second, third = (
        story.make(aino, AddNote("value", text)) for text in ("Open at night", "Warm", "Quiet")
    )
    story.do(
        aino,
        DescribeNote(
            first, owner="City library", pays=("organisation",), tags=("inclusion",),
            services=(service,), funding="base_budget",
        ),
    )  # fmt: skip
    story.do("server", FormTheme("value", "Evenings", (first, second)))
    concern = story.make(elena, AddComment(third, "concern", "Who locks up?"))
    story.do(elena, CloseComment(concern))
    story.do(aino, OpenAsk(third, "advantage"))
    for seat, score, points in ((aino, 4, 70), (elena, 1, 20)):
        story.do(seat, ScoreService(service, "need", score))
        story.do(seat, SplitWeights({"need": points, "value": 100 - points}))
    story.start("vote")
    story.do(aino, PlaceVote(third))
    story.start("agree")
    return story


@pytest.fixture(scope="module")
def printed(story: Story) -> Document:
    return document(story.workshop, WHEEL, language="fi")


def test_a_theme_is_printed_with_its_notes(printed: Document) -> None:
    (theme,) = printed.table("themes").rows

    assert theme[:3] == ("Evenings", "Arvo", "2, 3")
    board = printed.table("area-value")
    place = [column.id for column in board.columns].index("theme")
    assert sorted(row[place] for row in board.rows) == ["", "Evenings", "Evenings"]


def test_what_is_known_about_a_note_is_printed(printed: Document) -> None:
    (row,) = printed.table("details").rows

    assert "omistaja: City library" in str(row[2])
    assert "perusbudjetista" in str(row[2])
    assert "Night library" in str(row[2])


def test_comments_are_printed_with_a_step_nobody_could_answer(printed: Document) -> None:
    rows = [row[2:] for row in printed.table("comments").rows]

    assert rows == [
        ("huoli", "Who locks up?", "Sofia", "vastattu"),
        ("kysymys", "kukaan ei tiennyt askelta Arvo → Kilpailuetu", "Oulu", "avoin"),
    ]


def test_services_are_printed_with_criteria_by_name_and_means_of_cities(printed: Document) -> None:
    (service,) = printed.table("services").rows
    (score,) = printed.table("service_scores").rows
    weights = {row[0]: row[2:] for row in printed.table("weights").rows}

    assert service[0] == "Night library"
    assert "sisältö: City IT" in str(service[2])
    assert "ei vielä kukaan" in str(service[2])
    need = next(one.label["fi"] for one in WHEEL.canvas.criteria if one.id == "need")
    assert score == ("Night library", need, 2.5, "OU 0/0/0/1/0; SO 1/0/0/0/0")
    assert weights[need] == ("OU 70; SO 20", pytest.approx(45))


def test_text_files_tell_the_theme_and_the_details(printed: Document) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_file(printed).decode("utf-8-sig"), newline="")))
    text = markdown(printed).decode()

    by_text = {row["text"]: row for row in rows}
    assert by_text["Warm"]["theme"] == "Evenings"
    known = {name: by_text["Open at night"][name] for name in ("owner", "pays", "funding", "tags")}
    assert known == {
        "owner": "City library", "pays": "organisation", "funding": "base_budget",
        "tags": "inclusion",
    }  # fmt: skip
    assert "## Teemat" in text
    assert "| Evenings | Arvo |" in text


def a_crowd(count: int) -> Any:
    notes = [a_note(f"n{place:04}", "scalability", text=f"Note {place}") for place in range(count)]
    link = Link("l1", "n0000", "n0001", "contradicts", place=1)
    return replace(a_board(WHEEL, notes=notes), links=attach_all([link]))


def test_nobody_has_to_read_hundreds_of_names_in_a_row() -> None:
    printed = document(a_crowd(300), WHEEL)

    claims = [
        block
        for section in printed.sections
        for block in section.blocks
        if isinstance(block, Claim)
    ]
    assert max(len(claim.text) for claim in claims) < 1000
    assert any("more" in claim.text for claim in claims)
    assert any("1–300" in claim.reasons for claim in claims)


def test_a_long_table_ends_in_print_and_is_whole_in_the_workbook() -> None:
    printed = document(a_crowd(MOST_NOTES + 7), WHEEL)

    (section,) = (one for one, _ in printed.all_sections() if one.id == "area-scalability")
    table, rest = section.blocks[1], section.blocks[2]
    assert isinstance(table, Table)
    assert len(table.rows) == MOST_NOTES
    assert rest == Text("7 more rows stand in the workbook.", "quiet")
    assert len(printed.sheets[0].rows) == MOST_NOTES + 7


def test_a_section_ends_where_nobody_reads_on_and_says_so() -> None:
    written = a_story(WHEEL.canvas, cities=("Oulu",))
    aino = written.join("participant", "Oulu")
    written.start("share")
    for place in range(MOST_CLAIMS + 5):
        note = written.make(aino, AddNote("value", f"Note {place}"))
        written.do(aino, AddComment(note, "question", f"Why {place}?"))

    printed = document(written.workshop, WHEEL)

    (section,) = (one for one in printed.sections if one.id == "decisions")
    said = [block for block in section.blocks if isinstance(block, Claim)]
    rest = section.blocks[-1]
    assert len(said) == MOST_CLAIMS
    assert isinstance(rest, Text)
    assert "more sentences" in rest.text
