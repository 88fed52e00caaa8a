"""Hidden notes come out one person after the other."""

import pytest

from server.domain.notes import AddNote
from server.domain.refused import Refused
from server.domain.revealing import RevealNext
from tests.domain.story import Story


def revealed(story: Story, **where: str) -> str:
    shown, spot = story.do("server", RevealNext(**where))
    (note,) = shown.facts["notes"]
    assert story.board()["spotlight"] == spot.facts["note_id"] == note["id"]
    return note["text"]


def test_everybody_is_heard_once_before_anybody_is_heard_twice(story: Story) -> None:
    aino, ossi = (story.join("participant", "Oulu") for _ in range(2))
    elena = story.join("participant", "Sofia")
    for seat, texts in ((aino, "abc"), (ossi, "d"), (elena, "ef")):
        for text in texts:
            story.do(seat, AddNote("value", text))

    order = "".join(revealed(story) for _ in range(6))

    assert order == "aedfbc"  # Oulu, Sofia, Oulu's other one; then the second of each


def test_only_what_was_asked_for_comes_out_in_turn(story: Story) -> None:
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.do(aino, AddNote("value", "mine"))
    story.do(elena, AddNote("value", "hers"))
    story.do(elena, AddNote("advantage", "elsewhere"))

    assert revealed(story, city=story.city("Sofia"), area="advantage") == "elsewhere"
    with pytest.raises(Refused) as no:
        story.do("server", RevealNext(area="advantage"))

    assert no.value.code == "op.no_effect"


def test_what_is_still_hidden_stays_so(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    for text in ("first", "second"):
        story.do(aino, AddNote("value", text))

    revealed(story)

    assert [note.get("text") for note in story.board()["notes"]] == ["first", None]
