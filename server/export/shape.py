"""Says the shape of an exported board; unknown keys are refused."""

from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from server.domain.agreement import MOST_ENTRIES, MOST_SIGNATURES
from server.domain.answers import LEVELS, OFFERED, STANCES
from server.domain.ballot_kinds import KINDS, MOST_PLACES, SCALES
from server.domain.ballots import MOST_BALLOTS
from server.domain.comments import COMMENT_KINDS, MOST_COMMENTS
from server.domain.details import COST_BEHAVIOUR, FUNDING
from server.domain.hubs import MOST_HEADS
from server.domain.links import LINK_KINDS, MOST_LINKS, WALKS
from server.domain.people import MOST_CITIES
from server.domain.phases import MOST_STARTS
from server.domain.rights import PHASE_KINDS, RIGHTS, SCOPES
from server.domain.services import KNOCK_OUTS, LAYERS, MOST_SERVICES, SERVICE_STATES
from server.domain.signoff import SIGNED
from server.domain.text import MOST_BYTES
from server.domain.themes import MOST_THEMES
from server.domain.timer import AT_END, MOST_LEFT
from server.domain.translating import MOST_LANGUAGES
from server.domain.verdicts import VERDICTS
from server.domain.walks import DIRECTIONS

MOST_NOTES = 10_000
MOST_PAPERS = 1_000  # of one ballot: one for each seat that ever voted
MOST_COUNT = 1_000_000  # of dots, seats and versions


def _is_time(text: str) -> None:
    # The pattern alone lets a 13th month pass, and dates are reckoned with.
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ValidationError("not a time") from None


