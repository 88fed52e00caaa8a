"""Ballots: opening, closing and revealing a vote."""

from dataclasses import dataclass
from typing import Any, ClassVar

from immutables import Map

from . import tally, targets
from .ballot_kinds import USUAL_PLACES, counted_as
from .ballot_shapes import ballot_from, ballot_json
from .change import Change
from .papers import paper_from
from .refused import Refused
from .replacing import replace
from .state import Ballot, Moment, Phase, Seat, Workshop
from .text import clean_line

MOST_BALLOTS = 100
_ASKS = {  # kind → what to do instead of what was sent
    "dots": "This vote is with dots: send vote.place, or hub.tally for a room.",
    "rank": "This vote asks for an order: send vote.rank, best first.",
    "score": "This vote asks for a score: send vote.rate with 0 to 5.",
    "stance": "This vote asks for a stance: send vote.rate with agree, pass or disagree.",
    "gradient": "This vote asks how far one agrees: send vote.rate with 1 to 8.",
}
# What whoever opens a ballot chooses.
CHOSEN = ("title", "kind", "top", "votes_each", "note_cap", "own_notes", "totals")


@dataclass(frozen=True, slots=True)
class OpenBallot:
    """A new ballot opens, or a closed one again; unset settings are the workshop's."""

    type: ClassVar[str] = "ballot.open"
    ballot_id: str | None = None
    title: str | None = None
    kind: str | None = None
    top: int | None = None  # of a ranking: how many places a paper has
    votes_each: int | None = None
    note_cap: int | None = None
    own_notes: bool | None = None
    totals: str | None = None


@dataclass(frozen=True, slots=True)
class CloseBallot:
    """No more dots; closing alone shows nothing."""

    type: ClassVar[str] = "ballot.close"
    ballot_id: str | None = None


@dataclass(frozen=True, slots=True)
class RevealBallot:
    """The totals of a closed ballot are shown to everybody."""

    type: ClassVar[str] = "ballot.reveal"
    ballot_id: str | None = None


def which_open(workshop: Workshop, ballot_id: str | None) -> Ballot:
    """Return the open ballot that is meant; without an id the only open one.

    Raises: Refused "ballot.unknown", "ballot.closed", "ballot.which".
    """
    if ballot_id is not None:
        ballot = _known(workshop, ballot_id)
        if ballot.state != "open":
            raise Refused("ballot.closed", "This vote is closed.", field="ballot_id")
        return ballot
    ballots = workshop.open_ballots()
    if not ballots:
        raise Refused("ballot.closed", "No vote is open now.")
    return _only(ballots)


def check_kind(ballot: Ballot, *kinds: str) -> None:
    """Refuse a vote of another form than the ballot asks for. Raises: Refused "ballot.kind"."""
    if ballot.kind not in kinds:
        raise Refused("ballot.kind", _ASKS[ballot.kind], field="type")


def decide_open(workshop: Workshop, op: OpenBallot, by: Seat, moment: Moment) -> list[Change]:
    """Return the opened ballot. Raises: Refused "op.no_effect", "board.full"."""
    if op.ballot_id is not None:
        ballot = _known(workshop, op.ballot_id)
        if ballot.state == "open":
            raise Refused("op.no_effect", "This vote is open already.", field="ballot_id")
        _check_unset(op)
        return [opened(reopen(ballot))]
    if len(workshop.ballots) >= MOST_BALLOTS:
        raise Refused("board.full", f"A workshop holds {MOST_BALLOTS} votes.")
    title = f"Vote {len(workshop.ballots) + 1}"
    ballot = new_ballot(workshop, ballot_id=moment.new_id(), title=title)
    ballot = replace(ballot, **_chosen(op))
    return [opened(replace(ballot, shown=Map() if ballot.totals == "open" else None))]


def decide_close(workshop: Workshop, op: CloseBallot, by: Seat, moment: Moment) -> list[Change]:
    """Return the closing, with the seats that were there per city."""
    return [closed(workshop, which_open(workshop, op.ballot_id))]


