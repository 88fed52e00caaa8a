"""What happens to sticky notes."""

import pytest

from server.domain.limits import Limits
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, EditNote, MoveNote, RemoveNote, RestoreNote
from server.domain.refused import Refused
from server.domain.revealing import RevealNotes
from server.domain.settings import ChangeSettings
from tests.domain.story import Story, a_story


def texts(story: Story, area: str) -> list[str]:
    return [note["text"] for note in story.board()["notes"] if note["area"] == area]


def test_a_note_stands_last_in_its_area(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")

    for text in ("first", "second", "third"):
        story.do(aino, AddNote("value", text))

    assert texts(story, "value") == ["first", "second", "third"]


def test_a_note_counts_for_the_city_of_its_seat(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")

    note = story.make(aino, AddNote("value", "Open 24/7", facet="creation", who=("residents",)))

    assert story.note(note) == {
        "id": note,
        "area": "value",
        "text": "Open 24/7",
        "city": story.city("Oulu"),
        "seat": aino,
        "facet": "creation",
        "who": ["residents"],
        "version": 1,
    }


def test_a_facilitators_note_counts_for_no_city_unless_it_names_one(story: Story) -> None:
    helmi = story.join("facilitator")
    story.start("share")

    alone = story.make(helmi, AddNote("value", "mine"))
    for_sofia = story.make(helmi, AddNote("value", "theirs", on_behalf_of=story.city("Sofia")))

    assert story.note(alone)["city"] is None
    assert story.note(for_sofia)["city"] == story.city("Sofia")


@pytest.mark.parametrize(
    ("op", "code"),
    [
        (AddNote("nowhere", "text"), "op.malformed"),
        (AddNote("value", "text", facet="need"), "facet.unknown"),
        (AddNote("value", " \n\t "), "note.empty"),
        (AddNote("value", "x" * 281), "note.too_long"),
        (AddNote("value", "text", on_behalf_of="oulu"), "role.not_allowed"),
    ],
)
def test_a_note_that_does_not_fit_is_refused(story: Story, op: AddNote, code: str) -> None:
    aino = story.join("participant", "Oulu")

    with pytest.raises(Refused) as no:
        story.do(aino, op)

    assert no.value.code == code


def test_a_full_board_refuses_one_more_note(canvas) -> None:
    story = a_story(canvas, limits=Limits(notes=2))
    aino = story.join("participant", "Oulu")
    story.do(aino, AddNote("value", "one"))
    story.do(aino, AddNote("value", "two"))

    with pytest.raises(Refused) as no:
        story.do(aino, AddNote("value", "three"))

    assert no.value.code == "board.full"
    assert no.value.numbers == {"limit": 2}


def test_an_edit_after_somebody_elses_is_refused_and_changes_nothing(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    lead = story.join("city_lead", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "before"))
    story.do(lead, EditNote(note, text="the lead was first", base_version=1))

    with pytest.raises(Refused) as no:
        story.do(aino, EditNote(note, text="too late", base_version=1))

    assert no.value.code == "note.changed"
    assert no.value.numbers == {"version": 2}
    assert story.note(note)["text"] == "the lead was first"


def test_without_a_base_version_the_later_edit_wins(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "before", facet="creation"))

    story.do(aino, EditNote(note, text="after", facet=None))

    assert story.note(note)["text"] == "after"
    assert "facet" not in story.note(note)
    assert story.note(note)["version"] == 2


def test_an_edit_that_changes_nothing_is_refused(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "same"))

    with pytest.raises(Refused) as no:
        story.do(aino, EditNote(note, text=" same "))

    assert no.value.code == "op.no_effect"


