"""Answers in, facts out: what an eligibility decision is shown of one person."""

from collections.abc import Iterable
from datetime import date, datetime

from tercet import knowledge
from tercet.clinic.intake.models import Answer
from tercet.clinic.measures.facts import scores
from tercet.clinic.people.models import Person
from tercet.decisions import Facts, Said, rules
from tercet.decisions.derived import PARTS

BORN_ON = "born-on"


def latest_answers(patient: Person, facts: Iterable[str] = ()) -> dict[str, Answer]:
    """The newest answer to each fact, or to these; a withdrawn answer is not there."""
    rows = Answer.objects.filter(patient=patient).select_related("by")
    if facts:
        rows = rows.filter(fact__in=facts)
    newest = rows.order_by("fact", "-pk").distinct("fact")
    return {row.fact: row for row in newest if row.value is not None}


def evaluation(patient: Person, *, now: datetime) -> Facts:
    """Everything known of this person that the eligibility rules may be shown."""
    answers = latest_answers(patient)
    said = scores(patient)
    said |= {fact: Said(row.value, row.at, row.by.role) for fact, row in answers.items()}
    said |= with_age(said, patient=patient, now=now)
    return Facts(said, now)


def with_age(said: dict[str, Said], *, patient: Person, now: datetime) -> dict[str, Said]:
    """The age in place of the birth date, which is taken out of `said`."""
    born = said.pop(BORN_ON, None)
    if born is None:
        return {}
    years = age_on(date.fromisoformat(str(born.value)), now.astimezone(patient.tz).date())
    return {"age-years": Said(years, born.at, "derived")}


def age_on(born: date, today: date) -> int:
    """Completed years of age."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def askable(rule: str, role: str) -> list[str]:
    """What this role can be asked so that the rule is answered; derived facts by their origin."""
    known = knowledge.read()
    if rule not in known.rules:
        return []
    read = rules.reasoning(known.rules[rule]).facts
    needed = [origin for fact in read for origin in origins(fact)]
    return [fact for fact in dict.fromkeys(needed) if _may_say(fact, role)]


def origins(fact: str) -> tuple[str, ...]:
    """Age comes of the birth date, an index of its measures, and what is taken of the list."""
    if fact == "age-years":
        return (BORN_ON,)
    by_list = fact.startswith("takes-") or fact == "unrecognised-medicines"
    return ("medicines",) if by_list else PARTS.get(fact, (fact,))


def _may_say(fact: str, role: str) -> bool:
    """Whether this role may assert the fact. A score is said by answering its questionnaire."""
    if fact == BORN_ON:
        return role in {Person.Role.PATIENT, Person.Role.GUIDE, Person.Role.PRESCRIBER}
    return role in knowledge.read().facts[fact].from_