def decide_reveal(workshop: Workshop, op: RevealBallot, by: Seat, moment: Moment) -> list[Change]:
    """Return the totals of a closed ballot; without an id the only closed one not yet shown."""
    if op.ballot_id is not None:
        ballot = _known(workshop, op.ballot_id)
    else:
        ballots = [ballot for ballot in workshop.ballots if ballot.state == "closed"]
        if not ballots and workshop.open_ballots():
            raise Refused("ballot.open", "Close the vote first, then reveal it.")
        if not ballots:
            raise Refused("op.no_effect", "There is no closed vote to reveal.")
        ballot = _only(ballots)
    if ballot.state == "open":
        raise Refused("ballot.open", "Close the vote first, then reveal it.", field="ballot_id")
    if ballot.state == "revealed":
        raise Refused("op.no_effect", "This vote is revealed already.", field="ballot_id")
    return [revealed(workshop, ballot)]


def new_ballot(
    workshop: Workshop, *, ballot_id: str, title: str, phase: Phase | None = None
) -> Ballot:
    """Return an open ballot with the workshop's vote settings and a fresh budget."""
    settings = workshop.settings
    return Ballot(
        id=ballot_id,
        title=title,
        votes_each=settings["votes_each"],
        note_cap=settings["note_cap"],
        own_notes=settings["own_notes"],
        totals=settings["totals"],
        weighting=settings["weighting"],
        phase=phase.id if phase else None,
        turnout=Map({city.id: 0 for city in workshop.cities}),
        shown=Map() if settings["totals"] == "open" else None,
    )


def reopen(ballot: Ballot) -> Ballot:
    """Return the ballot open again with its papers; marked when its totals had been seen."""
    seen = ballot.reopened or ballot.state == "revealed"
    shown = ballot.shown if ballot.totals == "open" else None
    return replace(ballot, state="open", reopened=seen, present=None, heads=None, shown=shown)


def opened(ballot: Ballot) -> Change:
    """Return the change that opens a ballot."""
    return Change("ballot.opened", {"ballot": ballot_json(ballot)})


def closed(workshop: Workshop, ballot: Ballot) -> Change:
    """Return the change that closes a ballot, with who was there.

    `present`: seats joined per city, removed ones not; the device of a room counts as the heads
    declared for it, and `heads` tells how many those are. Kept in the change: who is connected is
    in no log, and the same board must give the same draft.
    """
    present = {city.id: 0 for city in workshop.cities}
    heads: dict[str, int] = {}
    rooms = {hub.seat_id: hub.heads for hub in workshop.hubs}
    for seat in workshop.seats.values():
        if seat.city is not None and seat.is_seated:
            present[seat.city] = present.get(seat.city, 0) + rooms.get(seat.id, 1)
            if seat.id in rooms:
                heads[seat.city] = heads.get(seat.city, 0) + rooms[seat.id]
    facts: dict[str, Any] = {"ballot_id": ballot.id, "present": present}
    return Change("ballot.closed", facts | ({"heads": heads} if heads else {}))


def revealed(workshop: Workshop, ballot: Ballot) -> Change:
    """Return the totals of a ballot: everything that can be voted for, every city, 0 included."""
    totals = totals_of(workshop, ballot)
    return Change("ballot.revealed", {"ballot_id": ballot.id, counted_as(ballot.kind): totals})


def totals_of(workshop: Workshop, ballot: Ballot) -> dict[str, tally.Totals]:
    """Return what the papers of a ballot come to: target → city → total, as a reveal tells it."""
    nothing = tally.nothing(ballot.kind, [city.id for city in workshop.cities])
    counted = tally.count(targets.settled(workshop, ballot))
    return {
        target_id: nothing | counted.get(target_id, {})
        for target_id in targets.of_ballot(workshop, ballot)
    }


