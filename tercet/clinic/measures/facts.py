"""Scores as facts a decision may be shown, and as points of a line over time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tercet import knowledge
from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.models import Clinic, Person
from tercet.decisions import Said
from tercet.knowledge import Instrument


@dataclass(frozen=True, slots=True)
class Point:
    """One questionnaire on the time line; `total` is None when it was not complete."""

    at: datetime
    total: float | None
    band: str | None
    low: float | None = None
    high: float | None = None


def scores(patient: Person) -> dict[str, Said]:
    """The totals that the vocabulary knows and `phq-9-item-9`, each from the latest answers."""
    said: dict[str, Said] = {}
    for taken in _latest(patient):
        if taken.total is not None and f"{taken.instrument}-total" in knowledge.read().facts:
            said[f"{taken.instrument}-total"] = Said(_plain(taken.total), taken.at, taken.by.role)
        if taken.instrument == "phq-9" and taken.answers.get("9") is not None:
            said["phq-9-item-9"] = Said(taken.answers["9"], taken.at, taken.by.role)
    return said


def _latest(patient: Person) -> list[Assessment]:
    rows = Assessment.objects.filter(patient=patient).select_related("by")
    return list(rows.order_by("instrument", "-at", "-pk").distinct("instrument"))


def due(patient: Person, *, now: datetime) -> list[Instrument]:
    """Of the questionnaires asked before there is a course: those whose last answers are older
    than the days they ask about, or missing."""
    taken = {row.instrument: row.at for row in _latest(patient)}
    clinic, known = Clinic.objects.first(), knowledge.read()
    plan = known.asking.get(clinic.protocol) if clinic else None
    return [
        known.instruments[name]
        for name in (plan.evaluation if plan else ())
        if name not in taken
        or now - taken[name] > timedelta(days=known.instruments[name].recall_days)
    ]


def line(patient: Person, instrument: str) -> list[Point]:
    """Every time this questionnaire was taken, oldest first."""
    rows = Assessment.objects.filter(patient=patient, instrument=instrument).order_by("at", "pk")
    return [
        Point(row.at, _plain(row.total), s.get("band"), s.get("low"), s.get("high"))
        for row, s in ((row, row.score) for row in rows)
    ]


def _plain(total: float | None) -> int | float | None:
    """A whole total as the whole number it is: columns hold fractions too."""
    return int(total) if total is not None and total.is_integer() else total
