"""Themes: what they hold, and how votes count for them and come back to their notes."""

import pytest

from server.domain import themes
from server.domain.ballots import OpenBallot
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, MoveNote, RemoveNote, RestoreNote
from server.domain.refused import Refused
from server.domain.themes import (
    DissolveTheme,
    EmptyTheme,
    FillTheme,
    FormTheme,
    RenameTheme,
)
from server.domain.votes import PlaceVote, WithdrawVote
from tests.domain.story import Story, a_story


@pytest.fixture
def board(story: Story) -> tuple[Story, str, str, list[str]]:
    """A story in the open, two participants, and three notes on value."""
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.start("share")
    return story, aino, elena, [story.make(aino, AddNote("value", text)) for text in "abc"]


def dots(story: Story, target_id: str) -> list[int] | None:
    """Dots of Oulu and Sofia on a note or theme of the board, in the vote revealed last."""
    things = [*story.board()["notes"], *story.board()["themes"]]
    found = next(thing for thing in things if thing["id"] == target_id).get("dots")
    return None if found is None else [found[story.city(name)] for name in ("Oulu", "Sofia")]


def held(story: Story, theme: str) -> list[str]:
    return next(each["notes"] for each in story.board()["themes"] if each["id"] == theme)


def test_a_note_is_in_one_theme_and_filling_takes_it_out_of_the_other(board) -> None:
    story, _, _, (a, b, c) = board
    first = story.make("server", FormTheme("value", "Warmth", (b, a)))
    second = story.make("server", FormTheme("value", "Light", (a,)))

    story.do("server", FillTheme(first, (c, a)))

    assert held(story, first) == [b, c, a]
    assert held(story, second) == []


def test_a_theme_holds_notes_of_its_area_that_everybody_sees(canvas) -> None:
    story = a_story(canvas)
    aino = story.join("participant", "Oulu")
    hidden = story.make(aino, AddNote("value", "mine"))

    with pytest.raises(Refused, match=r"note\.hidden"):
        story.do("server", FormTheme("value", "Warmth", (hidden,)))
    story.start("share")
    with pytest.raises(Refused, match=r"op\.malformed"):
        story.do("server", FormTheme("advantage", "Warmth", (hidden,)))
    with pytest.raises(Refused, match=r"note\.unknown"):
        story.do("server", FormTheme("value", "Warmth", ("nothere00000",)))


def test_a_vote_for_a_note_in_a_theme_is_sent_to_the_theme(board) -> None:
    story, aino, _, (a, b, _c) = board
    theme = story.make("server", FormTheme("value", "Warmth", (a, b)))
    story.start("vote")

    with pytest.raises(Refused) as no:
        story.do(aino, PlaceVote(a))

    assert no.value.code == "vote.in_theme"
    assert theme in no.value.message
    assert "Warmth" in no.value.message
    story.do(aino, PlaceVote(theme, dots=2))
    with pytest.raises(Refused, match=r"vote\.note_cap"):
        story.do(aino, PlaceVote(theme))
    story.start("agree")
    assert dots(story, theme) == [2, 0]
    assert dots(story, a) is None


@pytest.mark.parametrize(
    "op",
    [
        lambda theme, note: FormTheme("value", "Light", (note,)),
        lambda theme, note: RenameTheme(theme, "Light"),
        lambda theme, note: FillTheme(theme, (note,)),
        lambda theme, note: EmptyTheme(theme, (note,)),
        lambda theme, note: DissolveTheme(theme),
    ],
)
def test_themes_rest_while_a_ballot_is_open(board, op) -> None:
    story, _, _, (a, b, _c) = board
    theme = story.make("server", FormTheme("value", "Warmth", (a,)))
    story.do("server", OpenBallot())

    with pytest.raises(Refused, match=r"ballot\.frozen"):
        story.do("server", op(theme, b))


def test_forming_after_the_vote_counts_each_seat_up_to_the_cap(board) -> None:
    story, aino, elena, (a, b, c) = board
    story.start("vote")
    story.do(aino, PlaceVote(a, dots=2))
    story.do(aino, PlaceVote(b, dots=1))
    story.do(elena, PlaceVote(b, dots=1))
    story.start("share")

    theme = story.make("server", FormTheme("value", "Warmth", (a, b)))

    assert dots(story, theme) == [2, 1]
    assert (dots(story, a), dots(story, b), dots(story, c)) == (None, None, [0, 0])
    (ballot,) = story.board()["ballots"]
    assert set(ballot["dots"]) == {theme, c}


def test_nothing_is_lost_by_trying_a_theme(board) -> None:
    story, aino, elena, (a, b, c) = board
    story.start("vote")
    for seat, note, n in ((aino, a, 2), (aino, b, 1), (elena, b, 2), (elena, c, 1)):
        story.do(seat, PlaceVote(note, dots=n))
    story.start("share")
    before = story.board()

    theme = story.make("server", FormTheme("value", "Warmth", (a, b)))
    story.do("server", FillTheme(theme, (c,)))
    assert dots(story, theme) == [2, 2]
    story.do("server", EmptyTheme(theme, (b,)))
    assert (dots(story, theme), dots(story, b)) == ([2, 1], [1, 2])
    story.do("server", DissolveTheme(theme))

    assert story.board() == before