def apply_opened(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the ballot open: new ones last, known ones in their place."""
    ballot = ballot_from(change.facts["ballot"])
    known = workshop.ballot(ballot.id)
    if known is None:
        return replace(workshop, ballots=(*workshop.ballots, ballot))
    # Themes formed since take over the dots of their notes: those can be voted for no more.
    papers = targets.settled(workshop, known).papers
    return put_ballot(workshop, replace(ballot, papers=papers, revealed_seq=0))


def apply_closed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the ballot closed."""
    ballot = _known(workshop, change.facts["ballot_id"])
    present, heads = Map(change.facts["present"]), change.facts.get("heads")
    heads = None if heads is None else Map(heads)
    return put_ballot(workshop, replace(ballot, state="closed", present=present, heads=heads))


def apply_revealed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the totals on the ballot and on its notes and themes."""
    ballot = _known(workshop, change.facts["ballot_id"])
    told = change.facts[counted_as(ballot.kind)]
    shown = Map({target: tally.as_map(totals) for target, totals in told.items()})
    ballot = replace(ballot, state="revealed", shown=shown, revealed_seq=change.seq)
    put = put_ballot(workshop, ballot)
    return targets.put_dots(put, told) if ballot.kind == "dots" else put


def apply_imported(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the ballots and papers of an exported board.

    `revealed` names the ballots in the order of their reveal, so that the last one's dots count.
    """
    order = {ballot_id: place for place, ballot_id in enumerate(change.facts.get("revealed", ()))}
    for record in change.facts["ballots"]:
        ballot = ballot_from(record)
        papers = {
            f"paper-{place}": paper_from(paper)
            for place, paper in enumerate(change.facts["papers"])
            if paper["ballot_id"] == ballot.id
        }
        earlier = len(order) - 1 - order.get(ballot.id, len(order) - 1)
        seq = change.seq - earlier if ballot.state == "revealed" else 0
        ballot = replace(ballot, papers=Map(papers), revealed_seq=seq)
        workshop = replace(workshop, ballots=(*workshop.ballots, ballot))
    return workshop


def put_ballot(workshop: Workshop, ballot: Ballot) -> Workshop:
    """Return the workshop with `ballot` in the place of the one with its id."""
    ballots = tuple(ballot if known.id == ballot.id else known for known in workshop.ballots)
    return replace(workshop, ballots=ballots)


def _chosen(op: OpenBallot) -> dict[str, Any]:
    """Return what the op chooses for its new ballot. Raises: Refused "op.malformed"."""
    given = {name: getattr(op, name) for name in CHOSEN if getattr(op, name) is not None}
    if op.title is not None:
        given["title"] = clean_line(op.title, field="title")
    kind = op.kind or "dots"
    if kind == "rank":
        given["top"] = op.top or USUAL_PLACES
    elif op.top is not None:
        raise Refused("op.malformed", "Only a ranking has places.", field="top")
    if kind == "dots":
        return given
    if op.totals == "open":
        sentence = "Only dots can be seen while they are placed."
        raise Refused("op.malformed", sentence, field="totals")
    return given | {"totals": "hidden"}


def _known(workshop: Workshop, ballot_id: str) -> Ballot:
    ballot = workshop.ballot(ballot_id)
    if ballot is None:
        raise Refused("ballot.unknown", "There is no such vote here.", field="ballot_id")
    return ballot


def _only(ballots: list[Ballot]) -> Ballot:
    if len(ballots) > 1:
        raise Refused("ballot.which", "Several votes could be meant; name one.", field="ballot_id")
    return ballots[0]


def _check_unset(op: OpenBallot) -> None:
    """Refuse new settings for a vote that goes on: dots were placed under the old ones."""
    for name in CHOSEN:
        if getattr(op, name) is not None:
            raise Refused("op.malformed", "A vote that opens again keeps its settings.", field=name)


DECIDE = {OpenBallot: decide_open, CloseBallot: decide_close, RevealBallot: decide_reveal}
APPLY = {
    "ballot.opened": apply_opened,
    "ballot.closed": apply_closed,
    "ballot.revealed": apply_revealed,
    "ballots.imported": apply_imported,
}
