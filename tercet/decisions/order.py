"""Is this dose order within limits, as written and at its worst fate? One finding a rule.

The worst fate: all of it is swallowed, whatever the verb says, and one unit more is taken.
"""

from tercet.decisions import rules
from tercet.decisions.dose import worked_out
from tercet.decisions.facts import Facts
from tercet.decisions.medicines import with_derived
from tercet.decisions.words import Decision
from tercet.knowledge import Knowledge, Protocol


def decide(facts: Facts, protocol: Protocol, known: Knowledge) -> Decision:
    """Every limit of an order asked of this one, for this person, on what is known now."""
    shown = worked_out(with_derived(facts, known), protocol, known)
    return rules.decide("order", protocol.order.values(), shown, known=known)
