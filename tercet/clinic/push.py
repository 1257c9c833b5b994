"""Notices on a device (web push): the clinic's own key, kept under var, and one message sent.

Speaks RFC 8030, RFC 8291 and RFC 8292 through pywebpush; the body is encrypted for the device.
"""

import base64
import os
from ipaddress import ip_address
from urllib.parse import urlsplit

import orjson
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from py_vapid import Vapid02

GONE = {404, 410}
LIVES_SECONDS = 6 * 60 * 60
TIMEOUT_SECONDS = 10


class NotTaken(Exception):
    """The push service did not take the message. `gone`: the device is there no more."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone


def key() -> Vapid02:
    """The clinic's own key: made once, readable by its owner only."""
    kept = settings.VAR / "push-key.pem"
    if not kept.exists():
        settings.VAR.mkdir(parents=True, exist_ok=True)
        made = Vapid02()
        made.generate_keys()
        draft = settings.VAR / f"push-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_bytes(made.private_pem())
        try:
            os.link(draft, kept)  # the first process to link wins; the others read its key
        except FileExistsError:
            pass
        draft.unlink()
    return Vapid02.from_pem(kept.read_bytes())


def public_key() -> str:
    """What a browser needs to agree to notices, as it wants it written."""
    point = key().public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def is_an_address(endpoint: str) -> bool:
    """An https address with a name: a browser's push service, never a machine inside."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return (
            parts.scheme == "https" and "." in host and not host.endswith((".local", ".internal"))
        )
    return False


def send(endpoint: str, *, p256dh: str, auth: str, message: dict[str, str]) -> None:
    """One message to one device. Raises `NotTaken`."""
    from pywebpush import WebPushException, webpush  # a sixth of a second, and few processes send

    try:
        webpush(
            {"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}},
            data=orjson.dumps(message),
            vapid_private_key=key(),
            vapid_claims={"sub": f"mailto:{settings.DEFAULT_FROM_EMAIL}"},
            ttl=LIVES_SECONDS,
            timeout=TIMEOUT_SECONDS,
        )
    except WebPushException as refused:
        status = refused.response.status_code if refused.response is not None else 0
        raise NotTaken(f"push {status}", gone=status in GONE) from refused
    except OSError as problem:
        raise NotTaken(type(problem).__name__) from problem
