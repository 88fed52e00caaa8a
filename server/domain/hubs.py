"""Hubs: one device for a room without others. Its heads are declared, its hands are counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from . import targets
from .answers import without
from .ballot_kinds import SCALES
from .ballots import check_kind, put_ballot, which_open
from .change import Change
from .papers import put_paper
from .refused import Refused
from .replacing import replace
from .state import Ballot, Hub, Moment, Paper, Rating, Seat, Workshop
from .votes import counted, kept_paper, paper_of, put_dots, voted_in, voter

MOST_HEADS = 1000  # in one room


@dataclass(frozen=True, slots=True)
class DeclareHub:
    """A seat counts for a room with so many people; 0 ends it."""

    type: ClassVar[str] = "hub.declare"
    seat_id: str
    heads: int


@dataclass(frozen=True, slots=True)
class TallyHands:
    """A room has so many dots on a target now; on a scale so many hands for each step."""

    type: ClassVar[str] = "hub.tally"
    city: str
    target_id: str
    dots: int | None = None
    steps: tuple[int, ...] | None = None
    ballot_id: str | None = None


def hub_json(hub: Hub) -> dict[str, Any]:
    """Return the hub as it stands on the board."""
    return {"seat_id": hub.seat_id, "city": hub.city, "heads": hub.heads}


def hub_from(record: Mapping[str, Any]) -> Hub:
    """Return the hub that `hub_json` wrote."""
    return Hub(record["seat_id"], record["city"], record["heads"])


def decide_declare(workshop: Workshop, op: DeclareHub, by: Seat, moment: Moment) -> list[Change]:
    """Return the heads of a room.

    Raises: Refused "seat.unknown", "role.not_allowed" for a seat that does not vote,
    "vote.budget_spent" where more was tallied than fewer heads may give, "op.no_effect".
    """
    hub, seat = workshop.hub(op.seat_id), workshop.seats.get(op.seat_id)
    if hub is None and (seat is None or seat.removed):
        raise Refused("seat.unknown", "That seat is not in this workshop.", field="seat_id")
    if op.heads == (hub.heads if hub else 0):
        raise Refused("op.no_effect", "It is declared so already.", field="heads")
    city = hub.city if hub else seat and seat.city
    if city is None:
        sentence = "A room counts for a city: choose a seat of one."
        raise Refused("role.not_allowed", sentence, field="seat_id")
    for ballot in workshop.open_ballots():
        _check_enough(ballot, op)
    facts = {"seat_id": op.seat_id, "city": city, "heads": op.heads}
    return [Change("hub.declared", facts)]


def decide_tally(workshop: Workshop, op: TallyHands, by: Seat, moment: Moment) -> list[Change]:
    """Return what a room has on a target now. Notes of the room may be voted for by it.

    Raises: Refused "role.not_allowed", "vote.budget_spent", "vote.note_cap", "op.malformed",
    "op.no_effect", "note.unknown", "vote.in_theme", "ballot.closed", "ballot.which",
    "ballot.kind".
    """
    ballot, hub = which_open(workshop, op.ballot_id), workshop.hub(by.id)
    check_kind(ballot, "dots", *SCALES)
    if hub is None or hub.city != op.city:
        raise Refused("role.not_allowed", "A room counts for its own city.", field="city")
    targets.check_target(workshop, replace(ballot, own_notes=True), op.target_id, by)
    before = replace(paper_of(ballot, by), heads=hub.heads)
    facts: dict[str, Any] = {"ballot_id": ballot.id, "target_id": op.target_id}
    if ballot.kind == "dots":
        facts |= _dots(ballot, before, op)
    else:
        facts |= _hands(ballot, before, op)
    after = _tallied(before, facts, seq=0)
    if ballot.totals == "open":
        facts["open"] = True
    return [*counted(ballot, before, after), Change("hub.tallied", facts, city=before.city)]


def apply_declared(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the room as declared; what it tallied in open ballots goes along."""
    hub = hub_from(change.facts)
    if not hub.heads:
        return without_hub(workshop, hub.seat_id)
    known = workshop.hub(hub.seat_id)
    hubs = tuple(hub if each is known else each for each in workshop.hubs)
    workshop = replace(workshop, hubs=hubs if known else (*workshop.hubs, hub))
    for ballot in workshop.open_ballots():
        paper = ballot.papers.get(hub.seat_id)
        if paper is not None:
            pooled = replace(paper, heads=hub.heads)
            workshop = put_ballot(workshop, put_paper(ballot, hub.seat_id, pooled))
    return workshop


