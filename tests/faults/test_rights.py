"""P13: nobody acts beyond the role. Every op and route, for every role, in every situation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import requests

from server.desk.ops import OP_SCHEMAS, read_op
from server.domain.refused import Refused
from server.domain.workshop import decide
from server.store.redis_store import RedisStore
from tests.faults.plant import plant
from tests.faults.stage import ROLES, SEATED, SITUATIONS, a_stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.conftest import Running
    from tests.faults.plant import Plant
    from tests.faults.stage import Stage

OP_ID = "00000000-0000-4000-8000-000000000000"

# What a letter of the table means: yes, or the code of the refusal.
LETTERS = {
    "y": "yes",
    "r": "role.not_allowed",
    "f": "ballot.frozen",
    "n": "phase.not_now",
    "l": "phase.locked",
    "c": "workshop.closed",
    "b": "ballot.closed",
    "o": "ballot.open",
    "e": "op.no_effect",
    "h": "note.hidden",
    "d": "draft.frozen",
    "k": "link.unknown",
    "m": "comment.unknown",
    "t": "theme.unknown",
    "i": "timer.unknown",
    "x": "ballot.kind",
    "p": "phase.running",
}

# op (and whose note it is about) → its fields; `{name}` is something of the stage.
# "own" is a note of the participant, "of the city" one of a colleague in the same city.
FIELDS: dict[str, dict[str, Any]] = {
    "note.add": {"area": "value", "text": "a thought"},
    "note.add for the city": {"area": "value", "text": "for us", "on_behalf_of": "{city}"},
    "note.edit own": {"note_id": "{own_note}", "text": "another"},
    "note.edit of the city": {"note_id": "{city_note}", "text": "another"},
    "note.edit of a facet": {"note_id": "{city_note}", "facet": "creation"},
    "note.move own": {"note_id": "{own_note}", "area": "advantage"},
    "note.move of the city": {"note_id": "{city_note}", "area": "advantage"},
    "note.remove own": {"note_id": "{own_note}"},
    "note.remove of the city": {"note_id": "{city_note}"},
    "note.restore own": {"note_id": "{gone}"},
    "note.erase": {"note_id": "{city_note}"},
    "notes.add": {"notes": [{"area": "value", "text": "on paper"}]},
    "note.translate": {"note_id": "{own_note}", "language": "fi", "text": "ajatus"},
    "note.merge": {"into": "{own_note}", "notes": ["{city_note}"]},
    "note.describe own": {"note_id": "{own_note}", "owner": "City IT"},
    "note.describe of the city": {"note_id": "{city_note}", "tags": ["privacy"]},
    "link.draw": {"from": "{own_note}", "to": "{city_note}", "kind": "leads_to"},
    "link.erase": {"link_id": "{link}"},
    "comment.add": {"note_id": "{own_note}", "kind": "concern", "text": "too warm"},
    "comment.close": {"comment_id": "{comment}"},
    "comment.erase": {"comment_id": "{comment}"},
    "ask.open": {"note_id": "{own_note}", "to": "advantage"},
    "theme.form": {"area": "value", "title": "Light", "notes": ["{own_note}"]},
    "theme.rename": {"theme_id": "{theme}", "title": "Light"},
    "theme.fill": {"theme_id": "{theme}", "notes": ["{own_note}"]},
    "theme.empty": {"theme_id": "{theme}", "notes": ["{themed}"]},
    "theme.dissolve": {"theme_id": "{theme}"},
    "theme.erase": {"theme_id": "{theme}"},
    "service.add": {"name": "Day library", "state": "existing"},
    "service.edit": {"service_id": "{service}", "layers": {"content": ""}},
    "service.remove": {"service_id": "{service}"},
    "service.erase": {"service_id": "{service}"},
    "notes.reveal": {},
    "notes.reveal_next": {},
    "vote.place": {"target_id": "{city_note}"},
    "vote.withdraw": {"target_id": "{own_note}"},
    "vote.rate": {"target_id": "{city_note}", "value": 3},
    "vote.rank": {"targets": ["{city_note}"]},
    "hub.declare": {"seat_id": "{colleague_seat}", "heads": 12},
    "hub.tally": {"city": "{city}", "target_id": "{city_note}", "dots": 3},
    "stance.set": {"note_id": "{city_note}", "stance": "agree"},
    "offer.set": {"note_id": "{city_note}", "offer": "have"},
    "score.set": {"note_id": "{city_note}", "kind": "importance", "value": 4},
    "walk.focus": {"area": "value"},
    "spotlight.set": {"note_id": "{own_note}"},
    "announce": {"text": "Back at half past ten"},
    "finding.judge": {"finding_id": "finding00001", "verdict": "accept"},
    "draft.edit": {"section": "summary", "sentence": "finding00001", "text": "In other words."},
    "draft.order": {"section": "summary", "sentences": ["finding00001"]},
    "draft.omit": {"section": "summary", "sentence": "finding00001", "omitted": True},
    "draft.sign": {"section": "summary", "verdict": "adopt"},
    "draft.erase": {"section": "summary", "sentence": "finding00001"},
    "finding.erase": {"finding_id": "finding00001"},
    "draft.freeze": {},
    "draft.unfreeze": {},
    "service.score": {"service_id": "{service}", "criterion": "need", "value": 4},
    "weights.split": {"points": {"need": 60, "value": 40}},
    "ballot.open": {},
    "ballot.close": {},
    "ballot.reveal": {},
    "phase.start": {"phase": "{gather_phase}"},
    "phase.lock": {"locked": True},
    "agenda.change": {
        "phases": [
            {"id": name, "kind": kind, "title": title}
            for name, kind, title in (
                ("gather", "gather", "Gather"),
                ("{vote_phase}", "vote", "Vote"),
                ("{agree_phase}", "agree", "Agree"),
            )
        ]
    },
    "timer.start": {"seconds": 300, "at_end": "lock"},
    "timer.add": {"seconds": 60},
    "timer.pause": {"paused": True},
    "timer.stop": {},
    "seat.rename": {"name": "Aino"},
    "seat.rename of another": {"name": "Aino", "seat_id": "{colleague_seat}"},
    "seat.remove": {"seat_id": "{colleague_seat}"},
    "seat.restore": {"seat_id": "{removed_seat}"},
    "seat.admit": {"seat_id": "{waiting_seat}"},
    "seat.refuse": {"seat_id": "{waiting_seat}"},
    "seat.leave": {"erase": False},
    "seat.leave with the name": {"erase": True},
    "seat.promote": {"seat_id": "{colleague_seat}", "role": "city_lead"},
    "city.add": {"name": "Ghent"},
    "workshop.settings": {"show_authors": False},
    "workshop.close": {},
    "workshop.reopen": {},
}

# op → what observer, participant, own lead, other lead and facilitator hear, a letter for each
# situation in turn: silent, gather, walk, vote, agree, frozen, locked, closed.
TABLE = {
    "note.add": "rrrrrrrc yyyfndlc yyyfndlc yyyfndlc yyyfydyc",
    "note.add for the city": "rrrrrrrc rrrrrrrc yyyfndlc rrrrrrrc yyyfydyc",
    "note.edit own": "rrrrrrrc yyyfndlc hyyfndlc rrrfndlc hyyfydyc",
    "note.edit of the city": "rrrrrrrc rrrfndlc hyyfndlc rrrfndlc hyyfydyc",
    "note.edit of a facet": "rrrrrrrc rrrnndlc hyynndlc rrrnndlc hyynydyc",
    "note.move own": "rrrrrrrc yyyfndlc yyyfndlc rrrfndlc yyyfydyc",
    "note.move of the city": "rrrrrrrc rrrfndlc yyyfndlc rrrfndlc yyyfydyc",
    "note.remove own": "rrrrrrrc yyynndlc yyynndlc rrrnndlc yyyyydyc",
    "note.remove of the city": "rrrrrrrc rrrnndlc yyynndlc rrrnndlc yyyyydyc",
    "note.restore own": "rrrrrrrc yyynndlc yyynndlc rrrnndlc yyyyydyc",
    "note.erase": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "notes.add": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyfydyc",
    "note.translate": "rrrrrrrc yyyfndlc hyyfndlc hyyfndlc hyyfydyc",
    "note.merge": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc hyyfydyc",
    "note.describe own": "rrrrrrrc yyynndlc hyynndlc rrrnndlc hyynydyc",
    "note.describe of the city": "rrrrrrrc rrrnndlc hyynndlc rrrnndlc hyynydyc",
    "link.draw": "rrrrrrrc hyynndlc hyynndlc hyynndlc hyynydyc",
    "link.erase": "rrrrrrrc krrnndlc kyynndlc krrnndlc kyynydyc",
    "comment.add": "rrrrrrrc hyynndlc hyynndlc hyynndlc hyynydyc",
    "comment.close": "rrrrrrrc mrrnndlc myynndlc mrrnndlc myynydyc",
    "comment.erase": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc myyyyyyc",
    "ask.open": "rrrrrrrc hyynndlc hyynndlc hyynndlc hyynydyc",
    "theme.form": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc hyyfydyc",
    "theme.rename": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc tyyfydyc",
    "theme.fill": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc tyyfydyc",
    "theme.empty": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc tyyfydyc",
    "theme.dissolve": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc tyyfydyc",
    "theme.erase": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc tyyyyyyc",
    "service.add": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyydyc",
    "service.edit": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyydyc",
    "service.remove": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyydyc",
    "service.erase": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "notes.reveal": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yeeeedec",
    "notes.reveal_next": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yeeeedec",
    "vote.place": "rrrrrrrc nnnyndlc nnnyndlc nnnyndlc rrrrrrrc",
    "vote.withdraw": "rrrrrrrc nnnyndlc nnnyndlc nnnyndlc rrrrrrrc",
    "vote.rate": "rrrrrrrc nnnxndlc nnnxndlc nnnxndlc rrrrrrrc",
    "vote.rank": "rrrrrrrc nnnxndlc nnnxndlc nnnxndlc rrrrrrrc",
    "hub.declare": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyydyc",
    "hub.tally": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc",
    "stance.set": "rrrrrrrc nnynndlc nnynndlc nnynndlc rrrrrrrc",
    "offer.set": "rrrrrrrc nyynydlc nyynydlc nyynydlc rrrrrrrc",
    "score.set": "rrrrrrrc nnynndlc nnynndlc nnynndlc rrrrrrrc",
    "walk.focus": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc nnynndnc",
    "spotlight.set": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc hyyyyyyc",
    "announce": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "finding.judge": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyydyc",
    "draft.edit": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc nnnnydnc",
    "draft.order": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc nnnnydnc",
    "draft.omit": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc nnnnydnc",
    "draft.sign": "rrrrrrrc rrrrrrrc nnnnydlc nnnnydlc rrrrrrrc",
    "draft.erase": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "finding.erase": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "draft.freeze": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc nnnnydnc",
    "draft.unfreeze": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc nnnneync",
    "service.score": "rrrrrrrc nyyyndlc nyyyndlc nyyyndlc rrrrrrrc",
    "weights.split": "rrrrrrrc nyyyndlc nyyyndlc nyyyndlc rrrrrrrc",
    "ballot.open": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyydyc",
    "ballot.close": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc bbbybdbc",
    "ballot.reveal": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc eeeoedec",
    "phase.start": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyydyc",
    "phase.lock": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyec",
    "agenda.change": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yypyydyc",
    "timer.start": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "timer.add": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc iiiiiiic",
    "timer.pause": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc iiiiiiic",
    "timer.stop": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc iiiiiiic",
    "seat.rename": "rrrrrrrc yyyyyyyc yyyyyyyc yyyyyyyc yyyyyyyc",
    "seat.rename of another": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "seat.remove": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "seat.restore": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "seat.admit": "rrrrrrrr rrrrrrrr yyyyyyyy rrrrrrrr yyyyyyyy",
    "seat.refuse": "rrrrrrrr rrrrrrrr yyyyyyyy rrrrrrrr yyyyyyyy",
    "seat.leave": "yyyyyyyc yyyyyyyc yyyyyyyc yyyyyyyc yyyyyyyc",
    "seat.leave with the name": "yyyyyyyy yyyyyyyy yyyyyyyy yyyyyyyy yyyyyyyy",
    "seat.promote": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "city.add": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyydyc",
    "workshop.settings": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyydyc",
    "workshop.close": "rrrrrrrc rrrrrrrc rrrrrrrc rrrrrrrc yyyyyyyc",
    "workshop.reopen": "rrrrrrrr rrrrrrrr rrrrrrrr rrrrrrrr eeeeeeey",
}

# Who has no seat here that may act hears the same of every op and every closed route.
OUTSIDE = {
    "none": "token.missing",
    "stranger": "workshop.unknown",
    "removed": "seat.removed",
    "waiting": "seat.waiting",
}
OUTSIDE_STATUS = {"none": 401, "stranger": 404, "removed": 403, "waiting": 403}

# Routes that need no token of the workshop.
OPEN = {
    "GET /about",
    "GET /canvases",
    "GET /canvases/{canvas_id}",
    "GET /invitations/{code}",
    "GET /invitations/{code}/qr.svg",
    "POST /join",
    "POST /workshops",
    "POST /workshops/import",
    "POST /demo",
}
# route → status for observer, participant, own lead, other lead, facilitator; the same in every
# situation. Erasing comes last, so that there is something to erase.
ROUTES = {
    "GET /workshops/{workshop_id}/snapshot": (200, 200, 200, 200, 200),
    "GET /workshops/{workshop_id}/changes": (200, 200, 200, 200, 200),
    "POST /workshops/{workshop_id}/ops": (400, 400, 400, 400, 400),
    "POST /workshops/{workshop_id}/notes/import": (403, 403, 403, 403, 422),
    "GET /workshops/{workshop_id}/history": (200, 200, 200, 200, 200),
    "POST /workshops/{workshop_id}/restore": (403, 403, 403, 403, 201),
    "GET /workshops/{workshop_id}/people": (403, 403, 200, 200, 200),
    "GET /workshops/{workshop_id}/ranking": (200, 200, 200, 200, 200),
    "GET /workshops/{workshop_id}/comparison": (200, 200, 200, 200, 200),
    "GET /workshops/{workshop_id}/orders": (200, 200, 200, 200, 200),
    "GET /workshops/{workshop_id}/ballots": (200, 200, 200, 200, 200),
    "GET /workshops/{workshop_id}/similar": (200, 200, 200, 200, 200),
    "GET /workshops/{workshop_id}/findings": (200, 200, 200, 200, 200),
    "GET /workshops/{workshop_id}/pictures": (200, 200, 200, 200, 200),
    "GET /workshops/{workshop_id}/draft": (200, 200, 200, 200, 200),
    "GET /workshops/{workshop_id}/export/{kind}": (200, 200, 200, 200, 200),
    "POST /workshops/{workshop_id}/duplicate": (403, 403, 403, 403, 201),
    "POST /workshops/{workshop_id}/rehearse": (403, 403, 403, 403, 400),
    "GET /workshops/{workshop_id}/rehearsal": (403, 403, 403, 403, 200),
    "GET /workshops/{workshop_id}/invitations": (403, 403, 403, 403, 200),
    "POST /workshops/{workshop_id}/keys/rotate": (403, 403, 403, 403, 200),
    "DELETE /workshops/{workshop_id}": (403, 403, 403, 403, 204),
}
BODIES = {
    "POST /workshops/{workshop_id}/ops": {},
    "POST /workshops/{workshop_id}/notes/import": {},
    "POST /workshops/{workshop_id}/duplicate": {"title": "Another"},
    "POST /workshops/{workshop_id}/restore": {"seq": 1},
    "POST /workshops/{workshop_id}/rehearse": {"seats": 0},  # nobody is to play here
    "POST /workshops/{workshop_id}/keys/rotate": {"which": ["observer"]},
}


def expected(name: str, role: str, situation: str) -> str:
    """Return what the table says: "yes" or the code of a refusal."""
    if role == "waiting" and name.startswith("seat.leave"):
        role = "participant"  # who waits may go again
    if role in OUTSIDE:
        return OUTSIDE[role]
    letters = TABLE[name].split()[SEATED.index(role)]
    return LETTERS[letters[SITUATIONS.index(situation)]]


def fields_of(name: str, stage: Stage) -> dict[str, Any]:
    """Return the fields of a row, with the names of this stage."""

    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [named(one) for one in value]
        if isinstance(value, dict):
            return {name: named(one) for name, one in value.items()}
        is_name = isinstance(value, str) and value.startswith("{")
        return value.format_map(stage.names) if is_name else value

    return {field: named(value) for field, value in FIELDS[name].items()}


def decided(stage: Stage, redis_url: str) -> dict[tuple[str, str], str]:
    """Return what the domain says to every op of every seated role, none of them done."""
    workshop = RedisStore(redis_url).load(stage.workshop_id).workshop
    said = {}
    for name in TABLE:
        op_type = name.split()[0]
        _, op = read_op({"op_id": OP_ID, "type": op_type, **fields_of(name, stage)})
        for role in SEATED:
            by = workshop.seats[stage.names[f"{role}_seat"]]
            try:
                decide(workshop, op, by=by, now="2026-01-01T00:00:00.000Z", new_id=lambda: "a" * 12)
                said[name, role] = "yes"
            except Refused as no:
                said[name, role] = no.code
    return said


def wrong_cells(made: Plant, *, asks_yes: bool) -> tuple[int, list[tuple[str, ...]]]:
    """Ask for every cell over HTTP; return how many and those that differ from the table.

    What the table allows changes the workshop, so it needs a fresh one each time; without
    `asks_yes` those cells are left to `decided`.
    """
    asked, wrong = 0, []
    for situation in SITUATIONS:
        stage = a_stage(made.url, situation)
        for role in ROLES:
            wanted = {name: expected(name, role, situation) for name in TABLE}
            refused = [name for name in TABLE if wanted[name] != "yes"]
            ops = [(name.split()[0], fields_of(name, stage)) for name in refused]
            got = dict(zip(refused, stage.ops(role, ops), strict=True))
            for name in TABLE if asks_yes else ():
                if wanted[name] == "yes":
                    alone = a_stage(made.url, situation)
                    got[name] = alone.op(role, name.split()[0], fields_of(name, alone))
            asked += len(got)
            wrong += [
                (name, role, situation, wanted[name], said)
                for name, said in got.items()
                if said != wanted[name]
            ]
    return asked, wrong


def test_the_table_has_a_row_for_every_op() -> None:
    assert {name.split()[0] for name in TABLE} == set(OP_SCHEMAS)
    assert set(TABLE) == set(FIELDS)


@pytest.mark.promise("P13")
def test_every_op_of_every_role_is_decided_as_the_table_says(promise: Running, made: Plant) -> None:
    wrong = []
    for situation in SITUATIONS:
        said = decided(a_stage(made.url, situation), made.redis.url)
        wrong += [
            (name, role, situation, expected(name, role, situation), got)
            for (name, role), got in said.items()
            if got != expected(name, role, situation)
        ]

    assert wrong == []
    cells = len(TABLE) * len(SEATED) * len(SITUATIONS)
    promise.shows(f"{cells} cells decided")


@pytest.mark.promise("P13")
def test_nobody_gets_past_the_table_over_http(promise: Running, made: Plant) -> None:
    asked, wrong = wrong_cells(made, asks_yes=promise.is_long)

    assert wrong == []
    promise.shows(f"{asked} asked over HTTP")


@pytest.mark.promise("P13")
def test_every_route_answers_each_role_as_the_table_says(promise: Running, made: Plant) -> None:
    paths = requests.get(f"{made.url}/api/openapi.json", timeout=10).json()["paths"]
    known = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in paths.items()
        for method in methods
        if path.startswith("/api/v1")
    }
    assert known == OPEN | set(ROUTES), "every route needs a row"

    wrong = []
    for situation in SITUATIONS:
        stage = a_stage(made.url, situation)
        for route, seated in ROUTES.items():
            method, path = route.split()
            path = path.format(workshop_id=stage.workshop_id, kind="csv")
            path += "?after=0" if path.endswith("/changes") else ""
            wanted = OUTSIDE_STATUS | dict(zip(SEATED, seated, strict=True))
            if path.endswith("/ops"):
                wanted["waiting"] = wanted["participant"]  # each op is refused alone
            for role in sorted(ROLES, key=lambda role: role == "facilitator"):
                got = stage.call(role, method, path, BODIES.get(route)).status_code
                if got != wanted[role]:
                    wrong.append((route, role, situation, wanted[role], got))
    assert wrong == []
    promise.shows(f"{len(ROUTES) * len(ROLES) * len(SITUATIONS)} cells of routes")


@pytest.mark.promise("P13")
def test_a_socket_lets_nobody_in_who_has_no_seat_here(promise: Running, made: Plant) -> None:
    stage = a_stage(made.url, "gather")
    for role, code in {"none": "token.missing", "removed": "seat.removed"}.items():
        opened = requests.get(f"{made.url}/socket.io/?EIO=4&transport=polling", timeout=10).text
        sid = re.search(r'"sid":"([^"]+)"', opened)
        assert sid is not None
        address = f"{made.url}/socket.io/?EIO=4&transport=polling&sid={sid[1]}"
        token = stage.tokens[role]
        auth = f'{{"token":"{token}"}}' if token else "{}"

        requests.post(address, data=f"40{auth}", timeout=10)

        assert code in requests.get(address, timeout=10).text


@pytest.mark.control("P13")
def test_a_server_without_roles_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="no_roles") as made:
        stage = a_stage(made.url, "gather")

        assert stage.op("observer", "note.add", fields_of("note.add", stage)) == "yes"
        assert expected("note.add", "observer", "gather") != "yes"
