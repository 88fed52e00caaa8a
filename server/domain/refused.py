"""Holds how the domain says no, and the HTTP status that fits each code."""

from typing import Any

STATUS = {
    "op.malformed": 400,
    "op.no_effect": 409,
    "op.too_large": 413,
    "op.too_fast": 429,
    "role.not_allowed": 403,
    "phase.not_now": 409,
    "phase.locked": 409,
    "phase.unknown": 404,
    "phase.running": 409,
    "facet.unknown": 422,
    "city.unknown": 404,
    "city.exists": 409,
    "city.full": 409,
    "note.unknown": 404,
    "note.changed": 409,
    "note.empty": 422,
    "note.too_long": 422,
    "note.hidden": 409,
    "tag.unknown": 422,
    "link.unknown": 404,
    "theme.unknown": 404,
    "comment.unknown": 404,
    "service.unknown": 404,
    "text.empty": 422,
    "text.too_long": 422,
    "board.full": 409,
    "ballot.closed": 409,
    "ballot.open": 409,
    "ballot.frozen": 409,
    "ballot.kind": 409,
    "ballot.unknown": 404,
    "ballot.which": 409,
    "vote.budget_spent": 409,
    "vote.note_cap": 409,
    "vote.own_note": 409,
    "vote.none_placed": 409,
    "draft.frozen": 409,
    "vote.in_theme": 409,
    "timer.unknown": 404,
    "seat.unknown": 404,
    "seat.removed": 403,
    "seat.waiting": 403,
    "seat.refused": 403,
    "seat.last_facilitator": 409,
    "workshop.closed": 409,
    "workshop.unknown": 404,
    "workshop.too_many": 429,
    "workshop.busy": 429,
    "store.unavailable": 503,
    "store.damaged": 503,
    "server.fault": 500,
    "token.missing": 401,
    "token.bad": 401,
    "key.missing": 401,
    "join.unknown_code": 404,
    "join.city_needed": 422,
    "join.city_code_needed": 403,
    "join.too_many_wrong": 429,
    "changes.gone": 409,
    "canvas.unknown": 404,
    "host.unknown": 400,
    "import.columns": 422,
    "import.damaged": 422,
    "import.format": 422,
    "import.rows": 422,
    "protocol.unsupported": 409,
    "rehearsal.running": 409,
    "rehearsal.too_large": 409,
    "rehearsal.too_many": 429,
    "route.unknown": 404,
    "route.method": 405,
    "body.not_json": 415,
    "export.unknown": 404,
    "result.too_slow": 503,
    "result.too_large": 503,
    "result.failed": 503,
    "server.busy": 503,
    "workshop.full": 409,
}


class Refused(Exception):  # noqa: N818 "Refused" is the word everywhere
    """The domain says no: a code `noun.reason` and a sentence that says what to do."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        field: str | None = None,
        numbers: dict[str, int] | None = None,
        retry_in_ms: int | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.field = field
        self.numbers = numbers
        self.retry_in_ms = retry_in_ms

    def error(self) -> dict[str, Any]:
        """Return the error as it travels: `{code, message, field?, numbers?, retry_in_ms?}`."""
        said: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.field is not None:
            said["field"] = self.field
        if self.numbers:
            said["numbers"] = self.numbers
        if self.retry_in_ms is not None:
            said["retry_in_ms"] = self.retry_in_ms
        return said
