"""Says which web pages may connect: those of this server, and those the operator names."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from server.settings import Settings


def origins_of(settings: Settings) -> Any:
    """Return what the library takes as allowed origins: `*`, or a function that says yes or no."""
    if "*" in settings.allowed_origins:
        return "*"
    named = {origin.rstrip("/").lower() for origin in settings.allowed_origins}
    if settings.public_url:
        public = urlsplit(settings.public_url)
        named.add(f"{public.scheme}://{public.netloc}".lower())
    return own_or_named(frozenset(named))


def own_or_named(named: frozenset[str]) -> Callable[[str, dict[str, Any]], bool]:
    """Return a check that says whether an origin is the server's own address or one of `named`."""

    def is_allowed(origin: str | None, environ: dict[str, Any]) -> bool:
        if not origin:
            return True
        said = origin.lower()
        host = environ.get("HTTP_HOST", "").lower()
        return said in named or (host != "" and said in (f"http://{host}", f"https://{host}"))

    return is_allowed
