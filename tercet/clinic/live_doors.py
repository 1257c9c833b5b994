"""Who may ask `live` at all: only our own pages, with the sign-in of the pages."""

from http.cookies import SimpleCookie

from django.conf import settings
from django.http.request import validate_host

Headers = list[tuple[bytes, bytes]]


def cors(headers: dict[str, str]) -> Headers | None:
    """Only our own pages may ask, from this host or an origin that the clinic has named."""
    origin = headers.get("origin", "")
    if not origin and headers.get("sec-fetch-site") == "same-origin":
        return []  # behind a proxy that serves pages and streams from one address
    host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
    own = {f"http://{host}:{settings.PORT}", f"https://{host}"} if is_ours(host) else set()
    if origin not in own | set(settings.CSRF_TRUSTED_ORIGINS):
        return None
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-allow-headers", b"content-type"),
        (b"vary", b"origin"),
    ]


def is_ours(host: str) -> bool:
    return validate_host(host, settings.ALLOWED_HOSTS)


def cookie_of(headers: dict[str, str]) -> str:
    found = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""
