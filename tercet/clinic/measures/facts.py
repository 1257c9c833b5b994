"""Scores as facts a decision may be shown, and which questionnaires are due."""

from datetime import datetime, timedelta

from tercet import knowledge
from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.models import Clinic, Person
from tercet.decisions import Said
from tercet.knowledge import Instrument


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
    taken, known = {row.instrument: row.at for row in _latest(patient)}, knowledge.read()
    return [
        known.instruments[name]
        for name in asked_before_a_course()
        if name not in taken
        or now - taken[name] > timedelta(days=known.instruments[name].recall_days)
    ]


def asked_before_a_course() -> tuple[str, ...]:
    """The questionnaires of an evaluation, by the clinic's plan of asking."""
    clinic = Clinic.objects.first()
    plan = knowledge.read().asking.get(clinic.protocol) if clinic else None
    return plan.evaluation if plan else ()


def _plain(total: float | None) -> int | float | None:
    """A whole total as the whole number it is: columns hold fractions too."""
    return int(total) if total is not None and total.is_integer() else total
