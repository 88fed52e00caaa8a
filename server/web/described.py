"""Says what each route answers, for the OpenAPI document: status, shape, and the query it reads."""

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
YES_OR_NO: dict[str, Any] = {"type": "boolean"}
ID: dict[str, Any] = {"type": "string", "pattern": "^[a-z0-9]{12}$"}
NAME: dict[str, Any] = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,39}$"}
DATE: dict[str, Any] = {"type": "string", "format": "date"}
HASH: dict[str, Any] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
ANYTHING: dict[str, Any] = {"type": "object"}


def ref(name: str) -> dict[str, Any]:
    """Return a reference to a shape of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(shape: dict[str, Any]) -> dict[str, Any]:
    """Return a shape that may be null."""
    return {"oneOf": [shape, {"type": "null"}]}


def listed(shape: dict[str, Any]) -> dict[str, Any]:
    """Return a list of a shape."""
    return {"type": "array", "items": shape}


def per_key(shape: dict[str, Any]) -> dict[str, Any]:
    """Return an object whose keys are ids."""
    return {"type": "object", "additionalProperties": shape}


def shaped(optional: dict[str, Any] | None = None, **required: Any) -> dict[str, Any]:
    """Return an object with these fields; more may stand beside them."""
    fields = required | (optional or {})
    return {"type": "object", "required": list(required), "properties": fields}


DOTS = per_key(WHOLE)
ROLE = {"enum": ["facilitator", "city_lead", "participant", "observer"]}
SEAT = shaped(id=ID, role=ROLE, city=maybe(ID), name=TEXT)
HUB = {"hub": {"enum": ["with", "without"], "default": "with"}}
HUB_OF_ROOM = shaped(seat_id=TEXT, city=TEXT, heads=WHOLE)
CITY = shaped(id=ID, name=TEXT, letters=TEXT)
BAD_ROW = shaped(line=WHOLE, column=TEXT, problem=TEXT, value=TEXT)
LINK = shaped(code=TEXT, link=TEXT)
INVITATIONS = shaped(
    workshop=LINK,
    observer=LINK,
    cities=listed(shaped(city=ID, name=TEXT, code=TEXT, link=TEXT)),
)
STANCES = shaped(agree=WHOLE, disagree=WHOLE, **{"pass": WHOLE})
FUNDING = {"enum": ["base_budget", "fee", "grant", "saving"]}
WHO = listed({"enum": ["ecosystem", "organisation", "residents"]})
DETAILS: dict[str, Any] = {
    "owner": TEXT,
    "pays": WHO,
    "indicator": TEXT,
    "supplier": TEXT,
    "funding": FUNDING,
    "cost_behaviour": {"enum": ["flat", "same_pace", "slower"]},
    "tags": listed(NAME),
    "services": listed(TEXT),
}
LINKED = shaped(
    {"walk": {"enum": ["clockwise", "anticlockwise"]}, "city": TEXT},
    **{"id": TEXT, "from": TEXT, "to": TEXT},
    kind={"enum": ["leads_to", "requires", "contradicts"]},
)
THEME = shaped(
    {"dots": DOTS, "erased": {"const": True}}, id=TEXT, area=NAME, title=TEXT, notes=listed(TEXT)
)
COMMENT = shaped(
    {
        "text": TEXT,
        "edge": shaped(**{"from": NAME, "to": NAME}),
        "city": TEXT,
        "erased": {"const": True},
    },
    id=TEXT,
    note_id=TEXT,
    kind={"enum": ["question", "concern", "evidence"]},
    open=YES_OR_NO,
)
WEIGHTS = per_key(per_key(listed(WHOLE)))
SERVICE = shaped(
    {
        "layers": per_key(TEXT),
        "knock_outs": per_key(YES_OR_NO),
        "erased": {"const": True},
        "scores": per_key(per_key(listed(WHOLE))),
    },
    id=TEXT,
    name=TEXT,
    state={"enum": ["existing", "new"]},
)
NOTE = shaped(
    {
        **DETAILS,
        "text": TEXT,
        "seat": TEXT,
        "room": {"const": True},
        "typed_by": TEXT,
        "facet": NAME,
        "who": WHO,
        "dots": DOTS,
        "stances": per_key(STANCES),
        "importance": per_key(listed(WHOLE)),
        "readiness": per_key(listed(WHOLE)),
        "offers": per_key(listed(WHOLE)),
        "hidden": {"const": True},
        "length": {"enum": ["short", "medium", "long"]},
    },
    id=TEXT,
    area=NAME,
    city=maybe(TEXT),
    version=WHOLE,
)
BALLOT = shaped(
    {
        "phase": NAME,
        "kind": {"enum": ["dots", "rank", "score", "stance", "gradient"]},
        "top": WHOLE,
        "reopened": {"const": True},
        "present": DOTS,
        "heads": DOTS,
        "dots": per_key(DOTS),
        "ranks": per_key(DOTS),
        "ratings": per_key(per_key(listed(WHOLE))),
    },
    id=TEXT,
    title=TEXT,
    state={"enum": ["open", "closed", "revealed"]},
    votes_each=WHOLE,
    note_cap=WHOLE,
    own_notes=YES_OR_NO,
    totals={"enum": ["hidden", "open"]},
    weighting={"enum": ["equal", "degressive", "pooled"]},
    turnout=DOTS,
)
FOCUS = shaped({"note_id": TEXT}, area=NAME)
PHASE = shaped({"focus": FOCUS}, id=NAME, kind=TEXT, started_at=TEXT, locked=YES_OR_NO)
TIMER = shaped(
    {"paused_left_ms": WHOLE, "paused_by": ID},
    id=ID,
    ends_at=TEXT,
    at_end={"enum": ["nothing", "lock", "advance"]},
    grace_ms=WHOLE,
)
AGENDA_PHASE = shaped(
    {
        "seconds": WHOLE,
        "direction": {"enum": ["clockwise", "anticlockwise"]},
        "stances": {"const": True},
        "instruction": TEXT,
        "areas": listed(NAME),
        "rights": per_key({"enum": ["nobody", "own", "city", "all"]}),
    },
    id=NAME,
    kind=TEXT,
    title=TEXT,
    silent=YES_OR_NO,
)
VERDICT = shaped({"reason": TEXT}, finding_id=NAME, verdict={"enum": ["accept", "dismiss"]})
SENTENCE = shaped(section=TEXT, sentence=NAME)
SIGNATURE = shaped(
    {"text": TEXT, "outdated": {"const": True}},
    section=TEXT,
    city=TEXT,
    verdict={"enum": ["adopt", "reservation", "decline"]},
)
DRAFTING = shaped(
    {"frozen": shaped(at=TEXT, seq=WHOLE)},
    edits=listed(shaped(section=TEXT, sentence=NAME, text=TEXT)),
    order=per_key(listed(NAME)),
    omitted=listed(SENTENCE),
    signatures=listed(SIGNATURE),
)

EVENT = shaped(
    {
        "by": ID, "name": TEXT, "seat_id": ID, "seat_name": TEXT, "area": NAME, "count": WHOLE,
        "note": shaped(
            {"text": TEXT, "erased": {"const": True}},
            id=ID, area=NAME, state={"enum": ["kept", "removed", "merged"]},
        ),
    },
    seq=WHOLE, type=TEXT, at=TEXT, city=maybe(ID),
)  # fmt: skip

SHAPES: dict[str, dict[str, Any]] = {
    "Ack": shaped({"id": ID}, ok={"const": True}, seq=WHOLE),
    "Board": shaped(
        {"service": TEXT, "closed_at": TEXT, "spotlight": maybe(TEXT), "services": listed(SERVICE),
         "weights": WEIGHTS, "hubs": listed(HUB_OF_ROOM),
         "verdicts": listed(VERDICT), "draft": DRAFTING, "timer": TIMER},
        canvas=NAME,
        title=TEXT,
        areas=listed(NAME),
        cities=listed(CITY),
        phases=listed(AGENDA_PHASE),
        phase=PHASE,
        settings=ANYTHING,
        notes=listed(NOTE),
        links=listed(LINKED),
        themes=listed(THEME),
        comments=listed(COMMENT),
        ballots=listed(BALLOT),
    ),
    "Change": shaped({"by": maybe(TEXT), "op_id": maybe(TEXT)}, seq=WHOLE, type=TEXT, at=TEXT,
                     city=maybe(TEXT)),
    "People": shaped(
        {"seats": listed(shaped(id=ID, name=TEXT, role=ROLE, city=maybe(ID),
                                connected=YES_OR_NO, ready=YES_OR_NO))},
        cities=per_key(shaped(connected=WHOLE, seats=WHOLE, ready=WHOLE, writing=WHOLE)),
        facilitators=WHOLE,
        observers=WHOLE,
        waiting=WHOLE,
    ),
    "Snapshot": shaped(
        {"hash": HASH, "imported_from": ANYTHING},
        seq=WHOLE,
        epoch=TEXT,
        board=ref("Board"),
        you=shaped(
            {
                "ratings": listed(ANYTHING),
                "ranks": listed(ANYTHING),
                "offers": listed(
                    shaped(note_id=TEXT, offer={"enum": ["have", "want", "can_offer"]})
                ),
            },
            seat=SEAT,
            votes=listed(shaped(ballot_id=TEXT, target_id=TEXT, dots=WHOLE)),
            votes_left=DOTS,
            stances=listed(shaped(note_id=TEXT, stance={"enum": ["agree", "pass", "disagree"]})),
            scores=listed(
                shaped(note_id=TEXT, kind={"enum": ["importance", "readiness"]}, value=WHOLE)
            ),
            service_scores=listed(shaped(service_id=TEXT, criterion=NAME, value=WHOLE)),
            hidden_notes=listed(NOTE),
        ),
        phase=PHASE,
        people=ref("People"),
        erase_on=DATE,
    ),
    "AsItWas": shaped(
        workshop_id=ID, epoch=TEXT, seq=WHOLE, at=TEXT, hash=HASH, board=ref("Board")
    ),
    "Made": shaped(
        workshop=shaped(id=ID, title=TEXT, erase_on=DATE),
        facilitator_key=TEXT,
        facilitator_link=TEXT,
        invitations=INVITATIONS,
    ),
    "Joined": shaped({"waiting": {"const": True}}, workshop_id=ID, seat=SEAT, token=TEXT),
    "Invitation": shaped(
        {"service": TEXT, "city": ID, "privacy_url": TEXT},
        title=TEXT,
        role=ROLE,
        cities=listed(CITY),
        languages=listed(TEXT),
        join={"enum": ["open", "code", "approval"]},
        erase_on=DATE,
    ),
    "Ranking": shaped(weighting=TEXT, areas=per_key(listed(shaped(
        target_id=TEXT, raw=WHOLE, equal=maybe({"type": "number"}), dots=DOTS)))),
    "Comparison": shaped(
        weights=per_key({"type": "number"}), is_split=YES_OR_NO, firmness=ANYTHING,
        services=listed(shaped(
            {"rank": WHOLE, "points": {"type": "number"}, "coverage": {"type": "number"},
             "flow": ANYTHING},
            service_id=ID, state={"enum": ["ranked", "thin", "failed", "unscored"]},
            criteria=per_key(ANYTHING), failed=listed(NAME), open=listed(NAME), beats=listed(ID),
            levers=listed(shaped(criterion=NAME, gain={"type": "number"})))),
        near=listed(listed(ID))),
    "Orders": shaped(areas=per_key(shaped(
        cities=listed(ID), targets=WHOLE, w=maybe({"type": "number"}),
        r_bar=maybe({"type": "number"}), chance=maybe({"type": "number"}),
        band=maybe({"enum": ["none", "weak", "moderate", "strong"]}), pairs=listed(ANYTHING)))),
    "Finding": shaped({"verdict": {"enum": ["accept", "dismiss"]}, "reason": TEXT},
                      id=TEXT, rule=TEXT, kind=TEXT, severity=WHOLE, text=TEXT),
    "Draft": shaped({"frozen": shaped({"log_head": HASH}, at=TEXT, seq=WHOLE)},
                    core=shaped(text=TEXT, slots=ANYTHING), sections=listed(ANYTHING),
                    findings=listed(ref("Finding")), dismissed=listed(ref("Finding")),
                    agreement=ANYTHING, used=per_key(listed(ANYTHING)),
                    not_carried=listed(ANYTHING), checksum=HASH),
    "Picture": shaped(id=NAME, title=TEXT, description=TEXT, columns=listed(TEXT),
                      rows=listed(listed(ANYTHING)), svg=TEXT, width={"type": "number"},
                      height={"type": "number"}),
    "Exported": shaped(format=WHOLE, workshop=ANYTHING, canvas=ANYTHING, board=ref("Board"),
                       ballots=listed(ANYTHING), seq=WHOLE, epoch=TEXT, log_head=TEXT,
                       checksum=HASH),
}  # fmt: skip

MADE = {201: ref("Made")}
ANSWERS: dict[str, dict[int, dict[str, Any] | None]] = {
    "health.alive": {200: shaped(status=TEXT)},
    "health.ready": {200: shaped(status=TEXT, redis=TEXT, durability=TEXT)},
    "about.about": {200: ANYTHING},
    "canvases.listed": {200: listed(shaped(id=NAME, title=ANYTHING))},
    "canvases.whole": {200: shaped(id=NAME, areas=listed(ANYTHING), phases=listed(ANYTHING))},
    "workshops.make_workshop": MADE,
    "workshops.import_workshop": MADE,
    "workshops.make_demo": MADE,
    "workshops.duplicate": MADE,
    "workshops.rehearse": {202: ref("Made")},
    "workshops.rehearsal": {
        200: shaped(
            {"progress": ANYTHING, "report": ANYTHING, "words": TEXT},
            state={"enum": ["none", "running", "done", "failed"]},
        )
    },
    "workshops.invitations": {200: shaped(invitations=INVITATIONS)},
    "workshops.rotate_keys": {
        200: shaped({"facilitator_key": TEXT}, invitations=INVITATIONS)
    },
    "workshops.erase": {204: None},
    "joining.join": {200: ref("Joined"), 201: ref("Joined")},
    "joining.invitation": {200: ref("Invitation")},
    "ops.snapshot": {200: {"oneOf": [ref("Snapshot"), ref("AsItWas")]}, 304: None},
    "history.history": {
        200: shaped(events=listed(EVENT), before=maybe(WHOLE), seq=WHOLE, epoch=TEXT, begins=WHOLE)
    },
    "history.restore": MADE,
    "ops.changes": {
        200: shaped(changes=listed(ref("Change")), seq=WHOLE, epoch=TEXT, more=YES_OR_NO)
    },
    "ops.import_notes": {
        200: shaped(ok={"const": True}, seq=WHOLE, count=WHOLE),
        422: shaped(ok={"const": False}, error=ANYTHING, rows=listed(BAD_ROW)),
    },
    "ops.ops": {200: {"oneOf": [ref("Ack"), listed({"oneOf": [ref("Ack"), ref("Error")]})]}},
    "ops.people": {200: ref("People")},
    "results.ranking": {200: ref("Ranking")},
    "results.comparison": {200: ref("Comparison")},
    "results.orders": {200: ref("Orders")},
    "results.ballots": {
        200: shaped({"comparison": ANYTHING}, hub=HUB["hub"], ballots=listed(ANYTHING))
    },
    "results.similar": {
        200: shaped(groups=listed(shaped(area=NAME, notes=listed(ID), likeness=WHOLE)))
    },
    "results.findings": {200: listed(ref("Finding"))},
    "results.draft": {200: ref("Draft")},
    "results.pictures": {200: shaped(pictures=listed(ref("Picture")))},
    "openapi.document": {200: shaped(openapi=TEXT)},
}  # fmt: skip

WEIGHTING = {"weighting": {"enum": ["equal", "degressive", "pooled"]}}
WHAT_IF = WEIGHTING | {"pairs": NAME, "language": TEXT} | HUB
QUERIES: dict[str, dict[str, Any]] = {
    "ops.snapshot": {"at": {"type": "integer", "minimum": 1}},
    "history.history": {
        "before": {"type": "integer", "minimum": 1},
        "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 100},
    },
    "ops.changes": {
        "after": {"type": "integer", "minimum": 0, "default": 0},
        "epoch": TEXT,
        "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 1000},
    },
    "results.comparison": WHAT_IF,
    "results.ranking": WEIGHTING | HUB,
    "results.ballots": {"first": TEXT, "second": TEXT} | HUB,
    "results.findings": WHAT_IF,
    "results.draft": WHAT_IF,
    "results.pictures": WHAT_IF,
    "results.export": {"language": TEXT} | HUB,
    "ops.import_notes": {"op_id": TEXT},
}
