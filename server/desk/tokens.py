"""Signs what a seat carries: which seat of which workshop it is, and nothing more."""

import secrets

from itsdangerous import BadSignature, URLSafeSerializer

from server.domain.refused import Refused

SEAT = "citywheel seat 1"  # a salt of its own, so no other signature passes for a seat


class Tokens:
    """Makes and reads seat tokens. They are valid until the workshop is erased."""

    def __init__(self, secret_key: str) -> None:
        """Sign with `secret_key`."""
        self._serializer = URLSafeSerializer(secret_key, salt=SEAT)

    def make(self, workshop_id: str, seat_id: str) -> str:
        """Return the token of a seat."""
        # With a nonce, so that each joining gives a new token; the earlier ones stay good.
        return str(self._serializer.dumps([workshop_id, seat_id, secrets.token_hex(4)]))

    def read(self, token: object) -> tuple[str, str]:
        """Return workshop id and seat id. Raises: Refused "token.missing", "token.bad"."""
        if token is None or token == "":
            raise Refused("token.missing", "Join the workshop first; then send your token.")
        try:
            workshop_id, seat_id, _nonce = self._serializer.loads(str(token))
        except (BadSignature, ValueError, TypeError):
            raise Refused("token.bad", "This token is not valid. Join again by link.") from None
        return str(workshop_id), str(seat_id)


def bearer_token(header: str) -> str | None:
    """Return the token of an Authorization header `Bearer …`, or None."""
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" and token.strip() else None
