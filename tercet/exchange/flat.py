"""One flat JSON object of facts, in the words of our vocabulary (tercet/knowledge/facts.toml):

{"age-years": 34, "systolic": {"value": 118, "at": "2026-11-20T09:30:00Z", "by": "device"}}

A bare value is as given by whoever hands the file over, at the moment decided for.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tercet.decisions import Facts, Said
from tercet.decisions.facts import GIVEN
from tercet.decisions.vocabulary import Impossible, admit_one, named
from tercet.exchange import NotUnderstood
from tercet.exchange.dates import instant
from tercet.exchange.place import kind_of, measurable
from tercet.exchange.words import Heard
from tercet.knowledge import Fact, Knowledge

MOST_PROBLEMS = 20  # more than these are counted, not listed
MOST_FACTS = 1000  # far more than there are; a file with more is not about one person
PARTS = {"value", "at", "by"}


def facts_from_flat(flat: Mapping[str, Any], *, now: datetime, known: Knowledge) -> Facts:
    """The facts of a flat object; names in kebab-case or snake_case, null for a blank.

    Raises NotUnderstood with one sentence for every unknown name and impossible value.
    """
    if len(flat) > MOST_FACTS:
        raise NotUnderstood(f"holds {len(flat):,} facts; there are only {len(known.facts)}.")
    said: dict[str, Said] = {}
    problems: list[str] = []
    for name, given in flat.items():
        try:
            fact = named(name[:200], known)
            if fact in said:
                raise Impossible(f"{fact} is given twice, once as {name}.")
            said[fact] = _said(fact, given, now=now, known=known)
        except (Impossible, NotUnderstood) as wrong:
            problems.append(str(wrong))
    if problems:
        raise NotUnderstood(*_some(problems))
    return Facts({name: one for name, one in said.items() if one.value is not None}, now)


def heard_in_flat(flat: Mapping[str, Any], *, now: datetime, known: Knowledge) -> Heard:
    """As `facts_from_flat`; a flat file leaves nothing to note."""
    return Heard(facts_from_flat(flat, now=now, known=known))


def _said(name: str, given: Any, *, now: datetime, known: Knowledge) -> Said:
    fact = known.facts[name]
    if not isinstance(given, dict):
        return Said(_value(fact, given), now, GIVEN)
    if strange := sorted(set(given) - PARTS):
        raise Impossible(f'{name} holds "{strange[0]:.40}"; it may hold value, at and by.')
    at, by = given.get("at"), given.get("by", GIVEN)
    if at is not None and not isinstance(at, str):
        raise Impossible(f"{name}.at must be a date such as 2026-11-20, not {kind_of(at)}.")
    roles = {GIVEN, *(role for one in known.facts.values() for role in one.from_)}
    if not isinstance(by, str) or by not in roles:
        said = kind_of(by)
        raise Impossible(f"{name}.by must be one of {', '.join(sorted(roles))}, not {said}.")
    return Said(_value(fact, given.get("value")), instant(at, f"{name}.at") if at else now, by)


def _value(fact: Fact, given: Any) -> Any:
    if isinstance(given, int | float) and not measurable(given):
        raise Impossible(f"{fact.id} is no number that can be measured.")
    if fact.type == "instant" and isinstance(given, str):
        given = instant(given, fact.id)
    return admit_one(fact, given)


def _some(problems: list[str]) -> Iterator[str]:
    yield from problems[:MOST_PROBLEMS]
    if len(problems) > MOST_PROBLEMS:
        yield f"{len(problems) - MOST_PROBLEMS} more facts could not be read."
