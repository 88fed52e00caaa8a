"""Links and comments: drawn, kept with their notes, taken away; and who may."""

import json

import pytest

from server.domain import comments, links
from server.domain.comments import AddComment, CloseComment, EraseComment, OpenAsk
from server.domain.links import DrawLink, EraseLink
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, RemoveNote, RestoreNote
from server.domain.refused import Refused
from server.domain.settings import ChangeSettings
from server.domain.visibility import heard
from tests.domain.story import Story


@pytest.fixture
def board(story: Story) -> tuple[Story, str, list[str]]:
    """A story in the open, a participant, and four notes of theirs."""
    aino = story.join("participant", "Oulu")
    story.start("share")
    areas = ("opportunity", "value", "value", "advantage")
    return story, aino, [story.make(aino, AddNote(area, area)) for area in areas]


def ends(story: Story) -> list[tuple[str, str, str]]:
    return [(link["from"], link["to"], link["kind"]) for link in story.board()["links"]]


def test_one_link_of_a_kind_goes_from_one_note_to_another(board) -> None:
    story, aino, (a, b, *_) = board
    story.do(aino, DrawLink(a, b, "leads_to"))
    story.do(aino, DrawLink(b, a, "leads_to"))
    story.do(aino, DrawLink(a, b, "requires", walk="anticlockwise"))

    assert ends(story) == [(a, b, "leads_to"), (b, a, "leads_to"), (a, b, "requires")]
    assert story.board()["links"][2]["walk"] == "anticlockwise"
    for twice, code in (
        (DrawLink(a, b, "leads_to"), "no_effect"),
        (DrawLink(a, a, "requires"), "mal"),
    ):
        with pytest.raises(Refused, match=code):
            story.do(aino, twice)


