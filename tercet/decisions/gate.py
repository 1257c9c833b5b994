"""May this dose start now? Every fact known, fresh, from someone who may say it, and fine."""

from tercet.decisions import law, order, rules
from tercet.decisions.dose import UNITS
from tercet.decisions.facts import Facts, Said
from tercet.decisions.words import Decision, Verdict
from tercet.knowledge import Knowledge, Protocol

ORDER_PASSES = "order-still-passes"


def decide(facts: Facts, protocol: Protocol, known: Knowledge) -> Decision:
    """The gate's proof: one finding a rule. Only a verdict that passes lets a dose start."""
    return rules.decide("gate", protocol.gate.values(), facts, known=known)


def with_worked_out(facts: Facts, protocol: Protocol, known: Knowledge) -> Facts:
    """For facts from a file: what the order rests on today, and whether it passes its check.

    What the file says of either stands. The clinic works both out from its own rows instead.
    """
    made = dict(law.with_basis(facts, known, on=facts.now.date()).said)
    if any(facts.value(name) is not None for name in UNITS):
        made[ORDER_PASSES] = _order_passes(order.decide(facts, protocol, known), facts)
    stands = {name: said for name, said in facts.said.items() if said.value is not None}
    return Facts({**made, **stands}, facts.now)


def _order_passes(made: Decision, facts: Facts) -> Said:
    passes = None if made.verdict is Verdict.ASK else made.verdict.passes
    stands = [each.title for each in made.worst_first if not each.verdict.passes]
    return Said(passes, facts.now, "derived", "; ".join(stands[:2]))
