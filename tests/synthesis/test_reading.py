"""What is on the board is what rules and rankings read: links, themes, comments, services."""

import pytest

from server.domain.comments import AddComment, OpenAsk
from server.domain.describing import DescribeNote
from server.domain.links import DrawLink
from server.domain.notes import AddNote, RemoveNote
from server.domain.service_scores import ScoreService, SplitWeights
from server.domain.services import AddService, EditService, RemoveService
from server.domain.themes import FormTheme
from server.domain.votes import PlaceVote
from server.synthesis.measures import measure_all
from server.synthesis.ranking import ranking
from server.synthesis.reading import ReadComment, ReadLink, ReadService, ReadTheme, read_workshop
from tests.domain.small_canvas import small_canvas
from tests.domain.story import Story, a_story


@pytest.fixture
def story() -> Story:
    story = a_story(small_canvas(), note_cap=3)
    story.start("share")
    return story


def test_all_that_stands_around_notes_is_read(story: Story) -> None:
    aino, oulu = story.join("participant", "Oulu"), story.city("Oulu")
    a, b, c = (story.make(aino, AddNote("value", text)) for text in "abc")
    library = story.make("server", AddService("Night library", "existing"))
    gone = story.make("server", AddService("Day library", "new"))
    story.do("server", EditService(library, layers={"content": ""}, knock_outs={"owner": True}))
    story.do("server", RemoveService(gone))
    story.do(aino, DescribeNote(a, owner="City IT", tags=("privacy",), services=(library,)))
    story.do(aino, DrawLink(a, b, "leads_to"))
    story.do(aino, DrawLink(a, c, "requires"))
    comment = story.make(aino, AddComment(a, "concern", "too warm"))
    asked = story.make(aino, OpenAsk(b, "advantage"))
    story.do(aino, AddComment(c, "question", "why?"))
    theme = story.make("server", FormTheme("value", "Warmth", (b, a)))
    story.do(aino, RemoveNote(c))

    reading = read_workshop(story.workshop)

    note = reading.notes["value"][0]
    assert (note.owner, note.tags, note.services) == ("City IT", ("privacy",), (library,))
    assert reading.links == (ReadLink(a, b, "leads_to", oulu),)
    assert reading.themes == (ReadTheme(theme, "value", "Warmth", (b, a)),)
    assert reading.comments == (
        ReadComment(comment, a, "concern", "too warm", oulu),
        ReadComment(asked, b, "question", "", oulu, ("value", "advantage")),
    )
    assert reading.services == (
        ReadService(library, "Night library", "existing", {"content": ""}, {"owner": True}),
    )


def test_scores_and_weights_are_read_when_they_are_shown(story: Story) -> None:
    aino, oulu = story.join("participant", "Oulu"), story.city("Oulu")
    library = story.make("server", AddService("Night library", "existing"))
    story.do(aino, ScoreService(library, "need", 4))
    story.do(aino, SplitWeights({"need": 70, "value": 30}))

    hidden = read_workshop(story.workshop)
    story.start("clockwise")
    shown = read_workshop(story.workshop)

    assert (hidden.services[0].scores, hidden.weights) == ({}, {})
    assert shown.services[0].scores == {oulu: {"need": (0, 0, 0, 1, 0)}}
    assert shown.weights == {oulu: {"need": (70, 1), "value": (30, 1)}}


def test_a_theme_is_ranked_once_beside_the_notes_in_none(story: Story) -> None:
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    a, b, c = (story.make(aino, AddNote("value", text)) for text in "abc")
    theme = story.make("server", FormTheme("value", "Warmth", (a, b)))
    story.start("vote")
    story.do(aino, PlaceVote(theme, dots=3))
    story.do(elena, PlaceVote(theme, dots=1))
    story.do(elena, PlaceVote(c, dots=1))
    story.start("agree")

    ranked = ranking(story.workshop)["areas"]["value"]

    assert [entry["target_id"] for entry in ranked] == [theme, c]
    assert [entry["raw"] for entry in ranked] == [4, 1]
    assert [entry["equal"] for entry in ranked] == pytest.approx([0.75, 0.25])
    assert [entry["rank_equal"] for entry in ranked] == [1, 2]
    assert [entry["lift"] for entry in ranked] == pytest.approx([1.5, 0.5])


def test_a_note_has_the_numbers_of_its_theme(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    a, b, c, _ = (story.make(aino, AddNote("value", text)) for text in "abcd")
    story.start("vote")
    for note, dots in ((a, 1), (b, 1), (c, 1)):
        story.do(aino, PlaceVote(note, dots=dots))
    story.start("share")
    story.do("server", FormTheme("value", "Warmth", (a, b)))

    reading = read_workshop(story.workshop)
    measures = measure_all(reading)["value"]

    assert [one.raw for one in measures.notes] == [2, 2, 1, 0]
    assert [one.equal for one in measures.notes] == pytest.approx([2 / 3, 2 / 3, 1 / 3, 0])
    assert [one.note.id for one in measures.top()] == [a, b, c]
    assert reading.vote is not None
    assert reading.vote.papers == ((story.city("Oulu"), {measures.notes[0].target: 2, c: 1}),)