_TIME = validate.And(validate.Regexp(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z"), _is_time)
_MADE = validate.Regexp(r"[a-z0-9]{1,40}\Z")
_NAMED = validate.Regexp(r"[a-z0-9][a-z0-9_-]{0,39}\Z")
_SECTION = validate.Regexp(r"[a-z0-9][a-z0-9_-]{0,39}(:[a-z0-9]{1,40})?\Z")
_LANGUAGE = validate.Regexp(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?\Z")
_COUNTRY = validate.Regexp(r"[A-Z]{2}\Z")
_HASH = validate.Regexp(r"[0-9a-f]{0,64}\Z")


class _Strict(Schema):
    class Meta:
        """Refuse unknown keys."""

        unknown = RAISE


def _whole(*, least: int = 0) -> fields.Integer:
    return fields.Integer(
        required=True, strict=True, validate=validate.Range(min=least, max=MOST_COUNT)
    )


def _made(**options: Any) -> fields.String:
    return fields.String(validate=_MADE, **options)


def _named(**options: Any) -> fields.String:
    return fields.String(validate=_NAMED, **options)


def _text(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=MOST_BYTES), **options)


def _counts(**options: Any) -> fields.Dict:
    number = fields.Integer(strict=True, validate=validate.Range(min=0, max=MOST_COUNT))
    return fields.Dict(keys=_made(), values=number, **options)


def _totals() -> fields.Dict:
    return fields.Dict(keys=_made(), values=_counts())


def _each(shape: type[Schema], *, most: int) -> fields.List[Any]:
    return fields.List(fields.Nested(shape), required=True, validate=validate.Length(max=most))


def _stances() -> fields.Dict:
    of_city = _Strict.from_dict({stance: _whole() for stance in STANCES}, name="Stances")
    return fields.Dict(keys=_made(), values=fields.Nested(of_city), validate=validate.Length(min=1))


def _scores() -> fields.Dict:
    return fields.Dict(keys=_made(), values=_five(), validate=validate.Length(min=1))


def _offers() -> fields.Dict:
    number = fields.Integer(strict=True, validate=validate.Range(min=0, max=MOST_COUNT))
    counts = fields.List(number, validate=validate.Length(equal=len(OFFERED)))
    return fields.Dict(keys=_made(), values=counts, validate=validate.Length(min=1))


def _five() -> fields.List[Any]:
    number = fields.Integer(strict=True, validate=validate.Range(min=0, max=MOST_COUNT))
    return fields.List(number, validate=validate.Length(equal=len(LEVELS)))


def _steps(**options: Any) -> fields.List[Any]:
    number = fields.Integer(strict=True, validate=validate.Range(min=0, max=MOST_COUNT))
    most = max(len(scale) for scale in SCALES.values())
    return fields.List(number, validate=validate.Length(min=1, max=most), **options)


def _points() -> fields.List[Any]:
    number = fields.Integer(strict=True, validate=validate.Range(min=1, max=MOST_COUNT))
    return fields.List(number, validate=validate.Length(equal=2))


def _per_city_and_criterion(value: fields.Field[Any]) -> fields.Dict:
    of_city = fields.Dict(keys=_named(), values=value, validate=validate.Length(min=1))
    return fields.Dict(keys=_made(), values=of_city, validate=validate.Length(min=1))


def _yes() -> fields.Boolean:
    return fields.Boolean(truthy={True}, falsy=set(), validate=validate.Equal(True))  # noqa: FBT003


class _Translation(_Strict):
    text = _text(required=True)
    city = _made()
    outdated = _yes()


class _Note(_Strict):
    id = _made(required=True)
    area = _named(required=True)
    city = fields.String(validate=_MADE, required=True, allow_none=True)
    version = _whole(least=1)
    text = _text()
    seat = _made()
    room = _yes()
    typed_by = _text()
    facet = _named()
    who = fields.List(_named(), validate=validate.Length(min=1, max=3))
    owner = _text()
    indicator = _text()
    supplier = _text()
    funding = fields.String(validate=validate.OneOf(FUNDING))
    cost_behaviour = fields.String(validate=validate.OneOf(COST_BEHAVIOUR))
    pays = fields.List(_named(), validate=validate.Length(min=1, max=3))
    tags = fields.List(_named(), validate=validate.Length(min=1, max=40))
    services = fields.List(_made(), validate=validate.Length(min=1, max=MOST_SERVICES))
    translations = fields.Dict(
        keys=fields.String(validate=_LANGUAGE),
        values=fields.Nested(_Translation),
        validate=validate.Length(min=1, max=MOST_LANGUAGES),
    )
    rounds = fields.List(_five(), validate=validate.Length(min=2, max=MOST_STARTS))
    ballots_before = fields.Integer(strict=True, validate=validate.Range(min=1, max=MOST_BALLOTS))
    merged_from = fields.List(_made(), validate=validate.Length(max=MOST_NOTES))
    dots = _counts()
    stances = _stances()
    importance = _scores()
    readiness = _scores()
    offers = _offers()
    erased = _yes()
    hidden = _yes()
    length = fields.String(validate=validate.OneOf(["short", "medium", "long"]))


_ENDS: dict[str, fields.Field[Any]] = {"from": _made(required=True), "to": _made(required=True)}
_EDGE: dict[str, fields.Field[Any]] = {"from": _named(required=True), "to": _named(required=True)}


class _Link(_Strict.from_dict(_ENDS)):  # type: ignore[misc]
    id = _made(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(LINK_KINDS))
    walk = fields.String(validate=validate.OneOf(WALKS))
    city = _made()


class _Theme(_Strict):
    id = _made(required=True)
    area = _named(required=True)
    title = _text(required=True)
    notes = fields.List(_made(), required=True, validate=validate.Length(max=MOST_NOTES))
    dots = _counts()
    erased = _yes()


class _Comment(_Strict):
    id = _made(required=True)
    note_id = _made(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(COMMENT_KINDS))
    open = fields.Boolean(required=True)
    text = _text()
    city = _made()
    edge = fields.Nested(_Strict.from_dict(_EDGE))
    erased = _yes()


class _Service(_Strict):
    id = _made(required=True)
    name = _text(required=True)
    state = fields.String(required=True, validate=validate.OneOf(SERVICE_STATES))
    layers = fields.Dict(
        keys=fields.String(validate=validate.OneOf(LAYERS)),
        values=fields.String(validate=validate.Length(max=MOST_BYTES)),
        validate=validate.Length(min=1),
    )
    knock_outs = fields.Dict(
        keys=fields.String(validate=validate.OneOf(KNOCK_OUTS)),
        values=fields.Boolean(),
        validate=validate.Length(min=1),
    )
    erased = _yes()
    scores = _per_city_and_criterion(_five())


class _City(_Strict):
    id = _made(required=True)
    name = _text(required=True)
    letters = fields.String(required=True, validate=validate.Length(min=1, max=8))
    country = fields.String(validate=_COUNTRY)


class _AgendaPhase(_Strict):
    id = _named(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(PHASE_KINDS))
    title = _text(required=True)
    silent = fields.Boolean(required=True)
    instruction = _text()
    seconds = fields.Integer(strict=True, validate=validate.Range(min=1, max=MOST_COUNT))
    direction = fields.String(validate=validate.OneOf(DIRECTIONS))
    stances = _yes()
    areas = fields.List(_named(), validate=validate.Length(min=1, max=24))
    rights = fields.Dict(
        keys=fields.String(validate=validate.OneOf(RIGHTS)),
        values=fields.String(validate=validate.OneOf(SCOPES)),
        validate=validate.Length(min=1),
    )


class _Focus(_Strict):
    area = _named(required=True)
    note_id = _made()


class _PhaseNow(_Strict):
    id = _named(required=True)
    kind = fields.String(required=True)
    started_at = fields.String(required=True, validate=_TIME)
    locked = fields.Boolean(required=True)
    focus = fields.Nested(_Focus)


class _Timer(_Strict):
    id = _made(required=True)
    ends_at = fields.String(required=True, validate=_TIME)
    at_end = fields.String(required=True, validate=validate.OneOf(AT_END))
    grace_ms = _whole()
    paused_left_ms = fields.Integer(strict=True, validate=validate.Range(0, MOST_LEFT))
    paused_by = _made()


class _Ballot(_Strict):
    id = _made(required=True)
    phase = _named()
    title = _text(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["open", "closed", "revealed"]))
    votes_each = _whole(least=1)
    note_cap = _whole(least=1)
    own_notes = fields.Boolean(required=True)
    totals = fields.String(required=True, validate=validate.OneOf(["hidden", "open"]))
    weighting = fields.String(
        required=True, validate=validate.OneOf(["equal", "degressive", "pooled"])
    )
    kind = fields.String(validate=validate.OneOf([kind for kind in KINDS if kind != "dots"]))
    top = fields.Integer(strict=True, validate=validate.Range(min=1, max=MOST_PLACES))
    turnout = _counts(required=True)
    present = _counts()
    heads = _counts()
    reopened = fields.Boolean()
    dots = _totals()
    ranks = _totals()
    ratings = fields.Dict(keys=_made(), values=fields.Dict(keys=_made(), values=_steps()))


class _Hub(_Strict):
    seat_id = _made(required=True)
    city = _made(required=True)
    heads = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=MOST_HEADS)
    )


