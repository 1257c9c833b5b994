"""Scores as facts a decision may be shown, and as points of a line over time."""

from dataclasses import dataclass
from datetime import datetime

from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.models import Person
from tercet.decisions import Said


@dataclass(frozen=True, slots=True)
class Point:
    """One questionnaire on the time line; `total` is None when it was not complete."""

    at: datetime
    total: int | None
    band: str | None


def scores(patient: Person) -> dict[str, Said]:
    """`gad-7-total`, `phq-9-total` and `phq-9-item-9`, each from the latest answers."""
    said: dict[str, Said] = {}
    for taken in _latest(patient):
        if taken.total is not None:
            said[f"{taken.instrument}-total"] = Said(taken.total, taken.at, taken.by.role)
        if taken.instrument == "phq-9" and taken.answers.get("9") is not None:
            said["phq-9-item-9"] = Said(taken.answers["9"], taken.at, taken.by.role)
    return said


def _latest(patient: Person) -> list[Assessment]:
    rows = Assessment.objects.filter(patient=patient).select_related("by")
    return list(rows.order_by("instrument", "-at", "-pk").distinct("instrument"))


def line(patient: Person, instrument: str) -> list[Point]:
    """Every time this questionnaire was taken, oldest first."""
    rows = Assessment.objects.filter(patient=patient, instrument=instrument).order_by("at", "pk")
    return [Point(row.at, row.total, row.score.get("band")) for row in rows]
