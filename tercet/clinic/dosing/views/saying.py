"""Which facts are asked of whom on a dosing day, and how what was said is put into words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from tercet import knowledge
from tercet.clinic.dosing import facts
from tercet.decisions import Decision
from tercet.decisions.rules import reasoning
from tercet.knowledge import Protocol, Rule

BY_DEED = {"medicines-confirmed-today"}  # settled on its own page, not by a word here
ANSWERS = {
    "all-right": "“I am all right”",
    "sick": "“I feel sick”",
    "frightened": "“I am frightened”",
    "something-else": "“Something else”",
    "need-a-person": "“I need a person now”",
}
FIRST = ("answer", "systolic", "pulse", "spo2", "sedation")
SHORT = {
    "systolic": "pressure",
    "pulse": "pulse",
    "spo2": "oxygen",
    "sedation": "response",
    "answer": "",
}


def facts_of(rules: Iterable[Rule]) -> list[str]:
    """The facts that these rules lean on, each once, in the order of the rules."""
    return list(dict.fromkeys(name for rule in rules for name in reasoning(rule).facts))


def asked_at_gate(protocol: Protocol, made: Decision | None = None) -> list[str]:
    """What a guide may say at the gate; with a decision, what still holds it comes first."""
    rules = dict(protocol.gate)
    if made:
        rules = {f.rule: rules[f.rule] for f in made.worst_first if f.rule in rules}
    return [n for n in facts_of(rules.values()) if _guide_says(n)]


def asked_at_release(protocol: Protocol) -> list[str]:
    """The checklist: what a guide says before anyone is left."""
    return [n for n in facts_of(protocol.release.values()) if _guide_says(n)]


def _guide_says(name: str) -> bool:
    fact = knowledge.read().facts[name]
    return "guide" in fact.from_ and name not in BY_DEED and not name.startswith("baseline-")


def told(said: Mapping[str, Any]) -> str:
    """What was said, as one line: “pressure 124/78 mmHg, pulse 68 per minute”."""
    known, words = knowledge.read().facts, []
    order = [*(n for n in FIRST if n in said), *(n for n in said if n not in FIRST)]
    for name in order:
        value = said[name]
        if name == "answer":
            words.append(ANSWERS.get(value, str(value)))
        elif name == "systolic":
            words.append(f"pressure {value}/{said.get('diastolic', 'not known')} mmHg")
        elif name in known and name != "diastolic":
            words.append(_one(known[name], value))
        elif name == "words":
            words.append(f"“{value}”")
    return ", ".join(words) or "Nothing was said"


def told_since(so_far: facts.Story) -> str:
    """The last thing that was said since the dose, with when it was said; empty if nothing."""
    since = so_far.started_at
    said = [e for e in so_far.events if e.detail.get("facts") and since and e.at >= since]
    if not said:
        return ""
    at = timezone.localtime(facts.said_at(said[-1]))
    return f"{told(said[-1].detail['facts'])} at {at:%H:%M}"


def _one(fact: knowledge.Fact, value: Any) -> str:
    label = SHORT.get(fact.id, fact.label)
    if value is None:
        return f"{label}: not sure"
    if isinstance(value, bool):
        return f"{label}: {'yes' if value else 'no'}"
    return f"{label} {value} {fact.unit}".strip()
