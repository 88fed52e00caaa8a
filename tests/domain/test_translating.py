"""Saying a note in another language: the original stays, and goes with its versions."""

import json

import pytest

from server.domain.change import texts_of, with_texts, without_texts
from server.domain.change_texts import thing_at
from server.domain.erasing import EraseNote
from server.domain.notes import AddNote, EditNote, RemoveNote, RestoreNote
from server.domain.refused import Refused
from server.domain.revealing import RevealNotes
from server.domain.stored import from_state, to_state
from server.domain.translating import MOST_LANGUAGES, TranslateNote
from server.domain.visibility import heard
from tests.domain.story import Story

SECRET = "Avoinna koko yön"


def a_note(story: Story) -> tuple[str, str, str]:
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    story.start("share")
    return aino, elena, story.make(aino, AddNote("value", "Open all night"))


def test_anybody_may_say_a_note_in_another_language_and_the_original_stays(story: Story) -> None:
    aino, elena, note = a_note(story)

    story.do(elena, TranslateNote(note, "bg", "Отворено цяла нощ"))
    story.do(aino, TranslateNote(note, "fi", SECRET))

    shown = story.note(note)
    assert shown["text"] == "Open all night"
    assert shown["version"] == 1
    assert shown["translations"] == {
        "bg": {"text": "Отворено цяла нощ", "city": story.city("Sofia")},
        "fi": {"text": SECRET, "city": story.city("Oulu")},
    }


def test_a_version_of_somebody_else_is_theirs_and_the_authors_to_change(story: Story) -> None:
    aino, elena, note = a_note(story)
    other = story.join("participant", "Helsingborg")
    story.do(elena, TranslateNote(note, "bg", "Отворено"))

    with pytest.raises(Refused, match=r"role\.not_allowed"):
        story.do(other, TranslateNote(note, "bg", "Затворено"))

    story.do(elena, TranslateNote(note, "bg", "Отворено цяла нощ"))
    story.do(aino, TranslateNote(note, "bg", ""))
    assert "translations" not in story.note(note)
    with pytest.raises(Refused, match=r"op\.no_effect"):
        story.do(aino, TranslateNote(note, "bg", " "))


def test_an_edit_of_the_original_says_so_at_its_versions_until_they_are_said_again(
    story: Story,
) -> None:
    aino, _, note = a_note(story)
    story.do(aino, TranslateNote(note, "fi", SECRET))

    story.do(aino, EditNote(note, text="Open until two"))
    assert story.note(note)["translations"]["fi"]["outdated"] is True

    story.do(aino, TranslateNote(note, "fi", SECRET))
    assert "outdated" not in story.note(note)["translations"]["fi"]


def test_a_hidden_note_is_translated_by_its_author_alone_and_nobody_hears_it(
    story: Story,
) -> None:
    aino, elena = story.join("participant", "Oulu"), story.join("participant", "Sofia")
    note = story.make(aino, AddNote("value", "Open all night"))

    (change,) = story.do(aino, TranslateNote(note, "fi", SECRET))

    for seat_id in (elena, None):
        told = heard(change, seat_id=seat_id)
        assert set(told) == {"seq", "type", "at", "city", "note_id", "hidden"}
    assert SECRET not in json.dumps(story.board(), ensure_ascii=False)
    assert heard(change, seat_id=aino)["text"] == SECRET
    assert story.you(aino)["hidden_notes"][0]["translations"]["fi"]["text"] == SECRET
    for other in (elena, "server"):
        with pytest.raises(Refused, match=r"note\.hidden"):
            story.do(other, TranslateNote(note, "fi", "jotain"))
    (revealed,) = story.do("server", RevealNotes())
    assert heard(revealed, seat_id=None)["notes"][0]["translations"]["fi"]["text"] == SECRET


def test_erasing_a_note_takes_its_versions_out_of_board_and_log(story: Story) -> None:
    aino, _, note = a_note(story)
    (translated,) = story.do(aino, TranslateNote(note, "id", "Buka sepanjang malam"))
    story.do(aino, RemoveNote(note))
    (restored,) = story.do(aino, RestoreNote(note))

    story.do("server", EraseNote(note))

    assert "translations" not in story.note(note)
    for change in (translated, restored):
        for path in texts_of(change):
            assert thing_at(change.facts, path) == note
        left = with_texts(without_texts(change), {})
        assert "malam" not in json.dumps(left.facts)


def test_so_many_versions_a_note_has_and_no_more(story: Story) -> None:
    aino, _, note = a_note(story)
    for place in range(MOST_LANGUAGES):
        story.do(aino, TranslateNote(note, f"a{chr(97 + place)}", "text"))

    with pytest.raises(Refused, match=r"board\.full"):
        story.do(aino, TranslateNote(note, "zz", "text"))


def test_a_stored_snapshot_keeps_who_wrote_a_version(story: Story) -> None:
    aino, _, note = a_note(story)
    story.do(aino, TranslateNote(note, "fi", SECRET))

    again = from_state(json.loads(json.dumps(to_state(story.workshop))))

    assert again == story.workshop