@pytest.mark.parametrize(
    ("role", "city", "allowed"),
    [
        ("participant", "Oulu", False),
        ("city_lead", "Sofia", False),
        ("city_lead", "Oulu", True),
        ("facilitator", None, True),
        ("observer", None, False),
    ],
)
def test_only_the_author_the_citys_lead_and_the_facilitator_touch_a_note(
    story: Story, role: str, city: str | None, allowed: bool
) -> None:
    aino = story.join("participant", "Oulu")
    other = story.join(role, city)
    story.start("share")
    note = story.make(aino, AddNote("value", "Aino's"))

    def touch() -> None:
        story.do(other, MoveNote(note, "advantage"))

    if allowed:
        touch()
        assert story.note(note)["area"] == "advantage"
        return
    with pytest.raises(Refused) as no:
        touch()
    assert no.value.code == "role.not_allowed"


def test_a_note_moves_before_another_and_drops_a_facet_the_area_lacks(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    first = story.make(aino, AddNote("advantage", "first"))
    story.do(aino, AddNote("advantage", "second"))
    note = story.make(aino, AddNote("value", "moved", facet="creation"))

    story.do(aino, MoveNote(note, "advantage", before=first))

    assert texts(story, "advantage") == ["moved", "first", "second"]
    assert "facet" not in story.note(note)


def test_moving_many_times_between_the_same_two_keeps_the_order(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    notes = [story.make(aino, AddNote("value", f"{n}")) for n in range(4)]
    expected = list(notes)

    for _ in range(60):
        story.do(aino, MoveNote(expected[-1], "value", before=expected[1]))
        expected.insert(1, expected.pop())

    assert [note["id"] for note in story.board()["notes"]] == expected


def test_a_move_to_where_the_note_is_already_is_refused(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "alone"))

    with pytest.raises(Refused) as no:
        story.do(aino, MoveNote(note, "value"))

    assert no.value.code == "op.no_effect"


def test_a_removed_note_comes_back_to_its_place(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    notes = [story.make(aino, AddNote("value", text)) for text in "abc"]
    story.do(aino, RemoveNote(notes[1]))
    assert texts(story, "value") == ["a", "c"]

    changes = story.do(aino, RestoreNote(notes[1]))

    assert changes[0].facts["before"] == notes[2]
    assert texts(story, "value") == ["a", "b", "c"]


def test_merged_notes_become_part_of_one(story: Story) -> None:
    helmi = story.join("facilitator")
    aino = story.join("participant", "Oulu")
    story.start("share")
    into, other = (story.make(aino, AddNote("value", text)) for text in ("a", "b"))

    story.do(helmi, MergeNotes(into, (other,)))

    assert texts(story, "value") == ["a"]
    assert story.note(into)["merged_from"] == [other]
    with pytest.raises(Refused) as no:
        story.do(aino, RestoreNote(other))
    assert no.value.code == "note.unknown"


def test_reveal_shows_the_notes_of_one_city_or_one_area_only(story: Story) -> None:
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.do(aino, AddNote("value", "from Oulu"))
    story.do(elena, AddNote("value", "from Sofia"))
    story.do(elena, AddNote("advantage", "also from Sofia"))

    story.do("server", RevealNotes(city=story.city("Sofia"), area="value"))

    shown = [note.get("text") for note in story.board()["notes"]]
    assert shown == [None, "from Sofia", None]


def test_more_than_200_hidden_notes_are_revealed_in_several_changes(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    for number in range(450):
        story.do(aino, AddNote("value", f"note {number}"))

    changes = story.do("server", RevealNotes())

    assert [len(change.facts["notes"]) for change in changes] == [200, 200, 50]
    assert all("text" in note for note in story.board()["notes"])


def test_a_facilitator_cannot_edit_what_nobody_but_the_author_can_read(story: Story) -> None:
    helmi = story.join("facilitator")
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "secret"))

    with pytest.raises(Refused) as no:
        story.do(helmi, EditNote(note, text="over it"))

    assert no.value.code == "note.hidden"


def test_notes_without_authors_name_nobody(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    story.do("server", ChangeSettings({"show_authors": False}))

    note = story.make(aino, AddNote("value", "anonymous"))

    assert "seat" not in story.note(note)
    assert story.you(aino)["notes"] == [note]
