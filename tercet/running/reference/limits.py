"""A rule's limits in words, each with the literal boundary: `systolic > 140 mmHg`."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tercet.decisions.kinds import KINDS
from tercet.knowledge import Fact, Rule

# Limits that name facts or choices: who is meant, not how much.
NAMING = ("fact", "facts", "amount", "choice", "only_if", "unless", "unanswered", "until", "then")
OF_A_LIMIT = {
    "above": ">",
    "below": "<",
    "at_least": "≥",
    "then_below": "<",
    "at_least_all": "≥",
    "below_all": "<",
    "from_age": "≥",
}
OF_A_KIND = {
    "between": {"low": "≥", "high": "≤"},
    "outside": {"low": "<", "high": ">"},
    "silent": {"minutes": ">"},
}
WHERE = {"then_below": "then", "from_age": "age-years", "minutes": "minutes-since-heard"}


def applies_when(rule: Rule) -> str:
    """The kind in words, as its function says it, the boundary included."""
    said = (KINDS[rule.kind].__doc__ or rule.kind).strip()
    return " ".join(said.partition("\n\n")[0].split())


def limit_lines(rule: Rule, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """One line a limit: a fact and its number with the sign between them, or the facts meant."""
    return tuple(line for key, value in rule.limits.items() for line in _lines(rule, key, facts))


def _lines(rule: Rule, key: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    value = rule.limits[key]
    if key in NAMING:
        yield f"{_spoken(key)}: {listed(value)}"
    elif isinstance(value, Mapping):
        for name, number in value.items():
            yield _compared(name, sign(rule.kind, key), number, facts.get(name))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield _number(rule, key, value, facts)
    else:
        yield f"{_spoken(key)}: {listed(value)}"


def _number(rule: Rule, key: str, value: float, facts: Mapping[str, Fact]) -> str:
    named = str(rule.limits.get("amount", rule.limits.get("fact", "")))
    name = str(rule.limits.get(WHERE.get(key, ""), WHERE.get(key, named)))
    for pressure in ("systolic", "diastolic"):
        if key.endswith(pressure):
            name = key if rule.kind == "pressure_rise" else pressure
    shown = f"rise of {name}" if rule.kind == "pressure_rise" else name
    mark = sign(rule.kind, key)
    if not mark or not name:
        return f"{_spoken(key)}: {value:g}"
    where = f" ({_spoken(key)})" if key.startswith("from_age_") else ""
    return _compared(shown, mark, value, facts.get(name)) + where


def sign(kind: str, key: str) -> str:
    """The sign between a fact and this limit of this kind; empty where there is none."""
    if key in OF_A_KIND.get(kind, {}):
        return OF_A_KIND[kind][key]
    if key.endswith(("systolic", "diastolic")):
        above = kind.startswith(("pressure_above", "pressure_unsettled"))
        return ">" if above else "≥"
    return OF_A_LIMIT.get(key, "")


def _compared(name: str, mark: str, number: float, fact: Fact | None) -> str:
    unit = f" {fact.unit}" if fact and fact.unit else ""
    return f"{name} {mark} {number:g}{unit}"


def _spoken(key: str) -> str:
    return key.replace("_", " ")


def listed(value: Any) -> str:
    """A value as it is read: lists with commas, yes and no as words, dates as they are written."""
    if isinstance(value, list | tuple):
        return ", ".join(listed(each) for each in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {listed(each)}" for name, each in value.items()) or "nothing"
    if isinstance(value, float):
        return f"{value:g}"
    return value.isoformat() if isinstance(value, date) else str(value)
