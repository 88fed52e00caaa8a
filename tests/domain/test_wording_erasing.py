"""What people wrote about the draft can be erased: the words go, what was decided stays."""

import pytest

from server.domain.change import ERASED, texts_of
from server.domain.change_texts import thing_at
from server.domain.drafting import EditDraft, FreezeDraft, OrderDraft
from server.domain.people import PromoteSeat
from server.domain.refused import Refused
from server.domain.signoff import SignDraft
from server.domain.verdicts import JudgeFinding
from server.domain.wording_erasing import EraseReason, EraseWording
from tests.domain.story import Story


@pytest.fixture
def lead(story: Story) -> str:
    seat = story.join("participant", "Sofia")
    story.do("server", PromoteSeat(seat, "city_lead"))
    story.start("agree")
    return seat


def test_an_erased_edit_leaves_the_words_of_its_rule(story: Story, lead: str) -> None:
    story.do("server", EditDraft("summary", "finding00001", "Aino wants it."))
    story.do("server", FreezeDraft())

    story.do("server", EraseWording("summary", sentence="finding00001"))

    assert story.board()["draft"]["edits"] == []


def test_a_city_has_still_signed_when_its_words_are_erased(story: Story, lead: str) -> None:
    story.do(lead, SignDraft("summary", "reservation", "Not without Aino"))

    story.do("server", EraseWording("summary", city=story.city("Sofia")))

    (signed,) = story.board()["draft"]["signatures"]
    assert (signed["verdict"], signed["text"]) == ("reservation", ERASED)


def test_a_verdict_stands_without_its_reason(story: Story) -> None:
    story.do("server", JudgeFinding("finding00001", "dismiss", "Aino said so"))

    story.do("server", EraseReason("finding00001"))

    assert story.board()["verdicts"] == [
        {"finding_id": "finding00001", "verdict": "dismiss", "reason": ERASED}
    ]


def test_the_log_knows_what_each_text_is_about(story: Story, lead: str) -> None:
    sofia = story.city("Sofia")
    made = [
        *story.do("server", JudgeFinding("finding00002", "accept", "Yes")),
        *story.do("server", EditDraft("why", "finding00001", "In other words")),
        *story.do(lead, SignDraft(f"annex:{sofia}", "adopt", "Gladly")),
    ]

    things = [
        thing_at(change.facts, path, city=change.city)
        for change in made
        for path in texts_of(change)
    ]

    assert things == ["finding00002", "why/finding00001", f"annex:{sofia}/{sofia}"]


@pytest.mark.parametrize(
    "op",
    [
        EraseWording("annex:nowhere", sentence="finding00001"),
        EraseWording("summary", city="nowhere"),
        EditDraft("annex:nowhere", "finding00001", "words"),
        OrderDraft("annex:nowhere", ("finding00001",)),
    ],
)
def test_a_city_that_is_not_there_has_no_section(story: Story, lead: str, op) -> None:
    with pytest.raises(Refused) as no:
        story.do("server", op)

    assert no.value.code == "city.unknown"
