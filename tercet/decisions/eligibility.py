"""May this person be offered treatment? One finding a rule, clear ones included."""

from tercet.decisions import change, rules
from tercet.decisions.change import Change
from tercet.decisions.derived import with_bmi
from tercet.decisions.facts import Facts
from tercet.decisions.medicines import with_derived
from tercet.decisions.stacking import with_counts
from tercet.decisions.words import Decision
from tercet.knowledge import Knowledge


def decide(facts: Facts, known: Knowledge) -> Decision:
    """Every contraindication asked of this person, and of the medicines they list."""
    shown = _with_what_follows(facts, known)
    return rules.decide("eligibility", known.rules.values(), shown, known=known)


def what_would_change(facts: Facts, known: Knowledge) -> tuple[Change, ...]:
    """The smallest sets of facts that would make the verdict lighter, or make it pass."""
    shown = _with_what_follows(facts, known)
    return change.what_would_change(known.rules.values(), shown, known=known)


def _with_what_follows(facts: Facts, known: Knowledge) -> Facts:
    return with_counts(with_bmi(with_derived(facts, known), known), known)
