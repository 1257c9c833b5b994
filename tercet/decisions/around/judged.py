"""Every rule on medicines asked of one person, and of nothing else about them."""

from tercet.decisions import rules
from tercet.decisions.facts import Facts
from tercet.decisions.medicines import with_derived
from tercet.decisions.stacking import with_counts
from tercet.decisions.words import Decision
from tercet.knowledge import Knowledge

TOPIC = "medicines"


def decide(facts: Facts, known: Knowledge) -> Decision:
    """One finding for each rule of the medicines' file."""
    shown = with_counts(with_derived(facts, known), known)
    asked = [known.rules[id] for id in known.topics[TOPIC]]
    return rules.decide(TOPIC, asked, shown, known=known)
