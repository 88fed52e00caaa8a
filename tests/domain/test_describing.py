"""Saying more about a note: who owns it, who pays, what it is about."""

import json

import pytest

from server.domain.change import texts_of, with_texts, without_texts
from server.domain.describing import DescribeNote
from server.domain.erasing import EraseNote
from server.domain.notes import AddNote
from server.domain.refused import Refused
from server.domain.revealing import RevealNotes
from server.domain.services import AddService, EditService, RemoveService
from server.domain.visibility import heard
from tests.domain.story import Story

SECRET = "Aino Virtanen pays"


def test_what_is_said_about_a_note_stands_on_it_and_its_version_stays(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    library = story.make("server", AddService("Night library", "new"))
    note = story.make(aino, AddNote("value", "Open all night"))

    story.do(
        aino,
        DescribeNote(
            note, owner=" City \n IT ", pays=("residents", "ecosystem"), indicator="visits",
            supplier="Shop", funding="grant", cost_behaviour="flat", tags=("privacy", "inclusion"),
            services=(library,),
        ),
    )  # fmt: skip

    said = {
        "owner": "City IT",
        "pays": ["ecosystem", "residents"],
        "indicator": "visits",
        "supplier": "Shop",
        "funding": "grant",
        "cost_behaviour": "flat",
        "tags": ["inclusion", "privacy"],
        "services": [library],
        "version": 1,
    }
    assert story.note(note) == story.note(note) | said


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_nothing_takes_something_away(story: Story, nothing: str | None) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "Open all night"))
    story.do(aino, DescribeNote(note, owner="City IT", pays=("residents",), funding="fee"))

    story.do(aino, DescribeNote(note, owner=nothing, pays=(), funding=None))

    assert not {"owner", "pays", "funding"} & set(story.note(note))
    with pytest.raises(Refused, match=r"op\.no_effect"):
        story.do(aino, DescribeNote(note, owner=nothing, pays=None, funding=None))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"tags": ("friendly",)}, "tag.unknown"),
        ({"services": ("nothere00000",)}, "service.unknown"),
        ({"owner": "x" * 81}, "text.too_long"),
        ({"indicator": "x" * 141}, "text.too_long"),
        ({"supplier": "\u200b"}, "text.empty"),
    ],
)
def test_what_cannot_be_said_is_refused(story: Story, said: dict, code: str) -> None:
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "Open all night"))

    with pytest.raises(Refused) as no:
        story.do(aino, DescribeNote(note, **said))

    assert no.value.code == code


def test_of_a_hidden_note_others_hear_only_that_more_is_said(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "Open all night"))

    (described,) = story.do(aino, DescribeNote(note, owner=SECRET, tags=("privacy",)))

    told = heard(described, seat_id=None)
    assert set(told) == {"seq", "type", "at", "city", "note_id", "hidden"}
    assert heard(described, seat_id=aino)["owner"] == SECRET
    assert SECRET not in json.dumps(story.board())
    assert story.you(aino)["hidden_notes"][0]["tags"] == ["privacy"]
    story.do("server", RevealNotes())
    assert story.note(note)["owner"] == SECRET


def test_a_facilitator_cannot_describe_what_is_hidden(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "Open all night"))

    with pytest.raises(Refused, match=r"note\.hidden"):
        story.do("server", DescribeNote(note, owner="City IT"))


def test_own_words_stand_apart_from_the_log_and_an_empty_one_is_none(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    note = story.make(aino, AddNote("value", "Open all night"))
    (change,) = story.do(
        aino, DescribeNote(note, owner=SECRET, supplier="Shop", funding="fee", pays=())
    )
    (cleared,) = story.do(aino, DescribeNote(note, supplier=None, funding=None))

    logged = without_texts(change)

    assert texts_of(change) == {"owner": SECRET, "supplier": "Shop"}
    assert SECRET not in json.dumps(logged.to_json())
    assert with_texts(logged, texts_of(change)) == change
    assert with_texts(logged, {}).facts["owner"] == "[erased]"
    assert texts_of(cleared) == {}
    assert with_texts(without_texts(cleared), {}) == cleared


def test_erasing_a_note_takes_the_own_words_and_leaves_what_was_chosen(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    story.start("share")
    note = story.make(aino, AddNote("value", "Open all night"))
    story.do(aino, DescribeNote(note, owner=SECRET, tags=("privacy",)))

    story.do("server", EraseNote(note))

    assert "owner" not in story.note(note)
    assert story.note(note)["tags"] == ["privacy"]
    story.do(aino, DescribeNote(note, owner=SECRET))
    story.do("server", EraseNote(note))
    assert "owner" not in story.note(note)


def test_a_service_that_goes_is_on_no_note(story: Story) -> None:
    aino = story.join("participant", "Oulu")
    library = story.make("server", AddService("Night library", "new"))
    note = story.make(aino, AddNote("value", "Open all night"))
    story.do(aino, DescribeNote(note, services=(library,)))

    story.do("server", RemoveService(library))

    assert "services" not in story.you(aino)["hidden_notes"][0]
    assert "services" not in story.board()
    with pytest.raises(Refused, match=r"service\.unknown"):
        story.do("server", EditService(library, state="existing"))


def test_what_is_given_of_a_service_takes_the_place_of_what_was(story: Story) -> None:
    library = story.make("server", AddService("Night library", "new"))
    story.do("server", EditService(library, layers={"content": "City IT", "commerce": " "}))
    story.do("server", EditService(library, knock_outs={"owner": True, "legal_basis": None}))

    story.do("server", EditService(library, layers={"context": "City IT"}))

    (shown,) = story.board()["services"]
    assert shown["layers"] == {"context": "City IT"}
    assert shown["knock_outs"] == {"owner": True}
    with pytest.raises(Refused, match=r"op\.no_effect"):
        story.do("server", EditService(library, name="Night library"))
