"""Answers in, facts out: what an eligibility decision is shown of one person."""

from datetime import date, datetime

from tercet import knowledge
from tercet.clinic.intake.models import Answer
from tercet.clinic.measures.facts import scores
from tercet.clinic.people.models import Person
from tercet.decisions import Facts, Said, rules

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
    return Facts(said, now)


def _age(born: Said | None, *, patient: Person, now: datetime) -> dict[str, Said]:
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
    needed = [_origin(fact) for fact in rules.reasoning(known.rules[rule]).facts]
    return [fact for fact in dict.fromkeys(needed) if _may_say(fact, role)]


def _origin(fact: str) -> str:
    """Age comes of the birth date, and what is taken of the list of medicines."""
    if fact == "age-years":
        return BORN_ON
    by_list = fact.startswith("takes-") or fact == "unrecognised-medicines"
    return "medicines" if by_list else fact


def _may_say(fact: str, role: str) -> bool:
    """Whether this role may assert the fact. A score is said by answering its questionnaire."""
    if fact == BORN_ON:
        return role in {Person.Role.PATIENT, Person.Role.GUIDE, Person.Role.PRESCRIBER}
    return role in knowledge.read().facts[fact].from_