def apply_tallied(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the room's dots or hands on its paper."""
    ballot, (seat_id, city) = voted_in(workshop, change), voter(change)
    hub, facts = workshop.hub(seat_id), change.facts
    paper = kept_paper(ballot, seat_id, city)
    paper = replace(paper, heads=hub.heads if hub else paper.heads)
    if "more" in facts:
        ballot = put_dots(ballot, seat_id, paper, facts["target_id"], facts["more"])
    else:
        ballot = put_paper(ballot, seat_id, _tallied(paper, facts, seq=change.seq))
    return put_ballot(workshop, ballot)


def without_hub(workshop: Workshop, seat_id: str) -> Workshop:
    """Return the workshop in which that seat counts for no room; what it tallied stays."""
    if workshop.hub(seat_id) is None:
        return workshop
    return replace(workshop, hubs=tuple(hub for hub in workshop.hubs if hub.seat_id != seat_id))


def _check_enough(ballot: Ballot, op: DeclareHub) -> None:
    paper = ballot.papers.get(op.seat_id)
    if paper is None or not op.heads:
        return
    most_hands = max((sum(rating.steps) for rating in paper.ratings.values()), default=0)
    needed = max(
        -(-sum(paper.dots.values()) // ballot.votes_each),
        -(-max(paper.dots.values(), default=0) // ballot.note_cap),
        most_hands,
    )
    if op.heads < needed:
        raise Refused(
            "vote.budget_spent",
            f"The room has tallied what {needed} people have. Take some back first.",
            field="heads",
            numbers={"limit": needed, "left": 0},
        )


def _dots(ballot: Ballot, paper: Paper, op: TallyHands) -> dict[str, Any]:
    if op.dots is None or op.steps is not None:
        raise Refused("op.malformed", "Say how many dots the room gives.", field="dots")
    placed, cap = paper.dots.get(op.target_id, 0), ballot.note_cap * paper.heads
    if op.dots == placed:
        raise Refused("op.no_effect", "The room has so many there already.", field="dots")
    if op.dots > cap:
        raise Refused(
            "vote.note_cap",
            f"This room gives one note at most {cap} votes.",
            field="dots",
            numbers={"limit": cap},
        )
    budget = ballot.votes_each * paper.heads
    left = budget - sum(paper.dots.values())
    if op.dots - placed > left:
        raise Refused(
            "vote.budget_spent",
            f"The room has {max(0, left)} of {budget} votes left. Take some back first.",
            field="dots",
            numbers={"limit": budget, "left": max(0, left)},
        )
    return {"dots": op.dots, "more": op.dots - placed}


def _hands(ballot: Ballot, paper: Paper, op: TallyHands) -> dict[str, Any]:
    scale = SCALES[ballot.kind]
    if op.steps is None or op.dots is not None or len(op.steps) != len(scale):
        sentence = f"Say how many hands there were for each of the {len(scale)} steps."
        raise Refused("op.malformed", sentence, field="steps")
    if sum(op.steps) > paper.heads:
        raise Refused(
            "vote.budget_spent",
            f"There are {paper.heads} people in the room.",
            field="steps",
            numbers={"limit": paper.heads, "left": 0},
        )
    known = paper.ratings.get(op.target_id)
    if op.steps == (known.steps if known else (0,) * len(scale)):
        raise Refused("op.no_effect", "The room said so already.", field="steps")
    return {"steps": list(op.steps)}


def _tallied(paper: Paper, facts: Mapping[str, Any], *, seq: int) -> Paper:
    target_id = facts["target_id"]
    if "steps" not in facts:
        dots = facts["dots"]
        kept = paper.dots.set(target_id, dots) if dots else without(paper.dots, target_id)
        return replace(paper, dots=kept)
    if not any(facts["steps"]):
        return replace(paper, ratings=without(paper.ratings, target_id))
    rating = Rating(tuple(facts["steps"]), seq)
    return replace(paper, ratings=paper.ratings.set(target_id, rating))


DECIDE = {DeclareHub: decide_declare, TallyHands: decide_tally}
APPLY = {"hub.declared": apply_declared, "hub.tallied": apply_tallied}