def test_dots_placed_on_a_theme_go_with_it(board) -> None:
    story, aino, _, (a, b, _c) = board
    theme = story.make("server", FormTheme("value", "Warmth", (a, b)))
    story.start("vote")
    story.do(aino, PlaceVote(theme))
    story.start("share")

    story.do("server", DissolveTheme(theme))

    assert dots(story, a) == [0, 0]
    assert story.you(aino)["votes"] == []
    assert theme not in story.board()["ballots"][0]["dots"]


def test_a_ballot_that_opens_again_has_its_dots_where_they_can_be_placed(board) -> None:
    story, aino, _, (a, b, c) = board
    story.start("vote")
    for note, n in ((a, 2), (b, 2), (c, 1)):
        story.do(aino, PlaceVote(note, dots=n))
    story.start("share")
    theme = story.make("server", FormTheme("value", "Warmth", (a, b)))

    story.start("vote")

    (ballot,) = story.board()["ballots"]
    assert story.you(aino)["votes_left"] == {ballot["id"]: 2}
    story.do(aino, WithdrawVote(theme, dots=1))
    story.start("agree")
    assert dots(story, theme) == [1, 0]


def test_removing_the_only_note_of_a_theme_gives_its_dots_back(board) -> None:
    story, aino, _, (a, _b, _c) = board
    theme = story.make("server", FormTheme("value", "Warmth", (a,)))
    story.start("vote")
    story.do(aino, PlaceVote(theme, dots=2))

    story.do("server", RemoveNote(a))

    (ballot,) = story.board()["ballots"]
    assert story.you(aino)["votes_left"] == {ballot["id"]: 5}
    assert ballot["turnout"][story.city("Oulu")] == 0
    with pytest.raises(Refused, match=r"note\.unknown"):
        story.do(aino, PlaceVote(theme))


def test_a_removed_note_comes_back_to_its_theme_with_its_dots(board) -> None:
    story, aino, elena, (a, b, _c) = board
    story.start("vote")
    story.do(aino, PlaceVote(a))
    story.do(elena, PlaceVote(b))
    story.start("share")
    theme = story.make("server", FormTheme("value", "Warmth", (a, b)))

    story.do("server", RemoveNote(a))
    assert held(story, theme) == [b]
    story.do("server", RestoreNote(a))

    assert held(story, theme) == [b, a]
    assert dots(story, theme) == [1, 1]


def test_a_note_whose_theme_went_meanwhile_comes_back_alone_with_its_dots(board) -> None:
    story, aino, _, (a, b, _c) = board
    story.start("vote")
    story.do(aino, PlaceVote(a))
    story.start("share")
    theme = story.make("server", FormTheme("value", "Warmth", (a, b)))
    story.do("server", RemoveNote(a))
    story.do("server", DissolveTheme(theme))

    story.do("server", RestoreNote(a))

    assert dots(story, a) == [1, 0]


def test_a_note_that_goes_to_another_area_leaves_its_theme_with_its_dots(board) -> None:
    story, aino, _, (a, b, _c) = board
    story.start("vote")
    story.do(aino, PlaceVote(a))
    story.do(aino, PlaceVote(b))
    story.start("share")
    theme = story.make("server", FormTheme("value", "Warmth", (a, b)))

    story.do(aino, MoveNote(b, "value", before=a))
    assert held(story, theme) == [a, b]
    story.do(aino, MoveNote(a, "advantage"))

    assert held(story, theme) == [b]
    assert (dots(story, a), dots(story, theme)) == ([1, 0], [1, 0])


def test_merging_across_themes_counts_no_seat_twice(board) -> None:
    story, aino, elena, (a, b, c) = board
    story.start("vote")
    for seat, note, n in ((aino, a, 2), (aino, b, 2), (elena, b, 1), (elena, c, 1)):
        story.do(seat, PlaceVote(note, dots=n))
    story.start("share")
    first = story.make("server", FormTheme("value", "Warmth", (a,)))
    second = story.make("server", FormTheme("value", "Light", (b, c)))

    story.do("server", MergeNotes(a, (b,)))

    assert held(story, second) == [c]
    assert (dots(story, first), dots(story, second)) == ([2, 1], [0, 1])


def test_ones_own_theme_takes_no_votes_where_own_notes_do_not(canvas) -> None:
    story = a_story(canvas, own_notes=False)
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.start("share")
    a, b = (story.make(aino, AddNote("value", text)) for text in "ab")
    c = story.make(elena, AddNote("value", "c"))
    own = story.make("server", FormTheme("value", "Warmth", (a,)))
    shared = story.make("server", FormTheme("value", "Light", (b, c)))
    story.start("vote")

    with pytest.raises(Refused, match=r"vote\.own_note"):
        story.do(aino, PlaceVote(own))
    story.do(aino, PlaceVote(shared))
    story.do(elena, PlaceVote(own))


def test_a_workshop_holds_so_many_themes(board, monkeypatch) -> None:
    story, _, _, (a, _b, _c) = board
    monkeypatch.setattr(themes, "MOST_THEMES", 1)
    theme = story.make("server", FormTheme("value", "Warmth", (a,)))
    story.do("server", DissolveTheme(theme))

    with pytest.raises(Refused, match=r"board\.full"):
        story.do("server", FormTheme("value", "Warmth", (a,)))
