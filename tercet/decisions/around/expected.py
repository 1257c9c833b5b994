"""Whether a weaker response is to be expected, and why. A label; no reason to leave anything."""

from dataclasses import dataclass

from tercet.decisions import rules
from tercet.decisions.facts import Facts
from tercet.decisions.medicines import with_derived
from tercet.decisions.words import Verdict
from tercet.knowledge import Knowledge, Label

REDUCED = "Reduced response expected"


@dataclass(frozen=True, slots=True)
class Expected:
    """One reason for a weaker response, and whether this person has it."""

    rule: str
    so: bool | None  # None: not known, and neither a yes nor a no
    saw: str
    says: str
    label: Label


def expected(facts: Facts, known: Knowledge) -> tuple[Expected, ...]:
    """Every reason there is, in the order they are published, each asked of this person."""
    shown = with_derived(facts, known)
    return tuple(_asked(label, shown, known) for label in known.around.labels.values())


def _asked(label: Label, shown: Facts, known: Knowledge) -> Expected:
    found = rules.find(known.rules[label.id], shown, known)
    so = None if found.verdict is Verdict.ASK else found.verdict is not Verdict.CLEAR
    return Expected(label.id, so, found.saw, label.says, label)