class _Verdict(_Strict):
    finding_id = _named(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    reason = _text()


class _Sentence(_Strict):
    section = fields.String(required=True, validate=_SECTION)
    sentence = _named(required=True)


class _Edit(_Sentence):
    text = _text(required=True)


class _Signature(_Strict):
    section = fields.String(required=True, validate=_SECTION)
    city = _made(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(SIGNED))
    text = _text()
    outdated = _yes()


class _Frozen(_Strict):
    at = fields.String(required=True, validate=_TIME)
    seq = _whole(least=1)


class _Draft(_Strict):
    edits = _each(_Edit, most=MOST_ENTRIES)
    order = fields.Dict(
        keys=fields.String(validate=_SECTION),
        values=fields.List(_named(), validate=validate.Length(max=MOST_ENTRIES)),
        required=True,
        validate=validate.Length(max=MOST_ENTRIES),
    )
    omitted = _each(_Sentence, most=MOST_ENTRIES)
    signatures = _each(_Signature, most=MOST_SIGNATURES)
    frozen = fields.Nested(_Frozen)


class _Board(_Strict):
    canvas = _named(required=True)
    title = _text(required=True)
    service = _text()
    languages = fields.List(
        fields.String(validate=validate.Length(min=2, max=40)),
        required=True,
        validate=validate.Length(min=1, max=40),
    )
    areas = fields.List(_named(), required=True, validate=validate.Length(max=24))
    cities = fields.List(
        fields.Nested(_City), required=True, validate=validate.Length(min=1, max=MOST_CITIES)
    )
    phases = fields.List(
        fields.Nested(_AgendaPhase), required=True, validate=validate.Length(min=1, max=24)
    )
    phase = fields.Nested(_PhaseNow, required=True)
    timer = fields.Nested(_Timer)
    spotlight = _made(allow_none=True)
    settings = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    notes = fields.List(fields.Nested(_Note), required=True)
    themes = fields.List(fields.Nested(_Theme), required=True)
    links = fields.List(fields.Nested(_Link), required=True)
    comments = fields.List(fields.Nested(_Comment), required=True)
    services = fields.List(fields.Nested(_Service), validate=validate.Length(min=1))
    ballots = fields.List(fields.Nested(_Ballot), required=True)
    hubs = fields.List(fields.Nested(_Hub), validate=validate.Length(min=1, max=MOST_PAPERS))
    weights = _per_city_and_criterion(_points())
    verdicts = fields.List(
        fields.Nested(_Verdict), validate=validate.Length(min=1, max=MOST_ENTRIES)
    )
    draft = fields.Nested(_Draft)
    closed_at = fields.String(validate=_TIME)


class _Rating(_Strict):
    target_id = _made(required=True)
    steps = _steps(required=True)


class _Paper(_Strict):
    city = _made(required=True)
    dots = _counts()
    ratings = fields.List(fields.Nested(_Rating), validate=validate.Length(min=1, max=MOST_NOTES))
    ranks = fields.List(_made(), validate=validate.Length(min=1, max=MOST_PLACES))
    heads = fields.Integer(strict=True, validate=validate.Range(min=1, max=MOST_HEADS))


class _Started(_Strict):
    id = _named(required=True)
    started_at = fields.String(required=True, validate=_TIME)


class _Papers(_Strict):
    id = _made(required=True)
    papers = fields.List(fields.Nested(_Paper), required=True)


class _Origin(_Strict):
    id = _made(required=True)
    title = _text(required=True)
    service = _text()


class _CanvasName(_Strict):
    id = _named(required=True)
    version = _whole(least=1)


class ExportShape(_Strict):
    """The whole file."""

    format = _whole(least=1)
    workshop = fields.Nested(_Origin, required=True)
    canvas = fields.Nested(_CanvasName, required=True)
    board = fields.Nested(_Board, required=True)
    ballots = fields.List(fields.Nested(_Papers), required=True)
    phase_log = fields.List(
        fields.Nested(_Started), validate=validate.Length(min=1, max=MOST_STARTS)
    )
    epoch = fields.String(required=True, validate=validate.Length(max=64))
    seq = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=2**53))
    log_head = fields.String(required=True, validate=_HASH)
    checksum = fields.String(required=True, validate=_HASH)


MOST = {  # counted before a schema walks the list
    "notes": MOST_NOTES,
    "links": MOST_LINKS,
    "themes": MOST_THEMES,
    "comments": MOST_COMMENTS,
    "services": MOST_SERVICES,
    "ballots": MOST_BALLOTS,
}
