"""Reads requests and writes answers: strict JSON in, compact JSON out."""

import gzip
import socket
from contextlib import suppress
from typing import Any

import orjson
from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from server.desk.results import Result
from server.desk.shapes import read_json
from server.desk.tokens import bearer_token
from server.domain.refused import Refused

WORTH_ZIPPING = 4096  # bytes


def json_answer(value: Any, status: int = 200) -> Response:
    """Return a value as JSON; zipped when it is large and the client can read that."""
    body = orjson.dumps(value)
    answer = Response(body, status=status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    if len(body) > WORTH_ZIPPING and "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.set_data(gzip.compress(body, 5))
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Vary"] = "Accept-Encoding"
    return answer


def result_answer(made: Result, media_type: str) -> Response:
    """Return a result as it was made: gzipped for those who read that, else unpacked."""
    answer = Response(content_type=media_type)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Vary"] = "Accept-Encoding"
    reads_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    if made.is_zipped and not reads_gzip:
        answer.set_data(gzip.decompress(made.body))
    elif made.is_zipped or (reads_gzip and len(made.body) > WORTH_ZIPPING):
        answer.set_data(made.body if made.is_zipped else gzip.compress(made.body, 5, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    else:
        answer.set_data(made.body)
    return answer


def json_body(*, largest: int) -> Any:
    """Return the JSON value of the request's body.

    Raises: Refused "op.too_large", "op.malformed"; UnsupportedMediaType.
    """
    body = body_of(largest=largest)
    return read_json(body) if body else {}


def body_of(*, largest: int) -> bytes:
    """Return the request's body, said to be JSON.

    Raises: Refused "op.too_large"; UnsupportedMediaType.
    """
    body = raw_body(largest=largest)
    if body and not request.is_json:
        raise UnsupportedMediaType
    return body


def raw_body(*, largest: int) -> bytes:
    """Return the request's body, whatever it is. Raises: Refused "op.too_large"."""
    if (request.content_length or 0) > largest:
        raise Refused("op.too_large", "That is too much at once.", numbers={"limit": largest})
    # A body in chunks has no length; the server ends it, which the framework has to be told.
    if "chunked" in request.headers.get("Transfer-Encoding", ""):
        request.environ["wsgi.input_terminated"] = True  # the framework only asks if it is there
    body = request.stream.read(largest + 1)
    if len(body) > largest:
        stop_reading()
        raise Refused("op.too_large", "That is too much at once.", numbers={"limit": largest})
    return bytes(body)


def stop_reading() -> None:
    """Read no more from this client: the server would read an unread body to its end."""
    unread = request.environ.get("eventlet.input")
    if unread is not None:
        with suppress(OSError):
            unread.get_socket().shutdown(socket.SHUT_RD)


def bearer() -> str | None:
    """Return the token of the Authorization header, or None."""
    return bearer_token(request.headers.get("Authorization", ""))