def test_nothing_can_be_put_at_a_note_others_cannot_see(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    a, b = (story.make(aino, AddNote("value", text)) for text in "ab")

    for op in (
        DrawLink(a, b, "leads_to"),
        AddComment(a, "question", "why?"),
        OpenAsk(a, "advantage"),
    ):
        with pytest.raises(Refused) as no:
            story.do(aino, op)
        assert no.value.code == "note.hidden"


def test_links_and_comments_leave_with_a_note_and_come_back_to_their_places(board) -> None:
    story, aino, (a, b, c, d) = board
    for start, end in ((a, b), (b, c), (c, d), (b, d)):
        story.do(aino, DrawLink(start, end, "leads_to"))
    for note in (a, b, c, b):
        story.do(aino, AddComment(note, "concern", f"at {note}"))
    before = story.board()

    story.do(aino, RemoveNote(b))
    assert ends(story) == [(c, d, "leads_to")]
    assert [each["note_id"] for each in story.board()["comments"]] == [a, c]
    story.do(aino, RemoveNote(d))
    story.do(aino, RestoreNote(b))
    assert ends(story) == [(a, b, "leads_to"), (b, c, "leads_to")]
    story.do(aino, RestoreNote(d))

    assert story.board()["links"] == before["links"]
    assert story.board()["comments"] == before["comments"]


def test_a_merge_moves_links_and_comments_and_leaves_no_double_and_no_loop(board) -> None:
    story, aino, (a, b, c, d) = board
    for start, end in ((a, b), (a, c), (c, b), (c, d)):
        story.do(aino, DrawLink(start, end, "leads_to"))
    story.do(aino, AddComment(c, "evidence", "we asked"))

    story.do("server", MergeNotes(b, (c,)))

    assert ends(story) == [(a, b, "leads_to"), (b, d, "leads_to")]
    assert [each["note_id"] for each in story.board()["comments"]] == [b]


def test_a_link_is_erased_by_who_drew_it_a_lead_of_the_city_or_the_facilitator(board) -> None:
    story, aino, (a, b, *_) = board
    lead, other = story.join("city_lead", "Oulu"), story.join("city_lead", "Sofia")
    stranger, helmi = story.join("participant", "Oulu"), story.join("facilitator")
    for seat in (aino, lead, helmi):
        link = story.make(aino, DrawLink(a, b, "leads_to"))
        for nobody in (other, stranger):
            with pytest.raises(Refused, match=r"role\.not_allowed"):
                story.do(nobody, EraseLink(link))
        story.do(seat, EraseLink(link))
        with pytest.raises(Refused, match=r"link\.unknown"):
            story.do(seat, EraseLink(link))


def test_a_comment_is_closed_by_its_author_the_notes_author_a_lead_or_the_facilitator(
    board,
) -> None:
    story, aino, (note, *_) = board
    elena, lead = story.join("participant", "Sofia"), story.join("city_lead", "Sofia")
    stranger = story.join("participant", "Helsingborg")
    for seat in (elena, aino, lead, "server"):
        comment = story.make(elena, AddComment(note, "question", "Who heats it?"))
        with pytest.raises(Refused, match=r"role\.not_allowed"):
            story.do(stranger, CloseComment(comment))
        story.do(seat, CloseComment(comment))
        with pytest.raises(Refused, match=r"op\.no_effect"):
            story.do(seat, CloseComment(comment))
    assert not any(each["open"] for each in story.board()["comments"])


def test_we_do_not_know_is_an_open_question_with_its_edge_and_no_text(board) -> None:
    story, aino, (note, *_) = board

    asked = story.make(aino, OpenAsk(note, "value"))

    assert story.board()["comments"] == [
        {
            "id": asked,
            "note_id": note,
            "kind": "question",
            "edge": {"from": "opportunity", "to": "value"},
            "city": story.city("Oulu"),
            "open": True,
        }
    ]
    for to, code in (("value", "no_effect"), ("opportunity", "malformed"), ("moon", "malformed")):
        with pytest.raises(Refused, match=code):
            story.do(aino, OpenAsk(note, to))
    story.do(aino, CloseComment(asked))
    story.do(aino, OpenAsk(note, "value"))


def test_an_erased_comment_stays_without_its_text(board) -> None:
    story, aino, (note, *_) = board
    comment = story.make(aino, AddComment(note, "concern", "Aino Virtanen knows"))
    story.do(aino, RemoveNote(note))

    story.do("server", EraseComment(comment))
    story.do(aino, RestoreNote(note))

    (shown,) = story.board()["comments"]
    assert (shown["text"], shown["erased"]) == ("[erased]", True)
    with pytest.raises(Refused, match=r"op\.no_effect"):
        story.do("server", EraseComment(comment))


def test_who_drew_or_wrote_is_not_told_where_authors_are_not_shown(board) -> None:
    story, aino, (a, b, *_) = board
    signed = story.do(aino, DrawLink(a, b, "leads_to"))
    story.do("server", ChangeSettings({"show_authors": False}))
    unsigned = story.do(aino, DrawLink(b, a, "leads_to"))
    unsigned += story.do(aino, AddComment(a, "question", "why?"))

    assert heard(signed[0], seat_id=None)["by"] == aino
    assert aino not in json.dumps([heard(change, seat_id=None) for change in unsigned])
    assert aino not in json.dumps([story.board()["links"], story.board()["comments"]])
    assert story.you(aino)["links"] == [link["id"] for link in story.board()["links"]]
    assert len(story.you(aino)["comments"]) == 1


def test_a_note_and_a_board_hold_so_many_links_and_comments(board, monkeypatch) -> None:
    story, aino, (a, b, c, d) = board
    monkeypatch.setattr(links, "MOST_AT_NOTE", 2)
    monkeypatch.setattr(comments, "MOST_AT_NOTE", 1)
    story.do(aino, DrawLink(a, b, "leads_to"))
    story.do(aino, DrawLink(a, c, "leads_to"))
    story.do(aino, AddComment(a, "question", "why?"))

    for op in (DrawLink(a, d, "leads_to"), AddComment(a, "concern", "too warm")):
        with pytest.raises(Refused) as no:
            story.do(aino, op)
        assert no.value.code == "board.full"
    monkeypatch.setattr(links, "MOST_LINKS", 2)
    monkeypatch.setattr(comments, "MOST_COMMENTS", 1)
    for op in (DrawLink(b, d, "leads_to"), AddComment(b, "concern", "too warm")):
        with pytest.raises(Refused, match=r"board\.full"):
            story.do(aino, op)
