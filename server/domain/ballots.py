"""Ballots: opening, closing and revealing a vote."""

from dataclasses import dataclass
from typing import Any, ClassVar

from immutables import Map

from . import tally, targets
from .change import Change
from .refused import Refused
from .replacing import replace
from .state import Ballot, Moment, Paper, Phase, Seat, Workshop
from .text import clean_line

MOST_BALLOTS = 100
CHOSEN = ("title", "votes_each", "note_cap", "own_notes", "totals")  # by whoever opens a ballot


@dataclass(frozen=True, slots=True)
class OpenBallot:
    """A new ballot opens, or a closed one again; unset settings are the workshop's."""

    type: ClassVar[str] = "ballot.open"
    ballot_id: str | None = None
    title: str | None = None
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


def ballot_json(ballot: Ballot) -> dict[str, Any]:
    """Return the ballot as everybody may know it."""
    known: dict[str, Any] = {
        "id": ballot.id,
        "title": ballot.title,
        "state": ballot.state,
        "votes_each": ballot.votes_each,
        "note_cap": ballot.note_cap,
        "own_notes": ballot.own_notes,
        "totals": ballot.totals,
        "weighting": ballot.weighting,
        "turnout": dict(ballot.turnout),
    }
    if ballot.phase is not None:
        known["phase"] = ballot.phase
    if ballot.present is not None:
        known["present"] = dict(ballot.present)
    if ballot.reopened:
        known["reopened"] = True
    if ballot.shown is not None:
        known["dots"] = {target: dict(dots) for target, dots in ballot.shown.items()}
    return known


def ballot_from(record: dict[str, Any]) -> Ballot:
    """Return the ballot that `ballot_json` wrote, without papers."""
    shown = record.get("dots")
    present = record.get("present")
    plain = ("id", "title", "state", "votes_each", "note_cap", "own_notes", "totals", "weighting")
    return Ballot(
        **{name: record[name] for name in plain},
        phase=record.get("phase"),
        reopened=record.get("reopened", False),
        turnout=Map(record["turnout"]),
        present=None if present is None else Map(present),
        shown=None if shown is None else Map({key: Map(dots) for key, dots in shown.items()}),
    )


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
    given = {name: getattr(op, name) for name in CHOSEN if getattr(op, name) is not None}
    if op.title is not None:
        given["title"] = clean_line(op.title, field="title")
    ballot = replace(ballot, **given)
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
    """Return the ballot open again with its dots; marked when its totals had been seen."""
    seen = ballot.reopened or ballot.state == "revealed"
    shown = ballot.shown if ballot.totals == "open" else None
    return replace(ballot, state="open", reopened=seen, present=None, shown=shown)


def opened(ballot: Ballot) -> Change:
    """Return the change that opens a ballot."""
    return Change("ballot.opened", {"ballot": ballot_json(ballot)})


def closed(workshop: Workshop, ballot: Ballot) -> Change:
    """Return the change that closes a ballot; `present` = seats joined per city, removed ones not.

    Kept in the change: who is connected is in no log, and the same board must give the same draft.
    """
    present = {city.id: 0 for city in workshop.cities}
    for seat in workshop.seats.values():
        if seat.city is not None and seat.is_seated:
            present[seat.city] = present.get(seat.city, 0) + 1
    return Change("ballot.closed", {"ballot_id": ballot.id, "present": present})


def revealed(workshop: Workshop, ballot: Ballot) -> Change:
    """Return the totals of a ballot: everything that can be voted for, every city, 0 included."""
    cities = [city.id for city in workshop.cities]
    counted = tally.count_dots(targets.settled(workshop, ballot))
    dots = {
        target_id: dict.fromkeys(cities, 0) | counted.get(target_id, {})
        for target_id in targets.targets(workshop)
    }
    return Change("ballot.revealed", {"ballot_id": ballot.id, "dots": dots})


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
    present = Map(change.facts["present"])
    return put_ballot(workshop, replace(ballot, state="closed", present=present))


def apply_revealed(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the totals on the ballot and on its notes and themes."""
    facts = change.facts
    shown = {target: Map(dots) for target, dots in facts["dots"].items()}
    ballot = _known(workshop, facts["ballot_id"])
    ballot = replace(ballot, state="revealed", shown=Map(shown), revealed_seq=change.seq)
    return targets.put_dots(put_ballot(workshop, ballot), facts["dots"])


def apply_imported(workshop: Workshop, change: Change) -> Workshop:
    """Return the workshop with the ballots and papers of an exported board.

    `revealed` names the ballots in the order of their reveal, so that the last one's dots count.
    """
    order = {ballot_id: place for place, ballot_id in enumerate(change.facts.get("revealed", ()))}
    for record in change.facts["ballots"]:
        ballot = ballot_from(record)
        papers = {
            f"paper-{place}": Paper(paper["city"], Map(paper["dots"]))
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
