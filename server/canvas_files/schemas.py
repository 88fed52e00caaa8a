"""Says the shape of canvas.toml and of words.<language>.toml; unknown keys are refused."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from server.domain.rights import PHASE_KINDS, RIGHTS, SCOPES, SEEN
from server.domain.walks import DIRECTIONS
from server.synthesis.table import Table

from .contrast import LEAST, contrast

ID = validate.Regexp(r"[a-z0-9][a-z0-9_-]{0,39}\Z", error="Ids are a-z, 0-9, - and _ (1 to 40).")
COLOR = validate.Regexp(r"#[0-9a-f]{6}\Z", error="A colour is # and six of 0-9 a-f.")
LANGUAGE = validate.Regexp(r"[a-z]{2,3}(-[A-Za-z0-9]+)*\Z", error="A language is like “en”.")
FILLED = validate.Length(min=1, max=2000)
UNITS = {  # unit of a threshold → its least and its largest value
    "fair_shares": (0, 1000),  # 1 = as much as every other note of the area
    "share": (0, 1),
    "level": (1, 5),  # of a score
    "levels": (0, 4),  # between two scores
    "correlation": (-1, 1),
    "count": (0, 1000),  # of whatever the rule counts
    "points": (0, 100),  # of a service's score
}


class Strict(Schema):
    """Refuses what is not known: a mistyped key must not be passed over."""

    class Meta:
        """Refuse unknown keys."""

        unknown = RAISE


class ReadableOn(validate.Validator):
    """Asks for a colour in which text can be read on `paper`."""

    def __init__(self, paper: str) -> None:
        self.paper = paper

    def __call__(self, value: str) -> str:
        """Return the colour. Raises: ValidationError."""
        COLOR(value)
        ratio = contrast(value, self.paper)
        if ratio < LEAST:
            told = f"{ratio:.1f}:1 on {self.paper}; take one with at least {LEAST}:1"
            raise ValidationError(f"Text in this colour is hard to read: {told}.")
        return value


def _whole(*, required: bool = False, **bounds: Any) -> fields.Integer:
    return fields.Integer(strict=True, required=required, validate=validate.Range(**bounds))


class FacetShape(Strict):
    """A facet of an area."""

    id = fields.String(required=True, validate=ID)
    lens = fields.String(validate=ID)


class PlaceShape(Strict):
    """Where an area lies in a grid."""

    column = _whole(min=1, max=24)
    row = _whole(min=1, max=24)
    columns = _whole(min=1, max=24)
    rows = _whole(min=1, max=24)


class AreaShape(Strict):
    """An area."""

    id = fields.String(required=True, validate=ID)
    side = fields.String(validate=ID)
    lens = fields.String(validate=ID)
    color = fields.String(required=True, validate=ReadableOn("#f6f4ef"))
    color_dark = fields.String(required=True, validate=ReadableOn("#14171a"))
    place = fields.Nested(PlaceShape)
    facets = fields.List(fields.Nested(FacetShape), load_default=list)


class PhaseShape(Strict):
    """A step of the agenda."""

    id = fields.String(required=True, validate=ID)
    kind = fields.String(required=True, validate=validate.OneOf(PHASE_KINDS))
    direction = fields.String(validate=validate.OneOf(DIRECTIONS))
    stances = fields.Boolean()
    silent = fields.Boolean(load_default=False)
    seconds = _whole(min=10, max=86400)
    reveal = fields.Boolean(load_default=True)
    keep_hidden = fields.Boolean(load_default=False)
    areas = fields.List(fields.String(validate=ID), load_default=list)
    rights = fields.Nested(
        Strict.from_dict(
            {
                **{right: fields.String(validate=validate.OneOf(SCOPES)) for right in RIGHTS},
                "see": fields.String(validate=validate.OneOf(SEEN)),
            },
            name="RightsShape",
        ),
        load_default=dict,
    )
    spare = fields.Boolean(load_default=False)


class StepShape(Strict):
    """A phase of the canvas in an agenda to choose, with the minutes it gets there."""

    phase = fields.String(required=True, validate=ID)
    seconds = _whole(min=10, max=86400)


class PresetShape(Strict):
    """An agenda to choose."""

    id = fields.String(required=True, validate=ID)
    phases = fields.List(
        fields.Nested(StepShape), required=True, validate=validate.Length(min=1, max=24)
    )


# What a threshold steers: people who ask "what if" find it there.
THRESHOLD_GROUPS = (
    "priorities", "agreement", "readiness", "balance", "vote", "rounds", "services", "other",
)  # fmt: skip


class Number(fields.Float):
    """A number that stands there as one: “1.25” in quotation marks would hide a mistake."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, *args, **kwargs)


