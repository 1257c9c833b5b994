"""May this dose start now? Every fact known, fresh, from someone who may say it, and fine."""

from tercet.decisions import rules
from tercet.decisions.facts import Facts
from tercet.decisions.words import Decision
from tercet.knowledge import Knowledge, Protocol


def decide(facts: Facts, protocol: Protocol, known: Knowledge) -> Decision:
    """The gate's proof: one finding a rule. Only a verdict that passes lets a dose start."""
    return rules.decide("gate", protocol.gate.values(), facts, known=known)
