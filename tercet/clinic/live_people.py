"""Who is at the other end of a stream, what they may hear of, and keeping their heartbeats.

Django's own sign-in and `visible_to`, asked in a thread and remembered for a short while.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError, close_old_connections

from tercet.clinic.dosing.actions import keep_heartbeats
from tercet.clinic.dosing.models import DosingSession
from tercet.clinic.people.models import Person
from tercet.clinic.walls import acting_as

REMEMBER_SECONDS = 20.0
REMEMBER_NO_SECONDS = 1.0  # a right just given is felt at once
MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Beat:
    """One sign of life of one device."""

    dosing: int
    patient: int
    person: int
    strand: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """As whom a person stands in a dosing session."""

    patient: int
    strand: str


class People:
    """Answers about people, each remembered for a few seconds: a revoked right ends soon."""

    def __init__(self) -> None:
        self._known: dict[Any, tuple[float, Any]] = {}

    async def signed_in(self, cookie: str) -> int | None:
        return await self._ask(("cookie", cookie), _signed_in, cookie) if cookie else None

    async def may_see(self, person: int, patient: int) -> bool:
        return bool(await self._ask(("sees", person, patient), _may_see, person, patient))

    async def strand(self, person: int, dosing: int) -> Seen | None:
        found = await self._ask(("strand", person, dosing), _strand, person, dosing)
        return found if isinstance(found, Seen) else None

    async def _ask(self, key: Any, question: Callable[..., Any], *about: Any) -> Any:
        until, answer = self._known.get(key, (0.0, None))
        if time.monotonic() < until:
            return answer
        answer = await asyncio.to_thread(_in_its_own_connection, question, *about)
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        lasts = REMEMBER_SECONDS if answer else REMEMBER_NO_SECONDS
        self._known[key] = (time.monotonic() + lasts, answer)
        return answer


def _in_its_own_connection(question: Callable[..., Any], *about: Any) -> Any:
    """Asked once more if PostgreSQL had dropped the connection: it may have been restarted."""
    try:
        return _asked(question, *about)
    except (OperationalError, InterfaceError):
        return _asked(question, *about)


def _asked(question: Callable[..., Any], *about: Any) -> Any:
    close_old_connections()
    try:
        return question(*about)
    finally:
        close_old_connections()


def _signed_in(cookie: str) -> int | None:
    person = get_user(SimpleNamespace(session=SessionStore(cookie)))  # type: ignore[arg-type]
    return person.pk if person.is_authenticated and person.is_active else None


def _may_see(person: int, patient: int) -> bool:
    by = Person.objects.get(pk=person)
    if not by.is_active:
        return False
    with acting_as(by):
        return Person.objects.visible_to(by).patients().filter(pk=patient).exists()


def _strand(person: int, dosing: int) -> Seen | None:
    by = Person.objects.get(pk=person)
    with acting_as(by):
        found = DosingSession.objects.visible_to(by).filter(pk=dosing).first()
    if found is None or not by.is_active:
        return None
    strand = "patient" if found.patient_id == person else by.role
    return Seen(found.patient_id, strand)


def keep_beats(beats: Sequence[Beat]) -> None:
    """Put a group of heartbeats on disk in one commit."""
    _in_its_own_connection(keep_heartbeats, beats)
