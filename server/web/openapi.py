"""Writes the OpenAPI document from the routes and the shapes they read."""

import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, Flask, Response

from server.desk.ops import OP_SCHEMAS

from .answering import json_answer
from .described import ANSWERS, QUERIES, SHAPES
from .schemas import (
    DemoShape,
    DuplicateShape,
    JoinShape,
    RehearseShape,
    RestoreShape,
    RotateShape,
    WorkshopShape,
)

BODIES = {
    "workshops.make_workshop": WorkshopShape,
    "workshops.make_demo": DemoShape,
    "workshops.duplicate": DuplicateShape,
    "workshops.rehearse": RehearseShape,
    "workshops.rotate_keys": RotateShape,
    "history.restore": RestoreShape,
    "joining.join": JoinShape,
}
MAKING = ("workshops.make_workshop", "workshops.import_workshop", "workshops.make_demo")
OPEN = ("health", "about", "canvases", "joining", "openapi")  # routes that need no token
PAGES = ("page", "asset", "static")

routes = Blueprint("openapi", __name__)


@routes.get("/openapi.json")
def document() -> Response:
    """Return the OpenAPI 3.1 document of this server."""
    from flask import current_app

    return json_answer(openapi_document(current_app))


def openapi_document(app: Flask) -> dict[str, Any]:
    """Return the document: every route of the app, with the shape of its body."""
    spec = APISpec(
        title="Citywheel",
        version="1",
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=_name_of)],
        info={"description": "Workshops over HTTP. Live changes travel over Socket.IO."},
    )
    spec.components.security_scheme("seat", {"type": "http", "scheme": "bearer"})
    spec.components.security_scheme("make_key", {"type": "http", "scheme": "bearer"})
    for name, shape in {"Error": ERROR, **SHAPES}.items():
        spec.components.schema(name, shape)
    for kind, schema in OP_SCHEMAS.items():
        spec.components.schema(_op_name(kind), schema=schema)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.endpoint.startswith(PAGES):
            _add(spec, app, rule)
    return dict(spec.to_dict())


ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["ok", "error"],
    "properties": {
        "ok": {"const": False},
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string", "examples": ["vote.budget_spent"]},
                "message": {"type": "string"},
                "field": {"type": "string"},
                "numbers": {"type": "object", "additionalProperties": {"type": "integer"}},
                "retry_in_ms": {"type": "integer"},
            },
        },
    },
}


def _add(spec: APISpec, app: Flask, rule: Any) -> None:
    function = app.view_functions[rule.endpoint]
    told: dict[str, Any] = {
        "operationId": rule.endpoint,
        "summary": (function.__doc__ or "").strip().splitlines()[0],
        "parameters": _parameters(rule),
        "responses": _responses(rule.endpoint),
        "security": _security(rule.endpoint),
    }
    body = _body(rule.endpoint)
    if rule.endpoint == "ops.import_notes":
        table = {"text/csv": {"schema": {"type": "string"}}}
        told["requestBody"] = {"required": True, "content": table}
    elif body is not None:
        is_needed = rule.endpoint != "workshops.make_demo"
        told["requestBody"] = {"required": is_needed, "content": _json(body)}
    methods = {method.lower(): told for method in rule.methods - {"HEAD", "OPTIONS"}}
    spec.path(path=re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), operations=methods)


def _parameters(rule: Any) -> list[dict[str, Any]]:
    path = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in sorted(rule.arguments)
    ]
    query = QUERIES.get(rule.endpoint, {})
    return path + [{"name": name, "in": "query", "schema": query[name]} for name in query]


def _responses(endpoint: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for status, shape in ANSWERS.get(endpoint, {200: None}).items():
        told[str(status)] = {"description": "Unchanged" if status == 304 else "Done"}
        if shape is not None:
            told[str(status)]["content"] = _json(shape)
    refused = _json({"$ref": "#/components/schemas/Error"})
    return told | {"default": {"description": "Refused", "content": refused}}


def _security(endpoint: str) -> list[dict[str, list[str]]]:
    if endpoint in MAKING:
        return [{}, {"make_key": []}]  # the key is asked for where the operator has set one
    return [] if endpoint.split(".")[0] in OPEN else [{"seat": []}]


def _json(shape: Any) -> dict[str, Any]:
    return {"application/json": {"schema": shape}}


def _body(endpoint: str) -> Any:
    if endpoint == "ops.ops":
        ops = [{"$ref": f"#/components/schemas/{_op_name(kind)}"} for kind in OP_SCHEMAS]
        return {"oneOf": [*ops, {"type": "array", "items": {"oneOf": ops}, "maxItems": 100}]}
    if endpoint == "workshops.import_workshop":
        return {"$ref": "#/components/schemas/Exported"}
    return BODIES.get(endpoint)


def _op_name(kind: str) -> str:
    return "".join(part.title() for part in kind.split("."))


def _name_of(schema: Any) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Shape")
