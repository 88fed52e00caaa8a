"""Serves the built client, with the headers that keep a page to itself."""

import html
import re
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound

from server.settings import Settings

from .errors import framework_error

STATIC = Path(__file__).resolve().parent.parent / "static"
FOREVER = "public, max-age=31536000, immutable"  # the names of built files hold their content
PAGES = ("/", "/make", "/join", "/facilitate", "/w/<workshop_id>", "/w/<workshop_id>/<view>")
WORKSHOP_ID = re.compile(r"[a-z0-9]{12}")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self' ws: wss:",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        # No text ever becomes markup or code in a page, whatever a library tries.
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def register_client(app: Flask, settings: Settings) -> None:
    """Serve the pages of the client and put the headers on every answer."""

    def page(workshop_id: str | None = None, **_: str) -> Response:
        if workshop_id is not None and not WORKSHOP_ID.fullmatch(workshop_id):
            raise NotFound
        return Response(page_html(settings.base_path), mimetype="text/html")

    for place, rule in enumerate(PAGES):
        routes_of = settings.base_path + rule
        app.add_url_rule(routes_of, f"page{place}", page, methods=["GET"])
    app.add_url_rule(f"{settings.base_path}/assets/<path:name>", "asset", asset, methods=["GET"])
    app.after_request(with_headers)

    def unknown(fault: NotFound) -> Response:
        """Let a person read what to do, also at an address that is none."""
        is_page = "text/html" in request.headers.get("Accept", "")
        if not is_page or request.path.startswith(f"{settings.base_path}/api/"):
            return framework_error(fault)
        return Response(page_html(settings.base_path), 404, mimetype="text/html")

    app.register_error_handler(NotFound, unknown)


def page_html(base_path: str) -> str:
    """Return the one page of the client, told below which path it stands."""
    try:
        page = (STATIC / "index.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        return "<!doctype html><title>Citywheel</title><p>The client is not built: scripts/run</p>"
    base = f'<base href="{html.escape(base_path)}/">'
    return page.replace("<head>", f"<head>{base}", 1)


def asset(name: str) -> Response:
    """Return a built file; its name changes when its content does."""
    if not (STATIC / "assets").is_dir():
        raise NotFound
    answer = send_from_directory(STATIC / "assets", name)
    answer.headers["Cache-Control"] = FOREVER
    return answer


def with_headers(answer: Response) -> Response:
    """Put the headers on an answer that does not have them."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if answer.mimetype == "text/html":
        answer.headers["Cache-Control"] = "no-cache"
    return answer
