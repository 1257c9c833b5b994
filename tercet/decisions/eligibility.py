"""May this person be offered treatment? One finding a rule, clear ones included."""

from tercet.decisions import rules
from tercet.decisions.derived import with_bmi
from tercet.decisions.facts import Facts
from tercet.decisions.medicines import with_derived
from tercet.decisions.stacking import with_counts
from tercet.decisions.words import Decision
from tercet.knowledge import Knowledge


def decide(facts: Facts, known: Knowledge) -> Decision:
    """Every contraindication asked of this person, and of the medicines they list."""
    shown = with_counts(with_bmi(with_derived(facts, known), known), known)
    return rules.decide("eligibility", known.rules.values(), shown, known=known)
