"""The shapes of ops on the agenda and its timer."""

from typing import Any

from marshmallow import fields, validate

from server.domain.agenda import MOST_PHASES
from server.domain.rights import PHASE_KINDS, RIGHTS, SCOPES, SEEN
from server.domain.timer import AT_END, LONGEST
from server.domain.walks import DIRECTIONS

from .shapes import Strict, flag, one_of, text, whole, word, words

SHORTEST_PHASE = 10  # seconds

_RIGHTS: dict[str, fields.Field] = {
    **{right: one_of(SCOPES) for right in RIGHTS},
    "see": one_of(SEEN),
}
_PHASE: dict[str, fields.Field] = {
    "id": word(),
    "kind": one_of(PHASE_KINDS, required=True),
    "title": text(required=True),
    "instruction": text(),
    "silent": flag(),
    "seconds": whole(SHORTEST_PHASE, LONGEST),
    "direction": one_of(DIRECTIONS),
    "stances": flag(),
    "areas": words(24),
    "rights": fields.Nested(Strict.from_dict(_RIGHTS, name="PhaseRights")),
}
AGENDA_FIELDS: dict[str, dict[str, Any]] = {
    "phase.start": {"phase": word(required=True)},
    "phase.lock": {"locked": flag(required=True)},
    "agenda.change": {
        "phases": fields.List(
            fields.Nested(Strict.from_dict(_PHASE, name="PlannedPhase")),
            required=True,
            validate=validate.Length(min=1, max=MOST_PHASES),
        ),
    },
    "timer.start": {
        "seconds": whole(1, LONGEST, required=True),
        "at_end": one_of(AT_END),
    },
    "timer.add": {"seconds": whole(1, LONGEST, required=True)},
    "timer.pause": {"paused": flag(required=True)},
    "timer.stop": {},
}