class ThresholdShape(Strict):
    """A number rules ask for by name."""

    value = Number(required=True, validate=validate.Range(min=-1000, max=1000))
    unit = fields.String(required=True, validate=validate.OneOf(list(UNITS)))
    group = fields.String(load_default="other", validate=validate.OneOf(THRESHOLD_GROUPS))
    source = fields.String(required=True, validate=FILLED)

    @validates_schema
    def check_value(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse a value that its unit cannot have."""
        least, most = UNITS[loaded["unit"]]
        if not least <= loaded["value"] <= most:
            sentence = f"In the unit “{loaded['unit']}” it is from {least} to {most}."
            raise ValidationError(sentence, "value")


class CriterionShape(Strict):
    """A criterion that services are scored on."""

    id = fields.String(required=True, validate=ID)
    weight = _whole(required=True, min=0, max=100)


class SlotShape(Strict):
    """A slot of the core sentence."""

    id = fields.String(required=True, validate=ID)
    area = fields.String(validate=ID)
    facet = fields.String(validate=ID)
    source = fields.String(
        load_default="note", validate=validate.OneOf(["note", "who", "service", "cities"])
    )


class SectionShape(Strict):
    """A section of the draft."""

    id = fields.String(required=True, validate=ID)
    lens = fields.String(validate=ID)
    areas = fields.List(fields.String(validate=ID))
    rules = fields.List(fields.String())
    each = fields.String(validate=validate.OneOf(["city"]))


class DraftShape(Strict):
    """How the draft is built."""

    slots = fields.List(fields.Nested(SlotShape), required=True)
    sections = fields.List(
        fields.Nested(SectionShape), required=True, validate=validate.Length(min=1)
    )


class CanvasShape(Strict):
    """canvas.toml."""

    id = fields.String(required=True, validate=ID)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    layout = fields.String(required=True, validate=validate.OneOf(["ring", "grid"]))
    languages = fields.List(
        fields.String(validate=LANGUAGE), required=True, validate=validate.Length(min=1)
    )
    who = fields.List(fields.String(validate=ID), load_default=list)
    tags = fields.List(fields.String(validate=ID), load_default=list)
    criteria = fields.List(
        fields.Nested(CriterionShape), load_default=list, validate=validate.Length(max=24)
    )
    settings = Table(keys=fields.String(), values=fields.Raw(), load_default=dict)
    thresholds = Table(
        keys=fields.String(validate=ID),
        values=fields.Nested(ThresholdShape),
        load_default=dict,
    )
    pairs = Table(keys=fields.String(validate=ID), values=fields.Raw(), load_default=dict)
    areas = fields.List(
        fields.Nested(AreaShape), required=True, validate=validate.Length(min=1, max=24)
    )
    phases = fields.List(
        fields.Nested(PhaseShape), required=True, validate=validate.Length(min=1, max=24)
    )
    presets = fields.List(
        fields.Nested(PresetShape), load_default=list, validate=validate.Length(max=12)
    )
    draft = fields.Nested(DraftShape, required=True)


def _by_id() -> Table:
    return Table(keys=fields.String(), values=fields.String(validate=FILLED), load_default=dict)


class AreaWordsShape(Strict):
    """The words of an area."""

    label = fields.String(required=True, validate=FILLED)
    definition = fields.String(required=True, validate=FILLED)
    questions = fields.List(
        fields.String(validate=FILLED), required=True, validate=validate.Length(min=1)
    )
    facets = _by_id()


class CriterionWordsShape(Strict):
    """The words of a criterion: its name, what it asks, and what the scores 1, 3 and 5 mean."""

    label = fields.String(required=True, validate=FILLED)
    definition = fields.String(validate=FILLED)
    lowest = fields.String(required=True, validate=FILLED, data_key="1")
    middle = fields.String(required=True, validate=FILLED, data_key="3")
    highest = fields.String(required=True, validate=FILLED, data_key="5")


class PhaseWordsShape(Strict):
    """The words of a phase."""

    title = fields.String(required=True, validate=FILLED)
    instruction = fields.String(required=True, validate=FILLED)


class DraftWordsShape(Strict):
    """The words of the draft."""

    core = fields.String(required=True, validate=FILLED)
    slots = _by_id()
    sections = _by_id()


class WordsShape(Strict):
    """words.<language>.toml."""

    title = fields.String(required=True, validate=FILLED)
    description = fields.String(required=True, validate=FILLED)
    areas = Table(keys=fields.String(), values=fields.Nested(AreaWordsShape), load_default=dict)
    phases = Table(keys=fields.String(), values=fields.Nested(PhaseWordsShape), load_default=dict)
    presets = _by_id()
    walks = Table(keys=fields.String(), values=_by_id(), load_default=dict)
    thresholds = _by_id()
    who = _by_id()
    tags = _by_id()
    criteria = Table(
        keys=fields.String(), values=fields.Nested(CriterionWordsShape), load_default=dict
    )
    draft = fields.Nested(DraftWordsShape, required=True)
    phrases = _by_id()
