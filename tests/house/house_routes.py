"""Every address of the house, the written table of who may open it, and one row of everything."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from tercet import knowledge
from tercet.clinic.intake.actions import decide_again
from tercet.clinic.models import (
    Alert,
    Asked,
    Course,
    DiaryEntry,
    DosingSession,
    LocalLine,
    MedicineStatement,
    Order,
    Person,
    Reminder,
    Signature,
    Task,
    TherapySession,
)

TABLE = Path(__file__).parent / "routes.toml"
EVERYONE = ("maria", "ana", "noor", "okafor", "lee", "priya", "dana", "sam", "jonas")


@dataclass(frozen=True)
class Route:
    """One address: its name, what its path asks for, and the view behind it."""

    name: str
    path: str
    asks: tuple[str, ...]
    view: Any

    @property
    def is_ours(self) -> bool:
        return self.view.__module__.startswith("tercet.")


@dataclass(frozen=True)
class Row:
    """One line of the table. Whoever is not named gets `others`; nobody at all, `nobody`."""

    opens: frozenset[str]
    hidden: frozenset[str] = frozenset()
    others: int = 403
    nobody: int = 302
    method: str = "GET"
    given: dict[str, Any] = field(default_factory=dict)

    def expected(self, key: str | None) -> int | None:
        """The status this one gets; None for “it opens”."""
        if key is None:
            return None if self.nobody == 200 else self.nobody
        if key in self.opens:
            return None
        return 404 if key in self.hidden else self.others


def every_route() -> list[Route]:
    """Every address of the URL conf, the sign-in library's included."""
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: list[Any], before: str, asks: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        here = (*asks, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path, here)
        elif isinstance(pattern, URLPattern):
            yield Route(pattern.name or path, path, here, pattern.callback)


def unguarded(routes: list[Route]) -> list[str]:
    """Our own addresses whose view carries no mark of who may open it."""
    return [
        f"{route.name} ({route.path}): no @only(…) and no @public"
        for route in routes
        if route.is_ours and not getattr(route.view, "guard", None)
    ]


def table() -> dict[str, Row]:
    """The written table."""
    return {name: _row(said) for name, said in tomllib.loads(TABLE.read_text()).items()}


def _row(said: dict[str, Any]) -> Row:
    opens = _people(said.get("opens", ""))
    method = said.get("method", "GET")
    return Row(
        opens=opens,
        hidden=_people(said.get("hidden", "")),
        others=said.get("others", 403),
        nobody=said.get("nobody", 302 if method == "GET" else 403),
        method=method,
        given=said.get("given", {}),
    )


def _people(said: str) -> frozenset[str]:
    named = frozenset(EVERYONE) if said == "everyone" else frozenset(said.split())
    if strangers := named - set(EVERYONE):
        raise ValueError(f"not of the cast: {', '.join(sorted(strangers))}")
    return named


def world(cast: Any, now: Any) -> dict[str, Any]:
    """One row of everything that an address of Maria's can name."""
    maria = cast.maria
    kept = decide_again(maria, by=maria, now=now)
    course = Course.objects.create(
        patient=maria,
        signature=_signature(maria, cast.okafor, now),
        protocol="at-home-low-dose",
        therapist=cast.lee,
        guide=cast.noor,
        starts_on=now.date(),
        ends_on=now.date() + timedelta(weeks=14),
    )
    order = Order.objects.create(
        patient=maria,
        course=course,
        signature=_signature(maria, cast.okafor, now),
        unit_mg=Decimal(25),
        units=2,
        total_mg=Decimal(50),
        hold_minutes=7,
        verb=Order.Verb.SPIT,
    )
    dosing = DosingSession.objects.create(
        patient=maria, course=course, order=order, guide=cast.noor, number=1, planned_at=now
    )
    return {
        "patient": maria.pk,
        "decision": kept.pk,
        "course": course.pk,
        "dosing": dosing.pk,
        "alert": _alert(maria, now).pk,
        "therapy": _therapy(course, now).pk,
        "medicine": _medicine(maria, now).pk,
        "instrument": "gad-7",
        **_asked(cast, now),
        "section": next(f.section for f in knowledge.read().facts.values() if f.asked),
        "token": "not-a-token",
        "once": uuid4(),
    }


def _asked(cast: Any, now: Any) -> dict[str, int]:
    patient = cast.maria
    asked = Asked.objects.create(
        patient=patient, protocol="at-home-low-dose", round="craving-weekly", anchor="dose:0",
        number=1, asks=["craving-now"], target_at=now, opens_at=now - timedelta(hours=1),
        due_at=now + timedelta(hours=1), closes_at=now + timedelta(days=2), zone=patient.zone,
        at=now,
    )  # fmt: skip
    reminder = Reminder.objects.create(patient=patient, asked=asked, way="mail", step=0, at=now)
    task = Task.objects.create(patient=patient, asked=asked, kind="unanswered", raised_at=now)
    line = _line(cast.dana, now)
    rows = {"asked": asked, "reminder": reminder, "task": task, "line": line}
    rows["entry"] = _goal(patient, now)
    return {name: row.pk for name, row in rows.items()}


def _goal(patient: Person, now: Any) -> DiaryEntry:
    said = {"area": "social", "words": "Eat with others"}
    return DiaryEntry.objects.create(
        patient=patient, by=patient, kind="goal", happened_at=now, at=now, said=said, once=uuid4()
    )


def _line(by: Person, now: Any) -> LocalLine:
    return LocalLine.objects.create(
        name="Denver walk-in", call="303 555 0100", says="By day.", since_at=now, by=by,
        once=uuid4(),
    )  # fmt: skip


def _signature(patient: Person, by: Person, now: Any) -> Signature:
    return Signature.objects.create(
        at=now, by=by, patient=patient, meaning="sign", reason="a story", second_factor="password"
    )


def _alert(patient: Person, now: Any) -> Alert:
    return Alert.objects.create(
        patient=patient, kind="silence", topic=f"patient:{patient.pk}", says="No sign of life.",
        protocol="at-home-low-dose", ladder="silence", raised_at=now,
    )  # fmt: skip


def _therapy(course: Course, now: Any) -> TherapySession:
    return TherapySession.objects.create(
        patient=course.patient, course=course, therapist=course.therapist,
        at=now + timedelta(days=2), kind=TherapySession.Kind.INTEGRATION,
    )  # fmt: skip


def _medicine(patient: Person, now: Any) -> MedicineStatement:
    return MedicineStatement.objects.create(
        patient=patient, text="sertraline 100 mg", takes=True, at=now, by=patient
    )
