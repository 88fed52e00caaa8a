"""Sets a workshop up in one situation, with somebody in every role, over HTTP alone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import requests

from tests.wire import code_of, make_workshop

# What a workshop can be in the middle of.
SITUATIONS = ("silent", "gather", "walk", "vote", "agree", "frozen", "locked", "closed")
# Those who have a seat that may act; their rows stand in the table of rights.
SEATED = ("observer", "participant", "own_lead", "other_lead", "facilitator")
ROLES = ("none", *SEATED, "stranger", "removed", "waiting")
MOST_OPS = 100  # in one list


@dataclass
class Stage:
    """A workshop in one situation; `tokens` by role, `names` of what ops may name."""

    url: str
    workshop_id: str
    tokens: dict[str, str | None]
    names: dict[str, str]

    def call(self, role: str, method: str, path: str, body: Any = None) -> requests.Response:
        """Ask for something below `/api/v1` as somebody of that role."""
        token = self.tokens[role]
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.request(
            method, f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=30
        )

    def op(self, role: str, kind: str, fields: dict[str, Any]) -> str:
        """Send an op as somebody of that role; return "yes" or the code of the refusal."""
        op = {"op_id": str(uuid.uuid4()), "type": kind, **fields}
        answer = self.call(role, "POST", f"/workshops/{self.workshop_id}/ops", op)
        assert answer.status_code < 500, answer.text
        said = answer.json()
        return "yes" if said["ok"] else said["error"]["code"]

    def ops(self, role: str, ops: list[tuple[str, dict[str, Any]]]) -> list[str]:
        """Send ops, a list at a time; return "yes" or the code for each.

        Who has no seat here is turned away once for a whole list.
        """
        said: list[str] = []
        for first in range(0, len(ops), MOST_OPS):
            part = [
                {"op_id": str(uuid.uuid4()), "type": kind, **fields}
                for kind, fields in ops[first : first + MOST_OPS]
            ]
            answer = self.call(role, "POST", f"/workshops/{self.workshop_id}/ops", part)
            assert answer.status_code < 500, answer.text
            acks = answer.json()
            acks = acks if isinstance(acks, list) else [acks] * len(part)
            said += ["yes" if ack["ok"] else ack["error"]["code"] for ack in acks]
        return said

    def do(self, who: str, op_type: str, /, **fields: Any) -> str | None:
        """Send an op that must be accepted; return the id of what it made."""
        op = {"op_id": str(uuid.uuid4()), "type": op_type, **fields}
        said = self.call(who, "POST", f"/workshops/{self.workshop_id}/ops", op).json()
        assert said["ok"], (op_type, said)
        return said.get("id")


def a_stage(url: str, situation: str) -> Stage:
    """Return a fresh workshop in that situation, with one of each role."""
    made = make_workshop(url, ["Oulu", "Sofia"], silent=situation == "silent")
    workshop_id = made["workshop"]["id"]
    seats = {
        "observer": {"code": made["invitations"]["observer"]["code"]},
        "participant": {"code": code_of(made, 0)},
        "colleague": {"code": code_of(made, 0)},
        "own_lead": {"code": code_of(made, 0)},
        "other_lead": {"code": code_of(made, 1)},
        "removed": {"code": code_of(made, 0)},
        "facilitator": {"facilitator_key": made["facilitator_key"]},
        "second": {"facilitator_key": made["facilitator_key"]},
    }
    stage = Stage(url, workshop_id, {"none": None}, {})
    for role, door in seats.items():
        joined = stage.call("none", "POST", "/join", {"name": role, **door}).json()
        stage.tokens[role] = joined["token"]
        stage.names[f"{role}_seat"] = joined["seat"]["id"]
        if role == "participant":
            stage.names["city"] = joined["seat"]["city"]
    other = make_workshop(url, ["Ghent"])
    stranger = {"facilitator_key": other["facilitator_key"], "name": "stranger"}
    stage.tokens["stranger"] = stage.call("none", "POST", "/join", stranger).json()["token"]
    for role in ("own_lead", "other_lead"):
        seat = stage.names[f"{role}_seat"]
        stage.do("facilitator", "seat.promote", seat_id=seat, role="city_lead")
    stage.do("facilitator", "seat.remove", seat_id=stage.names["removed_seat"])
    _keep_waiting(stage, code_of(made, 0))
    _write(stage)
    _attach(stage, situation)
    _begin(stage, situation)
    return stage


def _keep_waiting(stage: Stage, code: str) -> None:
    """Let somebody wait in the lobby."""
    stage.do("facilitator", "workshop.settings", join="approval")
    joined = stage.call("none", "POST", "/join", {"name": "waiting", "code": code}).json()
    stage.tokens["waiting"] = joined["token"]
    stage.names["waiting_seat"] = joined["seat"]["id"]


def _write(stage: Stage) -> None:
    for name in ("own_note", "gone"):
        made = stage.do("participant", "note.add", area="value", text=name)
        stage.names[name] = made or ""
    for name in ("city_note", "themed"):
        made = stage.do("colleague", "note.add", area="value", text="of a colleague")
        stage.names[name] = made or ""
    made = stage.do("facilitator", "service.add", name="Night library", state="new")
    stage.names["service"] = made or ""
    stage.do("participant", "note.remove", note_id=stage.names["gone"])


def _attach(stage: Stage, situation: str) -> None:
    """Put a theme, a link and a comment on the board; nothing can be put at what is hidden."""
    names = stage.names
    names |= dict.fromkeys(("theme", "link", "comment"), "notthere0000")
    if situation == "silent":
        return
    ends = {"from": names["themed"], "to": names["own_note"]}
    themed = {"area": "value", "title": "Warmth", "notes": [names["themed"]]}
    asked = {"kind": "question", "text": "Who heats it?"}
    names["theme"] = stage.do("facilitator", "theme.form", **themed) or ""
    names["link"] = stage.do("colleague", "link.draw", kind="requires", **ends) or ""
    names["comment"] = stage.do("colleague", "comment.add", note_id=names["themed"], **asked) or ""


def _begin(stage: Stage, situation: str) -> None:
    snapshot = stage.call("facilitator", "GET", f"/workshops/{stage.workshop_id}/snapshot")
    phases = {phase["kind"]: phase["id"] for phase in snapshot.json()["board"]["phases"]}
    stage.names |= {f"{kind}_phase": phase for kind, phase in phases.items()}
    if situation == "walk":
        stage.do("facilitator", "phase.start", phase="clockwise")
    if situation in ("vote", "agree", "frozen"):
        stage.do("facilitator", "phase.start", phase=phases["vote"])
        stage.do("participant", "vote.place", target_id=stage.names["own_note"])
        stage.do("own_lead", "vote.place", target_id=stage.names["own_note"])
        stage.do("other_lead", "vote.place", target_id=stage.names["own_note"])
    if situation in ("agree", "frozen"):
        stage.do("facilitator", "phase.start", phase=phases["agree"])
    if situation == "frozen":
        stage.do("facilitator", "draft.freeze")
    if situation == "locked":
        stage.do("facilitator", "phase.lock", locked=True)
    if situation == "closed":
        stage.do("facilitator", "workshop.close")
