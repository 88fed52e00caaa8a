"""The agreement: verdicts on findings, the draft in people's hands, signatures and the freeze."""

import pytest

from server.domain.ballots import OpenBallot
from server.domain.change import texts_of
from server.domain.drafting import (
    EditDraft,
    FreezeDraft,
    OmitSentence,
    OrderDraft,
    UnfreezeDraft,
)
from server.domain.notes import AddNote
from server.domain.refused import Refused
from server.domain.signoff import SignDraft
from server.domain.verdicts import JudgeFinding
from tests.domain.story import Story


@pytest.fixture
def agreeing(story: Story) -> tuple[Story, str]:
    """A workshop that agrees on its draft, and the lead of Sofia."""
    elena = story.join("city_lead", "Sofia")
    story.start("agree")
    return story, elena


def refusal(story: Story, seat: str, op) -> str:
    with pytest.raises(Refused) as no:
        story.do(seat, op)
    return no.value.code


def test_a_board_nobody_agreed_on_holds_nothing_of_it(story: Story) -> None:
    assert not {"verdicts", "draft"} & set(story.board())


def test_a_finding_is_dismissed_with_a_reason_and_taken_back(story: Story) -> None:
    story.do("server", JudgeFinding("finding00001", "dismiss", " Known  already "))

    assert story.board()["verdicts"] == [
        {"finding_id": "finding00001", "verdict": "dismiss", "reason": "Known already"}
    ]
    story.do("server", JudgeFinding("finding00001", None))
    assert "verdicts" not in story.board()


def test_dismissing_needs_a_reason_accepting_needs_none(story: Story) -> None:
    assert refusal(story, "server", JudgeFinding("finding00001", "dismiss")) == "text.empty"
    assert story.do("server", JudgeFinding("finding00001", "accept"))
    assert refusal(story, "server", JudgeFinding("finding00001", "accept")) == "op.no_effect"


def test_a_sentence_gets_other_words_and_its_own_again(agreeing) -> None:
    story, _ = agreeing
    story.do("server", EditDraft("summary", "sentence0001", "Better words."))

    edit = {"section": "summary", "sentence": "sentence0001", "text": "Better words."}
    assert story.board()["draft"]["edits"] == [edit]
    story.do("server", EditDraft("summary", "sentence0001", None))
    assert "draft" not in story.board()


def test_sentences_change_their_order_and_may_be_left_out(agreeing) -> None:
    story, _ = agreeing
    story.do("server", OrderDraft("why", ("b", "a")))
    story.do("server", OmitSentence("why", "a", omitted=True))

    draft = story.board()["draft"]
    assert draft["order"] == {"why": ["b", "a"]}
    assert draft["omitted"] == [{"section": "why", "sentence": "a"}]
    assert refusal(story, "server", OrderDraft("why", ("b", "b"))) == "op.malformed"
    assert refusal(story, "server", OmitSentence("why", "a", omitted=True)) == "op.no_effect"


def test_a_city_signs_each_section_once_and_may_change_its_mind(agreeing) -> None:
    story, elena = agreeing
    story.do(elena, SignDraft("summary", "adopt"))
    story.do(elena, SignDraft("summary", "reservation", "Only with funding"))

    assert story.board()["draft"]["signatures"] == [
        {
            "section": "summary",
            "city": story.city("Sofia"),
            "verdict": "reservation",
            "text": "Only with funding",
        }
    ]
    assert refusal(story, elena, SignDraft("value", "reservation")) == "text.empty"


def test_other_words_make_the_signatures_of_their_section_outdated(agreeing) -> None:
    story, elena = agreeing
    story.do(elena, SignDraft("summary", "adopt"))
    story.do(elena, SignDraft("why", "adopt"))
    story.do("server", EditDraft("summary", "sentence0001", "Better words."))

    outdated = {one["section"]: "outdated" in one for one in story.board()["draft"]["signatures"]}
    assert outdated == {"summary": True, "why": False}
    story.do(elena, SignDraft("summary", "adopt"))
    assert not any("outdated" in one for one in story.board()["draft"]["signatures"])


def test_a_frozen_draft_says_of_which_seq_it_is_and_holds_still(agreeing) -> None:
    story, elena = agreeing
    (frozen,) = story.do("server", FreezeDraft())

    assert story.board()["draft"]["frozen"] == {"at": frozen.at, "seq": frozen.seq}
    for seat, op in (
        ("server", EditDraft("summary", "sentence0001", "Too late.")),
        ("server", JudgeFinding("finding00001", "accept")),
        ("server", AddNote("value", "Too late")),
        ("server", FreezeDraft()),
        (elena, SignDraft("summary", "adopt")),
    ):
        assert refusal(story, seat, op) == "draft.frozen"


def test_a_thawed_draft_goes_on(agreeing) -> None:
    story, elena = agreeing
    story.do("server", FreezeDraft())
    story.do("server", UnfreezeDraft())

    assert story.do(elena, SignDraft("summary", "adopt"))
    assert refusal(story, "server", UnfreezeDraft()) == "op.no_effect"


def test_a_draft_is_not_frozen_while_people_vote(agreeing) -> None:
    story, _ = agreeing
    story.do("server", OpenBallot())

    assert refusal(story, "server", FreezeDraft()) == "ballot.open"


def test_every_text_of_the_agreement_stands_apart_from_the_log(agreeing) -> None:
    story, elena = agreeing
    said = [
        *story.do("server", JudgeFinding("finding00001", "dismiss", "reason")),
        *story.do("server", EditDraft("summary", "sentence0001", "wording")),
        *story.do(elena, SignDraft("summary", "reservation", "reservation")),
    ]

    assert [texts_of(change) for change in said] == [
        {"reason": "reason"},
        {"text": "wording"},
        {"text": "reservation"},
    ]
