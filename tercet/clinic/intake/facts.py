"""Answers in, facts out: what an eligibility decision is shown of one person."""

from datetime import date, datetime
from typing import Any

from tercet import knowledge
from tercet.clinic.intake.models import Answer
from tercet.clinic.measures.facts import scores
from tercet.clinic.people.models import Person
from tercet.decisions import Facts, Said, medicines

BORN_ON = "born-on"


def latest_answers(patient: Person) -> dict[str, Answer]:
    """The newest answer to each fact; a withdrawn answer is not there."""
    rows = Answer.objects.filter(patient=patient).select_related("by")
    newest = rows.order_by("fact", "-pk").distinct("fact")
    return {row.fact: row for row in newest if row.value is not None}


def evaluation(patient: Person, *, now: datetime) -> Facts:
    """Everything known of this person that the eligibility rules may be shown."""
    answers = latest_answers(patient)
    said = scores(patient)
    said |= {fact: Said(row.value, row.at, row.by.role) for fact, row in answers.items()}
    said |= _age(said.pop(BORN_ON, None), patient=patient, now=now)
    said |= _from_medicines(said.get("medicines"))
    return Facts(said, now)


def _age(born: Said | None, *, patient: Person, now: datetime) -> dict[str, Said]:
    if born is None:
        return {}
    years = age_on(date.fromisoformat(str(born.value)), now.astimezone(patient.tz).date())
    return {"age-years": Said(years, born.at, "derived")}


def age_on(born: date, today: date) -> int:
    """Completed years of age."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _from_medicines(texts: Said | None) -> dict[str, Said]:
    if texts is None:
        return {}
    derived: dict[str, Any] = medicines.derived(texts.value, knowledge.read())
    return {name: Said(value, texts.at, "derived") for name, value in derived.items()}
